use sqlx::pool::PoolConnection;
use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection};

use super::DbError;

/// The engine's own connection; [`on!`](crate::on) takes it apart.
#[derive(Debug)]
pub enum Link<'c> {
    /// The embedded engine.
    Sqlite(&'c mut SqliteConnection),
    /// The server engine.
    Postgres(&'c mut PgConnection),
}

/// Whatever a statement can run on. Store functions that work in and outside a transaction take `&mut impl Linked`.
pub trait Linked: Send {
    /// The connection behind it.
    fn link(&mut self) -> Link<'_>;
}

impl Linked for Link<'_> {
    fn link(&mut self) -> Link<'_> {
        match self {
            Link::Sqlite(connection) => Link::Sqlite(connection),
            Link::Postgres(connection) => Link::Postgres(connection),
        }
    }
}

/// A connection for single statements. On SQLite it cannot write, unless it is [`Db::log_connection`](super::Db::log_connection)'s.
#[derive(Debug)]
pub enum Reading {
    /// The embedded engine.
    Sqlite(PoolConnection<Sqlite>),
    /// The server engine.
    Postgres(PoolConnection<Postgres>),
}

impl Linked for Reading {
    fn link(&mut self) -> Link<'_> {
        match self {
            Reading::Sqlite(connection) => Link::Sqlite(&mut *connection),
            Reading::Postgres(connection) => Link::Postgres(&mut *connection),
        }
    }
}

/// A transaction: rolled back when dropped without [`Transaction::commit`].
///
/// [`Db::write`](super::Db::write) gives one that may change things (on SQLite it holds the one writer, so keep it
/// below 50 ms); [`Db::snapshot`](super::Db::snapshot) one in which several statements read the same moment.
#[derive(Debug)]
pub enum Transaction {
    /// The embedded engine.
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    /// The server engine.
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Linked for Transaction {
    fn link(&mut self) -> Link<'_> {
        match self {
            Transaction::Sqlite(tx) => Link::Sqlite(&mut *tx),
            Transaction::Postgres(tx) => Link::Postgres(&mut *tx),
        }
    }
}

impl Transaction {
    /// Makes what was done durable.
    ///
    /// # Errors
    /// When the engine could not; nothing of it is stored then.
    pub async fn commit(self) -> Result<(), DbError> {
        match self {
            Transaction::Sqlite(tx) => tx.commit().await?,
            Transaction::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Undoes what was done. Dropping does the same a little later.
    ///
    /// # Errors
    /// When the engine did not answer.
    pub async fn rollback(self) -> Result<(), DbError> {
        match self {
            Transaction::Sqlite(tx) => tx.rollback().await?,
            Transaction::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }
}
