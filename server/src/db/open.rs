use commonweal_shared::nhs_number::DatabaseKind;
use commonweal_shared::system::Realm;
use commonweal_shared::time::Moment;
use sqlx::PgPool;

use super::{DatabaseSettings, DbError, Linked, Meta, Place, Reading, Transaction, postgres, sqlite, store};

/// A database that is open, migrated, and known to be what it should be. Cloning is cheap: all clones share the pools.
#[derive(Debug, Clone)]
pub struct Db {
    meta: Meta,
    engine: Engine,
}

#[derive(Debug, Clone)]
enum Engine {
    Sqlite(sqlite::Pools),
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
            Place::Folder(folder) => Engine::Sqlite(sqlite::open(folder, settings.realm).await?),
            Place::Postgres { url, schema } => {
                Engine::Postgres { pool: postgres::open(url, schema, settings.realm).await? }
            }
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

    /// Opens a database that is there, and creates none: for commands that look at what others wrote, where a new and
    /// empty one would be a wrong answer.
    ///
    /// # Errors
    /// When there is none, and as [`Db::open`].
    pub async fn open_existing(settings: &DatabaseSettings) -> Result<Self, DbError> {
        let (there, place) = match &settings.place {
            Place::Folder(folder) => (sqlite::is_there(folder, settings.realm), folder.display().to_string()),
            Place::Postgres { url, schema } => {
                (postgres::is_there(url, schema, settings.realm).await?, "that PostgreSQL database".to_owned())
            }
        };
        if !there {
            return Err(DbError::Refused(format!(
                "nothing of Commonweal is in {place}: name the right one with --data or --database-url"
            )));
        }
        Self::open(settings).await
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
            Engine::Sqlite(_) => "SQLite",
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
            Engine::Sqlite(pools) => Reading::Sqlite(pools.readers.acquire().await?),
            Engine::Postgres { pool } => Reading::Postgres(pool.acquire().await?),
        })
    }

    /// A transaction in which several statements read one and the same moment. Drop it when done.
    ///
    /// # Errors
    /// When no connection is free within ten seconds.
    pub async fn snapshot(&self) -> Result<Transaction, DbError> {
        Ok(match &self.engine {
            Engine::Sqlite(pools) => Transaction::Sqlite(pools.readers.begin().await?),
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
            Engine::Sqlite(pools) => Transaction::Sqlite(pools.writer.begin_with(sqlite::DURABLE).await?),
            Engine::Postgres { pool } => Transaction::Postgres(pool.begin().await?),
        })
    }

    /// A transaction whose outcome a power cut may still undo, until a transaction of [`Db::write`] is committed after
    /// it. It does not wait for the disk: for what does not count before such a transaction publishes it.
    ///
    /// # Errors
    /// When the writer is not free within ten seconds.
    pub async fn write_provisionally(&self) -> Result<Transaction, DbError> {
        Ok(match &self.engine {
            Engine::Sqlite(pools) => Transaction::Sqlite(pools.writer.begin_with(sqlite::PROVISIONAL).await?),
            Engine::Postgres { pool } => Transaction::Postgres(pool.begin_with(postgres::PROVISIONAL).await?),
        })
    }

    /// Waits until all that was committed before is on the disk, [`Db::write_provisionally`]'s transactions included.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn settle(&self) -> Result<(), DbError> {
        let mut tx = self.write().await?;
        store::write_something(&mut tx).await?;
        tx.commit().await
    }

    /// A transaction that writes the audit log and nothing else. On SQLite the log has a file and a writer of its own:
    /// whoever opens a record never waits for an import, in this process or in another.
    ///
    /// # Errors
    /// When the log's writer is not free within ten seconds.
    pub async fn write_log(&self) -> Result<Transaction, DbError> {
        Ok(match &self.engine {
            Engine::Sqlite(pools) => Transaction::Sqlite(pools.audit.begin_with(sqlite::DURABLE).await?),
            Engine::Postgres { pool } => Transaction::Postgres(pool.begin().await?),
        })
    }

    /// A connection for one statement that writes the audit log, and is a durable transaction by itself.
    ///
    /// # Errors
    /// As [`Db::write_log`].
    pub async fn log_connection(&self) -> Result<Reading, DbError> {
        Ok(match &self.engine {
            Engine::Sqlite(pools) => Reading::Sqlite(pools.audit.acquire().await?),
            Engine::Postgres { pool } => Reading::Postgres(pool.acquire().await?),
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

    /// Each pool's name, its connections in use, and its idle ones; for the operator's counters.
    pub fn pools(&self) -> Vec<(&'static str, usize, usize)> {
        fn of<D: sqlx::Database>(name: &'static str, pool: &sqlx::Pool<D>) -> (&'static str, usize, usize) {
            let (all, idle) = (usize::try_from(pool.size()).unwrap_or(usize::MAX), pool.num_idle());
            (name, all.saturating_sub(idle), idle)
        }
        match &self.engine {
            Engine::Sqlite(pools) => {
                vec![of("readers", &pools.readers), of("writer", &pools.writer), of("audit", &pools.audit)]
            }
            Engine::Postgres { pool } => vec![of("all", pool)],
        }
    }

    /// Closes all connections; for an orderly end.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite(pools) => {
                pools.readers.close().await;
                pools.writer.close().await;
                pools.audit.close().await;
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
