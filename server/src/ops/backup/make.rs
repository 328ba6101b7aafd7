use std::io::Write as _;
use std::path::{Path, PathBuf};

use commonweal_shared::system::Realm;
use commonweal_shared::time::Moment;

use super::disk::{at, measured, names, private_folder, settle};
use super::{BackupError, CopiedFile, MANIFEST, Manifest};
use crate::access::KeepGrant;
use crate::db::{DatabaseSettings, Db, Place, Schema, copy_files, engine_faults, files, newest_schemas, schemas};

/// The folder of the database that these settings name, when a copy of it can be made by this program: the embedded
/// engine's, there, and neither older nor newer. Looks without changing anything.
///
/// # Errors
/// A sentence that says what to do instead.
pub async fn ready_to_copy(settings: &DatabaseSettings) -> Result<PathBuf, BackupError> {
    let refused = |problem: String| Err(BackupError::Refused(problem));
    let folder = match &settings.place {
        Place::Folder(folder) => folder,
        Place::Postgres { schema, .. } => {
            let schema = format!("{schema}_{}", realm_word(settings.realm));
            return refused(format!(
                "this copies the embedded database; PostgreSQL is backed up by its own tools: pg_dump --schema={schema} \
                 for this database alone, or pg_basebackup for the whole server (docs/OPERATIONS.md)"
            ));
        }
    };
    for file in files(folder, settings.realm) {
        if !file.is_file() {
            return refused(format!("{} is not there: name the right folder with --data", file.display()));
        }
    }
    match schemas(folder, settings.realm).await? {
        [Schema::Same, Schema::Same] => Ok(folder.clone()),
        found if found.contains(&Schema::Newer) => {
            refused("this database belongs to a newer version: back it up with that one".to_owned())
        }
        _ => refused(
            "this database is of an older version: back it up with the version that serves it, before the upgrade"
                .to_owned(),
        ),
    }
}

pub(super) fn realm_word(realm: Realm) -> &'static str {
    match realm {
        Realm::Care => "care",
        Realm::Practice => "practice",
    }
}

/// Copies a database into a new folder while others use it, opens the copy, verifies it, and only then gives it its
/// name. Where `to` is a folder that is there, a new one is made in it, named by instance and time.
/// Answers where the copy is.
///
/// # Errors
/// When `to` is taken, there is no room, or the copy is not whole; then nothing of it stays.
pub async fn back_up(
    db: &Db,
    grant: KeepGrant,
    folder: &Path,
    to: &Path,
    now: Moment,
) -> Result<(PathBuf, Manifest), BackupError> {
    db.check_realm(grant.realm())?;
    let made = now.to_rfc3339();
    if to.join(MANIFEST).exists() {
        let to = to.display();
        return Err(BackupError::Refused(format!("{to} is a backup already: a backup never overwrites anything")));
    }
    let to = if to.is_dir() {
        let stamp: String = made.chars().take(19).filter(|sign| *sign != '-' && *sign != ':').collect();
        to.join(format!("commonweal-{}-{}-{stamp}Z", realm_word(db.realm()), db.meta().instance))
    } else {
        to.to_owned()
    };
    if to.symlink_metadata().is_ok() {
        let to = to.display();
        return Err(BackupError::Refused(format!("{to} is there already: a backup never overwrites anything")));
    }
    let above = match to.parent() {
        Some(above) if !above.as_os_str().is_empty() => above.to_owned(),
        _ => PathBuf::from("."),
    };
    std::fs::create_dir_all(&above).map_err(at(&above))?;
    // It vanishes when anything goes wrong.
    let hidden = private_folder(".commonweal-backup-", &above)?;
    copy_files(folder, db.realm(), hidden.path()).await?;
    let mut manifest = describe_and_verify(hidden.path(), db.realm(), made).await?;
    if manifest.instance != db.meta().instance {
        return Err(BackupError::NotWhole("it is another database than the one that was opened".to_owned()));
    }
    for (file, schema) in files(hidden.path(), db.realm()).into_iter().zip(newest_schemas()) {
        settle(&file)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (bytes, sha256) = measured(file).await?;
        manifest.files.push(CopiedFile { name, bytes, sha256, schema });
    }
    write_manifest(&hidden.path().join(MANIFEST), &manifest)?;
    settle(hidden.path())?;
    let hidden = hidden.keep();
    if let Err(cause) = std::fs::rename(&hidden, &to) {
        // What could not be named must not stay nameless.
        std::fs::remove_dir_all(&hidden).map_err(at(&hidden))?;
        return Err(BackupError::File { path: to, cause });
    }
    settle(&above)?;
    Ok((to, manifest))
}

/// Opens a copy as the program would, asks the engine whether it is whole, walks its audit log, and closes it so that
/// nothing is left but its files.
pub(super) async fn describe_and_verify(folder: &Path, realm: Realm, made: String) -> Result<Manifest, BackupError> {
    let settings = DatabaseSettings { realm, ..DatabaseSettings::folder(folder) };
    let copy = Db::open_existing(&settings).await?;
    let described = described(&copy, made).await;
    copy.close().await;
    let manifest = described?;
    let expected = files(folder, realm).map(|file| file.file_name().unwrap_or_default().to_owned());
    match names(folder)?.into_iter().find(|name| expected.iter().all(|file| file != name.as_str())) {
        None => Ok(manifest),
        Some(left) => Err(BackupError::NotWhole(format!("{left} was left beside it when it was closed"))),
    }
}

async fn described(copy: &Db, made: String) -> Result<Manifest, BackupError> {
    let faults = engine_faults(copy).await?;
    if !faults.is_empty() {
        return Err(BackupError::NotWhole(faults.join("; ")));
    }
    Manifest::of(copy, made).await
}

fn write_manifest(path: &Path, manifest: &Manifest) -> Result<(), BackupError> {
    let text = serde_json::to_string_pretty(manifest).map_err(|error| at(path)(error.into()))?;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(at(path))?;
    file.write_all(text.as_bytes()).and_then(|()| file.write_all(b"\n")).map_err(at(path))?;
    file.sync_all().map_err(at(path))
}
