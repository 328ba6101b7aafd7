//! Referrals, requests, recalls, appointments.

use commonweal_shared::records::{LinkKind, SectionId};

use super::codes::words;
use super::draft::Draft;
use super::words;

/// ReferralRequest (STU3): it has a reason more often than a type.
pub(super) fn referral(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::Referrals;
    let titled = draft.plain_title(node.get("type"))
        || draft.plain_title(node.get("serviceRequested"))
        || draft.plain_title(node.get("reasonCode"))
        || draft.plain_title(node.get("specialty"));
    if !titled {
        draft.item.title = "Referral".to_owned();
    }
    draft.item.when = draft.date(node.any(&["authoredOn", "occurrenceDateTime"]), "Authored");
    draft.fact("Description", node.get("description").text().map(str::to_owned));
    draft.fact("Reason", words(node.get("reasonCode")));
    draft.fact("Specialty", words(node.get("specialty")));
    shared(draft);
    draft.leftovers(&[
        "type",
        "serviceRequested",
        "reasonCode",
        "specialty",
        "authoredOn",
        "description",
        "requester",
        "recipient",
        "context",
        "encounter",
        "basedOn",
        "supportingInfo",
        "reasonReference",
        "priority",
        "intent",
    ]);
}

/// ServiceRequest, and STU3's ProcedureRequest: investigations, diary entries, referrals.
pub(super) fn service(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::Referrals;
    draft.title(node.get("code"));
    if node.get("code").is_null() && !draft.plain_title(node.get("category")) {
        draft.item.title = "Request".to_owned();
    }
    let occurrence = node.get("occurrencePeriod");
    draft.item.when = draft.date(node.get("occurrenceDateTime"), "Due");
    if draft.item.when.is_none() {
        draft.item.when = draft.date(occurrence.get("start"), "Due");
    }
    draft.item.until = draft.date(occurrence.get("end"), "Until");
    draft.item.recorded = draft.date(node.get("authoredOn"), "Authored");
    if draft.item.when.is_none() {
        draft.item.when.clone_from(&draft.item.recorded);
    } else {
        draft.fact("Due", draft.item.when.as_ref().map(words::show_date));
    }
    draft.fact("Category", words(node.get("category")));
    draft.fact("Reason", words(node.get("reasonCode")));
    shared(draft);
    draft.leftovers(&[
        "code",
        "category",
        "occurrenceDateTime",
        "occurrencePeriod",
        "authoredOn",
        "requester",
        "performer",
        "context",
        "encounter",
        "basedOn",
        "supportingInfo",
        "reasonReference",
        "reasonCode",
        "priority",
        "intent",
        "specimen",
    ]);
}

fn shared(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    let requester = node.get("requester");
    draft.author(&[requester.get("agent"), requester, requester.get("onBehalfOf")]);
    let recipients = node.get("recipient").items().iter().chain(node.get("performer").items());
    for recipient in recipients {
        let name = draft.name(recipient);
        draft.fact("Sent to", name);
    }
    draft.code_fact("Priority", node.get("priority"));
    draft.code_fact("Intent", node.get("intent"));
    draft.encounter();
    draft.link(LinkKind::BasedOn, node.get("basedOn"));
    draft.link(LinkKind::Specimen, node.get("specimen"));
    for reference in node.get("reasonReference").items().iter().chain(node.get("supportingInfo").items()) {
        draft.link(LinkKind::Concerns, reference);
        let name = draft.name(reference);
        draft.fact("Concerns", name);
    }
    for identifier in node.get("identifier").items() {
        let booking = identifier.get("system").text().is_some_and(|system| system.ends_with("/ubr-number"));
        if booking {
            draft.fact("Booking reference (UBRN)", identifier.get("value").scalar().map(str::to_owned));
        }
    }
}

/// Appointment; cancelled ones and those not attended stay visible by their status.
pub(super) fn appointment(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::Referrals;
    let titled = draft.plain_title(node.get("serviceType"))
        || draft.plain_title(node.get("appointmentType"))
        || draft.plain_title(node.get("specialty"))
        || draft.plain_title(node.any(&["reasonCode", "reason"]));
    match node.get("description").text() {
        Some(description) if titled => draft.fact("Description", description.to_owned()),
        Some(description) => draft.item.title = description.to_owned(),
        None if !titled => draft.item.title = "Appointment".to_owned(),
        None => {}
    }
    draft.item.when = draft.date(node.get("start"), "Start");
    draft.item.until = draft.date(node.get("end"), "End");
    draft.item.recorded = draft.date(node.get("created"), "Booked");
    draft.code_fact("Status", node.get("status"));
    let participants = node.get("participant").items();
    let practitioners: Vec<_> = participants
        .iter()
        .map(|participant| participant.get("actor"))
        .filter(|actor| {
            actor.get("reference").text().is_some_and(|text| !text.contains("Patient/") && !text.contains("Location/"))
        })
        .filter(|actor| draft.find(actor).is_none_or(|found| found.kind != "Patient" && found.kind != "Location"))
        .collect();
    draft.author(&practitioners);
    for participant in participants {
        let actor = participant.get("actor");
        if draft.find(actor).is_some_and(|found| found.kind == "Patient") {
            continue;
        }
        let name = draft.name(actor);
        let status = participant.get("status").text().map(super::codes::in_words);
        draft.fact("With", name.map(|name| status.map_or_else(|| name.clone(), |status| format!("{name} ({status})"))));
        draft.link(
            LinkKind::Location,
            if draft.find(actor).is_some_and(|found| found.kind == "Location") {
                actor
            } else {
                &super::json::Node::Null
            },
        );
    }
    draft.fact("Reason", words(node.any(&["reasonCode", "reason"])));
    draft.fact("Cancelled because", words(node.any(&["cancelationReason", "cancellationReason"])));
    draft.fact("Minutes", node.get("minutesDuration").scalar().map(str::to_owned));
    draft.link(LinkKind::BasedOn, node.any(&["basedOn", "incomingReferral"]));
    draft.link(LinkKind::Concerns, node.any(&["reasonReference", "indication"]));
    draft.leftovers(&[
        "serviceType",
        "appointmentType",
        "description",
        "start",
        "end",
        "created",
        "participant",
        "reasonCode",
        "reason",
        "cancelationReason",
        "minutesDuration",
        "basedOn",
        "incomingReferral",
        "slot",
    ]);
}
