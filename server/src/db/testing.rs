//! Databases for tests: one story, either engine.

use std::path::Path;

use commonweal_shared::system::Realm;

use super::{DatabaseSettings, Db, DbError, Place};

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
