use commonweal_shared::nhs_number::DatabaseKind;
use commonweal_shared::system::Realm;
use commonweal_shared::time::Moment;

use super::settings::realm_name;
use super::{DbError, Link, Linked, Transaction};
use crate::{execute, fetch_optional};

/// What a database says of itself, in its one row of `meta`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// A short random name of this database, for cookies.
    pub instance: String,
    /// Test or live; permanent.
    pub kind: DatabaseKind,
    /// Real work or practice; permanent.
    pub realm: Realm,
    /// True when the demonstration system was loaded into it.
    pub demonstration: bool,
    /// When it was created.
    pub created: Moment,
}

#[derive(sqlx::FromRow)]
struct MetaRow {
    instance: String,
    kind: String,
    realm: String,
    demonstration: i64,
    created: i64,
}

const fn kind_id(kind: DatabaseKind) -> &'static str {
    match kind {
        DatabaseKind::Test => "test",
        DatabaseKind::Live => "live",
    }
}

/// Writes the row unless there is one.
pub(super) async fn found_meta(tx: &mut Transaction, meta: &Meta) -> Result<(), DbError> {
    execute!(
        tx,
        "INSERT INTO meta (id, instance, kind, realm, demonstration, created) VALUES (1, $1, $2, $3, 0, $4) \
         ON CONFLICT (id) DO NOTHING",
        &meta.instance,
        kind_id(meta.kind),
        realm_name(meta.realm),
        meta.created.as_micros()
    )?;
    Ok(())
}

/// Reads the row.
pub(super) async fn read_meta(linked: &mut impl Linked) -> Result<Meta, DbError> {
    let row = fetch_optional!(
        linked,
        MetaRow,
        "SELECT instance, kind, realm, demonstration, created FROM meta WHERE id = 1"
    )?
    .ok_or(DbError::unreadable("description of the database"))?;
    Ok(Meta {
        instance: row.instance,
        kind: match row.kind.as_str() {
            "test" => DatabaseKind::Test,
            "live" => DatabaseKind::Live,
            _ => return Err(DbError::unreadable("kind of database")),
        },
        realm: match row.realm.as_str() {
            "care" => Realm::Care,
            "practice" => Realm::Practice,
            _ => return Err(DbError::unreadable("realm")),
        },
        demonstration: row.demonstration != 0,
        created: Moment::from_micros(row.created),
    })
}

/// Marks the database as one that holds the demonstration system.
pub(super) async fn mark_demonstration(tx: &mut impl Linked) -> Result<(), DbError> {
    execute!(tx, "UPDATE meta SET demonstration = 1 WHERE id = 1")?;
    Ok(())
}

/// Waits until no other transaction holds this key, and holds it to the end of this one.
/// SQLite has one writer at a time, so there is nothing to wait for.
pub(super) async fn hold_alone(tx: &mut Transaction, key: i64) -> Result<(), DbError> {
    if let Link::Postgres(connection) = tx.link() {
        sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(key).execute(connection).await?;
    }
    Ok(())
}

/// Changes nothing, and yet has to be written: a transaction that wrote nothing would not wait for the disk.
pub(super) async fn write_something(tx: &mut Transaction) -> Result<(), DbError> {
    execute!(tx, "UPDATE meta SET created = created WHERE id = 1")?;
    Ok(())
}

/// Answers when the engine does.
pub(super) async fn ping(linked: &mut impl Linked) -> Result<(), DbError> {
    fetch_optional!(linked, (i64,), "SELECT id FROM meta WHERE id = 1")?;
    Ok(())
}
