//! Databases for tests: one story, either engine.

use std::path::Path;

use commonweal_shared::system::Realm;
use sqlx::AssertSqlSafe;

use super::{DatabaseSettings, Db, DbError, Place, Transaction};
use crate::{execute, fetch_all};

/// A test database of the embedded engine in this folder.
///
/// # Errors
/// When it can't be made.
pub async fn sqlite(folder: &Path) -> Result<Db, DbError> {
    Db::open(&DatabaseSettings::folder(folder)).await
}

/// A test database in a new schema of its own on this PostgreSQL server, so that tests never meet.
///
/// # Errors
/// When it can't be made.
pub async fn postgres(url: &str) -> Result<Db, DbError> {
    Db::open(&postgres_settings(url)).await
}

/// Settings for a new schema of its own on this PostgreSQL server, for tests that open a database more than once.
pub fn postgres_settings(url: &str) -> DatabaseSettings {
    let schema = format!("story_{}", hex::encode(rand::random::<[u8; 6]>()));
    DatabaseSettings { place: Place::Postgres { url: url.to_owned(), schema }, create_live: false, realm: Realm::Care }
}

/// Runs one statement past all stores: what somebody with their hands on the database could do.
///
/// # Errors
/// When the engine refuses it.
pub async fn tamper(db: &Db, statement: &str) -> Result<u64, DbError> {
    run_in(db.write().await?, statement).await
}

/// Makes the database look as an older version of the program would have left it.
///
/// # Errors
/// When the engine refuses it.
pub async fn forget_newest_migration(db: &Db) -> Result<u64, DbError> {
    let newest = "DELETE FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)";
    tamper(db, newest).await
}

/// The same on the audit log, which the embedded engine keeps in a file of its own.
///
/// # Errors
/// When the engine refuses it.
pub async fn tamper_with_log(db: &Db, statement: &str) -> Result<u64, DbError> {
    run_in(db.write_log().await?, statement).await
}

async fn run_in(mut tx: Transaction, statement: &str) -> Result<u64, DbError> {
    let touched = execute!(tx, AssertSqlSafe(statement.to_owned()))?;
    tx.commit().await?;
    Ok(touched)
}

/// The numbers that a statement answers, past all stores.
///
/// # Errors
/// When the engine refuses it, or answers something else.
pub async fn numbers(db: &Db, statement: &str) -> Result<Vec<i64>, DbError> {
    let rows = fetch_all!(db.read().await?, (i64,), AssertSqlSafe(statement.to_owned()))?;
    Ok(rows.into_iter().map(|(number,)| number).collect())
}

/// Runs one statement with these bytes as its one value, past all stores, in a durable transaction of its own: what
/// benches hold imports against.
///
/// # Errors
/// When the engine refuses it.
pub async fn tamper_with_bytes(db: &Db, statement: &str, bytes: &[u8]) -> Result<u64, DbError> {
    let mut tx = db.write().await?;
    let touched = execute!(tx, AssertSqlSafe(statement.to_owned()), bytes)?;
    tx.commit().await?;
    Ok(touched)
}
