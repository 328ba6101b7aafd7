use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::place::Place;

/// A command of the program on this database.
pub(crate) fn command(place: &Place, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_commonweal"));
    command.args(words).args(place.arguments()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs a command to its end.
pub(crate) fn run(place: &Place, words: &[&str]) -> Output {
    command(place, words).output().expect("the program runs")
}

/// Runs a command that must succeed, with a line on its standard input; answers what it printed.
pub(crate) fn succeeds(place: &Place, words: &[&str], input: &str) -> String {
    let mut child = command(place, words).stdin(Stdio::piped()).spawn().expect("the program starts");
    writeln!(child.stdin.take().expect("its input"), "{input}").expect("it reads");
    let done = child.wait_with_output().expect("it ends");
    assert!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("text").trim().to_owned()
}

/// A command that is under way, and that tells its progress in lines.
pub(crate) struct Running {
    child: Child,
    begun: Instant,
    /// Whole lines: what a kill cut short was never said.
    pub(crate) lines: Receiver<String>,
    reader: Option<JoinHandle<()>>,
}

impl Running {
    /// Starts it, and reads its standard error (or its standard output) as it comes.
    pub(crate) fn start(command: &mut Command, errors: bool) -> Self {
        if !errors {
            command.stderr(Stdio::null());
        }
        let mut child = command.spawn().expect("the program starts");
        let out: Box<dyn std::io::Read + Send> = if errors {
            Box::new(child.stderr.take().expect("its standard error"))
        } else {
            Box::new(child.stdout.take().expect("its standard output"))
        };
        let (send, lines) = channel();
        let reader = std::thread::spawn(move || {
            let mut out = BufReader::new(out);
            let mut line = String::new();
            while out.read_line(&mut line).is_ok_and(|read| read > 0) && line.ends_with('\n') {
                // Whoever waits for no more lines has them dropped.
                let _ = send.send(std::mem::take(&mut line));
            }
        });
        Self { child, begun: Instant::now(), lines, reader: Some(reader) }
    }

    /// Kills it; answers how it ended, and what it had said that was not read yet.
    pub(crate) fn kill(mut self) -> (Ended, Vec<String>) {
        self.child.kill().expect("a child can be killed, even when it has ended");
        self.end()
    }

    /// Waits until it ends by itself.
    pub(crate) fn end(mut self) -> (Ended, Vec<String>) {
        let mut printed = String::new();
        if let Some(mut out) = self.child.stdout.take() {
            std::io::Read::read_to_string(&mut out, &mut printed).expect("text");
        }
        let status = self.child.wait().expect("the child is ours");
        self.reader.take().expect("it is joined once").join().expect("the reader reads");
        (Ended { status, after: self.begun.elapsed(), printed }, self.lines.try_iter().collect())
    }
}

impl Drop for Running {
    /// A test that fails leaves no program behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How a command ended.
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    /// How long after its start.
    pub(crate) after: Duration,
    pub(crate) printed: String,
}

impl Ended {
    /// Whether it was killed; else it had ended before.
    pub(crate) fn was_killed(&self) -> bool {
        self.status.signal() == Some(9)
    }
}
