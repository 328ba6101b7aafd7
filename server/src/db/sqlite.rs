use std::path::{Path, PathBuf};
use std::time::Duration;

use commonweal_shared::system::Realm;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, SqlitePool};

use super::DbError;
use super::settings::{ACQUIRE, MARK, realm_name};

/// How long a writer waits for a writer in another process.
const BUSY: Duration = Duration::from_secs(10);
/// Readers: more than cores, since each may wait for the disk.
const READERS: u32 = 8;

/// Whether there is a file of this realm in the folder.
pub(super) fn is_there(folder: &Path, realm: Realm) -> bool {
    file_in(folder, realm).exists()
}

fn file_in(folder: &Path, realm: Realm) -> PathBuf {
    folder.join(format!("{}.db", realm_name(realm)))
}

/// Opens the writer and the readers, creating the file and migrating it as needed.
pub(super) async fn open(folder: &Path, realm: Realm) -> Result<(SqlitePool, SqlitePool), DbError> {
    std::fs::create_dir_all(folder).map_err(|cause| DbError::Folder { folder: folder.display().to_string(), cause })?;
    let file = file_in(folder, realm);
    let options = SqliteConnectOptions::new()
        .filename(&file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .pragma("temp_store", "memory")
        .pragma("cache_size", "-16000");
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(ACQUIRE)
        .connect_with(options.clone())
        .await?;
    claim_file(&writer, &file).await?;
    sqlx::migrate!("./migrations/sqlite").run(&writer).await?;
    let readers = SqlitePoolOptions::new()
        .min_connections(4)
        .max_connections(READERS)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(ACQUIRE)
        .test_before_acquire(false)
        .connect_with(options.pragma("query_only", "on"))
        .await?;
    Ok((writer, readers))
}

/// Marks a new file as ours, and refuses one that is somebody else's.
async fn claim_file(writer: &SqlitePool, file: &Path) -> Result<(), DbError> {
    let (found,): (i32,) = sqlx::query_as("PRAGMA application_id").fetch_one(writer).await?;
    let (tables,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM sqlite_schema").fetch_one(writer).await?;
    match (found, tables) {
        (MARK, _) => Ok(()),
        (0, 0) => {
            let mark = format!("PRAGMA application_id = {MARK}");
            sqlx::query(AssertSqlSafe(mark)).execute(writer).await?;
            Ok(())
        }
        _ => Err(DbError::Refused(format!(
            "{} is a database of another program: choose another folder with --data",
            file.display()
        ))),
    }
}
