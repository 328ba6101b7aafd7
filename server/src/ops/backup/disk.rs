//! Files and folders, with the path in every error.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::BackupError;

const CHUNK: usize = 1024 * 1024;

/// Puts the path into an error of the system.
pub(super) fn at(path: &Path) -> impl FnOnce(std::io::Error) -> BackupError + use<> {
    let path: PathBuf = path.to_owned();
    move |cause| BackupError::File { path, cause }
}

/// A file's length in bytes, and the SHA-256 of its bytes in hex.
pub(super) async fn measured(path: PathBuf) -> Result<(u64, String), BackupError> {
    off_the_runtime(move || {
        let mut file = File::open(&path).map_err(at(&path))?;
        passed_on(&mut file, &path, |_| Ok(()))
    })
    .await
}

/// Copies a file into a new one, and answers what [`measured`] would of what was read.
pub(super) async fn copied(from: PathBuf, to: PathBuf) -> Result<(u64, String), BackupError> {
    off_the_runtime(move || {
        let mut file = File::open(&from).map_err(at(&from))?;
        let mut copy = OpenOptions::new().write(true).create_new(true).open(&to).map_err(at(&to))?;
        let measured = passed_on(&mut file, &from, |chunk| copy.write_all(chunk).map_err(at(&to)))?;
        copy.sync_all().map_err(at(&to))?;
        Ok(measured)
    })
    .await
}

fn passed_on(
    file: &mut File,
    path: &Path,
    mut each: impl FnMut(&[u8]) -> Result<(), BackupError>,
) -> Result<(u64, String), BackupError> {
    let mut chunk = vec![0; CHUNK];
    let (mut bytes, mut hasher) = (0, Sha256::new());
    loop {
        let read = file.read(&mut chunk).map_err(at(path))?;
        if read == 0 {
            return Ok((bytes, hex::encode(hasher.finalize())));
        }
        hasher.update(&chunk[..read]);
        each(&chunk[..read])?;
        bytes += u64::try_from(read).unwrap_or(0);
    }
}

/// A new folder into which nobody but this user may look, and which vanishes unless it is kept.
pub(super) fn private_folder(beginning: &str, above: &Path) -> Result<tempfile::TempDir, BackupError> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(beginning);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o700));
    }
    builder.tempdir_in(above).map_err(at(above))
}

/// Makes sure that a file, or a folder's list of files, is on the disk.
pub(super) fn settle(path: &Path) -> Result<(), BackupError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(at(path))
}

/// The names of all that is in a folder.
pub(super) fn names(folder: &Path) -> Result<Vec<String>, BackupError> {
    let entries = std::fs::read_dir(folder).map_err(at(folder))?;
    let name = |entry: std::io::Result<std::fs::DirEntry>| Ok(entry?.file_name().to_string_lossy().into_owned());
    entries.map(name).collect::<std::io::Result<_>>().map_err(at(folder))
}

async fn off_the_runtime<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| BackupError::Refused("the work with a file was broken off".to_owned()))?
}
