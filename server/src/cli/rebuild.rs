use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use super::{CommandError, DatabaseArgs};
use crate::access;
use crate::audit::{Action, Audit};
use crate::clock::{Clock, SystemClock};
use crate::db::Db;
use crate::records::rebuild;

#[derive(Debug, Args)]
pub(super) struct RebuildArgs {
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) async fn run(args: RebuildArgs) -> Result<ExitCode, CommandError> {
    let db = Db::open_existing(&args.database.settings()?).await?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let audit = Audit::start(db.clone(), Arc::clone(&clock)).await?;
    let grant = access::keep_by_operator(&db);
    let people = rebuild(&db, grant, &clock).await?;
    audit.commit(grant.event(Action::Rebuilt).detail(format!("{people} people"))).await?;
    audit.close().await?;
    db.close().await;
    println!("The charts of {people} people were made again.");
    Ok(ExitCode::SUCCESS)
}
