use commonweal_shared::api::Waiting;
use commonweal_shared::ids::{IntakeId, OdsCode, PersonId};
use commonweal_shared::records::Held;
use commonweal_shared::time::Moment;

use super::intakes::sha_of;
use crate::access::{IntakeGrant, WaitingGrant};
use crate::audit::Sealed;
use crate::db::{Db, DbError, Linked};
use crate::records::sorting::Sha;
use crate::{execute, fetch_all, fetch_optional};

/// A resource that is on nobody's record.
#[derive(Debug, Clone)]
pub(in crate::records) struct WaitingResource {
    pub(in crate::records) entry: usize,
    pub(in crate::records) sha256: Sha,
    pub(in crate::records) bytes: Box<[u8]>,
    pub(in crate::records) reason: String,
}

/// Keeps resources that wait.
pub(in crate::records) async fn put_waiting(
    db: &mut impl Linked,
    grant: &IntakeGrant,
    intake: IntakeId,
    received: Moment,
    beside: Option<PersonId>,
    resources: &[WaitingResource],
) -> Result<(), DbError> {
    for resource in resources {
        execute!(
            db,
            "INSERT INTO waiting (intake, entry, source, received, sha256, beside, reason, bytes)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            intake.to_string(),
            i64::try_from(resource.entry).unwrap_or(i64::MAX),
            grant.source().as_str(),
            received.as_micros(),
            hex::encode(resource.sha256),
            beside.map(|person| person.to_string()),
            &resource.reason,
            &resource.bytes[..],
        )?;
    }
    Ok(())
}

/// The hashes of all that waits from a source, one for each resource.
pub(in crate::records) async fn waiting_shas(db: &mut impl Linked, source: &OdsCode) -> Result<Vec<Sha>, DbError> {
    let rows = fetch_all!(
        db,
        (String,),
        "SELECT w.sha256 FROM waiting w JOIN intake i ON i.id = w.intake
         WHERE w.source = $1 AND i.state = 'published'",
        source.as_str()
    )?;
    rows.into_iter().map(|(sha,)| sha_of(&sha)).collect()
}

/// What came with a person's data and names somebody else, counted by source.
pub(in crate::records) async fn held_beside(db: &mut impl Linked, person: PersonId) -> Result<Vec<Held>, DbError> {
    let rows = fetch_all!(
        db,
        (String, i64),
        "SELECT w.source, COUNT(*) FROM waiting w JOIN intake i ON i.id = w.intake
         WHERE w.beside = $1 AND i.state = 'published' GROUP BY w.source ORDER BY w.source",
        person.to_string()
    )?;
    rows.into_iter()
        .map(|(source, count)| {
            let source = source.parse().map_err(|_| DbError::unreadable("organisation code"))?;
            Ok(Held { source, count: u32::try_from(count).unwrap_or(u32::MAX) })
        })
        .collect()
}

/// What waits to be matched, by arrival and reason, newest first.
pub(in crate::records) async fn waiting(db: &Db, grant: &WaitingGrant) -> Result<Sealed<Vec<Waiting>>, DbError> {
    db.check_realm(grant.realm())?;
    let mut reading = db.read().await?;
    let rows = fetch_all!(
        &mut reading,
        (String, String, Option<String>, i64, i64, String),
        "SELECT w.intake, w.source, o.name, w.received, COUNT(*), w.reason
         FROM waiting w JOIN intake i ON i.id = w.intake LEFT JOIN organisation o ON o.code = w.source
         WHERE i.state = 'published'
         GROUP BY w.intake, w.source, o.name, w.received, w.reason
         ORDER BY w.received DESC, w.intake, w.reason LIMIT 500",
    )?;
    let list = rows
        .into_iter()
        .map(|(intake, source, name, received, resources, reason)| {
            Ok(Waiting {
                intake: intake.parse().map_err(|_| DbError::unreadable("arrival"))?,
                source_name: name.unwrap_or_else(|| source.clone()),
                source: source.parse().map_err(|_| DbError::unreadable("organisation code"))?,
                received: Moment::from_micros(received),
                resources: u32::try_from(resources).unwrap_or(u32::MAX),
                reason,
            })
        })
        .collect::<Result<Vec<_>, DbError>>()?;
    Ok(Sealed::new(list))
}

/// How many arrivals wait, whole or in part.
pub(in crate::records) async fn waiting_count(db: &Db, grant: &WaitingGrant) -> Result<u32, DbError> {
    db.check_realm(grant.realm())?;
    let mut reading = db.read().await?;
    let found = fetch_optional!(
        &mut reading,
        (i64,),
        "SELECT COUNT(DISTINCT w.intake) FROM waiting w JOIN intake i ON i.id = w.intake WHERE i.state = 'published'"
    )?;
    Ok(found.map_or(0, |(count,)| u32::try_from(count).unwrap_or(u32::MAX)))
}
