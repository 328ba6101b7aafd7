//! One person's rows, compared with each other. No database, no clock.

use std::collections::{BTreeSet, HashMap, HashSet};

use commonweal_shared::ids::PersonId;
use commonweal_shared::records::{Item, Person, Tally};
use commonweal_shared::system::Organisation;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::report::Fault;
use super::store::{PackRow, ResourceRow, Stored, StoredChart};
use crate::records::keep::{self, KeptChart};
use crate::records::pack;
use crate::records::prepare::Ingredients;

/// What became of looking at one person.
#[derive(Debug, Default)]
pub(super) struct Looked {
    pub(super) people: u64,
    pub(super) resources: u64,
    pub(super) charts: u64,
    pub(super) replaced_charts: u64,
    pub(super) rebuild_needed: u64,
    pub(super) faults: Vec<Fault>,
}

impl Looked {
    /// Somebody of whom something could not be read at all.
    pub(super) fn damaged(id: PersonId, damage: &str) -> Self {
        let mut looked = Self { people: 1, ..Self::default() };
        looked.fault(format!("person {id}"), damage);
        looked
    }

    pub(super) fn is_clean(&self) -> bool {
        self.faults.is_empty() && self.rebuild_needed == 0
    }

    fn fault(&mut self, place: String, problem: impl Into<String>) {
        self.faults.push(Fault { place, problem: problem.into() });
    }
}

/// The SHA-256 of some bytes, in hex, as it is stored.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Compares all that is stored of a person.
pub(super) fn look(id: PersonId, stored: Stored, organisations: &[Organisation]) -> Looked {
    let mut looked = Looked { people: 1, ..Looked::default() };
    let published: HashSet<String> =
        stored.resources.iter().filter(|row| row.is_published()).map(|row| row.id.clone()).collect();
    resources(id, &stored, &mut looked);
    for (seen, _) in &stored.rows.seen {
        for again in seen.iter().filter(|again| !published.contains(&again.to_string())) {
            looked
                .fault(format!("person {id}, resource {again}"), "an arrival brought it again, and it is not on file");
        }
    }
    let Stored { identity, rows, held, charts, replaced, .. } = stored;
    let person = Person { id, identity };
    let ingredients = Ingredients { person, organisations: organisations.to_vec(), rows, held };
    match ingredients.charts(Vec::new()) {
        Ok(made) => compare_charts(id, &charts, &made, &published, &mut looked),
        // Which pack it was is told already; the error's own words may repeat what is stored.
        Err(_) => looked.fault(format!("person {id}"), "no chart can be made of what is stored"),
    }
    for chart in &replaced {
        looked.replaced_charts += 1;
        if let Err(problem) = unpacked(chart) {
            looked.fault(format!("person {id}, replaced chart {}", chart.hash), problem);
        }
    }
    looked
}

/// Each pack unpacks, each resource's bytes have their hash, and each has its item, in the same pack.
fn resources(id: PersonId, stored: &Stored, looked: &mut Looked) {
    let mut by_pack: HashMap<(&str, i64), Vec<&ResourceRow>> = HashMap::new();
    let mut lost = BTreeSet::new();
    for row in &stored.resources {
        match row.state.as_deref() {
            Some("published") => by_pack.entry((&row.intake, row.pack)).or_default().push(row),
            // What is staged may be half-way.
            Some(_) => {}
            None => drop(lost.insert(row.intake.as_str())),
        }
    }
    for pack in stored.packs.iter().filter(|pack| pack.state.is_none()) {
        lost.insert(&pack.intake);
    }
    for intake in lost {
        looked.fault(format!("person {id}, arrival {intake}"), "resources name it, and it is not on file");
    }
    for pack in stored.packs.iter().filter(|pack| pack.state.as_deref() == Some("published")) {
        let rows = by_pack.remove(&(pack.intake.as_str(), pack.nth)).unwrap_or_default();
        one_pack(id, pack, &rows, looked);
    }
    for row in by_pack.into_values().flatten() {
        looked.resources += 1;
        looked.fault(format!("person {id}, resource {}", row.id), "the pack with its bytes is not there");
    }
}

fn one_pack(id: PersonId, pack: &PackRow, rows: &[&ResourceRow], looked: &mut Looked) {
    let place = format!("person {id}, arrival {}, pack {}", pack.intake, pack.nth);
    let bytes = pack::unpack_bytes(&pack.bytes);
    let items = pack::unpack_items(&pack.items);
    if bytes.is_err() {
        looked.fault(place.clone(), "its bytes cannot be unpacked");
    }
    if items.is_err() {
        looked.fault(place.clone(), "its items cannot be read");
    }
    let mut items: Option<HashMap<String, Item>> =
        items.ok().map(|items| items.into_iter().map(|item| (item.id.to_string(), item)).collect());
    for row in rows {
        looked.resources += 1;
        let fault =
            |problem: &str| Fault { place: format!("person {id}, resource {}", row.id), problem: problem.to_owned() };
        if let Ok(bytes) = &bytes {
            match row.within(bytes) {
                Some(own) if sha256(own) == row.sha256 => {}
                Some(_) => looked.faults.push(fault("its bytes do not have the hash that was stored with them")),
                None => looked.faults.push(fault("its place is beyond the end of its pack")),
            }
        }
        if let Some(items) = &mut items {
            match items.remove(&row.id) {
                Some(item) if row.agrees_with(&item) => {}
                Some(_) => looked.faults.push(fault("its row and its item say different things")),
                None => looked.faults.push(fault("its item is not there")),
            }
        }
    }
    for orphan in items.unwrap_or_default().into_keys() {
        looked.fault(place.clone(), format!("holds the item {orphan}, and no resource of this person has that id"));
    }
}

/// What every version of a chart holds.
#[derive(Deserialize)]
struct Counted {
    tally: Tally,
}

fn compare_charts(
    id: PersonId,
    stored: &[StoredChart],
    made: &[KeptChart],
    published: &HashSet<String>,
    looked: &mut Looked,
) {
    let mut missing: Vec<&KeptChart> = made.iter().collect();
    for chart in stored {
        looked.charts += 1;
        let place = format!("person {id}, {} chart", chart.clearance);
        let json = match unpacked(chart) {
            Ok(json) => json,
            Err(problem) => {
                missing.retain(|made| made.clearance.id() != chart.clearance);
                looked.fault(place, problem);
                continue;
            }
        };
        if !adds_up(&json) {
            looked.fault(place.clone(), "its tally does not add up");
        }
        match missing.iter().position(|made| made.clearance.id() == chart.clearance) {
            None => looked.fault(place, "nothing is restricted, and there is a chart of its own for that"),
            Some(at) => {
                let made = missing.remove(at);
                if made.hash != chart.hash {
                    differs(place, &json, made, published, looked);
                }
            }
        }
    }
    for made in missing {
        looked.fault(format!("person {id}, {} chart", made.clearance.id()), "it is not there");
    }
    // Whoever sees everything sees each resource counted.
    if let Some(received) = made.last().and_then(|made| keep::unpack(&made.body).ok()).and_then(|json| received(&json))
        && received != u64::try_from(published.len()).unwrap_or(u64::MAX)
    {
        let on_file = published.len();
        looked.fault(format!("person {id}"), format!("{on_file} resources are on file, and a chart counts {received}"));
    }
}

/// A chart's JSON, when it unpacks, has its hash, and is JSON.
fn unpacked(chart: &StoredChart) -> Result<Vec<u8>, &'static str> {
    let json = keep::unpack(&chart.body).map_err(|_| "it cannot be unpacked")?;
    if sha256(&json) != chart.hash {
        return Err("what it unpacks to does not have its hash");
    }
    match serde_json::from_slice::<serde::de::IgnoredAny>(&json) {
        Ok(_) => Ok(json),
        Err(_) => Err("what it unpacks to is no JSON"),
    }
}

fn adds_up(json: &[u8]) -> bool {
    serde_json::from_slice::<Counted>(json).is_ok_and(|Counted { tally }| {
        let parts = [tally.shown, tally.folded, tally.unreadable];
        u64::from(tally.received) == parts.into_iter().map(u64::from).sum::<u64>()
    })
}

fn received(json: &[u8]) -> Option<u64> {
    serde_json::from_slice::<Counted>(json).ok().map(|counted| u64::from(counted.tally.received))
}

/// A chart that is whole in itself and not what is made now: another version's, when it holds the same resources.
fn differs(place: String, json: &[u8], made: &KeptChart, published: &HashSet<String>, looked: &mut Looked) {
    let now = keep::unpack(&made.body).unwrap_or_default();
    if received(json) == received(&now) && held_ids(json, published) == held_ids(&now, published) {
        looked.rebuild_needed += 1;
    } else {
        looked.fault(place, "it does not hold what was received");
    }
}

/// The ids of this person's resources that stand anywhere in a chart.
fn held_ids(json: &[u8], published: &HashSet<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    if let Ok(value) = serde_json::from_slice(json) {
        collect(&value, published, &mut found);
    }
    found
}

fn collect(value: &Value, published: &HashSet<String>, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if published.contains(text) => drop(found.insert(text.clone())),
        Value::Array(values) => values.iter().for_each(|value| collect(value, published, found)),
        Value::Object(fields) => fields.values().for_each(|value| collect(value, published, found)),
        _ => {}
    }
}
