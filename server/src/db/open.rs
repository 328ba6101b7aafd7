use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use commonweal_shared::nhs_number::DatabaseKind;
use commonweal_shared::system::Realm;
use commonweal_shared::time::Moment;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Connection, PgPool, SqlitePool};

use super::settings::realm_name;
use super::{DatabaseSettings, DbError, Linked, Meta, Place, Reading, Transaction, store};

/// Marks a SQLite file as ours: "CmWl" in ASCII.
const APPLICATION_ID: i32 = 0x436d_576c;
/// How long a writer waits for a writer in another process.
const BUSY: Duration = Duration::from_secs(10);
/// How long anybody waits for a free connection.
const ACQUIRE: Duration = Duration::from_secs(10);
/// Readers on SQLite: more than cores, since each may wait for the disk.
const READERS: u32 = 8;
/// Connections to PostgreSQL from one process.
const CONNECTIONS: u32 = 16;

/// A database that is open, migrated, and known to be what it should be. Cloning is cheap: all clones share the pools.
#[derive(Debug, Clone)]
pub struct Db {
    meta: Meta,
    engine: Engine,
}

#[derive(Debug, Clone)]
enum Engine {
    Sqlite { writer: SqlitePool, readers: SqlitePool },
    Postgres { pool: PgPool },
}

impl Db {
    /// Opens a database, creating and migrating it as needed.
    ///
    /// # Errors
    /// When it can't be reached or migrated, belongs to another program or realm, or was created for tests and is
    /// now asked to be live.
    pub async fn open(settings: &DatabaseSettings) -> Result<Self, DbError> {
        let engine = match &settings.place {
            Place::Folder(folder) => open_sqlite(folder, settings.realm).await?,
            Place::Postgres { url, schema } => open_postgres(url, schema, settings.realm).await?,
        };
        let mut db = Self { meta: wanted(settings), engine };
        let mut tx = db.write().await?;
        store::found_meta(&mut tx, &db.meta).await?;
        let meta = store::read_meta(&mut tx).await?;
        tx.commit().await?;
        if meta.realm != settings.realm {
            return Err(DbError::WrongRealm { granted: settings.realm, found: meta.realm });
        }
        if settings.create_live && meta.kind == DatabaseKind::Test {
            return Err(DbError::Refused(
                "this database was created for tests and stays a test database: \
                 --live is only for creating a new one, in another folder or on another server"
                    .to_owned(),
            ));
        }
        db.meta = meta;
        Ok(db)
    }

    /// Which of an installation's two databases this is.
    pub const fn realm(&self) -> Realm {
        self.meta.realm
    }

    /// Test or live; decides which NHS numbers are taken.
    pub const fn kind(&self) -> DatabaseKind {
        self.meta.kind
    }

    /// What it says of itself, as it was when it was opened.
    pub const fn meta(&self) -> &Meta {
        &self.meta
    }

    /// The engine's name, for people who run it.
    pub const fn engine_name(&self) -> &'static str {
        match self.engine {
            Engine::Sqlite { .. } => "SQLite",
            Engine::Postgres { .. } => "PostgreSQL",
        }
    }

    /// Refuses a grant of the other realm; every store function that takes a grant calls this first.
    ///
    /// # Errors
    /// [`DbError::WrongRealm`].
    pub fn check_realm(&self, granted: Realm) -> Result<(), DbError> {
        if granted == self.meta.realm { Ok(()) } else { Err(DbError::WrongRealm { granted, found: self.meta.realm }) }
    }

    /// A connection that reads.
    ///
    /// # Errors
    /// When none is free within ten seconds.
    pub async fn read(&self) -> Result<Reading, DbError> {
        Ok(match &self.engine {
            Engine::Sqlite { readers, .. } => Reading::Sqlite(readers.acquire().await?),
            Engine::Postgres { pool } => Reading::Postgres(pool.acquire().await?),
        })
    }

    /// A transaction in which several statements read one and the same moment. Drop it when done.
    ///
    /// # Errors
    /// When no connection is free within ten seconds.
    pub async fn snapshot(&self) -> Result<Transaction, DbError> {
        Ok(match &self.engine {
            Engine::Sqlite { readers, .. } => Transaction::Sqlite(readers.begin().await?),
            Engine::Postgres { pool } => {
                Transaction::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        })
    }

    /// A transaction that changes things. On SQLite it takes the one writer at once, so it never fails half-way
    /// because another one was faster.
    ///
    /// # Errors
    /// When the writer is not free within ten seconds.
    pub async fn write(&self) -> Result<Transaction, DbError> {
        Ok(match &self.engine {
            Engine::Sqlite { writer, .. } => Transaction::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Engine::Postgres { pool } => Transaction::Postgres(pool.begin().await?),
        })
    }

    /// Makes this transaction the only one, on any machine, that holds this key until it ends. The stores that read
    /// before they write call it (on PostgreSQL two may run at once; on SQLite there is one writer anyhow).
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn hold_alone(&self, tx: &mut Transaction, key: i64) -> Result<(), DbError> {
        store::hold_alone(tx, key).await
    }

    /// Marks the database as one that holds the demonstration system.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn mark_demonstration(&self, tx: &mut impl Linked) -> Result<(), DbError> {
        store::mark_demonstration(tx).await
    }

    /// Whether the demonstration system was loaded into it by now.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn holds_demonstration(&self) -> Result<bool, DbError> {
        Ok(store::read_meta(&mut self.read().await?).await?.demonstration)
    }

    /// Whether it answers, for `/readyz`.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), DbError> {
        store::ping(&mut self.read().await?).await
    }

    /// Closes all connections; for an orderly end.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Engine::Postgres { pool } => pool.close().await,
        }
    }
}

/// The description of the database, should it be new.
fn wanted(settings: &DatabaseSettings) -> Meta {
    Meta {
        instance: hex::encode(rand::random::<[u8; 4]>()),
        kind: if settings.create_live { DatabaseKind::Live } else { DatabaseKind::Test },
        realm: settings.realm,
        demonstration: false,
        created: Moment::from_micros(crate::clock::system_micros()),
    }
}

async fn open_sqlite(folder: &Path, realm: Realm) -> Result<Engine, DbError> {
    std::fs::create_dir_all(folder)
        .map_err(|cause| DbError::Folder { folder: folder.display().to_string(), cause })?;
    let file = folder.join(format!("{}.db", realm_name(realm)));
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
    Ok(Engine::Sqlite { writer, readers })
}

/// Marks a new file as ours, and refuses one that is somebody else's.
async fn claim_file(writer: &SqlitePool, file: &Path) -> Result<(), DbError> {
    let (found,): (i32,) = sqlx::query_as("PRAGMA application_id").fetch_one(writer).await?;
    let (tables,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM sqlite_schema").fetch_one(writer).await?;
    match (found, tables) {
        (APPLICATION_ID, _) => Ok(()),
        (0, 0) => {
            let mark = format!("PRAGMA application_id = {APPLICATION_ID}");
            sqlx::query(AssertSqlSafe(mark)).execute(writer).await?;
            Ok(())
        }
        _ => Err(DbError::Refused(format!(
            "{} is a database of another program: choose another folder with --data",
            file.display()
        ))),
    }
}

async fn open_postgres(url: &str, schema: &str, realm: Realm) -> Result<Engine, DbError> {
    let schema = format!("{schema}_{}", realm_name(realm));
    if !schema.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
        return Err(DbError::Refused(format!(
            "\"{schema}\" can't be a schema's name: expected lower-case letters, digits and underscores"
        )));
    }
    let options = PgConnectOptions::from_str(url)?
        .application_name("commonweal")
        .options([("search_path", schema.as_str())]);
    create_schema(&options, &schema).await?;
    let pool = PgPoolOptions::new()
        .min_connections(1)
        .max_connections(CONNECTIONS)
        .acquire_timeout(ACQUIRE)
        .connect_with(options)
        .await?;
    sqlx::migrate!("./migrations/postgres").run(&pool).await?;
    Ok(Engine::Postgres { pool })
}

/// Creates the schema, one process at a time: two that create it at once would make one of them fail.
async fn create_schema(options: &PgConnectOptions, schema: &str) -> Result<(), DbError> {
    let mut connection = sqlx::PgConnection::connect_with(options).await?;
    let mut tx = connection.begin().await?;
    sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(i64::from(APPLICATION_ID)).execute(&mut *tx).await?;
    sqlx::query(AssertSqlSafe(format!("CREATE SCHEMA IF NOT EXISTS {schema}"))).execute(&mut *tx).await?;
    tx.commit().await?;
    connection.close().await?;
    Ok(())
}
