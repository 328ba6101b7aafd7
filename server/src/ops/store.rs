use commonweal_shared::time::Moment;

use crate::db::{Db, DbError, Link, Linked as _};
use crate::fetch_optional;

/// How much is on file; counts alone, so that nobody is named.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct OnFile {
    pub(super) people: i64,
    /// Resources that wait for a person to be matched.
    pub(super) waiting: i64,
    /// Arrivals that are staged: being taken in, or left by an import that was killed.
    pub(super) staged: i64,
    /// How long the oldest of them has been, in seconds; 0 when there is none.
    pub(super) oldest_staged: i64,
}

/// Counts what is on file.
pub(super) async fn on_file(db: &Db, now: Moment) -> Result<OnFile, DbError> {
    let mut snapshot = db.snapshot().await?;
    let staged = fetch_optional!(
        &mut snapshot,
        (i64, Option<i64>),
        "SELECT COUNT(*), MIN(received) FROM intake WHERE state = 'staged'"
    )?;
    let (staged, oldest) = staged.unwrap_or_default();
    let people = fetch_optional!(&mut snapshot, (i64,), "SELECT COUNT(*) FROM person")?;
    let waiting = fetch_optional!(&mut snapshot, (i64,), "SELECT COUNT(*) FROM waiting")?;
    let count = |row: Option<(i64,)>| row.map_or(0, |(count,)| count);
    Ok(OnFile {
        people: count(people),
        waiting: count(waiting),
        staged,
        oldest_staged: oldest.map_or(0, |oldest| ((now.as_micros() - oldest) / 1_000_000).max(0)),
    })
}

/// What our schema takes on the disk of a PostgreSQL server, in bytes, with its indexes.
pub(super) async fn schema_bytes(db: &Db) -> Result<Option<(String, u64)>, DbError> {
    let mut reading = db.read().await?;
    let Link::Postgres(connection) = reading.link() else { return Ok(None) };
    let (schema, bytes): (String, i64) = sqlx::query_as(
        "SELECT current_schema()::text, COALESCE(SUM(pg_total_relation_size(oid)), 0)::bigint FROM pg_class
         WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'",
    )
    .fetch_one(connection)
    .await?;
    Ok(Some((schema, u64::try_from(bytes).unwrap_or(0))))
}
