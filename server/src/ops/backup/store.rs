use crate::db::{Db, DbError};
use crate::{execute, fetch_optional};

/// How many people and resources are on file.
pub(super) async fn counts(db: &Db) -> Result<(i64, i64), DbError> {
    let mut snapshot = db.snapshot().await?;
    let people = fetch_optional!(&mut snapshot, (i64,), "SELECT COUNT(*) FROM person")?;
    let resources = fetch_optional!(&mut snapshot, (i64,), "SELECT COUNT(*) FROM resource")?;
    let count = |row: Option<(i64,)>| row.map_or(0, |(count,)| count);
    Ok((count(people), count(resources)))
}

/// Ends all sessions: those of a backup may have been ended since.
pub(super) async fn end_sessions(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    execute!(&mut tx, "DELETE FROM session")?;
    tx.commit().await
}
