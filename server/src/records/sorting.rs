//! A submission's resources, seen from what is on file: which are new, which came again, which wait.

use std::collections::{HashMap, HashSet};

use commonweal_shared::ids::ResourceId;
use commonweal_shared::records::Standing;
use commonweal_shared::time::Moment;
use sha2::{Digest, Sha256};

use super::intake::{Reading, Submission};
use super::store::{NewResource, WaitingResource};
use super::tally::ImportTally;
use crate::clock::new_uuid;

/// How often each hash is there.
pub(super) fn counted(shas: Vec<String>) -> HashMap<String, usize> {
    let mut counts = HashMap::with_capacity(shas.len());
    for sha in shas {
        *counts.entry(sha).or_default() += 1;
    }
    counts
}

/// Takes one away where one is left.
pub(super) fn take(counts: &mut HashMap<String, usize>, sha: &str) -> bool {
    match counts.get_mut(sha) {
        Some(left) if *left > 0 => {
            *left -= 1;
            true
        }
        _ => false,
    }
}

/// Our UUIDs: the one that a resource got before where the same bytes came before, else a new one.
pub(super) struct Ids<'a> {
    on_file: &'a HashMap<String, Vec<ResourceId>>,
    used: HashMap<String, usize>,
    now: Moment,
    pub(super) known: HashSet<ResourceId>,
}

impl<'a> Ids<'a> {
    pub(super) fn new(on_file: &'a HashMap<String, Vec<ResourceId>>, now: Moment) -> Self {
        Self { on_file, used: HashMap::new(), now, known: HashSet::new() }
    }

    pub(super) fn next(&mut self, sha: &[u8; 32]) -> ResourceId {
        let sha = hex::encode(sha);
        if let Some(before) = self.on_file.get(&sha) {
            let nth = self.used.entry(sha).or_default();
            *nth += 1;
            if let Some(id) = before.get(*nth - 1) {
                self.known.insert(*id);
                return *id;
            }
        }
        ResourceId::new(new_uuid(self.now))
    }
}

/// What a submission's resources are, seen from what is on file.
pub(super) struct Sorted<'a> {
    pub(super) fresh: Vec<NewResource<'a>>,
    pub(super) seen_again: Vec<ResourceId>,
    pub(super) held: Vec<WaitingResource<'a>>,
}

impl<'a> Sorted<'a> {
    pub(super) fn new(
        submission: &'a Submission,
        read: &'a Reading,
        known: &HashSet<ResourceId>,
        waiting: &HashMap<String, usize>,
    ) -> Self {
        let mut waiting = waiting.clone();
        let mut sorted = Self { fresh: Vec::new(), seen_again: Vec::new(), held: Vec::new() };
        for one in &read.items {
            let bytes: &[u8] = one.contained.as_deref().unwrap_or(&submission.entries[one.entry].bytes);
            let sha256 = hex::encode(Sha256::digest(bytes));
            if let Some(reason) = &one.held {
                if !take(&mut waiting, &sha256) {
                    sorted.held.push(WaitingResource { entry: one.entry, sha256, bytes, reason: reason.clone() });
                }
            } else if known.contains(&one.item.id) {
                sorted.seen_again.push(one.item.id);
            } else {
                let json = serde_json::to_vec(&one.item).unwrap_or_default();
                let contained = one.contained.is_some();
                sorted.fresh.push(NewResource { entry: one.entry, contained, sha256, bytes, item: &one.item, json });
            }
        }
        sorted
    }

    /// Counts entries; what came inside another resource is an item, and no entry.
    pub(super) fn tally(&self, submission: &Submission) -> ImportTally {
        let mut tally =
            ImportTally { resources: submission.entries.len(), waiting: self.held.len(), ..ImportTally::default() };
        for new in self.fresh.iter().filter(|new| !new.contained) {
            match &new.item.standing {
                Standing::Row => tally.placed += 1,
                Standing::Context { .. } => tally.folded += 1,
                Standing::Unreadable { .. } => tally.unreadable += 1,
            }
        }
        tally.contained = self.fresh.iter().filter(|new| new.contained).count();
        tally.unchanged = tally.resources - tally.placed - tally.folded - tally.unreadable - tally.waiting;
        tally
    }
}
