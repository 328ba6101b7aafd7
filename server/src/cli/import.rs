use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use commonweal_shared::ids::OdsCode;
use commonweal_shared::system::CareSetting;

use super::args::parse_setting;
use super::{CommandError, DatabaseArgs};
use crate::access;
use crate::audit::{Action, Audit};
use crate::clock::{Clock, SystemClock};
use crate::db::Db;
use crate::records::{ImportError, ImportTally, Publisher, import_paths, source_on_file};

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The code of the organisation that sent them
    #[arg(long, value_name = "ODS")]
    source: OdsCode,
    /// Its name: puts the organisation on file when it is not there yet
    #[arg(long)]
    name: Option<String>,
    /// Its care setting: general-practice, acute, community, mental-health, ambulance, optometry, social-care, voluntary, icb
    #[arg(long, value_parser = parse_setting)]
    setting: Option<CareSetting>,
    /// Print the tally as JSON
    #[arg(long)]
    json: bool,
    /// Say of each file when it is on record, on standard error; so it does anyhow at a terminal, unless with --json
    #[arg(long)]
    progress: bool,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) async fn run(args: ImportArgs) -> Result<ExitCode, CommandError> {
    let db = Db::open(&args.database.settings()?).await?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let audit = Audit::start(db.clone(), Arc::clone(&clock)).await?;
    source_on_file(&db, &args.source, args.name.as_deref(), args.setting).await?;
    let grant = access::intake_by_operator(&db, args.source.clone());
    audit.commit(grant.event(Action::Imported).detail(format!("from {}: begun", args.source))).await?;
    let publisher = Publisher::new(db.clone(), grant.clone(), clock).await?.settling_later();
    let outcome =
        import_paths(&publisher, &args.paths, |path, result, nth, of| report(&args, path, &result, nth, of)).await;
    let said = match &outcome {
        Ok(total) => total.to_string(),
        Err(_) => "broken off".to_owned(),
    };
    audit.commit(grant.event(Action::Imported).detail(format!("from {}: {said}", args.source))).await?;
    audit.close().await?;
    db.close().await;
    let total = outcome?;
    if args.json {
        println!("{}", serde_json::to_string(&total)?);
    } else {
        println!("{total}");
    }
    Ok(if total.refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A line for each file: what was refused always, progress where somebody watches. A file's line stands there once all
/// of it is stored for good.
fn report(args: &ImportArgs, path: &Path, result: &Result<&ImportTally, &ImportError>, nth: usize, of: usize) {
    match result {
        Err(error) => eprintln!("refused: {error}"),
        Ok(tally) if args.progress || (std::io::stderr().is_terminal() && !args.json) => {
            let tally = ImportTally { files: 1, ..(*tally).clone() };
            eprintln!("[{nth}/{of}] {}: {tally}", path.display());
        }
        Ok(_) => {}
    }
}
