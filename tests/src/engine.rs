use std::path::Path;

use commonweal_server::db::{DatabaseSettings, testing};

use crate::say;

/// The variable that names a PostgreSQL server to test on.
pub const POSTGRES: &str = "COMMONWEAL_TEST_POSTGRES";

/// The engines that every storage story runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, in a folder of its own.
    Sqlite,
    /// On the server that [`POSTGRES`] names, in a schema of its own.
    Postgres,
}

impl Engine {
    /// Whether this engine can be tested here. When it can't, says so, and why.
    ///
    /// # Panics
    /// When PostgreSQL must be tested (`CI` or `COMMONWEAL_TEST_ALL` is set) and no server is named.
    pub fn is_here(self) -> bool {
        if self == Self::Sqlite || url().is_some() {
            return true;
        }
        let must = ["CI", "COMMONWEAL_TEST_ALL"].into_iter().find(|name| std::env::var_os(name).is_some());
        if let Some(name) = must {
            panic!("{name} is set, so PostgreSQL must be tested, and {POSTGRES} names no server");
        }
        say(&format!("The story on PostgreSQL did not run: {POSTGRES} is not set."));
        false
    }

    /// Settings of a new database of this engine; `folder` is where the embedded one lives.
    pub(crate) fn new_database(self, folder: &Path) -> DatabaseSettings {
        match self {
            Self::Sqlite => DatabaseSettings::folder(folder),
            Self::Postgres => testing::postgres_settings(&url().expect("is_here was asked first")),
        }
    }
}

fn url() -> Option<String> {
    std::env::var(POSTGRES).ok().filter(|url| !url.is_empty())
}
