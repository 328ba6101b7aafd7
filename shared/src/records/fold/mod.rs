//! Folding items into a chart: a pure function of what was received and of who may see it.
//!
//! 1. [`versions`]: an item that came again in a newer version gives way to it.
//! 2. [`medicines`]: issues and statements join their plan.
//! 3. [`same_fact`]: the same fact from several sources becomes one row; every version stays whole in it.
//! 4. [`contexts`]: specimens, drugs, lists and the like go to the rows that they belong to, or into groups.
//! 5. [`rows`], [`absence`], [`sources`], [`tally`]: what the view shows, and the proof that nothing is lost.

mod absence;
mod clusters;
mod contexts;
mod differences;
mod medicines;
mod rows;
mod same_fact;
mod sources;
mod tally;
mod versions;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::{Answer, Chart, Clearance, Detail, Item, Label, Person, Standing, Unreadable};
use crate::ids::OdsCode;
use crate::system::Organisation;
use clusters::Work;

/// All that a chart is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct FoldInput {
    /// Who it is about.
    pub person: Person,
    /// The organisations that sent something, and those that are expected to.
    pub organisations: Vec<Organisation>,
    /// Every arrival for this person, oldest first.
    pub answers: Vec<Answer>,
    /// Every item of theirs.
    pub items: Vec<Item>,
    /// What is kept back.
    pub held: Vec<Held>,
}

/// Resources that came with this person's data and name another person; they are on nobody's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Held {
    /// Who sent them.
    pub source: OdsCode,
    /// How many. What they are and whom they name is for those who match them.
    pub count: u32,
}

/// Folds everything that this clearance may see into one chart.
pub fn fold(input: &FoldInput, clearance: Clearance) -> Chart {
    let mut visible: Vec<&Item> =
        input.items.iter().filter(|item| clearance == Clearance::Restricted || !item.restricted).collect();
    // The same items give the same chart, in whatever order a database hands them over.
    visible.sort_by_key(|item| item.id);
    let mut work = Work::new(&visible);
    versions::fold_versions(&mut work);
    medicines::join_plans(&mut work);
    same_fact::fold_same_facts(&mut work);
    let groups = contexts::place(&mut work);

    let names = sources::names(&input.organisations);
    let missing = absence::not_in_latest(&input.answers, &visible);
    let sections = rows::sections(&work, groups, &names, &missing);
    let sections = absence::with_states(sections, input, &visible, clearance);
    let unreadable: Vec<Unreadable> = visible.iter().filter_map(|item| unreadable(item)).collect();

    Chart {
        person: input.person.clone(),
        received: input.answers.iter().map(|answer| answer.received).max(),
        sources: sources::strip(input, &visible, &sections),
        tally: tally::tally(&sections, &unreadable),
        prescribing_blocked: visible.iter().any(|item| blocks_prescribing(item)),
        held: input.held.clone(),
        sections,
        unreadable,
    }
}

fn unreadable(item: &Item) -> Option<Unreadable> {
    let Standing::Unreadable { reason } = &item.standing else { return None };
    Some(Unreadable {
        part: rows::part(item, super::PartRole::Main, false),
        resource_type: item.resource_type.clone(),
        reason: reason.clone(),
        received: item.received,
    })
}

/// GP Connect: while a degraded drug allergy is present, a system that prescribes must prevent it.
fn blocks_prescribing(item: &Item) -> bool {
    item.labels.contains(&Label::Degraded)
        && !item.labels.contains(&Label::EnteredInError)
        && matches!(&item.detail, Detail::Allergy(allergy) if allergy.drug && allergy.active)
}
