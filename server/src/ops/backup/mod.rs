//! Copies of the embedded database that can be trusted: made while the server writes, opened and verified before they
//! get their name, described by a manifest, and checked against it before they become a database again.

mod disk;
mod make;
mod manifest;
mod restore;
mod store;

use std::path::PathBuf;

use crate::audit::{AuditError, VerifyError};
use crate::db::DbError;

pub use make::{back_up, ready_to_copy};
pub use manifest::{CopiedFile, Head, MANIFEST, Manifest};
pub use restore::restore;

/// Why a copy could not be made or taken back. The words are for the operator.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// It may not be done like this; the sentence says what was expected.
    #[error("{0}")]
    Refused(String),
    /// A file or folder could not be read or written.
    #[error("{}: {cause}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The copy is not what it should be, so it was thrown away.
    #[error("the copy is not whole, so it was not kept: {0}")]
    NotWhole(String),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
    /// The audit log could not be written.
    #[error(transparent)]
    Audit(#[from] AuditError),
}

impl From<VerifyError> for BackupError {
    fn from(error: VerifyError) -> Self {
        match error {
            VerifyError::Broken(place) => Self::NotWhole(format!("its audit log is broken at {place}")),
            VerifyError::Database(error) => Self::Database(error),
        }
    }
}
