//! Files and folders on their way into the intake.

use std::path::{Path, PathBuf};

use commonweal_shared::ids::OdsCode;
use commonweal_shared::system::{CareSetting, Organisation};

use super::intake::{RefusedFile, submissions};
use super::{ImportTally, PublishError, Publisher};
use crate::access;
use crate::db::{Db, DbError};

/// Why an import can't go on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A path can't be read.
    #[error("{path}: {cause}")]
    Path {
        /// Which.
        path: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// A file was refused; nothing of it was taken.
    #[error("{path}: {cause}")]
    Refused {
        /// Which.
        path: String,
        /// Why.
        cause: RefusedFile,
    },
    /// A file could not be put on record.
    #[error("{path}: {cause}")]
    Publish {
        /// Which.
        path: String,
        /// Why.
        cause: PublishError,
    },
    /// The source is not on file, and no name was given to put it there.
    #[error(
        "no organisation with the code {0} is on file: give its name with --name to put it there, \
         and its care setting with --setting"
    )]
    UnknownSource(OdsCode),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Makes sure that the source is on file: the operator's act is explicit, so a name puts it there.
///
/// # Errors
/// When it is not on file and has no name, or when the database fails.
pub async fn source_on_file(
    db: &Db,
    code: &OdsCode,
    name: Option<&str>,
    setting: Option<CareSetting>,
) -> Result<(), ImportError> {
    let known = access::organisations(db).await?.into_iter().find(|one| &one.code == code);
    let organisation = match (known, name) {
        (None, None) => return Err(ImportError::UnknownSource(code.clone())),
        (Some(_), None) if setting.is_none() => return Ok(()),
        (Some(known), name) => Organisation {
            name: name.map_or(known.name, str::to_owned),
            setting: setting.or(known.setting),
            code: known.code,
            sends_records: known.sends_records,
        },
        // What it sends of one person says nothing of others, so it is not expected to send for everybody.
        (None, Some(name)) => Organisation { code: code.clone(), name: name.to_owned(), setting, sends_records: false },
    };
    let mut tx = db.write().await?;
    access::register(&mut tx, &organisation).await?;
    Ok(tx.commit().await?)
}

/// Imports files and folders, and reports each file when it is done. A file that is refused does not stop the others.
///
/// # Errors
/// When a path can't be read or the database fails; all that was reported before is kept.
pub async fn import_paths(
    publisher: &Publisher,
    paths: &[PathBuf],
    mut report: impl FnMut(&Path, Result<&ImportTally, &ImportError>, usize, usize),
) -> Result<ImportTally, ImportError> {
    let mut files = Vec::new();
    for path in paths {
        collect(path, true, &mut files)?;
    }
    let mut total = ImportTally::default();
    for (nth, path) in files.iter().enumerate() {
        match import_file(publisher, path).await {
            Ok(tally) => {
                report(path, Ok(&tally), nth + 1, files.len());
                total.add(&tally);
            }
            Err(
                error @ (ImportError::Refused { .. } | ImportError::Publish { cause: PublishError::Refused(_), .. }),
            ) => {
                report(path, Err(&error), nth + 1, files.len());
                total.add(&ImportTally { files: 1, refused: 1, ..ImportTally::default() });
            }
            Err(error) => return Err(error),
        }
    }
    Ok(total)
}

async fn import_file(publisher: &Publisher, path: &Path) -> Result<ImportTally, ImportError> {
    let shown = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|cause| ImportError::Path { path: shown.clone(), cause })?;
    let submissions = submissions(&bytes).map_err(|cause| ImportError::Refused { path: shown.clone(), cause })?;
    let mut tally = ImportTally { files: 1, ..ImportTally::default() };
    for submission in &submissions {
        let one = publisher.publish(submission).await;
        tally.add(&one.map_err(|cause| ImportError::Publish { path: shown.clone(), cause })?);
    }
    Ok(tally)
}

/// Files as they are named; of folders, whatever looks like JSON, in the order of names.
fn collect(path: &Path, named: bool, files: &mut Vec<PathBuf>) -> Result<(), ImportError> {
    let failed = |cause| ImportError::Path { path: path.display().to_string(), cause };
    if path.is_dir() {
        let mut inside = std::fs::read_dir(path)
            .map_err(failed)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<Vec<_>, _>>()
            .map_err(failed)?;
        inside.sort();
        for path in inside {
            collect(&path, false, files)?;
        }
        return Ok(());
    }
    if !path.exists() {
        return Err(failed(std::io::ErrorKind::NotFound.into()));
    }
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    if named || name.ends_with(".json") || name.ends_with(".ndjson") {
        files.push(path.to_owned());
    }
    Ok(())
}
