//! The command line: one program, with a command for each thing that people do at the machine itself.

mod args;
mod backup;
mod check;
mod credential;
mod import;
mod rebuild;
mod restore;
mod serve;
mod user;
mod verify_audit;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use args::DatabaseArgs;

use crate::work::yield_to_others;

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
    /// Add, revoke or list the credentials with which organisations send data over HTTP.
    Credential(credential::CredentialArgs),
    /// Add, disable or list the accounts that sign in here.
    User(user::UserArgs),
    /// Copy the embedded database while it is used, and verify the copy.
    Backup(backup::BackupArgs),
    /// Make a backup a database again, in a folder that has none.
    Restore(restore::RestoreArgs),
    /// Read all that is stored and say whether it is whole: bytes, items, charts, the audit log.
    Check(check::CheckArgs),
    /// Walk the whole audit log and say whether it is as it was written.
    VerifyAudit(DatabaseArgs),
}

/// What a command could not do, in words for the one who gave it.
type CommandError = Box<dyn std::error::Error + Send + Sync>;

/// Runs the command that the program was started with.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    if matches!(cli.command, Command::Import(_) | Command::Rebuild(_) | Command::Backup(_) | Command::Check(_)) {
        // A server beside it comes first.
        yield_to_others();
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.into()),
    };
    let outcome = runtime.block_on(async {
        match cli.command {
            Command::Serve(args) => serve::run(*args).await,
            Command::Import(args) => import::run(args).await,
            Command::Rebuild(args) => rebuild::run(args).await,
            Command::Credential(args) => credential::run(args).await,
            Command::User(args) => user::run(args).await,
            Command::Backup(args) => backup::run(args).await,
            Command::Restore(args) => restore::run(args).await,
            Command::Check(args) => check::run(args).await,
            Command::VerifyAudit(args) => verify_audit::run(args).await,
        }
    });
    outcome.unwrap_or_else(|error| failed(&error))
}

fn failed(error: &CommandError) -> ExitCode {
    eprintln!("error: {error}");
    ExitCode::FAILURE
}
