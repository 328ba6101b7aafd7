use commonweal_shared::ids::PersonId;
use commonweal_shared::records::{Held, Identity, Item};

use super::LeftOver;
use crate::db::{Db, DbError};
use crate::records::store::{self, FoldRows};
use crate::{fetch_all, fetch_optional};

/// All that is stored of a person, at one moment.
pub(super) struct Stored {
    pub(super) identity: Identity,
    pub(super) rows: FoldRows,
    pub(super) held: Vec<Held>,
    pub(super) packs: Vec<PackRow>,
    pub(super) resources: Vec<ResourceRow>,
    pub(super) charts: Vec<StoredChart>,
    /// Charts that were seen and replaced.
    pub(super) replaced: Vec<StoredChart>,
}

/// A pack of resources; `state` is its arrival's, and none where that is not on file.
#[derive(sqlx::FromRow)]
pub(super) struct PackRow {
    pub(super) intake: String,
    pub(super) nth: i64,
    pub(super) state: Option<String>,
    pub(super) bytes: Vec<u8>,
    pub(super) items: Vec<u8>,
}

/// A resource's own row; `state` as a pack's.
#[derive(sqlx::FromRow)]
pub(super) struct ResourceRow {
    pub(super) id: String,
    pub(super) intake: String,
    pub(super) pack: i64,
    pub(super) start: i64,
    pub(super) length: i64,
    pub(super) source: String,
    pub(super) sha256: String,
    pub(super) restricted: i64,
    pub(super) section: String,
    pub(super) label: String,
    pub(super) state: Option<String>,
}

impl ResourceRow {
    pub(super) fn is_published(&self) -> bool {
        self.state.as_deref() == Some("published")
    }

    /// Its bytes within those of its pack.
    pub(super) fn within<'b>(&self, pack: &'b [u8]) -> Option<&'b [u8]> {
        let start = usize::try_from(self.start).ok()?;
        let length = usize::try_from(self.length).ok()?;
        pack.get(start..start.checked_add(length)?)
    }

    /// Whether row and item say the same, where both say it.
    pub(super) fn agrees_with(&self, item: &Item) -> bool {
        self.source == item.source.as_str()
            && self.intake == item.intake.to_string()
            && (self.restricted != 0) == item.restricted
            && self.section == item.section.id()
            && self.label == item.title
    }
}

/// A stored chart.
#[derive(sqlx::FromRow)]
pub(super) struct StoredChart {
    pub(super) clearance: String,
    pub(super) hash: String,
    pub(super) body: Vec<u8>,
}

/// Reads all of one person, in one snapshot.
pub(super) async fn stored(db: &Db, id: PersonId) -> Result<Option<Stored>, DbError> {
    let mut snapshot = db.snapshot().await?;
    let Some(person) = store::person(&mut snapshot, id).await? else { return Ok(None) };
    let key = id.to_string();
    let stored = Stored {
        identity: person.identity,
        rows: store::fold_rows(&mut snapshot, id).await?,
        held: store::held_beside(&mut snapshot, id).await?,
        packs: fetch_all!(
            &mut snapshot,
            PackRow,
            "SELECT p.intake, p.nth, i.state, p.bytes, p.items FROM pack p LEFT JOIN intake i ON i.id = p.intake
             WHERE p.person = $1 ORDER BY p.intake, p.nth",
            &key
        )?,
        resources: fetch_all!(
            &mut snapshot,
            ResourceRow,
            "SELECT r.id, r.intake, r.pack, r.start, r.length, r.source, r.sha256, r.restricted, r.section, r.label,
             i.state
             FROM resource r LEFT JOIN intake i ON i.id = r.intake WHERE r.person = $1 ORDER BY r.id",
            &key
        )?,
        charts: fetch_all!(
            &mut snapshot,
            StoredChart,
            "SELECT clearance, hash, body FROM chart WHERE person = $1 ORDER BY clearance",
            &key
        )?,
        replaced: fetch_all!(
            &mut snapshot,
            StoredChart,
            "SELECT clearance, hash, body FROM chart_opened WHERE person = $1 ORDER BY hash",
            &key
        )?,
    };
    Ok(Some(stored))
}

/// A resource that waits.
#[derive(sqlx::FromRow)]
pub(super) struct WaitingRow {
    pub(super) intake: String,
    pub(super) entry: i64,
    pub(super) sha256: String,
    pub(super) bytes: Vec<u8>,
}

/// What waits after this place, in order, at most `limit`.
pub(super) async fn waiting_after(db: &Db, intake: &str, entry: i64, limit: i64) -> Result<Vec<WaitingRow>, DbError> {
    Ok(fetch_all!(
        db.read().await?,
        WaitingRow,
        "SELECT intake, entry, sha256, bytes FROM waiting WHERE intake > $1 OR (intake = $1 AND entry > $2)
         ORDER BY intake, entry LIMIT $3",
        intake,
        entry,
        limit
    )?)
}

/// The rows of each table that name somebody who is not on file. (What is staged may name somebody who is about to be.)
macro_rules! nobodys {
    ($($table:literal $($but:literal)?),+ $(,)?) => {
        [$(($table, concat!(
            "SELECT DISTINCT t.person FROM ", $table, " t LEFT JOIN person p ON p.id = t.person WHERE p.id IS NULL",
            $($but)?
        ))),+]
    };
}

/// The rows of each table that name an arrival that is not on file.
macro_rules! without_arrival {
    ($($table:literal $($but:literal)?),+ $(,)?) => {
        [$(($table, concat!(
            "SELECT DISTINCT t.intake FROM ", $table, " t LEFT JOIN intake i ON i.id = t.intake WHERE i.id IS NULL",
            $($but)?
        ))),+]
    };
}

const NOBODYS: [(&str, &str); 9] = nobodys![
    "resource" " AND NOT EXISTS (SELECT 1 FROM intake i WHERE i.id = t.intake AND i.state = 'staged')",
    "pack" " AND NOT EXISTS (SELECT 1 FROM intake i WHERE i.id = t.intake AND i.state = 'staged')",
    "answer",
    "chart",
    "chart_opened",
    "person_at_source",
    "person_word",
    "relationship",
    "claim",
];

/// Where the person is on file, looking at them tells of it.
const WITHOUT_ARRIVAL: [(&str, &str); 4] = without_arrival![
    "resource" " AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = t.person)",
    "pack" " AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = t.person)",
    "answer",
    "waiting",
];

/// Rows that belong to nobody or came with nothing: where, and what is wrong.
pub(super) async fn strays(db: &Db) -> Result<Vec<(String, String)>, DbError> {
    let mut found = Vec::new();
    for (table, statement) in NOBODYS {
        let rows = fetch_all!(db.read().await?, (String,), statement)?;
        found.extend(rows.into_iter().map(|(person,)| {
            (format!("person {person}"), format!("rows of {table} name this person, who is not on file"))
        }));
    }
    for (table, statement) in WITHOUT_ARRIVAL {
        let rows = fetch_all!(db.read().await?, (String,), statement)?;
        found.extend(rows.into_iter().map(|(intake,)| {
            (format!("arrival {intake}"), format!("rows of {table} name this arrival, which is not on file"))
        }));
    }
    Ok(found)
}

/// What is staged.
pub(super) async fn left_over(db: &Db) -> Result<LeftOver, DbError> {
    let found = fetch_optional!(
        db.read().await?,
        (i64, i64),
        "SELECT (SELECT COUNT(*) FROM intake WHERE state = 'staged'),
         (SELECT COUNT(*) FROM intake i JOIN resource r ON r.person = i.person AND r.intake = i.id
          WHERE i.state = 'staged')"
    )?;
    let (arrivals, resources) = found.unwrap_or_default();
    Ok(LeftOver { arrivals, resources })
}
