//! Storage: one [`Db`] over two engines, SQLite (embedded, the default) and PostgreSQL.
//!
//! SQL is written once, with `$1` parameters and portable columns, in files named `store.rs`; the
//! [`on!`](crate::on) macro runs it on whichever engine is there:
//!
//! ```text
//! let mut reading = db.read().await?;
//! let names: Vec<(String,)> = on!(reading, c => sqlx::query_as("SELECT name FROM organisation WHERE code = $1")
//!     .bind(code.as_str()).fetch_all(c).await)?;
//!
//! let mut tx = db.write().await?;
//! execute!(tx, "UPDATE organisation SET name = $2 WHERE code = $1", code.as_str(), name)?;
//! tx.commit().await?;
//! ```
//!
//! Columns are BIGINT (numbers, booleans as 0 and 1, moments as microseconds of UTC), TEXT
//! (identifiers, words) and BLOB or BYTEA (documents, hashes).
//! A sum of BIGINTs is NUMERIC on PostgreSQL: write `CAST(SUM(…) AS BIGINT)`.

mod backup;
mod error;
mod link;
mod macros;
mod open;
mod postgres;
mod settings;
mod sqlite;
mod store;
pub mod testing;
#[cfg(test)]
mod tests;

pub(crate) use backup::{Schema, copy_files, engine_faults, newest_schemas, schemas};
pub use error::DbError;
pub use link::{Link, Linked, Reading, Transaction};
pub use open::Db;
pub use settings::{DatabaseSettings, Place};
pub(crate) use sqlite::files;
pub use store::Meta;
