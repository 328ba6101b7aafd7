//! The same fact from several sources becomes one row, and every version stays whole in it (complaint C11).
//!
//! Cautious by design: two rows of one source are never joined here, and neither are facts of which only the words
//! or only the day agree.

use std::collections::HashMap;

use super::clusters::{Work, subject_key};
use crate::ids::OdsCode;
use crate::records::{Detail, Item, Label, PartRole, SectionId};

pub(super) fn fold_same_facts(work: &mut Work<'_>) {
    let mut facts: HashMap<String, Vec<usize>> = HashMap::new();
    for cluster in work.rows() {
        if let Some(key) = fact_key(work.items[work.clusters[cluster].main]) {
            facts.entry(key).or_default().push(cluster);
        }
    }
    let mut keys: Vec<_> = facts.into_iter().filter(|(_, clusters)| clusters.len() > 1).collect();
    keys.sort_unstable();
    for (_, clusters) in keys {
        if !several_in_one_source(work, &clusters) {
            let (speaker, others) = choose(work, clusters);
            for other in others {
                work.put_inside(other, speaker, PartRole::Duplicate);
            }
        }
    }
    contradicted_medicines(work);
}

/// What must be equal for two rows of different sources to state one fact; none for what is never joined.
fn fact_key(item: &Item) -> Option<String> {
    if item.labels.contains(&Label::EnteredInError) {
        return None;
    }
    let section = item.section.id();
    let subject = subject_key(item);
    let day = item.when.as_ref().and_then(|when| when.civil_day());
    match &item.detail {
        Detail::Allergy(allergy) => Some(format!("{section}|{subject}|{}", allergy.active)),
        Detail::Problem(problem) => Some(format!("{section}|{subject}|{}", problem.active)),
        Detail::Medicine(medicine) if medicine.current => Some(format!("{section}|{subject}|current")),
        Detail::Measure(measure) => {
            let quantity = measure.quantity.as_ref()?;
            let value = plain_number(&quantity.value);
            Some(format!("{section}|{subject}|{:?}|{value}|{}", day?, quantity.unit.to_lowercase()))
        }
        Detail::Plain if matches!(item.section, SectionId::Immunisations | SectionId::Procedures) => {
            let given = !item.labels.contains(&Label::NotGiven);
            Some(format!("{section}|{subject}|{:?}|{given}", day?))
        }
        _ => None,
    }
}

fn several_in_one_source(work: &Work<'_>, clusters: &[usize]) -> bool {
    let mut seen: Vec<&OdsCode> = Vec::with_capacity(clusters.len());
    for &cluster in clusters {
        let source = &work.items[work.clusters[cluster].main].source;
        if seen.contains(&source) {
            return true;
        }
        seen.push(source);
    }
    false
}

/// The newest recorded version speaks; the order is total, so that the same items always give the same chart.
fn choose(work: &Work<'_>, mut clusters: Vec<usize>) -> (usize, Vec<usize>) {
    let item = |cluster: &usize| work.items[work.clusters[*cluster].main];
    clusters.sort_by(|a, b| {
        let (a, b) = (item(a), item(b));
        let recorded = |item: &Item| item.recorded.clone().or_else(|| item.when.clone());
        recorded(b).cmp(&recorded(a)).then(a.source.cmp(&b.source)).then(a.id.cmp(&b.id))
    });
    let speaker = clusters.remove(0);
    (speaker, clusters)
}

/// A medicine that one source lists as current and another stopped later on: one row, so that nobody sees only half.
fn contradicted_medicines(work: &mut Work<'_>) {
    let mut by_drug: HashMap<String, (Vec<usize>, Vec<usize>)> = HashMap::new();
    for cluster in work.rows() {
        let item = work.items[work.clusters[cluster].main];
        if item.labels.contains(&Label::EnteredInError) {
            continue;
        }
        if let Detail::Medicine(medicine) = &item.detail {
            let (current, past) = by_drug.entry(subject_key(item)).or_default();
            if medicine.current { current.push(cluster) } else { past.push(cluster) }
        }
    }
    let mut joins = Vec::new();
    for (current, past) in by_drug.into_values() {
        let [current] = current.as_slice() else { continue };
        let takers: Vec<&OdsCode> = sources_of(work, *current);
        let ended = |cluster: &usize| {
            let item = work.items[work.clusters[*cluster].main];
            item.until.clone().or_else(|| item.when.clone())
        };
        let started = work.items[work.clusters[*current].main].when.clone();
        let latest = past
            .iter()
            .filter(|cluster| !takers.contains(&&work.items[work.clusters[**cluster].main].source))
            .filter(|cluster| ended(cluster) >= started)
            .max_by_key(|cluster| (ended(cluster), work.items[work.clusters[**cluster].main].id));
        if let Some(&latest) = latest {
            joins.push((latest, *current));
        }
    }
    joins.sort_unstable();
    for (past, current) in joins {
        work.put_inside(past, current, PartRole::Duplicate);
    }
}

fn sources_of<'w>(work: &'w Work<'_>, cluster: usize) -> Vec<&'w OdsCode> {
    let row = &work.clusters[cluster];
    std::iter::once(cluster)
        .chain(row.also.iter().map(|(inner, _)| *inner))
        .map(|inner| &work.items[work.clusters[inner].main].source)
        .collect()
}

/// `5`, `5.0` and `5.00` are one value; precision stays in the versions.
fn plain_number(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}
