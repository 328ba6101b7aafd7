use commonweal_shared::access::Role;
use commonweal_shared::audit::AccessEntry;
use commonweal_shared::ids::PersonId;
use commonweal_shared::time::Moment;
use sqlx::QueryBuilder;

use super::Sealed;
use super::chain::{Entry, Hash, Head};
use crate::access::{ReviewGrant, SearchGrant};
use crate::db::{Db, DbError, Linked, Transaction};
use crate::{execute, fetch_all, on};

#[cfg(test)]
mod tests;

/// How many entries one statement stores: each has 13 values, and engines take some 32,000.
const ROWS_PER_STATEMENT: usize = 256;

/// Registers a new log.
pub(super) async fn found_log(tx: &mut Transaction, log: &str, head: &Hash, at: Moment) -> Result<(), DbError> {
    execute!(
        tx,
        "INSERT INTO audit_log (log, started, head_seq, head_hash, covered_seq) VALUES ($1, $2, 0, $3, 0)",
        log,
        at.as_micros(),
        head.as_slice()
    )?;
    Ok(())
}

/// Stores entries of one log for good. As many as are common are one statement, which is a transaction by itself: each
/// further one would be a wait for whoever opens a record.
pub(super) async fn append_durably(db: &Db, entries: &[Entry]) -> Result<(), DbError> {
    if entries.len() <= ROWS_PER_STATEMENT {
        return append(&mut db.log_connection().await?, entries).await;
    }
    let mut tx = db.write_log().await?;
    append(&mut tx, entries).await?;
    tx.commit().await
}

/// Stores entries of one log; where the log now ends follows by a trigger.
pub(super) async fn append(linked: &mut impl Linked, entries: &[Entry]) -> Result<(), DbError> {
    for chunk in entries.chunks(ROWS_PER_STATEMENT) {
        // A statement is kept prepared for the few sizes that come often.
        let common = chunk.len() <= 4;
        on!(linked, c => {
            let mut insert = QueryBuilder::new(
                "INSERT INTO audit_event (log, seq, prev_hash, hash, at, actor, actor_name, role, organisation, person, \
                 action, detail, chart_hash) ",
            );
            insert.push_values(chunk, |mut row, entry| {
                row.push_bind(&entry.log)
                    .push_bind(entry.seq)
                    .push_bind(entry.prev_hash.as_slice())
                    .push_bind(entry.hash.as_slice())
                    .push_bind(entry.at.as_micros())
                    .push_bind(&entry.actor)
                    .push_bind(&entry.actor_name)
                    .push_bind(&entry.role)
                    .push_bind(&entry.organisation)
                    .push_bind(&entry.person)
                    .push_bind(&entry.action)
                    .push_bind(&entry.detail)
                    .push_bind(&entry.chart_hash);
            });
            insert.build().persistent(common).execute(c).await.map(drop)
        })?;
    }
    Ok(())
}

/// The logs that grew since a checkpoint covered them.
pub(super) async fn uncovered(linked: &mut impl Linked) -> Result<Vec<Head>, DbError> {
    let rows = fetch_all!(
        linked,
        (String, i64, Vec<u8>),
        "SELECT log, head_seq, head_hash FROM audit_log WHERE head_seq > covered_seq ORDER BY log"
    )?;
    rows.into_iter().map(head).collect()
}

/// Where every log ends, by the list of logs.
pub(super) async fn all_heads(linked: &mut impl Linked) -> Result<Vec<Head>, DbError> {
    let rows =
        fetch_all!(linked, (String, i64, Vec<u8>), "SELECT log, head_seq, head_hash FROM audit_log ORDER BY log")?;
    rows.into_iter().map(head).collect()
}

/// Stores a checkpoint and marks how far it covers each log.
pub(super) async fn store_checkpoint(
    tx: &mut Transaction,
    id: &str,
    log: &str,
    at: Moment,
    hash: &Hash,
    heads: &[Head],
) -> Result<(), DbError> {
    execute!(
        tx,
        "INSERT INTO audit_checkpoint (id, log, at, hash) VALUES ($1, $2, $3, $4)",
        id,
        log,
        at.as_micros(),
        hash.as_slice()
    )?;
    for head in heads {
        execute!(
            tx,
            "INSERT INTO audit_checkpoint_head (checkpoint, log, seq, hash) VALUES ($1, $2, $3, $4)",
            id,
            &head.log,
            head.seq,
            head.hash.as_slice()
        )?;
        execute!(tx, "UPDATE audit_log SET covered_seq = $2 WHERE log = $1 AND covered_seq < $2", &head.log, head.seq)?;
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    log: String,
    seq: i64,
    prev_hash: Vec<u8>,
    hash: Vec<u8>,
    at: i64,
    actor: String,
    actor_name: String,
    role: String,
    organisation: String,
    person: Option<String>,
    action: String,
    detail: String,
    chart_hash: Option<String>,
}

/// The entries after this place, in order, at most `limit`.
pub(super) async fn entries_after(
    linked: &mut impl Linked,
    log: &str,
    seq: i64,
    limit: i64,
) -> Result<Vec<Entry>, DbError> {
    let rows = fetch_all!(
        linked,
        EntryRow,
        "SELECT log, seq, prev_hash, hash, at, actor, actor_name, role, organisation, person, action, detail, \
         chart_hash FROM audit_event WHERE log > $1 OR (log = $1 AND seq > $2) ORDER BY log, seq LIMIT $3",
        log,
        seq,
        limit
    )?;
    rows.into_iter()
        .map(|row| {
            Ok(Entry {
                log: row.log,
                seq: row.seq,
                prev_hash: hash(row.prev_hash)?,
                hash: hash(row.hash)?,
                at: Moment::from_micros(row.at),
                actor: row.actor,
                actor_name: row.actor_name,
                role: row.role,
                organisation: row.organisation,
                person: row.person,
                action: row.action,
                detail: row.detail,
                chart_hash: row.chart_hash,
            })
        })
        .collect()
}

/// The checkpoints after this id, in order, at most `limit`: id, writer's log, hash.
pub(super) async fn checkpoints_after(
    linked: &mut impl Linked,
    id: &str,
    limit: i64,
) -> Result<Vec<(String, String, Hash)>, DbError> {
    let rows = fetch_all!(
        linked,
        (String, String, Vec<u8>),
        "SELECT id, log, hash FROM audit_checkpoint WHERE id > $1 ORDER BY id LIMIT $2",
        id,
        limit
    )?;
    rows.into_iter().map(|(id, log, bytes)| Ok((id, log, hash(bytes)?))).collect()
}

/// What a checkpoint repeats.
pub(super) async fn checkpoint_heads(linked: &mut impl Linked, id: &str) -> Result<Vec<Head>, DbError> {
    let rows = fetch_all!(
        linked,
        (String, i64, Vec<u8>),
        "SELECT log, seq, hash FROM audit_checkpoint_head WHERE checkpoint = $1",
        id
    )?;
    rows.into_iter().map(head).collect()
}

/// The hash of one entry, if it is there.
pub(super) async fn entry_hash(linked: &mut impl Linked, log: &str, seq: i64) -> Result<Option<Hash>, DbError> {
    let rows = fetch_all!(linked, (Vec<u8>,), "SELECT hash FROM audit_event WHERE log = $1 AND seq = $2", log, seq)?;
    rows.into_iter().next().map(|(bytes,)| hash(bytes)).transpose()
}

fn head((log, seq, bytes): (String, i64, Vec<u8>)) -> Result<Head, DbError> {
    Ok(Head { log, seq, hash: hash(bytes)? })
}

fn hash(bytes: Vec<u8>) -> Result<Hash, DbError> {
    bytes.try_into().map_err(|_| DbError::unreadable("hash"))
}

/// A person's access log, newest first, at most `limit` entries, with the reasons of claims.
///
/// # Errors
/// When the grant is of the other realm, or the database fails.
pub async fn person_log(
    db: &Db,
    grant: &ReviewGrant,
    person: PersonId,
    limit: i64,
) -> Result<Sealed<Vec<AccessEntry>>, DbError> {
    db.check_realm(grant.realm())?;
    let rows = fetch_all!(
        db.read().await?,
        (i64, String, String, String, String, String, Option<String>, Option<String>),
        "SELECT e.at, e.action, e.actor_name, e.role, COALESCE(o.name, e.organisation), e.detail, c.reason, \
         e.chart_hash \
         FROM audit_event e LEFT JOIN organisation o ON o.code = e.organisation \
         LEFT JOIN claim c ON c.person = e.person AND c.id = e.detail AND e.action = 'relationship.claimed' \
         WHERE e.person = $1 ORDER BY e.at DESC, e.log DESC, e.seq DESC LIMIT $2",
        person.to_string(),
        limit
    )?;
    let entries = rows.into_iter().map(|(at, action, who, role, organisation, detail, reason, chart)| AccessEntry {
        at: Moment::from_micros(at),
        action,
        who,
        role: Role::from_id(&role).map_or(role, |role| role.word().to_owned()),
        organisation,
        detail: reason.or(Some(detail)).filter(|detail| !detail.is_empty()),
        chart,
    });
    Ok(Sealed::new(entries.collect()))
}

/// Whose records this grant's holder opened since then, newest first, each once, at most `limit`.
///
/// # Errors
/// When the grant is of the other realm, or the database fails.
pub async fn recently_opened(
    db: &Db,
    grant: &SearchGrant,
    since: Moment,
    limit: i64,
) -> Result<Sealed<Vec<(PersonId, Moment)>>, DbError> {
    db.check_realm(grant.realm())?;
    let rows = fetch_all!(
        db.read().await?,
        (String, i64),
        "SELECT person, MAX(at) FROM audit_event \
         WHERE actor = $1 AND at >= $2 AND action = 'record.opened' AND person IS NOT NULL \
         GROUP BY person ORDER BY MAX(at) DESC LIMIT $3",
        grant.account().to_string(),
        since.as_micros(),
        limit
    )?;
    let opened = rows.into_iter().map(|(person, at)| {
        let person = person.parse().map_err(|_| DbError::unreadable("person"))?;
        Ok((person, Moment::from_micros(at)))
    });
    Ok(Sealed::new(opened.collect::<Result<_, DbError>>()?))
}
