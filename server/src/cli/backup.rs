use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use super::{CommandError, DatabaseArgs};
use crate::access;
use crate::audit::{Action, Audit};
use crate::clock::{Clock, SystemClock};
use crate::db::Db;
use crate::ops::backup::{back_up, ready_to_copy};

#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    /// The folder to make; in one that is there already, a new folder is made, named by database and time
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) async fn run(args: BackupArgs) -> Result<ExitCode, CommandError> {
    let settings = args.database.settings()?;
    // Before anything is opened: opening would bring an older database up to date.
    let folder = ready_to_copy(&settings).await?;
    let db = Db::open_existing(&settings).await?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let audit = Audit::start(db.clone(), Arc::clone(&clock)).await?;
    let grant = access::keep_by_operator(&db);
    audit.commit(grant.event(Action::BackedUp).detail("begun")).await?;
    let outcome = back_up(&db, grant, &folder, &args.to, clock.now()).await;
    let said = match &outcome {
        Ok((_, manifest)) => format!("{} people", manifest.people),
        Err(_) => "broken off".to_owned(),
    };
    audit.commit(grant.event(Action::BackedUp).detail(said)).await?;
    audit.close().await?;
    db.close().await;
    let (to, manifest) = outcome?;
    let bytes: u64 = manifest.files.iter().map(|file| file.bytes).sum();
    println!("{}", to.display());
    eprintln!(
        "Copied and verified: {} people, {} resources, {} audit entries; {bytes} bytes.",
        manifest.people, manifest.resources, manifest.audit_entries
    );
    Ok(ExitCode::SUCCESS)
}
