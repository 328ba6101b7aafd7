//! The command line: one program, with a command for each thing that people do at the machine itself.

mod args;
mod import;
mod rebuild;
mod serve;
mod user;
mod verify_audit;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use args::DatabaseArgs;

/// Commonweal: the shared care record workspace of an integrated care system.
#[derive(Debug, Parser)]
#[command(name = "commonweal", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server.
    Serve(Box<serve::ServeArgs>),
    /// Take in FHIR data that an organisation sent: Bundles, single resources, NDJSON, any of these gzipped, or folders of them.
    Import(import::ImportArgs),
    /// Make every kept chart again from what was received.
    Rebuild(rebuild::RebuildArgs),
    /// Add, disable or list the accounts that sign in here.
    User(user::UserArgs),
    /// Walk the whole audit log and say whether it is as it was written.
    VerifyAudit(DatabaseArgs),
}

/// What a command could not do, in words for the one who gave it.
type CommandError = Box<dyn std::error::Error + Send + Sync>;

/// Runs the command that the program was started with.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.into()),
    };
    let outcome = runtime.block_on(async {
        match cli.command {
            Command::Serve(args) => serve::run(*args).await,
            Command::Import(args) => import::run(args).await,
            Command::Rebuild(args) => rebuild::run(args).await,
            Command::User(args) => user::run(args).await,
            Command::VerifyAudit(args) => verify_audit::run(args).await,
        }
    });
    outcome.unwrap_or_else(|error| failed(&error))
}

fn failed(error: &CommandError) -> ExitCode {
    eprintln!("error: {error}");
    ExitCode::FAILURE
}
