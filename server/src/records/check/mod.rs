//! All that is stored, read and compared: the engine's files, bytes with their hashes, items with their bytes, charts
//! with what they are made of, the audit log with itself.
//!
//! A running server is not disturbed, and does not disturb: each person is read in a snapshot of their own.

mod person;
mod report;
mod store;

use std::sync::Arc;

use commonweal_shared::ids::PersonId;
use commonweal_shared::system::Organisation;
use futures::{StreamExt as _, stream};

use super::store as records;
use crate::access::{self, KeepGrant};
use crate::audit::{self, VerifyError};
use crate::db::{Db, DbError, engine_faults};
use crate::work::aside;
use person::Looked;
pub use report::{CheckReport, Fault, LeftOver};

/// How many waiting resources are read at once.
const PAGE: i64 = 200;
/// How many people are looked at at once beyond one for each core: while one is read, another is compared.
const MORE_THAN_CORES: usize = 1;
/// How many at most, so that a server that uses the same database finds a reader free.
const AT_ONCE: usize = 6;

/// Checks everything and says what it found.
///
/// # Errors
/// When the grant is of the other realm, or the database does not answer. What is stored and can't be read is a fault,
/// and no error.
pub async fn check(db: &Db, grant: KeepGrant) -> Result<CheckReport, DbError> {
    db.check_realm(grant.realm())?;
    let mut report = CheckReport::default();
    for line in engine_faults(db).await? {
        report.fault("database", line);
    }
    let people = everybody(db, &mut report).await;
    report.outcome("people", people)?;
    let waiting = waiting(db, &mut report).await;
    report.outcome("what waits", waiting)?;
    if let Some(strays) = report.outcome("all tables", store::strays(db).await)? {
        strays.into_iter().for_each(|(place, problem)| report.fault(place, problem));
    }
    if let Some(left_over) = report.outcome("what is staged", store::left_over(db).await)? {
        report.left_over = left_over;
    }
    match audit::verify(db).await {
        Ok(verified) => report.audit = Some(verified),
        Err(VerifyError::Broken(place)) => report.fault("audit log", place.to_string()),
        Err(VerifyError::Database(error)) => drop(report.outcome::<()>("audit log", Err(error))?),
    }
    report.sort();
    Ok(report)
}

async fn everybody(db: &Db, report: &mut CheckReport) -> Result<(), DbError> {
    let organisations = Arc::new(access::organisations(db).await?);
    let people = records::all_people(&mut db.read().await?).await?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut looked = stream::iter(people.into_iter().map(|id| look_at(db, id, &organisations)))
        .buffer_unordered((cores + MORE_THAN_CORES).min(AT_ONCE));
    while let Some(one) = looked.next().await {
        report.add(one?);
    }
    Ok(())
}

/// Looks at one person; once more where an organisation came on file meanwhile, since charts name them.
async fn look_at(db: &Db, id: PersonId, organisations: &Arc<Vec<Organisation>>) -> Result<Looked, DbError> {
    let first = look_once(db, id, Arc::clone(organisations)).await?;
    if first.is_clean() {
        return Ok(first);
    }
    let now = access::organisations(db).await?;
    if now == **organisations { Ok(first) } else { look_once(db, id, Arc::new(now)).await }
}

async fn look_once(db: &Db, id: PersonId, organisations: Arc<Vec<Organisation>>) -> Result<Looked, DbError> {
    let stored = match store::stored(db, id).await {
        Ok(Some(stored)) => stored,
        // Nobody is ever taken off the file; whoever is not there was never published.
        Ok(None) => return Ok(Looked::default()),
        // One damaged page must not hide what is wrong elsewhere.
        Err(error) => return report::damage(error).map(|damage| Looked::damaged(id, &damage)),
    };
    let looked = aside(move || person::look(id, stored, &organisations)).await;
    Ok(looked.unwrap_or_else(|_| Looked::damaged(id, "making its charts broke down; the log says where")))
}

/// Compares the bytes of all that waits with their hashes.
async fn waiting(db: &Db, report: &mut CheckReport) -> Result<(), DbError> {
    let mut after = (String::new(), -1);
    loop {
        let page = store::waiting_after(db, &after.0, after.1, PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = (last.intake.clone(), last.entry);
        for one in page {
            report.waiting += 1;
            if person::sha256(&one.bytes) != one.sha256 {
                let place = format!("arrival {}, waiting entry {}", one.intake, one.entry);
                report.fault(place, "its bytes do not have the hash that was stored with them");
            }
        }
    }
}
