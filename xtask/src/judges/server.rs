//! The server that is judged: a demonstration system in a folder that is gone afterwards.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use tempfile::TempDir;

use crate::command::{answer, program, run};
use crate::failure::{During, Failure, Outcome};
use crate::root::target;

/// Every rate is off: docs/LIMITS.md has them, and tests/product/limits shows them.
const WITHOUT_RATES: [&str; 10] =
    ["--rate-user", "0", "--rate-address", "0", "--rate-search", "0", "--rate-claim", "0", "--rate-sign-in", "0"];

/// The demonstration organisation whose credential is used.
const SOURCE: &str = "ZZA01";
/// The account that signs in with a pass phrase.
const LOGIN: &str = "judge";
/// Its pass phrase; the account is gone with the folder.
const PASS_PHRASE: &str = "judge not in a live database";

/// A running server; dropping it kills it and removes its data.
pub(super) struct Server {
    child: Child,
    program: PathBuf,
    url: String,
    credential: String,
    log: PathBuf,
    // Removed when this is dropped, which is after the server was stopped.
    data: TempDir,
}

impl Server {
    /// Starts it on a free port, and adds an account with a pass phrase and an organisation's credential.
    pub(super) fn start(commonweal: &Path) -> Outcome<Self> {
        let data = tempfile::Builder::new().prefix("commonweal-judges-").tempdir().during("a folder for the server")?;
        let log = target().join("judges/server.log");
        let mut child = program(&commonweal.to_string_lossy())
            .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--log", "warn"])
            .args(WITHOUT_RATES)
            .arg("--data")
            .arg(data.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(&log).during(log.display())?)
            .spawn()
            .during("start the server")?;
        let mut said = String::new();
        // Its end of the pipe stays open: what it says later goes nowhere, and does no harm.
        if let Some(stdout) = child.stdout.as_mut() {
            BufReader::new(stdout).read_line(&mut said).during("read where the server listens")?;
        }
        let url = said.trim().strip_prefix("listening on ").unwrap_or_default().to_owned();
        let mut server = Self { child, program: commonweal.to_owned(), url, credential: String::new(), log, data };
        if server.url.is_empty() {
            return Err(Failure::new(format!("the server did not begin:\n{}", server.logged())));
        }
        server.add_account()?;
        let added = answer(&mut server.command(&["credential", "add", "--source", SOURCE]));
        server.credential = added.ok_or_else(|| Failure::new("commonweal credential add failed"))?;
        Ok(server)
    }

    /// Where it answers.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// What the hooks must know of it.
    pub(super) fn told(&self) -> [(&'static str, &str); 5] {
        [
            ("JUDGE_URL", &self.url),
            ("JUDGE_SOURCE", SOURCE),
            ("JUDGE_CREDENTIAL", &self.credential),
            ("JUDGE_LOGIN", LOGIN),
            ("JUDGE_PASSWORD", PASS_PHRASE),
        ]
    }

    /// Ends it as an operator does, and lets `commonweal check` look at what it leaves.
    pub(super) fn end_and_check(mut self) -> Outcome {
        answer(program("kill").args(["-TERM", &self.child.id().to_string()]))
            .ok_or_else(|| Failure::new(format!("the server ended by itself:\n{}", self.logged())))?;
        let status = self.child.wait().during("wait for the server")?;
        if !status.success() {
            return Err(Failure::new(format!("the server ended with {status}:\n{}", self.logged())));
        }
        run(&mut self.command(&["check"]))
    }

    fn add_account(&self) -> Outcome {
        let person = ["--name", "JUDGE, Ada (Dr)", "--role", "clinician", "--organisation", SOURCE];
        let mut add = self.command(&["user", "add", LOGIN]);
        let mut adding =
            add.args(person).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().during("add an account")?;
        if let Some(mut stdin) = adding.stdin.take() {
            writeln!(stdin, "{PASS_PHRASE}").during("add an account")?;
        }
        let status = adding.wait().during("add an account")?;
        if status.success() { Ok(()) } else { Err(Failure::new(format!("commonweal user add failed ({status})"))) }
    }

    /// A command of the program on this server's database.
    fn command(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = program(&self.program.to_string_lossy());
        command.args(arguments).arg("--data").arg(self.data.path());
        command
    }

    fn logged(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_else(|error| format!("{}: {error}", self.log.display()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // After `end_and_check` there is nothing left to kill.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
