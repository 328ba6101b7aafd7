//! How other programs are called.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::failure::{During, Failure, Outcome};
use crate::root::root;

/// A program, to be started in the workspace's folder.
pub(crate) fn program(name: &str) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    command
}

/// Cargo, with its messages in colour even where they pass through a pipe to a terminal.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = program(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    command.args(arguments);
    // These describe xtask itself, and would confuse the builds of others.
    for name in ["CARGO_MANIFEST_DIR", "CARGO_PKG_NAME", "CARGO_PKG_VERSION"] {
        command.env_remove(name);
    }
    command
}

/// Runs the command with this terminal as its own, and fails when it does.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let line = line_of(command);
    let status = command.status().during(format!("cannot start `{line}`"))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("`{line}` failed ({status})"))) }
}

/// Runs the command, shows what it prints as it comes, and answers it as well.
///
/// The second value says whether the command succeeded: what it printed is worth reading in both cases.
pub(crate) fn run_and_read(command: &mut Command) -> Outcome<(String, bool)> {
    let line = line_of(command);
    let mut child = command.stdout(Stdio::piped()).spawn().during(format!("cannot start `{line}`"))?;
    let mut printed = String::new();
    if let Some(stdout) = child.stdout.take() {
        for text in BufReader::new(stdout).split(b'\n') {
            let text = text.during(format!("cannot read what `{line}` prints"))?;
            let text = String::from_utf8_lossy(&text);
            println!("{text}");
            printed.push_str(&text);
            printed.push('\n');
        }
    }
    let status = child.wait().during(format!("`{line}`"))?;
    Ok((printed, status.success()))
}

/// Runs the command quietly and answers what it printed, or nothing when it is missing or fails.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The command as a person would type it.
fn line_of(command: &Command) -> String {
    let program = Path::new(command.get_program());
    std::iter::once(program.file_name().unwrap_or(program.as_os_str()))
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}
