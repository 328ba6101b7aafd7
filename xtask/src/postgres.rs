//! A throw-away PostgreSQL for the storage story: a cluster of its own, on a free port, gone afterwards.

use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::command::{answer, program, run};
use crate::failure::{During, Failure, Outcome};
use crate::tools::{apt_install, is_root};

/// How long a new server may take until it answers.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server; dropping it stops the server and removes its files.
pub(crate) struct Postgres {
    child: Child,
    port: u16,
    // Removed when this is dropped, which is after the server was stopped.
    folder: TempDir,
}

impl Postgres {
    /// Makes a cluster and starts a server on it, installing PostgreSQL first where it is missing.
    pub(crate) fn start() -> Outcome<Self> {
        let programs = programs()?;
        let owner = Owner::of_the_cluster()?;
        let folder =
            tempfile::Builder::new().prefix("commonweal-postgres-").tempdir().during("a folder for PostgreSQL")?;
        owner.give(folder.path())?;
        let data = folder.path().join("data");

        let mut initdb = owner.command(&programs.join("initdb"), folder.path());
        initdb
            .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "-D"])
            .arg(&data)
            .stdout(Stdio::null());
        run(&mut initdb)?;

        let port = free_port()?;
        let log = File::create(folder.path().join("log")).during("PostgreSQL's log")?;
        let child = owner
            .command(&programs.join("postgres"), folder.path())
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1"])
            .args(["-c", "max_connections=200", "-k"])
            .arg(folder.path())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .during("start PostgreSQL")?;
        let mut server = Self { child, port, folder };
        server.wait_until_ready(&programs)?;
        Ok(server)
    }

    /// The address of its first database, for `COMMONWEAL_TEST_POSTGRES`.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn wait_until_ready(&mut self, programs: &Path) -> Outcome {
        let begin = Instant::now();
        while begin.elapsed() < PATIENCE {
            let mut ready = program(&programs.join("pg_isready").to_string_lossy());
            ready.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
            if answer(&mut ready).is_some() {
                return Ok(());
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
                return Err(Failure::new(format!("PostgreSQL stopped ({status}):\n{log}")));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Err(Failure::new("PostgreSQL did not answer within a minute"))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // An interrupt asks for its fast shutdown; nothing is left to do when that fails.
        let asked = answer(program("kill").args(["-INT", &self.child.id().to_string()]));
        if asked.is_none() {
            self.child.kill().ok();
        }
        self.child.wait().ok();
    }
}

/// Who owns the cluster: PostgreSQL refuses to run as root.
enum Owner {
    /// Whoever runs this.
    Me,
    /// The system's user for PostgreSQL, by user and group id.
    Other(u32, u32),
}

impl Owner {
    fn of_the_cluster() -> Outcome<Self> {
        if !is_root() {
            return Ok(Self::Me);
        }
        let id = |flag: &str| {
            answer(program("id").args([flag, "postgres"]))
                .and_then(|id| id.parse().ok())
                .ok_or_else(|| Failure::new("there is no user postgres to run PostgreSQL as"))
        };
        Ok(Self::Other(id("-u")?, id("-g")?))
    }

    fn give(&self, folder: &Path) -> Outcome {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).during("PostgreSQL's folder")?;
        match self {
            Self::Me => Ok(()),
            Self::Other(user, group) => chown(folder, Some(*user), Some(*group)).during("PostgreSQL's folder"),
        }
    }

    fn command(&self, path: &Path, folder: &Path) -> Command {
        let mut command = Command::new(path);
        command.current_dir(folder);
        if let Self::Other(user, group) = self {
            command.uid(*user).gid(*group);
        }
        command
    }
}

/// The folder of PostgreSQL's programs: the newest of Debian's, or the one on the path.
fn programs() -> Outcome<PathBuf> {
    if let Some(found) = find_programs() {
        return Ok(found);
    }
    apt_install("postgresql")?;
    find_programs().ok_or_else(|| Failure::new("PostgreSQL's initdb was not found"))
}

fn find_programs() -> Option<PathBuf> {
    let version = |folder: &PathBuf| -> Option<u32> { folder.parent()?.file_name()?.to_str()?.parse().ok() };
    let debian = fs::read_dir("/usr/lib/postgresql").ok().and_then(|versions| {
        versions
            .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
            .filter(|folder| folder.join("initdb").exists())
            .max_by_key(version)
    });
    debian.or_else(|| {
        let paths = std::env::var_os("PATH")?;
        std::env::split_paths(&paths).find(|folder| folder.join("initdb").exists())
    })
}

/// A port that nobody listens on at this moment.
fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").during("look for a free port")?;
    Ok(listener.local_addr().during("look for a free port")?.port())
}
