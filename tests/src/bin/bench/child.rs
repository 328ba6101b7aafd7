//! Other processes: the server under test, and the command as people run it.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

/// The server under test. It ends when this is dropped.
pub(crate) struct Server {
    /// Where it answers.
    pub(crate) url: String,
    process: Child,
    /// As long as this is open, it serves.
    stdin: Option<ChildStdin>,
}

impl Server {
    /// Starts it on the database in this folder.
    pub(crate) fn start(data: &Path) -> Self {
        let this = std::env::current_exe().expect("this program's own path");
        let mut process = Command::new(this)
            .arg("serve")
            .arg("--data")
            .arg(data)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server under test starts");
        let mut url = String::new();
        let stdout = process.stdout.take().expect("its standard output is a pipe");
        BufReader::new(stdout).read_line(&mut url).expect("it says where it answers");
        assert!(url.starts_with("http://"), "the server under test did not begin");
        let stdin = process.stdin.take();
        Self { url: url.trim().to_owned(), process, stdin }
    }

    /// Its number among the system's processes.
    pub(crate) fn process(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stdin.take());
        // It ends in order; there is nothing to do about one that can't.
        let _ = self.process.wait();
    }
}

/// `commonweal import` of this folder: the real program, built as this one is. A name puts the source on file.
///
/// # Panics
/// When the program is not there.
pub(crate) fn import(data: &Path, folder: &Path, source: &str, name: Option<(&str, &str)>) -> Command {
    let mut command = Command::new(program());
    command.arg("import").arg(folder).arg("--data").arg(data).args(["--source", source, "--json"]);
    if let Some((name, setting)) = name {
        command.args(["--name", name, "--setting", setting]);
    }
    command.stdin(Stdio::null());
    command
}

fn program() -> PathBuf {
    let this = std::env::current_exe().expect("this program's own path");
    let program = this.with_file_name(format!("commonweal{}", std::env::consts::EXE_SUFFIX));
    assert!(
        program.exists(),
        "{} is not there: build it as this program was built, or run `cargo xtask bench`, which does",
        program.display()
    );
    program
}
