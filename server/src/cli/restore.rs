use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use super::{CommandError, DatabaseArgs};
use crate::clock::{Clock, SystemClock};
use crate::db::Place;
use crate::ops::backup::restore;

#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// The folder of the backup
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) async fn run(args: RestoreArgs) -> Result<ExitCode, CommandError> {
    let settings = args.database.settings()?;
    let Place::Folder(folder) = &settings.place else {
        return Err(
            "this restores the embedded database; a copy that pg_dump made is restored with pg_restore or psql, \
                    before Commonweal is started on it (docs/OPERATIONS.md)"
                .into(),
        );
    };
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let manifest = restore(&args.from, folder, settings.realm, &clock).await?;
    println!(
        "Restored the backup of {} into {}: {} people, {} resources, {} audit entries. All sessions are ended.",
        manifest.made,
        folder.display(),
        manifest.people,
        manifest.resources,
        manifest.audit_entries
    );
    Ok(ExitCode::SUCCESS)
}
