use commonweal_shared::system::Realm;
use sqlx::migrate::MigrateError;

/// What went wrong with the database. The texts are for the log and the command line, never for an answer over HTTP.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The engine failed: unreachable, out of space, a constraint.
    #[error("the database failed: {0}")]
    Engine(#[from] sqlx::Error),
    /// A migration could not be run.
    #[error("the database could not be migrated: {0}")]
    Migration(#[from] MigrateError),
    /// The settings contradict the database that is there; the sentence says how.
    #[error("{0}")]
    Refused(String),
    /// The folder of the database can't be used.
    #[error("{folder}: {cause}")]
    Folder {
        /// Which folder.
        folder: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// A grant of one realm was shown to a store of the other.
    #[error("a grant for {granted:?} was used on the database of {found:?}")]
    WrongRealm {
        /// The realm that the grant names.
        granted: Realm,
        /// The realm of the database.
        found: Realm,
    },
    /// A stored value is not what its column holds: somebody else wrote it, or a disk failed.
    #[error("a stored {what} cannot be read")]
    Unreadable {
        /// What the value should have been, such as `role`.
        what: &'static str,
    },
}

impl DbError {
    /// A stored value that cannot be read.
    pub const fn unreadable(what: &'static str) -> Self {
        Self::Unreadable { what }
    }

    /// What a migration's failure means to the one who runs the program.
    pub(super) fn of_migration(error: MigrateError, place: &str) -> Self {
        match error {
            MigrateError::VersionMismatch(_) => Self::Refused(format!(
                "{place} was made by an older build of Commonweal, from before its first release, and can't be used any \
                 more: choose another folder or schema, and import again"
            )),
            MigrateError::VersionMissing(_) => Self::Refused(format!(
                "{place} was made by a newer version of Commonweal than this one: use that version"
            )),
            other => Self::Migration(other),
        }
    }

    /// True when the statement would have stored a second row under a unique key.
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Engine(sqlx::Error::Database(error)) if error.is_unique_violation())
    }
}
