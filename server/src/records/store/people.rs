use commonweal_shared::ids::{OdsCode, PersonId};
use commonweal_shared::nhs_number::NhsNumber;
use commonweal_shared::records::{Identity, Person};

use crate::access::SearchGrant;
use crate::db::{Db, DbError, Linked};
use crate::{execute, fetch_all, fetch_optional};

/// A person as matching sees them.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::records) struct PersonRow {
    pub(in crate::records) id: PersonId,
    /// Grows with everything that is published for them.
    pub(in crate::records) version: i64,
    pub(in crate::records) family_key: String,
    /// As received; empty when no source stated it.
    pub(in crate::records) born: String,
    /// The number by which other sources find them.
    pub(in crate::records) joining_number: Option<String>,
    /// Who described them, and how much that counts.
    pub(in crate::records) identity_source: String,
    pub(in crate::records) identity_rank: i64,
    pub(in crate::records) identity: Identity,
}

type Columns = (String, i64, String, String, Option<String>, String, i64, Vec<u8>);

fn row(columns: Columns) -> Result<PersonRow, DbError> {
    let (id, version, family_key, born, joining_number, identity_source, identity_rank, identity) = columns;
    Ok(PersonRow {
        id: id.parse().map_err(|_| DbError::unreadable("person"))?,
        version,
        family_key,
        born,
        joining_number,
        identity_source,
        identity_rank,
        identity: serde_json::from_slice(&identity).map_err(|_| DbError::unreadable("identity"))?,
    })
}

/// One person.
pub(in crate::records) async fn person(db: &mut impl Linked, id: PersonId) -> Result<Option<PersonRow>, DbError> {
    fetch_optional!(
        db,
        Columns,
        "SELECT id, version, family_key, born, joining_number, identity_source, identity_rank, identity
         FROM person WHERE id = $1",
        id.to_string(),
    )?
    .map(row)
    .transpose()
}

/// Whom a source knows under this local id and number as stated.
pub(in crate::records) async fn at_source(
    db: &mut impl Linked,
    source: &OdsCode,
    local_id: &str,
    number: &str,
) -> Result<Option<PersonRow>, DbError> {
    fetch_optional!(
        db,
        Columns,
        "SELECT p.id, p.version, p.family_key, p.born, p.joining_number, p.identity_source, p.identity_rank, p.identity
         FROM person_at_source s JOIN person p ON p.id = s.person
         WHERE s.source = $1 AND s.local_id = $2 AND s.number = $3",
        source.as_str(),
        local_id,
        number,
    )?
    .map(row)
    .transpose()
}

/// Whom all sources know under this number.
pub(in crate::records) async fn by_number(
    db: &mut impl Linked,
    number: &NhsNumber,
) -> Result<Option<PersonRow>, DbError> {
    fetch_optional!(
        db,
        Columns,
        "SELECT id, version, family_key, born, joining_number, identity_source, identity_rank, identity
         FROM person WHERE joining_number = $1",
        number.digits(),
    )?
    .map(row)
    .transpose()
}

/// The version that is on file now; none for a person who is not.
pub(in crate::records) async fn version(db: &mut impl Linked, id: PersonId) -> Result<Option<i64>, DbError> {
    let found = fetch_optional!(db, (i64,), "SELECT version FROM person WHERE id = $1", id.to_string())?;
    Ok(found.map(|(version,)| version))
}

/// Puts a new person on file.
pub(in crate::records) async fn insert_person(db: &mut impl Linked, person: &PersonRow) -> Result<(), DbError> {
    let identity = serde_json::to_vec(&person.identity).map_err(|_| DbError::unreadable("identity"))?;
    execute!(
        db,
        "INSERT INTO person (id, version, family_key, born, joining_number, identity_source, identity_rank, identity)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        person.id.to_string(),
        person.version,
        &person.family_key,
        &person.born,
        &person.joining_number,
        &person.identity_source,
        person.identity_rank,
        &identity,
    )?;
    Ok(())
}

/// Writes what is now known of a person.
pub(in crate::records) async fn update_person(db: &mut impl Linked, person: &PersonRow) -> Result<(), DbError> {
    let identity = serde_json::to_vec(&person.identity).map_err(|_| DbError::unreadable("identity"))?;
    execute!(
        db,
        "UPDATE person SET version = $2, family_key = $3, born = $4, joining_number = $5, identity_source = $6,
         identity_rank = $7, identity = $8 WHERE id = $1",
        person.id.to_string(),
        person.version,
        &person.family_key,
        &person.born,
        &person.joining_number,
        &person.identity_source,
        person.identity_rank,
        &identity,
    )?;
    Ok(())
}

/// Notes under which local id and number a source knows a person.
pub(in crate::records) async fn know_at_source(
    db: &mut impl Linked,
    person: PersonId,
    source: &OdsCode,
    local_id: &str,
    number: &str,
) -> Result<(), DbError> {
    execute!(
        db,
        "INSERT INTO person_at_source (person, source, local_id, number) VALUES ($1, $2, $3, $4)
         ON CONFLICT (source, local_id, number) DO NOTHING",
        person.to_string(),
        source.as_str(),
        local_id,
        number,
    )?;
    Ok(())
}

/// Replaces the words by which a person is found.
pub(in crate::records) async fn put_words(
    db: &mut impl Linked,
    person: PersonId,
    words: &[String],
) -> Result<(), DbError> {
    let id = person.to_string();
    execute!(db, "DELETE FROM person_word WHERE person = $1", &id)?;
    for word in words {
        execute!(
            db,
            "INSERT INTO person_word (person, word) VALUES ($1, $2) ON CONFLICT (person, word) DO NOTHING",
            &id,
            word,
        )?;
    }
    Ok(())
}

/// Everybody on file, for the command that builds charts again.
pub(in crate::records) async fn all_people(db: &mut impl Linked) -> Result<Vec<PersonId>, DbError> {
    let ids = fetch_all!(db, (String,), "SELECT id FROM person ORDER BY id")?;
    ids.into_iter().map(|(id,)| id.parse().map_err(|_| DbError::unreadable("person"))).collect()
}

/// People with this number, joined by it or not: a number that no source verified still finds its person.
pub(in crate::records) async fn search_by_number(
    db: &mut impl Linked,
    number: &NhsNumber,
) -> Result<Vec<Person>, DbError> {
    let rows = fetch_all!(
        db,
        (String, Vec<u8>),
        "SELECT id, identity FROM person WHERE joining_number = $1
         UNION
         SELECT p.id, p.identity FROM person_at_source s JOIN person p ON p.id = s.person WHERE s.number = $1
         ORDER BY 1 LIMIT 51",
        number.digits(),
    )?;
    rows.into_iter().map(known).collect()
}

/// People with a name that has a word beginning with `word`, and born on the day, month or year that `born` states
/// (empty for any). The caller checks the other words.
pub(in crate::records) async fn search_by_words(
    db: &mut impl Linked,
    word: &str,
    born: &str,
    limit: i64,
) -> Result<Vec<Person>, DbError> {
    let (from, to) = prefix_range(word);
    let (born_from, born_to) = prefix_range(born);
    let rows = fetch_all!(
        db,
        (String, Vec<u8>),
        "SELECT DISTINCT p.id, p.identity FROM person_word w JOIN person p ON p.id = w.person
         WHERE w.word >= $1 AND w.word < $2 AND p.born >= $3 AND p.born < $4 ORDER BY p.id LIMIT $5",
        from,
        to,
        born_from,
        born_to,
        limit,
    )?;
    rows.into_iter().map(known).collect()
}

/// The identities of these people, for a list whose reading is audited with them.
pub(in crate::records) async fn identities(
    db: &Db,
    grant: &SearchGrant,
    people: &[PersonId],
) -> Result<Vec<Person>, DbError> {
    db.check_realm(grant.realm())?;
    let mut reading = db.read().await?;
    let mut found = Vec::with_capacity(people.len());
    for id in people {
        if let Some(person) = person(&mut reading, *id).await? {
            found.push(Person { id: person.id, identity: person.identity });
        }
    }
    Ok(found)
}

fn known((id, identity): (String, Vec<u8>)) -> Result<Person, DbError> {
    Ok(Person {
        id: id.parse().map_err(|_| DbError::unreadable("person"))?,
        identity: serde_json::from_slice(&identity).map_err(|_| DbError::unreadable("identity"))?,
    })
}

/// All texts that begin like this one lie between these two, by the order of code points (the columns' collation
/// must be that order: `C` on PostgreSQL, the default on SQLite).
fn prefix_range(prefix: &str) -> (String, String) {
    (prefix.to_owned(), format!("{prefix}\u{10ffff}"))
}
