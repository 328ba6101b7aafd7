use commonweal_server::db::{DatabaseSettings, Db, Place as At};
use tempfile::TempDir;

use crate::say::say;
use crate::store;

/// The variable that names a PostgreSQL server to test on.
const POSTGRES: &str = "COMMONWEAL_TEST_POSTGRES";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    /// In a folder of its own.
    Sqlite,
    /// On the server that [`POSTGRES`] names, in a database of its own.
    Postgres,
}

impl Engine {
    /// Whether this engine can be tested here. When it can't, says so, and fails where it must be.
    pub(crate) fn is_here(self) -> bool {
        if self == Self::Sqlite || url().is_some() {
            return true;
        }
        let must = ["CI", "COMMONWEAL_TEST_ALL"].into_iter().find(|name| std::env::var_os(name).is_some());
        if let Some(name) = must {
            panic!("{name} is set, so PostgreSQL must be tested, and {POSTGRES} names no server");
        }
        say(&format!("Nothing was killed on PostgreSQL: {POSTGRES} is not set."));
        false
    }
}

fn url() -> Option<String> {
    std::env::var(POSTGRES).ok().filter(|url| !url.is_empty())
}

/// Where a database is, or will be once a command has made it.
pub(crate) struct Place {
    settings: DatabaseSettings,
    folder: TempDir,
}

impl Place {
    /// A place with nothing in it.
    pub(crate) async fn new(engine: Engine) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = match engine {
            Engine::Sqlite => DatabaseSettings::folder(folder.path().join("data")),
            Engine::Postgres => {
                let url = store::new_database(&url().expect("is_here was asked first")).await;
                let place = At::from_url(&url).expect("an address of PostgreSQL");
                DatabaseSettings { place, ..DatabaseSettings::folder("") }
            }
        };
        Self { settings, folder }
    }

    /// How commands are told of it.
    pub(crate) fn arguments(&self) -> [String; 2] {
        match &self.settings.place {
            At::Folder(folder) => ["--data".to_owned(), folder.display().to_string()],
            At::Postgres { url, .. } => ["--database-url".to_owned(), url.clone()],
        }
    }

    /// A folder for the files that are sent; it goes with the place.
    pub(crate) fn folder(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) async fn open(&self) -> Db {
        Db::open_existing(&self.settings).await.expect("the database opens")
    }

    /// Takes away what dropping it leaves.
    pub(crate) async fn remove(self) {
        if let At::Postgres { url, .. } = &self.settings.place {
            store::drop_database(url).await;
        }
    }
}
