//! Finding a person.

use commonweal_shared::records::{Person, SearchTerms};

use super::identity::{search_words, words};
use super::store;
use crate::access::SearchGrant;
use crate::audit::Sealed;
use crate::db::{Db, DbError};

/// No more than these are answered; the browser says that there are more.
pub(super) const MOST: usize = 50;
/// Rows looked at for the first word; the other words are checked here.
const LOOKED_AT: i64 = 2_000;

/// The people that a search finds: at most one more than [`MOST`], so that the caller can tell that there are more.
pub(super) async fn find(db: &Db, grant: &SearchGrant, terms: &SearchTerms) -> Result<Sealed<Vec<Person>>, DbError> {
    db.check_realm(grant.realm())?;
    let mut reading = db.read().await?;
    let people = match terms {
        SearchTerms::Number(number) => store::search_by_number(&mut reading, number).await?,
        SearchTerms::NameAndBirth { words: typed, born } => {
            let mut typed: Vec<String> = typed.iter().flat_map(|word| search_words(word).into_iter().take(1)).collect();
            // The longest word narrows most.
            typed.sort_by_key(|word| std::cmp::Reverse(word.len()));
            let first = typed.first().map_or("", String::as_str);
            let born = born.as_ref().map_or("", |born| born.as_str());
            let mut found = store::search_by_words(&mut reading, first, born, LOOKED_AT).await?;
            found.retain(|person| {
                let names = words(&person.identity);
                typed.iter().all(|word| names.iter().any(|name| name.starts_with(word.as_str())))
            });
            found
        }
    };
    let mut people = people;
    people.sort_by_key(sort_key);
    people.truncate(MOST + 1);
    Ok(Sealed::new(people))
}

fn sort_key(person: &Person) -> (String, String, String) {
    let name = &person.identity.name;
    (
        name.family.as_deref().unwrap_or("").to_lowercase(),
        name.given.join(" ").to_lowercase(),
        person.identity.born.as_ref().map_or(String::new(), |born| born.as_str().to_owned()),
    )
}
