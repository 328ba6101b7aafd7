//! Whatever has no section of its own, so that nothing is invisible.

use commonweal_shared::records::{LinkKind, SectionId};

use super::codes::words;
use super::draft::Draft;
use super::words;

/// Bills and technical resources become context; any kind that is not known becomes a row.
pub(super) fn other(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    let kind = draft.item.resource_type.clone();
    let group = match kind.as_str() {
        "Claim" => "Claims",
        "ClaimResponse" => "Answers to claims",
        "ExplanationOfBenefit" => "Explanations of benefit",
        "Coverage" => "Insurance cover",
        "Account" | "Invoice" | "ChargeItem" | "PaymentNotice" | "PaymentReconciliation" => "Accounts and payments",
        "Provenance" => "Statements of provenance",
        "AuditEvent" => "Audit events",
        "OperationOutcome" => "What the source said of its answer",
        "Consent" => "Consents",
        "Binary" => "Attachments",
        "Substance" | "Endpoint" | "Schedule" | "Slot" | "MessageHeader" | "Parameters" => "Technical resources",
        _ => {
            draft.identity();
            return unknown(draft);
        }
    };
    draft.context(SectionId::Other, group);
    match kind.as_str() {
        "Claim" | "ClaimResponse" | "ExplanationOfBenefit" => bill(draft),
        "OperationOutcome" => outcome(draft),
        "Binary" => draft.fact("Media type", node.get("contentType").text().map(str::to_owned)),
        "Provenance" => {
            draft.item.recorded = draft.date(node.get("recorded"), "Recorded");
            draft.link(LinkKind::Concerns, node.get("target"));
            draft.leftovers(&["target", "signature"]);
        }
        _ => {
            draft.plain_title(node.any(&["code", "type", "category"]));
            draft.leftovers(&["signature", "policy", "hash"]);
        }
    }
}

/// Only what a person would ask of a bill; its bytes hold the rest.
fn bill(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    let period = node.get("billablePeriod");
    draft.item.when = draft.date(period.get("start"), "Start");
    draft.item.recorded = draft.date(node.get("created"), "Created");
    draft.plain_title(node.get("type"));
    draft.fact("Period", words::period(period));
    let provider = draft.name(node.get("provider"));
    draft.fact("Provider", provider);
    let total = node.get("total");
    let amount = if total.get("value").is_null() { total.first().get("amount") } else { total };
    let value = amount.get("value").scalar().map(str::to_owned);
    let currency = amount.get("currency").text().unwrap_or_default();
    draft.fact("Total", value.map(|value| format!("{value} {currency}").trim().to_owned()));
    for item in node.get("item").items() {
        draft.fact("For", words(item.any(&["productOrService", "service"])));
    }
}

fn outcome(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.title = "Message of the source".to_owned();
    for issue in node.get("issue").items() {
        let label = words(issue.get("severity")).unwrap_or_else(|| "Issue".to_owned());
        draft.fact(&label, super::answer::issue_text(issue));
    }
}

/// A kind that nothing here knows: its type is its title, its fields are facts.
fn unknown(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::Other;
    let about = words(node.any(&["code", "type"]))
        .or_else(|| node.any(&["title", "name", "description"]).text().map(str::to_owned));
    if let Some(about) = about {
        draft.item.title = format!("{}: {about}", draft.item.title);
    }
    let dated = ["date", "recorded", "authoredOn", "created", "occurrenceDateTime", "effectiveDateTime"];
    let when = node.any(&dated);
    if when.text().is_some() {
        draft.item.when = draft.date(when, "Date");
    }
    draft.encounter();
    draft.author(&[node.get("author"), node.get("performer"), node.get("recorder")]);
    draft.leftovers(&[]);
}
