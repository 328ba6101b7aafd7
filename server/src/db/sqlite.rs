use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use commonweal_shared::system::Realm;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Connection as _, SqlitePool};

use super::DbError;
use super::settings::{ACQUIRE, ACQUIRE_READER, MARK, realm_name};

/// How long a writer waits for a writer in another process.
const BUSY: Duration = Duration::from_secs(10);
/// Readers: more than cores, since each may wait for the disk.
const READERS: u32 = 8;

/// Begins a transaction whose commit is on the disk when it returns. It takes the writer at once.
pub(super) const DURABLE: &str = "PRAGMA synchronous = FULL; BEGIN IMMEDIATE";
/// Begins one whose commit reaches the disk with the next durable one: they share the write-ahead log.
pub(super) const PROVISIONAL: &str = "PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE";

/// The pools of one realm's two files.
#[derive(Debug, Clone)]
pub(super) struct Pools {
    /// The one writer of everything but the audit log.
    pub(super) writer: SqlitePool,
    /// The one writer of the audit log: in a file of its own, so that no read waits for an import to let go.
    pub(super) audit: SqlitePool,
    /// Readers of both.
    pub(super) readers: SqlitePool,
}

/// Whether there is a database of this realm in the folder.
pub(super) fn is_there(folder: &Path, realm: Realm) -> bool {
    files(folder, realm)[0].exists()
}

/// The files of this realm: the database itself, then its audit log.
pub(crate) fn files(folder: &Path, realm: Realm) -> [PathBuf; 2] {
    let name = realm_name(realm);
    [folder.join(format!("{name}.db")), folder.join(format!("{name}-audit.db"))]
}

/// Opens the writers and the readers, creating the files and migrating them as needed.
pub(super) async fn open(folder: &Path, realm: Realm) -> Result<Pools, DbError> {
    std::fs::create_dir_all(folder).map_err(|cause| DbError::Folder { folder: folder.display().to_string(), cause })?;
    let [main, log] = files(folder, realm);
    let turn = take_turn(folder).await?;
    // The log is made first, so a database without one has lost it; a new and empty log would hide that.
    if main.exists() && !log.exists() {
        claimed(&main).await?.close().await;
        return Err(DbError::Refused(format!(
            "{} is missing beside {}: put the audit log back where it was, or restore a backup",
            log.display(),
            main.display()
        )));
    }
    let audit = writer(&log, &sqlx::migrate!("./migrations/sqlite-audit")).await?;
    let writer = writer(&main, &sqlx::migrate!("./migrations/sqlite")).await?;
    drop(turn);
    let log = log.display().to_string();
    let readers = SqlitePoolOptions::new()
        .min_connections(4)
        .max_connections(READERS)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(ACQUIRE_READER)
        .test_before_acquire(false)
        .after_connect(move |connection, _| {
            let log = log.clone();
            Box::pin(async move {
                sqlx::query("ATTACH DATABASE $1 AS audit").bind(log).execute(&mut *connection).await?;
                sqlx::query("PRAGMA query_only = on").execute(connection).await.map(drop)
            })
        })
        // The system keeps the files in memory; eight large caches beside that would only hold the same pages again.
        .connect_with(options(&main).pragma("cache_size", "-4000"))
        .await?;
    Ok(Pools { writer, audit, readers })
}

/// Creating and migrating is for one process at a time: two that begin on a new folder would each find it empty. The
/// folder itself is locked, so that nothing is left in it; the turn ends when the handle is dropped, or with the process.
async fn take_turn(folder: &Path) -> Result<File, DbError> {
    let path = folder.to_owned();
    let failed = |cause| DbError::Folder { folder: folder.display().to_string(), cause };
    let locked = tokio::task::spawn_blocking(move || {
        let handle = File::open(path)?;
        handle.lock().map(|()| handle)
    });
    locked.await.map_err(|broken| failed(std::io::Error::other(broken)))?.map_err(failed)
}

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .pragma("temp_store", "memory")
        .pragma("cache_size", "-16000")
}

async fn writer(file: &Path, migrations: &Migrator) -> Result<SqlitePool, DbError> {
    let writer = claimed(file).await?;
    migrations.run(&writer).await.map_err(|error| DbError::of_migration(error, &file.display().to_string()))?;
    Ok(writer)
}

/// One connection to a file that is ours.
async fn claimed(file: &Path) -> Result<SqlitePool, DbError> {
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(ACQUIRE)
        .test_before_acquire(false)
        // A full disk makes SQLite roll back by itself; sqlx does not see it and would count on a transaction that is
        // gone, for ever. Such a connection is replaced.
        .before_acquire(|connection, _| {
            let inside = connection.is_in_transaction();
            Box::pin(async move { Ok(!inside) })
        })
        .connect_with(options(file))
        .await?;
    claim_file(&writer, file).await?;
    Ok(writer)
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
