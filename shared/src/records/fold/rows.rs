//! Clusters become rows, rows become sections.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::clusters::{Cluster, Work};
use super::{differences, medicines};
use crate::ids::{OdsCode, ResourceId};
use crate::records::{Absence, Detail, Group, Item, Label, LinkKind, Part, PartRole, Row, SectionChart, SectionId};

/// All sections with their rows; their states are still to be said.
pub(super) fn sections(
    work: &Work<'_>,
    mut groups: BTreeMap<SectionId, Vec<Group>>,
    names: &HashMap<OdsCode, String>,
    missing: &HashSet<ResourceId>,
) -> Vec<SectionChart> {
    let mut rows: BTreeMap<SectionId, Vec<Row>> = BTreeMap::new();
    for cluster in work.rows() {
        let main = work.items[work.clusters[cluster].main];
        let section = if main.restricted { SectionId::Sensitive } else { main.section };
        rows.entry(section).or_default().push(whole_row(work, cluster, names, missing));
    }
    SectionId::ALL
        .into_iter()
        .map(|id| {
            let mut rows = rows.remove(&id).unwrap_or_default();
            // Newest first, undated last; the rest of the order only has to be the same each time.
            rows.sort_by(|a, b| b.when.cmp(&a.when).then_with(|| a.title.cmp(&b.title)).then_with(|| a.id.cmp(&b.id)));
            let groups = groups.remove(&id).unwrap_or_default();
            SectionChart { id, state: Absence::Unavailable, sources: Vec::new(), rows, groups }
        })
        .collect()
}

fn whole_row(work: &Work<'_>, cluster: usize, names: &HashMap<OdsCode, String>, missing: &HashSet<ResourceId>) -> Row {
    let outer = &work.clusters[cluster];
    let mut row = row(work, cluster, missing);
    for (inner, role) in &outer.also {
        let mut other = self::row(work, *inner, missing);
        row.provenance.push(part(work.items[work.clusters[*inner].main], *role, true));
        if *role == PartRole::Earlier {
            other.labels.push(Label::EarlierVersion);
        } else {
            row.differences.extend(differences::between(&row, &other, names));
        }
        row.also.push(other);
    }
    row
}

fn row(work: &Work<'_>, cluster: usize, missing: &HashSet<ResourceId>) -> Row {
    let parts = &work.clusters[cluster];
    let item = work.items[parts.main];
    let detail = match &item.detail {
        Detail::Medicine(_) => medicines::merged(work, cluster).map_or(Detail::Plain, Detail::Medicine),
        other => other.clone(),
    };
    let mut labels = item.labels.clone();
    if missing.contains(&item.id) {
        labels.push(Label::NotInLatestAnswer);
    }
    labels.dedup();
    Row {
        id: item.id,
        source: item.source.clone(),
        resource_type: item.resource_type.clone(),
        title: item.title.clone(),
        wording: item.wording.clone(),
        codes: item.codes.clone(),
        when: item.when.clone(),
        until: item.until.clone(),
        recorded: item.recorded.clone(),
        received: item.received,
        author: item.author.clone(),
        organisation: item.organisation.clone(),
        status: item.status.clone(),
        labels,
        notes: notes(work, parts),
        detail,
        facts: facts(work, parts),
        encounter: encounter(work, cluster),
        related: related(work, cluster),
        provenance: provenance(work, parts),
        also: Vec::new(),
        differences: Vec::new(),
        from_section: item.restricted.then_some(item.section),
    }
}

/// A plan's notes are also on its statement (records.md 4.1), so each is said once.
fn notes(work: &Work<'_>, cluster: &Cluster) -> Vec<String> {
    let mut notes = work.items[cluster.main].notes.clone();
    for (at, role) in &cluster.parts {
        if matches!(role, PartRole::Plan | PartRole::Statement) {
            for note in &work.items[*at].notes {
                if !notes.iter().any(|said| said.contains(note.as_str())) {
                    notes.push(note.clone());
                }
            }
        }
    }
    notes
}

/// The row's own facts, and those of the plan, specimen, role or place behind it.
fn facts(work: &Work<'_>, cluster: &Cluster) -> Vec<crate::records::Fact> {
    let mut facts = work.items[cluster.main].facts.clone();
    for (at, role) in &cluster.parts {
        if matches!(role, PartRole::Plan | PartRole::Statement | PartRole::Specimen | PartRole::Context) {
            for fact in &work.items[*at].facts {
                if !facts.contains(fact) {
                    facts.push(fact.clone());
                }
            }
        }
    }
    facts
}

fn encounter(work: &Work<'_>, cluster: usize) -> Option<ResourceId> {
    let main = work.clusters[cluster].main;
    let row = work.linked(main, LinkKind::Encounter).find_map(|to| work.row_of(to))?;
    (row != work.outermost(cluster)).then(|| work.items[work.clusters[row].main].id)
}

fn related(work: &Work<'_>, cluster: usize) -> Vec<ResourceId> {
    let own = work.outermost(cluster);
    let mut related = Vec::new();
    for kind in [LinkKind::Member, LinkKind::Concerns, LinkKind::ActualProblem, LinkKind::BasedOn, LinkKind::Lists] {
        for to in work.linked(work.clusters[cluster].main, kind) {
            if let Some(row) = work.row_of(to).filter(|&row| row != own) {
                let id = work.items[work.clusters[row].main].id;
                if !related.contains(&id) {
                    related.push(id);
                }
            }
        }
    }
    related
}

fn provenance(work: &Work<'_>, cluster: &Cluster) -> Vec<Part> {
    std::iter::once(part(work.items[cluster.main], PartRole::Main, false))
        .chain(cluster.parts.iter().map(|(at, role)| part(work.items[*at], *role, true)))
        .collect()
}

pub(super) fn part(item: &Item, role: PartRole, titled: bool) -> Part {
    Part {
        source: item.source.clone(),
        id: item.id,
        reference: item.reference.clone(),
        role,
        title: (titled && role != PartRole::Issue).then(|| item.title.clone()).filter(|title| !title.is_empty()),
    }
}
