use std::path::PathBuf;
use std::time::Duration;

use commonweal_shared::system::Realm;

/// Marks what is ours: a SQLite file's application id, and the lock under which a PostgreSQL schema is made ("CmWl").
pub(super) const MARK: i32 = 0x436d_576c;
/// How long anybody waits for a free connection.
pub(super) const ACQUIRE: Duration = Duration::from_secs(10);
/// How long a reader waits for a free connection: longer than any queue of reads that will be served, and short enough
/// that an overloaded server says so (503) instead of letting people wait.
pub(super) const ACQUIRE_READER: Duration = Duration::from_secs(2);

/// Where a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A folder in which the embedded engine keeps its files.
    Folder(PathBuf),
    /// A PostgreSQL server.
    Postgres {
        /// `postgres://user:password@host/database`.
        url: String,
        /// The schemas' common beginning, `commonweal` unless told: the realm's name follows it.
        schema: String,
    },
}

impl Place {
    /// Reads a `--database-url`.
    ///
    /// # Errors
    /// A sentence, when it is no PostgreSQL address; it does not repeat the address, which may hold a password.
    pub fn from_url(url: &str) -> Result<Self, String> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Self::Postgres { url: url.to_owned(), schema: "commonweal".to_owned() })
        } else {
            Err("expected an address such as postgres://user@host/database; \
                 for the embedded database leave it out and name a folder with --data"
                .to_owned())
        }
    }
}

/// What is needed to open a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseSettings {
    /// Where it is.
    pub place: Place,
    /// True when a new one is to be created for real people (`--live`); a database that was created for tests refuses it.
    pub create_live: bool,
    /// Which of the two databases of an installation.
    pub realm: Realm,
}

impl DatabaseSettings {
    /// The database of real work in this folder, for tests unless it was created otherwise.
    pub fn folder(folder: impl Into<PathBuf>) -> Self {
        Self { place: Place::Folder(folder.into()), create_live: false, realm: Realm::Care }
    }
}

/// The realm's name in file and schema names.
pub(super) const fn realm_name(realm: Realm) -> &'static str {
    match realm {
        Realm::Care => "care",
        Realm::Practice => "practice",
    }
}
