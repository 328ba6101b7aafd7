//! The proof that nothing is lost: every resource stands in exactly one of shown, folded, unreadable.

use std::collections::HashSet;

use crate::ids::ResourceId;
use crate::records::{Label, Row, SectionChart, Tally, Unreadable};

/// Counts what the chart really holds, so that a resource which fell out on the way is missed here.
pub(super) fn tally(sections: &[SectionChart], unreadable: &[Unreadable]) -> Tally {
    let mut shown: HashSet<ResourceId> = HashSet::new();
    let mut folded: HashSet<ResourceId> = HashSet::new();
    for section in sections {
        for row in &section.rows {
            // What was entered in error can be read, and counts as nothing clinical (records.md 7.4).
            if row.labels.contains(&Label::EnteredInError) {
                folded.insert(row.id)
            } else {
                shown.insert(row.id)
            };
            behind(row, &mut folded);
        }
        folded.extend(section.groups.iter().flat_map(|group| &group.parts).map(|part| part.id));
    }
    folded.retain(|id| !shown.contains(id));
    let (shown, folded, unreadable) = (count(shown.len()), count(folded.len()), count(unreadable.len()));
    Tally { received: shown + folded + unreadable, shown, folded, unreadable }
}

fn behind(row: &Row, folded: &mut HashSet<ResourceId>) {
    folded.extend(row.provenance.iter().map(|part| part.id));
    for other in &row.also {
        folded.insert(other.id);
        behind(other, folded);
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
