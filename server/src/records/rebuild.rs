//! Charts, made again from what was received.

use std::sync::Arc;

use commonweal_shared::ids::PersonId;
use commonweal_shared::records::Person;

use super::keep::KeepError;
use super::prepare::Ingredients;
use super::store;
use crate::access::{self, KeepGrant};
use crate::clock::Clock;
use crate::db::{Db, DbError};
use crate::work::{BrokenDown, aside};

/// How often one person's rebuild starts again because data arrived meanwhile.
const TRIES: usize = 8;

/// Why charts could not be made again.
#[derive(Debug, thiserror::Error)]
pub enum RebuildError {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
    /// A chart could not be made.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// Folding panicked.
    #[error(transparent)]
    BrokenDown(#[from] BrokenDown),
    /// Data arrived for one person each time.
    #[error("data arrived for the same person {TRIES} times in a row: run it again")]
    Contended,
}

/// Makes every kept chart again and answers how many people there are.
///
/// # Errors
/// When the database fails or a chart can't be made; those before it are kept.
pub async fn rebuild(db: &Db, grant: KeepGrant, clock: &Arc<dyn Clock>) -> Result<usize, RebuildError> {
    db.check_realm(grant.realm())?;
    let people = store::all_people(&mut db.read().await?).await?;
    for person in &people {
        rebuild_one(db, *person, clock).await?;
    }
    Ok(people.len())
}

async fn rebuild_one(db: &Db, id: PersonId, clock: &Arc<dyn Clock>) -> Result<(), RebuildError> {
    for _ in 0..TRIES {
        let mut reading = db.snapshot().await?;
        let Some(person) = store::person(&mut reading, id).await? else { return Ok(()) };
        let rows = store::fold_rows(&mut reading, id).await?;
        let held = store::held_beside(&mut reading, id).await?;
        drop(reading);
        let organisations = access::organisations(db).await?;
        let shown = Person { id, identity: person.identity.clone() };
        let ingredients = Ingredients { person: shown, organisations, rows, held };
        let charts = aside(move || ingredients.charts(Vec::new())).await??;
        let mut tx = db.write().await?;
        if store::version(&mut tx, id).await? == Some(person.version) {
            store::keep_charts(&mut tx, id, &charts, clock.now()).await?;
            tx.commit().await?;
            return Ok(());
        }
    }
    Err(RebuildError::Contended)
}
