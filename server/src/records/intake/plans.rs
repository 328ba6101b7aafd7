//! Care plans, goals, tasks; flags and detected issues, which stand above all.

use commonweal_shared::records::{LinkKind, SectionId};

use super::codes::{in_words, words};
use super::draft::Draft;
use super::json::Node;
use super::words;

/// CarePlan with its activities.
pub(super) fn care_plan(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::CarePlans;
    let categorised = draft.plain_title(node.get("category"));
    if let Some(title) = node.get("title").text() {
        let category = categorised.then(|| draft.item.title.clone());
        draft.fact("Category", category.filter(|category| category != title));
        draft.item.title = title.to_owned();
    } else if !categorised {
        draft.item.title = node.get("description").text().unwrap_or("Care plan").to_owned();
    }
    for category in node.get("category").items().iter().skip(1) {
        draft.fact("Category", words(category));
    }
    draft.item.when = draft.date(node.get("period").get("start"), "Start");
    draft.item.until = draft.date(node.get("period").get("end"), "End");
    draft.item.recorded = draft.date(node.get("created"), "Created");
    for activity in node.get("activity").items() {
        let text = activity_text(draft, activity);
        draft.fact("Activity", text);
        draft.link(LinkKind::Lists, activity.get("reference"));
        for note in activity.get("progress").items() {
            let note = draft.annotation(note);
            draft.fact("Progress", note);
        }
    }
    for (key, label, kind) in [("goal", "Goal", LinkKind::Lists), ("addresses", "Addresses", LinkKind::Concerns)] {
        for reference in node.get(key).items() {
            draft.link(kind, reference);
            let name = draft.name(reference);
            draft.fact(label, name);
        }
    }
    for reference in node.get("careTeam").items() {
        draft.link(LinkKind::Lists, reference);
        let name = draft.name(reference);
        draft.fact("Care team", name);
    }
    draft.code_fact("Intent", node.get("intent"));
    draft.encounter();
    draft.author(&[node.get("author"), node.get("contributor")]);
    draft.link(LinkKind::BasedOn, node.get("basedOn"));
    draft.leftovers(&[
        "title",
        "category",
        "period",
        "created",
        "activity",
        "goal",
        "addresses",
        "careTeam",
        "intent",
        "encounter",
        "context",
        "author",
        "basedOn",
        "instantiatesCanonical",
        "definition",
    ]);
}

fn activity_text<'a>(draft: &Draft<'_, 'a>, activity: &Node<'a>) -> Option<String> {
    let detail = activity.get("detail");
    let what = words(detail.get("code")).or_else(|| detail.get("description").text().map(str::to_owned));
    let what = what.or_else(|| draft.name(activity.get("reference")))?;
    let mut more: Vec<String> = Vec::new();
    more.extend(detail.get("status").text().map(in_words));
    more.extend(words::period(detail.get("scheduledPeriod")));
    more.extend(detail.get("scheduledString").text().map(str::to_owned));
    let described = detail.get("description").text().filter(|text| *text != what);
    more.extend(described.map(str::to_owned));
    more.extend(words(activity.get("outcomeCodeableConcept")).map(|outcome| format!("outcome: {outcome}")));
    let performer = detail.get("performer").items().iter().find_map(|performer| draft.name(performer));
    more.extend(performer);
    Some(if more.is_empty() { what } else { format!("{what} ({})", more.join("; ")) })
}

/// Goal.
pub(super) fn goal(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::CarePlans;
    if !draft.plain_title(node.get("description")) {
        draft.item.title = "Goal".to_owned();
    }
    draft.item.when = draft.date(node.get("startDate"), "Start");
    draft.item.recorded = draft.date(node.get("statusDate"), "Status since");
    draft.fact("Kind", Some("Goal".to_owned()).filter(|kind| *kind != draft.item.title));
    draft.fact("Achievement", words(node.get("achievementStatus")));
    for target in node.get("target").items() {
        let measure = words(target.get("measure"));
        let value = draft.plain(target.choice("detail").1, "detail", 0);
        let due = target.get("dueDate").text().map(|due| format!("by {}", words::date(due)));
        let parts: Vec<String> = [measure, value, due].into_iter().flatten().collect();
        draft.fact("Target", (!parts.is_empty()).then(|| parts.join(" ")));
    }
    draft.link(LinkKind::Concerns, node.get("addresses"));
    draft.author(&[node.get("expressedBy")]);
    draft.leftovers(&[
        "description",
        "startDate",
        "statusDate",
        "achievementStatus",
        "target",
        "addresses",
        "expressedBy",
        "lifecycleStatus",
    ]);
}

/// Task.
pub(super) fn task(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::CarePlans;
    if !draft.plain_title(node.get("code")) {
        draft.item.title = node.get("description").text().unwrap_or("Task").to_owned();
    }
    draft.item.when = draft.date(node.get("executionPeriod").get("start"), "Start");
    draft.item.until = draft.date(node.get("executionPeriod").get("end"), "End");
    draft.item.recorded = draft.date(node.get("authoredOn"), "Authored");
    draft.encounter();
    draft.author(&[node.get("requester"), node.get("owner")]);
    draft.link(LinkKind::Concerns, node.get("focus"));
    draft.link(LinkKind::BasedOn, node.get("basedOn"));
    draft.leftovers(&[
        "code",
        "executionPeriod",
        "authoredOn",
        "requester",
        "for",
        "focus",
        "basedOn",
        "encounter",
        "context",
    ]);
}

/// Flag: what everybody must see first.
pub(super) fn flag(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::Alerts;
    if !draft.plain_title(node.get("code")) && !draft.plain_title(node.get("category")) {
        draft.item.title = "Alert without text".to_owned();
    }
    draft.item.when = draft.date(node.get("period").get("start"), "Start");
    draft.item.until = draft.date(node.get("period").get("end"), "End");
    draft.encounter();
    draft.author(&[node.get("author")]);
    draft.fact("Category", words(node.get("category")));
    draft.leftovers(&["code", "category", "period", "encounter", "author"]);
}

/// DetectedIssue: an interaction, a duplicate, a risk that a system found.
pub(super) fn detected_issue(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::Alerts;
    if !draft.plain_title(node.any(&["code", "category"])) {
        draft.item.title = node.get("detail").text().unwrap_or("Detected issue").to_owned();
    }
    draft.item.when = draft.date(node.any(&["identifiedDateTime", "date"]), "Identified");
    if draft.item.when.is_none() {
        draft.item.when = draft.date(node.get("identifiedPeriod").get("start"), "Identified");
    }
    draft.code_fact("Severity", node.get("severity"));
    draft.author(&[node.get("author")]);
    draft.link(LinkKind::Concerns, node.get("implicated"));
    draft.leftovers(&["code", "category", "identifiedDateTime", "identifiedPeriod", "date", "severity", "author"]);
}
