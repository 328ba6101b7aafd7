use commonweal_shared::access::Relationship;
use commonweal_shared::ids::{AccountId, PersonId};
use commonweal_shared::time::Moment;

use crate::access::relationships::relationship;
use crate::db::{Db, DbError, Linked};
use crate::{execute, fetch_all, fetch_optional};

/// A session as it is stored, with who it is of and what they act as.
#[derive(sqlx::FromRow)]
pub(super) struct SessionRow {
    pub(super) account: String,
    pub(super) csrf: String,
    pub(super) last_seen: i64,
    pub(super) ends: i64,
    pub(super) display_name: String,
    pub(super) demo: i64,
    pub(super) disabled: i64,
    pub(super) organisation: String,
    pub(super) organisation_name: String,
    pub(super) role: String,
    pub(super) clearance: String,
}

/// A new session.
pub(super) struct NewSession<'a> {
    pub(super) token_hash: &'a [u8; 32],
    pub(super) account: AccountId,
    pub(super) csrf: &'a str,
    pub(super) created: Moment,
    pub(super) ends: Moment,
}

/// Stores a session, and removes those of anybody that have ended.
pub(super) async fn begin(tx: &mut impl Linked, session: &NewSession<'_>) -> Result<(), DbError> {
    execute!(tx, "DELETE FROM session WHERE ends <= $1", session.created.as_micros())?;
    execute!(
        tx,
        "INSERT INTO session (token_hash, account, position, csrf, created, last_seen, ends) \
         VALUES ($1, $2, 0, $3, $4, $4, $5)",
        session.token_hash.as_slice(),
        session.account.to_string(),
        session.csrf,
        session.created.as_micros(),
        session.ends.as_micros()
    )?;
    Ok(())
}

/// The session of this token.
pub(super) async fn find(db: &mut impl Linked, token_hash: &[u8; 32]) -> Result<Option<SessionRow>, DbError> {
    Ok(fetch_optional!(
        db,
        SessionRow,
        "SELECT s.account, s.csrf, s.last_seen, s.ends, a.display_name, a.demo, a.disabled, \
         m.organisation, o.name AS organisation_name, m.role, m.clearance FROM session s \
         JOIN account a ON a.id = s.account \
         JOIN membership m ON m.account = s.account AND m.position = s.position \
         JOIN organisation o ON o.code = m.organisation WHERE s.token_hash = $1",
        token_hash.as_slice()
    )?)
}

#[derive(sqlx::FromRow)]
struct BesideRow {
    #[sqlx(flatten)]
    session: SessionRow,
    kind: Option<String>,
    since: Option<i64>,
    until: Option<i64>,
}

/// The session of this token, with all that is on file between this person and the organisation in which it acts,
/// claims of its account that have not ended included.
pub(super) async fn find_beside(
    db: &mut impl Linked,
    token_hash: &[u8; 32],
    person: PersonId,
    now: Moment,
) -> Result<Option<(SessionRow, Vec<Relationship>)>, DbError> {
    let rows = fetch_all!(
        db,
        BesideRow,
        "SELECT s.account, s.csrf, s.last_seen, s.ends, a.display_name, a.demo, a.disabled, \
         m.organisation, o.name AS organisation_name, m.role, m.clearance, r.kind, r.since, r.until FROM session s \
         JOIN account a ON a.id = s.account \
         JOIN membership m ON m.account = s.account AND m.position = s.position \
         JOIN organisation o ON o.code = m.organisation \
         LEFT JOIN (SELECT organisation, kind, since, CAST(NULL AS BIGINT) AS until, CAST(NULL AS TEXT) AS account \
                    FROM relationship WHERE person = $2 \
                    UNION ALL SELECT organisation, 'claimed', at, until, account FROM claim \
                    WHERE person = $2 AND until > $3) r \
         ON r.organisation = m.organisation AND (r.account IS NULL OR r.account = s.account) \
         WHERE s.token_hash = $1",
        token_hash.as_slice(),
        person.to_string(),
        now.as_micros()
    )?;
    let mut session = None;
    let mut on_file = Vec::new();
    for row in rows {
        if let (Some(kind), Some(since)) = (&row.kind, row.since) {
            on_file.push(relationship(kind, since, row.until)?);
        }
        session = Some(row.session);
    }
    Ok(session.map(|session| (session, on_file)))
}

/// Marks a session as in use.
pub(super) async fn touch(tx: &mut impl Linked, token_hash: &[u8; 32], now: Moment) -> Result<(), DbError> {
    let sql = "UPDATE session SET last_seen = $2 WHERE token_hash = $1 AND last_seen < $2";
    execute!(tx, sql, token_hash.as_slice(), now.as_micros())?;
    Ok(())
}

/// Lets a session act as another of its account's memberships; answers whether there is that one.
pub(super) async fn switch(tx: &mut impl Linked, token_hash: &[u8; 32], position: i64) -> Result<bool, DbError> {
    let found = execute!(
        tx,
        "UPDATE session SET position = $2 WHERE token_hash = $1 \
         AND EXISTS (SELECT 1 FROM membership m WHERE m.account = session.account AND m.position = $2)",
        token_hash.as_slice(),
        position
    )?;
    Ok(found > 0)
}

/// Ends a session.
pub(super) async fn end(tx: &mut impl Linked, token_hash: &[u8; 32]) -> Result<(), DbError> {
    execute!(tx, "DELETE FROM session WHERE token_hash = $1", token_hash.as_slice())?;
    Ok(())
}

/// How many sessions were in use since then, for the operator's counters.
///
/// # Errors
/// When the database fails.
pub async fn count_sessions(db: &Db, since: Moment, now: Moment) -> Result<i64, DbError> {
    let sql = "SELECT COUNT(*) FROM session WHERE last_seen > $1 AND ends > $2";
    let rows = fetch_all!(db.read().await?, (i64,), sql, since.as_micros(), now.as_micros())?;
    Ok(rows.into_iter().next().map_or(0, |(count,)| count))
}
