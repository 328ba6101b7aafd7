use std::path::Path;
use std::sync::Arc;

use commonweal_shared::system::Realm;

use super::disk::{at, copied, private_folder, settle};
use super::make::{describe_and_verify, realm_word};
use super::{BackupError, Manifest, manifest, store};
use crate::access;
use crate::audit::{Action, Audit};
use crate::clock::Clock;
use crate::db::{DatabaseSettings, Db, files};

/// Makes a backup a database again, in a folder that has none. The copy is checked against its manifest, opened and
/// verified beside its place, and takes it last; all sessions are ended, and the act stands in its audit log.
///
/// # Errors
/// A sentence, when a file is missing or not what the manifest says, a newer program wrote it, it is of another realm,
/// or the folder has a database already. Then the folder is as it was.
pub async fn restore(
    from: &Path,
    folder: &Path,
    realm: Realm,
    clock: &Arc<dyn Clock>,
) -> Result<Manifest, BackupError> {
    let manifest = Manifest::read(from)?;
    check_manifest(&manifest, from, realm)?;
    std::fs::create_dir_all(folder).map_err(at(folder))?;
    check_place(folder, realm)?;
    let beside = private_folder(".commonweal-restore-", folder)?;
    for (file, copy) in manifest.files.iter().zip(files(beside.path(), realm)) {
        let source = from.join(&file.name);
        let (bytes, sha256) = copied(source.clone(), copy).await?;
        if (bytes, &sha256) != (file.bytes, &file.sha256) {
            return Err(BackupError::Refused(format!(
                "{} is not the file that was written: its SHA-256 is {sha256} over {bytes} bytes, and the manifest says \
                 {} over {}",
                source.display(),
                file.sha256,
                file.bytes
            )));
        }
    }
    verify(beside.path(), &manifest).await?;
    take_over(beside.path(), &manifest, clock).await?;
    // The database itself last: before it is there, nothing is.
    for (file, place) in files(beside.path(), realm).iter().zip(files(folder, realm)).rev() {
        settle(file)?;
        std::fs::rename(file, &place).map_err(at(&place))?;
    }
    settle(folder)?;
    Ok(manifest)
}

fn check_manifest(manifest: &Manifest, from: &Path, realm: Realm) -> Result<(), BackupError> {
    let refused = |problem: String| Err(BackupError::Refused(format!("{}: {problem}", from.display())));
    if manifest.realm != realm {
        let (found, wanted) = (realm_word(manifest.realm), realm_word(realm));
        return refused(format!("a backup of the {found} database, and one of the {wanted} database was expected"));
    }
    manifest.check_schemas()?;
    let expected = files(Path::new(""), realm).map(|file| file.display().to_string());
    let found: Vec<&str> = manifest.files.iter().map(|file| file.name.as_str()).collect();
    if found != expected {
        return refused(format!("its manifest names {}, and {} were expected", found.join(", "), expected.join(", ")));
    }
    match found.iter().find(|name| !from.join(name).is_file()) {
        Some(missing) => refused(format!("{missing} is missing, and the manifest names it")),
        None => Ok(()),
    }
}

fn check_place(folder: &Path, realm: Realm) -> Result<(), BackupError> {
    for file in files(folder, realm) {
        for beside in ["", "-wal", "-journal"] {
            let path = format!("{}{beside}", file.display());
            if Path::new(&path).symlink_metadata().is_ok() {
                return Err(BackupError::Refused(format!(
                    "{path} is there already: restore into a folder without a database, and stop the server before you \
                     move one away"
                )));
            }
        }
    }
    Ok(())
}

/// The copy holds what the manifest says.
async fn verify(folder: &Path, manifest: &Manifest) -> Result<(), BackupError> {
    let found = describe_and_verify(folder, manifest.realm, manifest.made.clone()).await?;
    let same = found.instance == manifest.instance
        && (found.people, found.resources) == (manifest.people, manifest.resources)
        && (found.audit_entries, &found.audit_heads) == (manifest.audit_entries, &manifest.audit_heads);
    if same { Ok(()) } else { Err(BackupError::NotWhole("its contents are not what its manifest counts".to_owned())) }
}

async fn take_over(folder: &Path, manifest: &Manifest, clock: &Arc<dyn Clock>) -> Result<(), BackupError> {
    let settings = DatabaseSettings { realm: manifest.realm, ..DatabaseSettings::folder(folder) };
    let db = Db::open_existing(&settings).await?;
    let audit = Audit::start(db.clone(), Arc::clone(clock)).await?;
    store::end_sessions(&db).await?;
    let event = access::keep_by_operator(&db).event(Action::Restored);
    audit.commit(event.detail(format!("the backup of {}", manifest.made))).await?;
    audit.close().await?;
    let last = manifest::heads(&db).await?;
    db.close().await;
    // A log more than the backup had: the one that says so.
    if last.len() > manifest.audit_heads.len() {
        Ok(())
    } else {
        Err(BackupError::NotWhole("the act of restoring is not in its audit log".to_owned()))
    }
}
