//! Allergies, the ended ones, and the statements that there are none (records.md 2.1, 2.3).

use commonweal_shared::records::{Allergy, Detail, LinkKind, Negation, SectionId};

use super::codes::{Degraded, all_codes, words};
use super::draft::Draft;
use super::json::Node;
use super::kinds::Survey;
use super::lists;
use super::words;

const NO_KNOWN_ALLERGIES: &str = "716186003";

/// Children of the one above, as far as they are known here: each supports its own words only.
const NARROWER: [&str; 5] = ["409137002", "429625007", "428607008", "428197003", "1003774007"];

/// AllergyIntolerance, as an entry or inside a list of ended allergies.
pub(super) fn allergy(draft: &mut Draft<'_, '_>, survey: &Survey) {
    let node = draft.node;
    draft.item.section = SectionId::Allergies;
    let degraded = draft.title(node.get("code"));
    let codes = all_codes(node.get("code"));
    let negation = if codes.contains(&NO_KNOWN_ALLERGIES) {
        Some(Negation::All)
    } else {
        codes.iter().any(|code| NARROWER.contains(code)).then_some(Negation::Narrower)
    };
    let category = all_codes(node.get("category"));
    let status = all_codes(node.get("clinicalStatus"));
    let contained = !std::ptr::eq(node, draft.container);
    let in_ended_list = if contained {
        all_codes(draft.container.get("code")).contains(&lists::ENDED_ALLERGIES)
    } else {
        survey.ended.contains(&draft.page)
    };
    // Without a status it counts as active: an allergy is not to be lost by an omission.
    let over = in_ended_list || status.iter().any(|code| matches!(*code, "inactive" | "resolved"));
    let active = !over && !draft.entered_in_error();
    draft.item.status = status.first().map(|code| (*code).to_owned());

    draft.item.when = draft.date(node.get("onsetDateTime"), "Onset");
    if draft.item.when.is_none() {
        draft.item.when = draft.date(node.get("onsetPeriod").get("start"), "Onset");
    }
    draft.item.recorded = draft.date(node.any(&["recordedDate", "assertedDate"]), "Recorded");
    let end = ended(node);
    draft.item.until = draft.date(end.extension(&["endDate"]), "Ended");
    let end_reason = end.extension(&["reasonEnded"]);

    draft.item.detail = Detail::Allergy(Allergy {
        active,
        negation,
        drug: category.contains(&"medication") || degraded == Some(Degraded::DrugAllergy),
        severity: worst_severity(node),
        criticality: node.get("criticality").text().map(str::to_owned),
        reactions: node.get("reaction").items().iter().filter_map(reaction).collect(),
        end_reason: words(end_reason),
    });
    // STU3 sends "unconfirmed" always, and means no doubt by it (records.md 6).
    if node.get("verificationStatus").is_object() {
        draft.fact("Verification", words(node.get("verificationStatus")));
    }
    draft.fact("Category", words(node.get("category")));
    draft.encounter();
    draft.author(&[node.get("recorder"), node.get("asserter")]);
    for reaction in node.get("reaction").items() {
        for note in reaction.get("note").items() {
            if let Some(text) = draft.annotation(note) {
                draft.item.notes.push(text);
            }
        }
        draft.link(LinkKind::Concerns, reaction.get("evidence"));
    }
    draft.leftovers(&[
        "code",
        "category",
        "clinicalStatus",
        "verificationStatus",
        "onsetDateTime",
        "recordedDate",
        "assertedDate",
        "criticality",
        "reaction",
        "recorder",
        "encounter",
        "associatedEncounter",
        "AllergyIntoleranceEnd",
    ]);
}

/// The extension that says when and why it ended: on the resource in STU3, on its status in R4.
fn ended<'n, 'a>(node: &'n Node<'a>) -> &'n Node<'a> {
    let places = [node, node.get("clinicalStatus")];
    places.into_iter().find_map(|place| place.extensions("AllergyIntoleranceEnd").next()).unwrap_or(&Node::Null)
}

fn worst_severity(node: &Node<'_>) -> Option<String> {
    let stated: Vec<&str> =
        node.get("reaction").items().iter().filter_map(|reaction| reaction.get("severity").text()).collect();
    let known = ["severe", "moderate", "mild"].into_iter().find(|severity| stated.contains(severity));
    known.or_else(|| stated.first().copied()).map(str::to_owned)
}

/// One reaction in words: what showed, how badly, and what else was written.
fn reaction(node: &Node<'_>) -> Option<String> {
    let mut shown: Vec<String> = node.get("manifestation").items().iter().filter_map(manifestation).collect();
    shown.dedup();
    let description =
        node.get("description").text().filter(|text| !shown.iter().any(|word| word.eq_ignore_ascii_case(text)));
    let mut more: Vec<String> = Vec::new();
    more.extend(node.get("severity").text().map(str::to_owned));
    more.extend(description.map(str::to_owned));
    more.extend(words(node.get("substance")).map(|substance| format!("to {substance}")));
    more.extend(words(node.get("exposureRoute")));
    more.extend(node.get("onset").text().map(words::date));
    match (shown.is_empty(), more.is_empty()) {
        (true, true) => None,
        (true, false) => Some(more.join(", ")),
        (false, true) => Some(shown.join(", ")),
        (false, false) => Some(format!("{} ({})", shown.join(", "), more.join(", "))),
    }
}

/// A manifestation; where there is none, the nullFlavor that says so (records.md 2.1) in words.
fn manifestation(concept: &Node<'_>) -> Option<String> {
    let null_flavor = concept.get("coding").items().iter().find_map(|coding| {
        let system = coding.get("system").text()?;
        if system.ends_with("NullFlavor") { coding.get("code").text() } else { None }
    });
    match null_flavor {
        None => words(concept),
        Some("UNC") => concept.get("text").text().map(str::to_owned),
        Some("NI") => Some("Reaction not stated".to_owned()),
        Some("ASKU") => Some("Reaction asked for and not known".to_owned()),
        Some(_) => Some("Reaction not known".to_owned()),
    }
}
