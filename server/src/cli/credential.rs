use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand};
use commonweal_shared::ids::OdsCode;
use commonweal_shared::system::CareSetting;

use super::args::parse_setting;
use super::{CommandError, DatabaseArgs};
use crate::access::{CredentialId, add_credential, list_credentials, revoke_credential};
use crate::audit::{Action, Actor, Audit, Event};
use crate::clock::{Clock, SystemClock};
use crate::db::Db;
use crate::records::source_on_file;

#[derive(Debug, Args)]
pub(super) struct CredentialArgs {
    #[command(subcommand)]
    command: CredentialCommand,
}

#[derive(Debug, Subcommand)]
enum CredentialCommand {
    /// Make a credential for an organisation, and print it; it is shown this once
    Add(AddArgs),
    /// Revoke a credential: the next request with it is refused
    Revoke {
        /// Its id, as the list shows it
        id: CredentialId,
        #[command(flatten)]
        database: DatabaseArgs,
    },
    /// List all credentials
    List {
        #[command(flatten)]
        database: DatabaseArgs,
    },
}

#[derive(Debug, Args)]
struct AddArgs {
    /// The code of the organisation whose data may be sent with it
    #[arg(long, value_name = "ODS")]
    source: OdsCode,
    /// Its name: puts the organisation on file when it is not there yet
    #[arg(long)]
    name: Option<String>,
    /// Its care setting, such as acute or general-practice
    #[arg(long, value_parser = parse_setting)]
    setting: Option<CareSetting>,
    /// What to call it, such as the system that will use it
    #[arg(long, default_value = "", value_name = "TEXT")]
    label: String,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) async fn run(args: CredentialArgs) -> Result<ExitCode, CommandError> {
    match args.command {
        CredentialCommand::Add(args) => add(args).await?,
        CredentialCommand::Revoke { id, database } => revoke(id, &database).await?,
        CredentialCommand::List { database } => list(&database).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn add(args: AddArgs) -> Result<(), CommandError> {
    let db = Db::open(&args.database.settings()?).await?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let audit = Audit::start(db.clone(), Arc::clone(&clock)).await?;
    source_on_file(&db, &args.source, args.name.as_deref(), args.setting).await?;
    let mut tx = db.write().await?;
    let (id, secret) = add_credential(&mut tx, &args.source, &args.label, clock.now()).await?;
    tx.commit().await?;
    let event = Event::new(Actor::command_line(), Action::CredentialAdded);
    audit.commit(event.detail(format!("{id} of {}", args.source))).await?;
    audit.close().await?;
    db.close().await;
    // The credential alone on standard output, so that it can go straight to where it is kept.
    let mut output = std::io::stdout();
    writeln!(output, "{}", secret.reveal())?;
    output.flush()?;
    eprintln!("This is credential {id} of {}. It is shown this once: keep it where secrets are kept.", args.source);
    Ok(())
}

async fn revoke(id: CredentialId, database: &DatabaseArgs) -> Result<(), CommandError> {
    let db = Db::open_existing(&database.settings()?).await?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let audit = Audit::start(db.clone(), Arc::clone(&clock)).await?;
    let mut tx = db.write().await?;
    revoke_credential(&mut tx, id, clock.now()).await?;
    tx.commit().await?;
    audit.commit(Event::new(Actor::command_line(), Action::CredentialRevoked).detail(id.to_string())).await?;
    audit.close().await?;
    db.close().await;
    println!("Revoked {id}.");
    Ok(())
}

async fn list(database: &DatabaseArgs) -> Result<(), CommandError> {
    let db = Db::open_existing(&database.settings()?).await?;
    for line in list_credentials(&db).await? {
        let label = if line.label.is_empty() { String::new() } else { format!(" \"{}\"", line.label) };
        let used = line.last_used.map_or_else(|| "never used".to_owned(), |at| format!("last used {at}"));
        let revoked = line.revoked.map_or_else(String::new, |at| format!(", revoked {at}"));
        println!("{} {}{label}: made {}, {used}{revoked}", line.id, line.organisation, line.created);
    }
    db.close().await;
    Ok(())
}
