//! An item that came again in a newer version gives way to it.

use std::collections::HashMap;

use super::clusters::{Work, subject_key};
use crate::records::{Detail, Item, PartRole, SectionId, Standing};

pub(super) fn fold_versions(work: &mut Work<'_>) {
    let mut chains: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, item) in work.items.iter().enumerate() {
        if item.standing == Standing::Row {
            chains.entry(chain_key(item)).or_default().push(at);
        }
    }
    let mut pairs = Vec::new();
    for chain in chains.values() {
        pair(work, chain, &mut pairs);
    }
    pairs.sort_unstable();
    for &(older, newer, _) in &pairs {
        work.newer[older] = Some(newer);
    }
    for (older, _, role) in pairs {
        let newest = work.newest(older);
        if let (Some(inner), Some(outer)) = (work.cluster_of[older], work.cluster_of[newest]) {
            work.put_inside(inner, outer, role);
        }
    }
}

/// What stays the same between two versions of one item from one source: its business identifier; where it has none,
/// what it says and when (`resource.id` may change from one answer to the next).
fn chain_key(item: &Item) -> String {
    let source = item.source.as_str();
    let kind = &item.resource_type;
    if let Some(identity) = &item.identity {
        return format!("{source}|{kind}|id|{identity}");
    }
    let when = item.when.as_ref().map_or("", |when| when.as_str());
    let until = item.until.as_ref().map_or("", |until| until.as_str());
    let subject = subject_key(item);
    let value = match &item.detail {
        Detail::Measure(measure) => {
            let number = measure.quantity.as_ref().map_or("", |quantity| quantity.value.as_str());
            format!("{number}{}", measure.text.as_deref().unwrap_or(""))
        }
        Detail::Medicine(medicine) => format!("{:?}", medicine.part),
        _ => String::new(),
    };
    // Without a date, words alone are too little to call two things one; the reference has to agree as well.
    let undated = item.when.is_none() || item.section == SectionId::People;
    let reference = if undated { item.reference.as_deref().unwrap_or("") } else { "" };
    format!("{source}|{kind}|{subject}|{when}|{until}|{value}|{reference}")
}

/// Pairs the items of one chain: those of the newest arrival stand, earlier ones give way to them one to one.
fn pair(work: &Work<'_>, chain: &[usize], pairs: &mut Vec<(usize, usize, PartRole)>) {
    if chain.len() < 2 {
        return;
    }
    let arrival = |at: &usize| (work.items[*at].received, work.items[*at].intake);
    let Some(newest) = chain.iter().map(arrival).max() else { return };
    let standing: Vec<usize> = chain.iter().copied().filter(|at| arrival(at) == newest).collect();
    let mut earlier: Vec<usize> = chain.iter().copied().filter(|at| arrival(at) != newest).collect();
    earlier.sort_by_key(|at| (std::cmp::Reverse(arrival(at)), work.items[*at].id));
    let identified = work.items[chain[0]].identity.is_some();
    if identified && standing.len() == 1 {
        // One item under one business identifier: all that came before are its earlier versions.
        pairs.extend(earlier.into_iter().map(|older| (older, standing[0], PartRole::Earlier)));
    } else {
        pair_by_arrival(work, &standing, &earlier, pairs);
    }
    for (nth, &at) in standing.iter().enumerate().skip(1) {
        let same = standing[..nth].iter().find(|&&first| work.items[first].fingerprint == work.items[at].fingerprint);
        if let Some(&first) = same {
            pairs.push((at, first, PartRole::Duplicate));
        }
    }
}

/// Without an identifier, the first of an arrival meets the first of the newest, the second the second, and so on.
fn pair_by_arrival(work: &Work<'_>, standing: &[usize], earlier: &[usize], pairs: &mut Vec<(usize, usize, PartRole)>) {
    let mut nth_of: HashMap<_, usize> = HashMap::new();
    for &older in earlier {
        let nth = nth_of.entry(work.items[older].intake).or_default();
        if let Some(&newer) = standing.get(*nth) {
            pairs.push((older, newer, PartRole::Earlier));
        }
        *nth += 1;
    }
}
