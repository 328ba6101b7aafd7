//! Specimens, drugs, lists and the like: to the rows that they belong to, or into groups, so that each can be reached.

use std::collections::{BTreeMap, HashSet};

use super::clusters::Work;
use super::rows::part;
use crate::records::{Group, LinkKind, PartRole, SectionId, Standing};

/// Attaches what belongs to rows, and answers the groups of what belongs to none.
pub(super) fn place(work: &mut Work<'_>) -> BTreeMap<SectionId, Vec<Group>> {
    let mut placed = vec![false; work.items.len()];
    drugs_and_specimens(work, &mut placed);
    roles_and_places(work, &mut placed);
    arrangements(work, &mut placed);
    groups(work, &placed)
}

fn is_context(work: &Work<'_>, at: usize) -> bool {
    matches!(work.items[at].standing, Standing::Context { .. })
}

/// What rows point to: the drug, the specimen.
fn drugs_and_specimens(work: &mut Work<'_>, placed: &mut [bool]) {
    let mut found = Vec::new();
    for (at, item) in work.items.iter().enumerate() {
        let Some(cluster) = work.cluster_of[at].filter(|_| item.standing == Standing::Row) else { continue };
        for (kind, role) in [(LinkKind::Medication, PartRole::Medication), (LinkKind::Specimen, PartRole::Specimen)] {
            found.extend(work.linked(at, kind).filter(|&to| is_context(work, to)).map(|to| (cluster, to, role)));
        }
    }
    attach(work, placed, found);
}

/// What points to rows: a role to its practitioner, a place to its organisation.
fn roles_and_places(work: &mut Work<'_>, placed: &mut [bool]) {
    let mut found = Vec::new();
    for (at, item) in work.items.iter().enumerate() {
        if !is_context(work, at) || placed[at] {
            continue;
        }
        let kinds: &[LinkKind] = match item.resource_type.as_str() {
            "PractitionerRole" => &[LinkKind::Practitioner, LinkKind::Organisation],
            "Location" => &[LinkKind::Organisation],
            _ => continue,
        };
        let target = kinds.iter().find_map(|&kind| work.linked(at, kind).find_map(|to| work.cluster_of[to]));
        found.extend(target.map(|cluster| (cluster, at, PartRole::Context)));
    }
    attach(work, placed, found);
}

/// A consultation's tree of lists belongs to its encounter: the list that names it, and all that hang from that list.
fn arrangements(work: &mut Work<'_>, placed: &mut [bool]) {
    let mut found = Vec::new();
    let mut seen: HashSet<usize> = HashSet::new();
    for at in 0..work.items.len() {
        if work.items[at].resource_type != "List" || !is_context(work, at) {
            continue;
        }
        let encounter = work.linked(at, LinkKind::Encounter).find_map(|to| work.cluster_of[to]);
        let Some(cluster) = encounter else { continue };
        let mut open = vec![at];
        while let Some(list) = open.pop() {
            if seen.insert(list) {
                found.push((cluster, list, PartRole::Arrangement));
                open.extend(
                    work.linked(list, LinkKind::Lists)
                        .filter(|&to| work.items[to].resource_type == "List" && is_context(work, to)),
                );
            }
        }
    }
    attach(work, placed, found);
}

fn attach(work: &mut Work<'_>, placed: &mut [bool], found: Vec<(usize, usize, PartRole)>) {
    let mut already: HashSet<(usize, usize)> = HashSet::with_capacity(found.len());
    for (cluster, at, role) in found {
        if already.insert((cluster, at)) {
            placed[at] = true;
            work.clusters[cluster].parts.push((at, role));
            work.cluster_of[at].get_or_insert(cluster);
        }
    }
}

fn groups(work: &Work<'_>, placed: &[bool]) -> BTreeMap<SectionId, Vec<Group>> {
    let mut by_title: BTreeMap<(SectionId, &str), Vec<usize>> = BTreeMap::new();
    for (at, item) in work.items.iter().enumerate() {
        if let (Standing::Context { group }, false) = (&item.standing, placed[at]) {
            let section = if item.restricted { SectionId::Sensitive } else { item.section };
            by_title.entry((section, group)).or_default().push(at);
        }
    }
    let mut groups: BTreeMap<SectionId, Vec<Group>> = BTreeMap::new();
    for ((section, title), members) in by_title {
        let parts = members.into_iter().map(|at| part(work.items[at], PartRole::Listed, true)).collect();
        groups.entry(section).or_default().push(Group { title: title.to_owned(), parts });
    }
    groups
}
