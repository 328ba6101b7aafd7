//! Files and folders on their way into the intake.

use std::fs::File;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use commonweal_shared::ids::OdsCode;
use commonweal_shared::system::{CareSetting, Organisation};
use futures::{StreamExt as _, stream};
use tokio::sync::{Mutex, mpsc};

use super::intake::{NoBytes, RefusedFile, Submission, bytes_of, submissions};
use super::{ImportTally, PublishError, Publisher};
use crate::access;
use crate::db::{Db, DbError};
use crate::work::aside;

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

impl ImportError {
    /// Whether it concerns this one file only, so that others may still be taken.
    const fn is_refusal(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::Publish { cause: PublishError::Refused(_), .. })
    }
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

/// How many people's submissions are published at once: while one waits for the disk, others are read and folded.
const AT_ONCE: usize = 4;
/// How many files are read ahead of that.
const AHEAD: usize = 2;
/// How many files wait for the disk together.
const SETTLED_TOGETHER: usize = 8;

/// Imports files and folders, and reports each file when it is done, in their order. A file that is refused does not
/// stop the others. Several are under way at once; those of one person take turns, in their order.
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
    let turns = Turns::default();
    let mut steps = stream::iter(files.iter().cloned())
        .map(read_file)
        .buffered(AHEAD)
        .flat_map(|read| stream::iter(steps_of(read)))
        .map(|step| take_step(publisher, &turns, step))
        .buffered(AT_ONCE);

    // What is under way is polled all the time, also while files wait for the disk: it may hold what they wait for.
    let (taken, mut outcomes) = mpsc::unbounded_channel();
    let taking = async move {
        while let Some(outcome) = steps.next().await {
            if taken.send(outcome).is_err() {
                break;
            }
        }
        Ok(())
    };
    let reporting = async {
        let mut total = ImportTally::default();
        let mut done = Vec::with_capacity(SETTLED_TOGETHER);
        let mut nth = 0;
        let mut so_far = Ok(ImportTally::default());
        while let Some((outcome, last)) = outcomes.recv().await {
            match (&mut so_far, outcome) {
                (Ok(tally), Ok(more)) => tally.add(&more),
                (Ok(_), Err(error)) if error.is_refusal() => so_far = Err(error),
                (Ok(_), Err(error)) => return Err(error),
                (Err(_), _) => {}
            }
            if !last {
                continue;
            }
            done.push(std::mem::replace(&mut so_far, Ok(ImportTally::default())));
            if done.len() < SETTLED_TOGETHER && nth + done.len() < files.len() {
                continue;
            }
            // What is reported must be on the disk.
            publisher.settle().await.map_err(|cause| broken_off(&files[nth], cause))?;
            for outcome in done.drain(..) {
                let path = &files[nth];
                nth += 1;
                report(path, outcome.as_ref(), nth, files.len());
                let refused = ImportTally { refused: 1, ..ImportTally::default() };
                total.add(&ImportTally { files: 1, ..outcome.unwrap_or(refused) });
            }
        }
        Ok(total)
    };
    futures::try_join!(taking, reporting).map(|((), total)| total)
}

/// One submission of a file, or why there is none, and whether it is the file's last.
struct Step {
    path: PathBuf,
    submission: Option<Result<Submission, ImportError>>,
    last: bool,
}

async fn read_file(path: PathBuf) -> (PathBuf, Result<Vec<Submission>, ImportError>) {
    let shown = path.display().to_string();
    let file = path.clone();
    let read = aside(move || {
        let read = File::open(&file).map_err(NoBytes::Unreadable).and_then(|file| bytes_of(&file));
        let bytes = read.map_err(|cause| match cause {
            NoBytes::Unreadable(cause) => ImportError::Path { path: shown.clone(), cause },
            NoBytes::Refused(cause) => ImportError::Refused { path: shown.clone(), cause },
        })?;
        submissions(&bytes).map_err(|cause| ImportError::Refused { path: shown, cause })
    });
    let read = read.await.map_err(|cause| broken_off(&path, cause.into()));
    (path, read.and_then(|read| read))
}

fn steps_of((path, read): (PathBuf, Result<Vec<Submission>, ImportError>)) -> Vec<Step> {
    let mut steps: Vec<Step> = match read {
        Err(error) => vec![Step { path, submission: Some(Err(error)), last: false }],
        Ok(none) if none.is_empty() => vec![Step { path, submission: None, last: false }],
        Ok(some) => {
            let step = |one| Step { path: path.clone(), submission: Some(Ok(one)), last: false };
            some.into_iter().map(step).collect()
        }
    };
    if let Some(step) = steps.last_mut() {
        step.last = true;
    }
    steps
}

async fn take_step(publisher: &Publisher, turns: &Turns, step: Step) -> (Result<ImportTally, ImportError>, bool) {
    let outcome = match step.submission {
        None => Ok(ImportTally::default()),
        Some(Err(error)) => Err(error),
        Some(Ok(submission)) => {
            let _turn = turns.of(&submission).lock().await;
            publisher.publish(submission).await.map_err(|cause| broken_off(&step.path, cause))
        }
    };
    (outcome, step.last)
}

fn broken_off(path: &Path, cause: PublishError) -> ImportError {
    ImportError::Publish { path: path.display().to_string(), cause }
}

/// Submissions of one person take turns, first come, first served: what a source sent last must count last.
#[derive(Default)]
struct Turns([Mutex<()>; 16]);

impl Turns {
    fn of(&self, submission: &Submission) -> &Mutex<()> {
        let who = submission.patients.first().map(|claim| (&claim.stated_number, &claim.local_id));
        // The same everywhere is not needed: it only decides who waits for whom.
        let mut hasher = DefaultHasher::new();
        match who {
            Some((Some(number), _)) => number.hash(&mut hasher),
            Some((None, local_id)) => local_id.hash(&mut hasher),
            None => {}
        }
        let at = usize::try_from(hasher.finish() % self.0.len() as u64).unwrap_or(0);
        &self.0[at]
    }
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
