//! Charts that were opened lately, in memory: their bytes never change, so the database only has to say which are current.

use std::sync::Arc;

use axum::body::Bytes;
use commonweal_shared::ids::PersonId;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

/// How many bytes of charts stay in memory: 64 MiB.
const ROOM: u64 = 64 * 1024 * 1024;
/// About how many people's they are.
const PEOPLE: usize = 1_000;

/// The charts of people whose records were opened lately. Only the store looks inside, and hands out what a grant unlocks.
pub struct ChartShelf(Cache<PersonId, Arc<[Shelved]>, ByBytes>);

/// A chart as it is sent, under the SHA-256 of its JSON.
#[derive(Clone)]
pub(super) struct Shelved {
    pub(super) hash: String,
    pub(super) body: Bytes,
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<PersonId, Arc<[Shelved]>> for ByBytes {
    fn weight(&self, _: &PersonId, charts: &Arc<[Shelved]>) -> u64 {
        charts.iter().map(|chart| u64::try_from(chart.body.len()).unwrap_or(u64::MAX)).sum::<u64>().max(1)
    }
}

impl Default for ChartShelf {
    fn default() -> Self {
        Self(Cache::with_weighter(PEOPLE, ROOM, ByBytes))
    }
}

impl ChartShelf {
    pub(super) fn of(&self, person: PersonId) -> Option<Arc<[Shelved]>> {
        self.0.get(&person)
    }

    pub(super) fn put(&self, person: PersonId, charts: Arc<[Shelved]>) {
        self.0.insert(person, charts);
    }
}

impl std::fmt::Debug for ChartShelf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ChartShelf(…)")
    }
}
