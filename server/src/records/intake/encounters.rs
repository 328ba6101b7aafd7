//! Encounters and procedures.

use commonweal_shared::records::{LinkKind, SectionId};

use super::codes::{all_codes, words};
use super::draft::Draft;
use super::json::Node;
use super::words;

/// Encounter: a consultation, an attendance, a stay, a call.
pub(super) fn encounter(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::Encounters;
    let titled = draft.plain_title(node.get("type")) || draft.plain_title(node.get("serviceType"));
    let class = class(node.get("class"));
    if !titled {
        draft.item.title = class.clone().unwrap_or_else(|| "Contact, type not stated".to_owned());
    }
    draft.item.when = draft.date(node.get("period").get("start"), "Start");
    draft.item.until = draft.date(node.get("period").get("end"), "End");
    draft.fact("Type of contact", class.unwrap_or_else(|| "Not stated".to_owned()));
    for other in node.get("type").items().iter().skip(1) {
        draft.fact("Also", words(other));
    }
    let mut people: Vec<&Node<'_>> = node.get("participant").items().iter().collect();
    // Who performed it speaks for it; who else took part stands in the facts.
    people.sort_by_key(|participant| !all_codes(participant.get("type")).contains(&"PPRF"));
    let actors: Vec<&Node<'_>> = people
        .iter()
        .map(|participant| participant.any(&["individual", "actor"]))
        .filter(|actor| !actor.is_null())
        .collect();
    draft.author(&actors);
    draft.author(&[node.get("serviceProvider")]);
    for participant in people {
        let name = draft.name(participant.any(&["individual", "actor"]));
        let role = words(participant.get("type"));
        let said = role.is_none() && name == draft.item.author;
        let shown = name.map(|name| role.map_or_else(|| name.clone(), |role| format!("{name} ({role})")));
        draft.fact("Participant", shown.filter(|_| !said));
        draft.fact("Present", words::period(participant.get("period")));
    }
    for place in node.get("location").items() {
        draft.link(LinkKind::Location, place.get("location"));
        let name = draft.name(place.get("location"));
        draft.fact("Location", name);
    }
    let provider = draft.name(node.get("serviceProvider"));
    draft.fact("Service provider", provider);
    draft.fact("Reason", words(node.any(&["reasonCode", "reason"])));
    for (key, label) in [("reasonReference", "Reason"), ("diagnosis", "Diagnosis")] {
        for entry in node.get(key).items() {
            let reference = if entry.get("condition").is_null() { entry } else { entry.get("condition") };
            draft.link(LinkKind::Concerns, reference);
            let name = draft.name(reference);
            draft.fact(label, name);
        }
    }
    draft.fact("Duration", words::quantity_text(node.get("length")));
    draft.link(LinkKind::BasedOn, node.any(&["basedOn", "incomingReferral"]));
    draft.leftovers(&[
        "type",
        "class",
        "period",
        "participant",
        "location",
        "serviceProvider",
        "reasonCode",
        "reason",
        "reasonReference",
        "diagnosis",
        "length",
        "basedOn",
        "incomingReferral",
        "account",
        "partOf",
        "episodeOfCare",
    ]);
}

/// HL7's classes of encounter in words.
fn class(node: &Node<'_>) -> Option<String> {
    let code = all_codes(node).first().copied()?.to_owned();
    let known = match code.as_str() {
        "AMB" => "Ambulatory",
        "EMER" => "Emergency",
        "IMP" => "Inpatient",
        "ACUTE" => "Inpatient, acute",
        "NONAC" => "Inpatient, not acute",
        "OBSENC" => "Observation",
        "PRENC" => "Before admission",
        "SS" => "Short stay",
        "HH" => "At home",
        "FLD" => "In the field",
        "VR" => "Virtual",
        _ => return words(node),
    };
    Some(known.to_owned())
}

/// Procedure, done or not done.
pub(super) fn procedure(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::Procedures;
    draft.title(node.get("code"));
    let period = node.any(&["performedPeriod", "occurrencePeriod"]);
    draft.item.when = draft.date(node.any(&["performedDateTime", "occurrenceDateTime"]), "Performed");
    if draft.item.when.is_none() {
        draft.item.when = draft.date(period.get("start"), "Start");
    }
    draft.item.until = draft.date(period.get("end"), "End");
    draft.item.recorded = draft.date(node.get("recorded"), "Recorded");
    draft.encounter();
    let performers = node.get("performer").items();
    let actors: Vec<_> = performers.iter().map(|performer| performer.get("actor")).collect();
    draft.author(&actors);
    let on_behalf: Vec<_> = performers.iter().map(|performer| performer.get("onBehalfOf")).collect();
    draft.author(&on_behalf);
    draft.author(&[node.get("recorder"), node.get("asserter")]);
    draft.link(LinkKind::BasedOn, node.get("basedOn"));
    draft.link(LinkKind::Location, node.get("location"));
    for reference in node.get("reasonReference").items() {
        draft.link(LinkKind::Concerns, reference);
        let name = draft.name(reference);
        draft.fact("Reason", name);
    }
    draft.fact("Reason", words(node.get("reasonCode")));
    draft.fact("Reason not done", words(node.any(&["statusReason", "notDoneReason"])));
    draft.link(LinkKind::Lists, node.get("report"));
    draft.leftovers(&[
        "code",
        "performedDateTime",
        "performedPeriod",
        "occurrenceDateTime",
        "occurrencePeriod",
        "recorded",
        "performer",
        "recorder",
        "encounter",
        "context",
        "basedOn",
        "reasonReference",
        "reasonCode",
        "statusReason",
        "notDone",
        "notDoneReason",
        "report",
        "partOf",
    ]);
}
