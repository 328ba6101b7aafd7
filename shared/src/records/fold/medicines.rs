//! Issues and statements join their plan: one row per authorisation (records.md 4.1, complaint C01).

use super::clusters::Work;
use crate::records::{Detail, Issue, Item, LinkKind, Medicine, MedicineGroup, MedicinePart, PartRole, Standing};

pub(super) fn join_plans(work: &mut Work<'_>) {
    let medicines: Vec<(usize, MedicinePart)> = work
        .items
        .iter()
        .enumerate()
        .filter_map(|(at, item)| Some((at, medicine(item)?.part)))
        .filter(|(at, _)| work.newer[*at].is_none())
        .collect();
    for &(at, _) in medicines.iter().filter(|(_, part)| *part == MedicinePart::Statement) {
        if let Some(plan) = based_on(work, at, MedicinePart::Plan) {
            speak_for(work, at, plan);
        }
    }
    for &(at, _) in medicines.iter().filter(|(_, part)| *part == MedicinePart::Issue) {
        let plan = based_on(work, at, MedicinePart::Plan).or_else(|| based_on(work, at, MedicinePart::Statement));
        if let Some(cluster) = plan.and_then(|plan| work.cluster_of[plan])
            && work.cluster_of[at] != Some(cluster)
        {
            work.join(at, cluster, PartRole::Issue);
        }
    }
}

fn medicine(item: &Item) -> Option<&Medicine> {
    match &item.detail {
        Detail::Medicine(medicine) if item.standing == Standing::Row => Some(medicine),
        _ => None,
    }
}

fn based_on(work: &Work<'_>, at: usize, part: MedicinePart) -> Option<usize> {
    work.linked(at, LinkKind::BasedOn).find(|&to| to != at && medicine(work.items[to]).is_some_and(|m| m.part == part))
}

/// A statement speaks for its plan; a second statement on the same plan is a part of the row.
fn speak_for(work: &mut Work<'_>, statement: usize, plan: usize) {
    let Some(cluster) = work.cluster_of[plan] else { return };
    if work.cluster_of[statement] == Some(cluster) {
        return;
    }
    work.join(statement, cluster, PartRole::Statement);
    let row = &mut work.clusters[cluster];
    if row.main == plan {
        row.main = statement;
        row.parts.retain(|(at, _)| *at != statement);
        row.parts.push((plan, PartRole::Plan));
    }
}

/// The medicine as the whole row describes it: what its speaker leaves out, the others fill in.
pub(super) fn merged(work: &Work<'_>, cluster: usize) -> Option<Medicine> {
    let row = &work.clusters[cluster];
    let mut whole = medicine(work.items[row.main])?.clone();
    for (at, role) in &row.parts {
        let item = work.items[*at];
        let Some(part) = medicine(item) else { continue };
        if *role == PartRole::Issue {
            whole.issues.push(issue(item, part, whole.dose.as_deref()));
            continue;
        }
        if whole.group == MedicineGroup::NotStated {
            whole.group = part.group;
        }
        fill(&mut whole.dose, part.dose.as_ref());
        fill(&mut whole.route, part.route.as_ref());
        fill(&mut whole.quantity, part.quantity.as_ref());
        fill(&mut whole.issues_allowed, part.issues_allowed.as_ref());
        fill(&mut whole.issues_made, part.issues_made.as_ref());
        fill(&mut whole.last_issue, part.last_issue.as_ref());
        fill(&mut whole.expires, part.expires.as_ref());
        fill(&mut whole.stop_reason, part.stop_reason.as_ref());
        fill(&mut whole.stopped, part.stopped.as_ref());
        fill(&mut whole.dose_changed, part.dose_changed.as_ref());
        fill(&mut whole.prescribed_at, part.prescribed_at.as_ref());
    }
    whole.issues.sort_by(|a, b| b.when.cmp(&a.when).then(a.id.cmp(&b.id)));
    let newest_issue = whole.issues.iter().filter_map(|issue| issue.when.as_ref()).max();
    if whole.last_issue.is_none() {
        whole.last_issue = newest_issue.cloned();
    }
    Some(whole)
}

fn fill<T: Clone>(empty: &mut Option<T>, from: Option<&T>) {
    if empty.is_none() {
        *empty = from.cloned();
    }
}

fn issue(item: &Item, medicine: &Medicine, plan_dose: Option<&str>) -> Issue {
    Issue {
        id: item.id,
        when: item.when.clone(),
        quantity: medicine.quantity.clone(),
        status: item.status.clone(),
        author: item.author.clone(),
        dose: medicine.dose.clone().filter(|dose| Some(dose.as_str()) != plan_dose),
        notes: item.notes.clone(),
        labels: item.labels.clone(),
    }
}
