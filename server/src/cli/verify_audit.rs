use std::process::ExitCode;

use super::{CommandError, DatabaseArgs};
use crate::audit::{VerifyError, verify};
use crate::db::Db;

pub(super) async fn run(args: DatabaseArgs) -> Result<ExitCode, CommandError> {
    let db = Db::open_existing(&args.settings()?).await?;
    let outcome = verify(&db).await;
    db.close().await;
    match outcome {
        Ok(found) => {
            println!(
                "The audit log is whole: {} entries in {} logs, {} checkpoints.",
                found.entries, found.logs, found.checkpoints
            );
            Ok(ExitCode::SUCCESS)
        }
        Err(VerifyError::Broken(place)) => {
            println!("The audit log is broken. First broken place: {place}.");
            Ok(ExitCode::FAILURE)
        }
        Err(VerifyError::Database(error)) => Err(error.into()),
    }
}
