use std::path::Path;

use commonweal_shared::nhs_number::DatabaseKind;
use commonweal_shared::system::Realm;
use serde::{Deserialize, Serialize};

use super::BackupError;
use crate::audit;
use crate::db::{Db, newest_schemas};

/// The manifest's name, beside the files that it describes.
pub const MANIFEST: &str = "manifest.json";
/// The form of a manifest that this program writes.
const FORMAT: u32 = 1;

/// What a backup says of itself. Holds no person's data: hashes and counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of this file; 1.
    pub format: u32,
    /// When the copy was made, in UTC.
    pub made: String,
    /// The version of the program that made it.
    pub program: String,
    /// The database's own short name.
    pub instance: String,
    /// Which of an installation's two databases.
    pub realm: Realm,
    /// Test or live.
    pub kind: DatabaseKind,
    /// When the database was created, in UTC.
    pub created: String,
    /// The files beside this one: the database, then its audit log.
    pub files: Vec<CopiedFile>,
    /// People on file.
    pub people: i64,
    /// Resources, as they came.
    pub resources: i64,
    /// Entries of the audit log.
    pub audit_entries: u64,
    /// Where each log of the audit log ended: kept elsewhere, it shows whether the end of a log was cut off later.
    pub audit_heads: Vec<Head>,
}

/// One file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopiedFile {
    /// Its name.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// The number of the newest migration in it.
    pub schema: i64,
}

/// Where one log ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Which log.
    pub log: String,
    /// The number of its last entry.
    pub seq: i64,
    /// That entry's hash, in hex.
    pub hash: String,
}

impl Manifest {
    /// Describes the copy that is open here; its files are measured when it is closed.
    pub(super) async fn of(copy: &Db, made: String) -> Result<Self, BackupError> {
        let (people, resources) = super::store::counts(copy).await?;
        let verified = audit::verify(copy).await?;
        let meta = copy.meta();
        Ok(Self {
            format: FORMAT,
            made,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            instance: meta.instance.clone(),
            realm: meta.realm,
            kind: meta.kind,
            created: meta.created.to_rfc3339(),
            files: Vec::new(),
            people,
            resources,
            audit_entries: verified.entries,
            audit_heads: heads(copy).await?,
        })
    }

    /// Reads a backup's manifest.
    ///
    /// # Errors
    /// A sentence, when there is none, it can't be read, or a newer program wrote it.
    pub fn read(folder: &Path) -> Result<Self, BackupError> {
        let path = folder.join(MANIFEST);
        let refused = |problem: String| BackupError::Refused(format!("{}: {problem}", path.display()));
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
                return Err(refused("not found: expected a folder that commonweal backup made".to_owned()));
            }
            Err(cause) => return Err(BackupError::File { path, cause }),
        };
        #[derive(Deserialize)]
        struct Form {
            format: u32,
            program: String,
        }
        let unreadable = |error: serde_json::Error| refused(format!("no manifest of a backup: {error}"));
        let form: Form = serde_json::from_str(&text).map_err(unreadable)?;
        if form.format > FORMAT {
            let program = form.program;
            return Err(refused(format!("written by the newer version {program}: restore it with that one")));
        }
        serde_json::from_str(&text).map_err(unreadable)
    }

    /// Refuses files that a newer program wrote.
    pub(super) fn check_schemas(&self) -> Result<(), BackupError> {
        for (file, newest) in self.files.iter().zip(newest_schemas()) {
            if file.schema > newest {
                let (name, program, schema) = (&file.name, &self.program, file.schema);
                return Err(BackupError::Refused(format!(
                    "{name} was written by the newer version {program} (its schema is {schema}, and this program knows \
                     {newest}): restore it with that version"
                )));
            }
        }
        Ok(())
    }
}

/// Where each log ends.
pub(super) async fn heads(db: &Db) -> Result<Vec<Head>, BackupError> {
    let heads = audit::heads(db).await?;
    Ok(heads.into_iter().map(|(log, seq, hash)| Head { log, seq, hash }).collect())
}
