use std::path::Path;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::app::App;
use crate::db::{self, DbError, Place};
use crate::ops::store::{self, OnFile};

/// How long a count may be shown before it is made again: some of them walk an index.
const FRESH: Duration = Duration::from_secs(60);

/// What is counted in the database now and then.
#[derive(Debug, Clone)]
pub(super) struct Slow {
    pub(super) on_file: OnFile,
    /// What the database takes on the disk, in bytes, by file; on PostgreSQL by schema.
    pub(super) bytes: Vec<(String, u64)>,
}

/// The last counts and when they were made.
#[derive(Debug, Default)]
pub(super) struct SlowCounts(Mutex<Option<(Instant, Slow)>>);

impl SlowCounts {
    /// The counts, not older than a minute. Whoever asks while they are being made waits for them.
    pub(super) async fn get(&self, app: &App) -> Result<Slow, DbError> {
        let mut kept = self.0.lock().await;
        if let Some((at, slow)) = kept.as_ref()
            && at.elapsed() < FRESH
        {
            return Ok(slow.clone());
        }
        let slow = count(app).await?;
        *kept = Some((Instant::now(), slow.clone()));
        Ok(slow)
    }
}

async fn count(app: &App) -> Result<Slow, DbError> {
    let on_file = store::on_file(&app.db, app.clock.now()).await?;
    let bytes = match &app.settings.database.place {
        Place::Folder(folder) => file_sizes(folder, app),
        Place::Postgres { .. } => store::schema_bytes(&app.db).await?.into_iter().collect(),
    };
    Ok(Slow { on_file, bytes })
}

/// Each file with what the engine keeps beside it. One that is not there has no size.
fn file_sizes(folder: &Path, app: &App) -> Vec<(String, u64)> {
    let mut sizes = Vec::new();
    for file in db::files(folder, app.db.realm()) {
        let Some(name) = file.file_name().map(|name| name.to_string_lossy().into_owned()) else { continue };
        for beside in ["", "-wal"] {
            let name = format!("{name}{beside}");
            if let Ok(about) = std::fs::metadata(folder.join(&name)) {
                sizes.push((name, about.len()));
            }
        }
    }
    sizes
}
