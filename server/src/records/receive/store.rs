use super::super::intake::RawEntry;
use crate::access::IntakeGrant;
use crate::db::{Db, DbError};
use crate::fetch_optional;

/// Why a resource of this source waits, as it was said when it came last; names nobody.
pub(super) async fn waits_because(db: &Db, grant: &IntakeGrant, raw: &RawEntry) -> Result<Option<String>, DbError> {
    db.check_realm(grant.realm())?;
    let mut reading = db.read().await?;
    let found = fetch_optional!(
        &mut reading,
        (String,),
        "SELECT w.reason FROM waiting w JOIN intake i ON i.id = w.intake
         WHERE w.source = $1 AND w.sha256 = $2 AND i.state = 'published' ORDER BY w.received DESC LIMIT 1",
        grant.source().as_str(),
        hex::encode(raw.sha256)
    )?;
    Ok(found.map(|(reason,)| reason))
}
