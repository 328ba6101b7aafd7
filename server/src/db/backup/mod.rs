//! Copies of the embedded engine's files, and whether a database is whole as its engine sees it.

mod store;

use std::path::{Path, PathBuf};

use commonweal_shared::system::Realm;
use sqlx::migrate::Migrator;

use super::settings::MARK;
use super::{Db, DbError, sqlite};

/// The migrations of each file, in the order of [`files`](super::files).
static MIGRATIONS: [Migrator; 2] = [sqlx::migrate!("./migrations/sqlite"), sqlx::migrate!("./migrations/sqlite-audit")];

/// How a file's schema stands to this program's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Schema {
    /// The file is older: opening it brings it up to date.
    Older,
    /// They are the same.
    Same,
    /// The file was written by a newer program.
    Newer,
}

/// The number of the newest migration that this program has for each file.
pub(crate) fn newest_schemas() -> [i64; 2] {
    MIGRATIONS.each_ref().map(|migrator| migrator.iter().map(|one| one.version).max().unwrap_or(0))
}

/// How each file stands to this program, read without changing anything.
///
/// # Errors
/// When a file can't be read, or is not one of ours.
pub(crate) async fn schemas(folder: &Path, realm: Realm) -> Result<[Schema; 2], DbError> {
    let mut found = [Schema::Same; 2];
    for (at, (file, newest)) in sqlite::files(folder, realm).iter().zip(newest_schemas()).enumerate() {
        let (mark, schema) = store::described(file).await?;
        if mark != MARK {
            let name = file.display();
            return Err(DbError::Refused(format!("{name} is no file of Commonweal: its application id is {mark:#x}")));
        }
        found[at] = schema_beside(schema, newest);
    }
    Ok(found)
}

/// How this schema stands to the program's newest one.
pub(crate) fn schema_beside(schema: i64, newest: i64) -> Schema {
    match schema.cmp(&newest) {
        std::cmp::Ordering::Less => Schema::Older,
        std::cmp::Ordering::Equal => Schema::Same,
        std::cmp::Ordering::Greater => Schema::Newer,
    }
}

/// Copies a realm's files into another folder while others read and write them. Each copy is one moment of its file.
///
/// The database comes first and its audit log after it: whatever could be read of the copied database was logged
/// before it was shown, so the later log holds it.
///
/// # Errors
/// When a file can't be read, or the folder has no room.
pub(crate) async fn copy_files(folder: &Path, realm: Realm, to: &Path) -> Result<Vec<PathBuf>, DbError> {
    let mut copies = Vec::new();
    for (file, copy) in sqlite::files(folder, realm).iter().zip(sqlite::files(to, realm)) {
        store::vacuum_into(file, &copy).await?;
        copies.push(copy);
    }
    Ok(copies)
}

/// What the engine itself finds wrong, a line each; nothing when it is whole.
///
/// SQLite walks every page, index and reference of both files. PostgreSQL has no such walk without an extension; it is
/// asked for broken indexes, constraints that were never checked, and pages whose checksum failed.
///
/// # Errors
/// When the engine does not answer.
pub(crate) async fn engine_faults(db: &Db) -> Result<Vec<String>, DbError> {
    store::engine_faults(db).await
}
