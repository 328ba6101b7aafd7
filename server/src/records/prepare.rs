//! What a publication needs of the processor, away from the database: reading, packing, folding.

use std::collections::HashMap;

use commonweal_shared::ids::ResourceId;
use commonweal_shared::records::{Answer, FoldInput, Held, Item, Person};
use commonweal_shared::system::Organisation;
use commonweal_shared::time::Moment;
use rayon::prelude::*;

use super::intake::{self, ReadContext, Submission};
use super::keep::{self, KeepError, KeptChart};
use super::pack::{Pack, PackError, pack, unpack_items};
use super::sorting::{Ids, Sha, Sorted};
use super::store::{FoldRows, WaitingResource};
use super::tally::ImportTally;

/// An arrival that was read and packed, ready to be stored.
pub(super) struct Prepared {
    /// What it says of itself.
    pub(super) answer: Answer,
    /// Its new resources.
    pub(super) packs: Vec<Pack>,
    /// Their items.
    pub(super) fresh: Vec<Item>,
    /// What it brought again.
    pub(super) seen_again: Vec<ResourceId>,
    /// What names another person.
    pub(super) held: Vec<WaitingResource>,
    /// What became of its entries.
    pub(super) tally: ImportTally,
}

/// Reads a submission, and sorts its resources by what is on file of this source: the published resources, and how
/// often what waits is waiting.
pub(super) fn prepare(
    submission: &Submission,
    context: &ReadContext,
    on_file: &HashMap<Sha, Vec<ResourceId>>,
    waiting: &HashMap<Sha, usize>,
) -> Result<Prepared, PackError> {
    let mut ids = Ids::new(on_file, context.received);
    let read = intake::read(submission, context, &mut |key| ids.next(&key.sha256));
    let known = ids.known;
    let Sorted { fresh, seen_again, held } = Sorted::new(submission, &read, &known, waiting);
    let tally = Sorted::tally(&fresh, &held, submission);
    let packs = pack(&fresh)?;
    let items = read.items.into_iter().filter(|one| one.held.is_none() && !known.contains(&one.item.id));
    let fresh = items.map(|one| one.item).collect();
    Ok(Prepared { answer: read.answer, packs, fresh, seen_again, held, tally })
}

/// What a chart is made of, as it is stored, with what an arrival adds to it.
pub(super) struct Ingredients {
    pub(super) person: Person,
    pub(super) organisations: Vec<Organisation>,
    pub(super) rows: FoldRows,
    pub(super) held: Vec<Held>,
}

impl Ingredients {
    /// Takes up an arrival that is about to be published.
    pub(super) fn add(&mut self, answer: &Answer, seen_again: &[ResourceId], held: &[WaitingResource]) {
        self.rows.answers.push(answer.clone());
        if !seen_again.is_empty() {
            self.rows.seen.push((seen_again.to_vec(), answer.received));
        }
        if held.is_empty() {
            return;
        }
        let more = u32::try_from(held.len()).unwrap_or(u32::MAX);
        match self.held.iter_mut().find(|one| one.source == answer.source) {
            Some(one) => one.count += more,
            None => self.held.push(Held { source: answer.source.clone(), count: more }),
        }
        self.held.sort_by(|a, b| a.source.cmp(&b.source));
    }

    /// Makes the charts of all this and of these items, which are not stored yet.
    pub(super) fn charts(self, fresh: Vec<Item>) -> Result<Vec<KeptChart>, KeepError> {
        let Self { person, organisations, rows, held } = self;
        let stored: Result<Vec<Vec<Item>>, PackError> =
            rows.packs.par_iter().map(|packed| unpack_items(packed)).collect();
        let mut items: Vec<Item> = stored?.into_iter().flatten().chain(fresh).collect();
        let seen = last_seen(&rows.seen);
        if !seen.is_empty() {
            items.iter_mut().for_each(|item| item.last_seen = *seen.get(&item.id).unwrap_or(&item.last_seen));
        }
        keep::make(&FoldInput { person, organisations, answers: rows.answers, items, held })
    }
}

/// When each resource that came more than once came last.
fn last_seen(seen: &[(Vec<ResourceId>, Moment)]) -> HashMap<ResourceId, Moment> {
    let mut last = HashMap::new();
    for (ids, at) in seen {
        for id in ids {
            let known = last.entry(*id).or_insert(*at);
            *known = (*known).max(*at);
        }
    }
    last
}
