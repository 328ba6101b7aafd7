use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use super::{CommandError, DatabaseArgs};
use crate::access;
use crate::audit::{Action, Audit};
use crate::clock::SystemClock;
use crate::db::Db;
use crate::records::check;

/// Nothing is wrong, and charts were made by another version.
const REBUILD_NEEDED: u8 = 3;

#[derive(Debug, Args)]
#[command(after_help = "Exit status: 0 nothing is wrong; 1 faults, or the check could not be made; \
                        3 nothing is wrong, and commonweal rebuild is needed.")]
pub(super) struct CheckArgs {
    /// Print what was found as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) async fn run(args: CheckArgs) -> Result<ExitCode, CommandError> {
    let db = Db::open_existing(&args.database.settings()?).await?;
    let audit = Audit::start(db.clone(), Arc::new(SystemClock)).await?;
    let grant = access::keep_by_operator(&db);
    audit.commit(grant.event(Action::Checked).detail("begun")).await?;
    let outcome = check(&db, grant).await;
    let said = match &outcome {
        Ok(report) => format!("{} people, {} faults", report.people, report.all_faults()),
        Err(_) => "broken off".to_owned(),
    };
    audit.commit(grant.event(Action::Checked).detail(said)).await?;
    audit.close().await?;
    db.close().await;
    let report = outcome?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        println!("{report}");
    }
    Ok(match (report.is_clean(), report.rebuild_needed) {
        (false, _) => ExitCode::FAILURE,
        (true, 0) => ExitCode::SUCCESS,
        (true, _) => ExitCode::from(REBUILD_NEEDED),
    })
}
