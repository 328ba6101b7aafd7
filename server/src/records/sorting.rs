//! A submission's resources, seen from what is on file: which are new, which came again, which wait.

use std::collections::{HashMap, HashSet};

use commonweal_shared::ids::ResourceId;
use commonweal_shared::records::{Item, Standing};
use commonweal_shared::time::Moment;
use sha2::{Digest, Sha256};

use super::intake::{Reading, Submission};
use super::store::WaitingResource;
use super::tally::ImportTally;
use crate::clock::NewUuids;

/// The SHA-256 of a resource's bytes.
pub(super) type Sha = [u8; 32];

/// A resource that is new on the record.
#[derive(Debug)]
pub(super) struct Fresh<'a> {
    pub(super) entry: usize,
    /// Came inside another resource, and is an item of its own.
    pub(super) contained: bool,
    pub(super) sha256: Sha,
    pub(super) bytes: &'a [u8],
    pub(super) item: &'a Item,
}

/// How often each hash is there.
pub(super) fn counted(shas: Vec<Sha>) -> HashMap<Sha, usize> {
    let mut counts = HashMap::with_capacity(shas.len());
    for sha in shas {
        *counts.entry(sha).or_default() += 1;
    }
    counts
}

/// Takes one away where one is left.
pub(super) fn take(counts: &mut HashMap<Sha, usize>, sha: &Sha) -> bool {
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
    on_file: &'a HashMap<Sha, Vec<ResourceId>>,
    used: HashMap<Sha, usize>,
    new: NewUuids,
    pub(super) known: HashSet<ResourceId>,
}

impl<'a> Ids<'a> {
    pub(super) fn new(on_file: &'a HashMap<Sha, Vec<ResourceId>>, now: Moment) -> Self {
        Self { on_file, used: HashMap::new(), new: NewUuids::at(now), known: HashSet::new() }
    }

    pub(super) fn next(&mut self, sha: &Sha) -> ResourceId {
        if let Some(before) = self.on_file.get(sha) {
            let nth = self.used.entry(*sha).or_default();
            *nth += 1;
            if let Some(id) = before.get(*nth - 1) {
                self.known.insert(*id);
                return *id;
            }
        }
        ResourceId::new(self.new.make())
    }
}

/// What a submission's resources are, seen from what is on file.
pub(super) struct Sorted<'a> {
    pub(super) fresh: Vec<Fresh<'a>>,
    pub(super) seen_again: Vec<ResourceId>,
    pub(super) held: Vec<WaitingResource>,
}

impl<'a> Sorted<'a> {
    pub(super) fn new(
        submission: &'a Submission,
        read: &'a Reading,
        known: &HashSet<ResourceId>,
        waiting: &HashMap<Sha, usize>,
    ) -> Self {
        let mut waiting = waiting.clone();
        let mut sorted = Self { fresh: Vec::new(), seen_again: Vec::new(), held: Vec::new() };
        for one in &read.items {
            let entry = &submission.entries[one.entry];
            let (bytes, sha256): (&[u8], Sha) = match &one.contained {
                Some(bytes) => (bytes, Sha256::digest(bytes).into()),
                None => (&entry.bytes, entry.sha256),
            };
            if let Some(reason) = &one.held {
                if !take(&mut waiting, &sha256) {
                    let reason = reason.clone();
                    sorted.held.push(WaitingResource { entry: one.entry, sha256, bytes: bytes.into(), reason });
                }
            } else if known.contains(&one.item.id) {
                sorted.seen_again.push(one.item.id);
            } else {
                let contained = one.contained.is_some();
                sorted.fresh.push(Fresh { entry: one.entry, contained, sha256, bytes, item: &one.item });
            }
        }
        sorted
    }

    /// Counts entries; what came inside another resource is an item, and no entry.
    pub(super) fn tally(fresh: &[Fresh<'_>], held: &[WaitingResource], submission: &Submission) -> ImportTally {
        let mut tally =
            ImportTally { resources: submission.entries.len(), waiting: held.len(), ..ImportTally::default() };
        for new in fresh.iter().filter(|new| !new.contained) {
            match &new.item.standing {
                Standing::Row => tally.placed += 1,
                Standing::Context { .. } => tally.folded += 1,
                Standing::Unreadable { .. } => tally.unreadable += 1,
            }
        }
        tally.contained = fresh.iter().filter(|new| new.contained).count();
        tally.unchanged = tally.resources - tally.placed - tally.folded - tally.unreadable - tally.waiting;
        tally
    }
}
