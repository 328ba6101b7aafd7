//! Problems and diagnoses (records.md 5).

use commonweal_shared::records::{Detail, LinkKind, Problem, SectionId, Significance};

use super::codes::{all_codes, words};
use super::draft::Draft;

/// Condition: a problem header, an encounter's diagnosis, or a concern.
pub(super) fn condition(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::Problems;
    draft.title(node.get("code"));
    let status = all_codes(node.get("clinicalStatus"));
    draft.item.status = status.first().map(|code| (*code).to_owned());
    draft.item.when = draft.date(node.get("onsetDateTime"), "Onset");
    if draft.item.when.is_none() {
        draft.item.when = draft.date(node.get("onsetPeriod").get("start"), "Onset");
    }
    draft.item.until = draft.date(node.get("abatementDateTime"), "Ended");
    if draft.item.until.is_none() {
        draft.item.until = draft.date(node.get("abatementPeriod").get("end"), "Ended");
    }
    draft.item.recorded = draft.date(node.any(&["recordedDate", "assertedDate"]), "Recorded");
    let active = if status.is_empty() {
        // Without a status it counts as active as long as no end is stated.
        node.choice("abatement").1.is_null()
    } else {
        status.iter().any(|code| matches!(*code, "active" | "recurrence" | "relapse"))
    };
    let significance = match node.extension(&["ProblemSignificance"]).text() {
        Some("major") => Some(Significance::Major),
        Some("minor") => Some(Significance::Minor),
        _ => None,
    };
    let active = active && !draft.entered_in_error();
    draft.item.detail = Detail::Problem(Problem { active, significance });

    for actual in node.extensions("ActualProblem") {
        draft.link(LinkKind::ActualProblem, actual.get("valueReference"));
    }
    for related in node.extensions("RelatedClinicalContent") {
        draft.link(LinkKind::Concerns, related.get("valueReference"));
        sentence_instead(draft, related.get("valueReference"));
    }
    for related in node.extensions("RelatedProblemHeader") {
        let target = related.extension(&["target"]);
        draft.link(LinkKind::Concerns, target);
        let what = related.extension(&["type"]).text().map(str::to_lowercase);
        let name = draft.name(target);
        draft.fact(
            "Related problem",
            match (what, name) {
                (Some(what), Some(name)) => Some(format!("{name} ({what})")),
                (what, name) => name.or(what),
            },
        );
    }
    for evidence in node.get("evidence").items() {
        draft.link(LinkKind::Concerns, evidence.get("detail"));
        draft.fact("Evidence", words(evidence.get("code")));
    }
    let category =
        node.get("category").items().iter().filter(|category| !all_codes(category).contains(&"problem-list-item"));
    for category in category {
        draft.fact("Category", words(category));
    }
    if node.get("verificationStatus").is_object() {
        draft.fact("Verification", words(node.get("verificationStatus")));
    }
    draft.encounter();
    draft.author(&[node.get("recorder"), node.get("asserter")]);
    if !node.get("recorder").is_null() {
        let asserter = draft.name(node.get("asserter")).filter(|name| draft.item.author.as_ref() != Some(name));
        draft.fact("Asserted by", asserter);
    }
    draft.leftovers(&[
        "code",
        "category",
        "clinicalStatus",
        "verificationStatus",
        "onsetDateTime",
        "abatementDateTime",
        "recordedDate",
        "assertedDate",
        "recorder",
        "asserter",
        "encounter",
        "context",
        "evidence",
        "ActualProblem",
        "RelatedClinicalContent",
        "RelatedProblemHeader",
        "ProblemSignificance",
    ]);
}

/// Some sources write a sentence where a reference should be; the reader sees the sentence.
fn sentence_instead(draft: &mut Draft<'_, '_>, reference: &super::json::Node<'_>) {
    let text = reference.get("reference").text().filter(|text| text.contains(' '));
    draft.fact("The source says", text.map(str::to_owned));
}
