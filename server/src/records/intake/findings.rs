//! Findings: observations with every kind of value, as written.

use commonweal_shared::ids::ResourceId;
use commonweal_shared::records::{Component, Detail, Label, LinkKind, Measure, Quantity, SectionId};

use super::codes::{all_codes, concept, in_words, words};
use super::draft::Draft;
use super::json::Node;
use super::kinds::Survey;
use super::reports;
use super::words::{self, quantity, range, range_text, ratio};

/// HL7's categories, which the section says already.
const PLAIN_CATEGORIES: [&str; 9] =
    ["social-history", "vital-signs", "imaging", "laboratory", "procedure", "survey", "exam", "therapy", "activity"];

/// Observation: a result, a vital sign, a fact of the person's life, or the header of a group.
pub(super) fn observation(draft: &mut Draft<'_, '_>, survey: &Survey) {
    let node = draft.node;
    let category = all_codes(node.get("category"));
    let in_report = draft.container.get("resourceType").text() == Some("DiagnosticReport");
    draft.item.section = if survey.results.contains(&draft.page) || in_report || is_result(node) {
        SectionId::Results
    } else if category.contains(&"social-history") {
        SectionId::Social
    } else {
        SectionId::Observations
    };
    draft.title(node.get("code"));
    let period = node.get("effectivePeriod");
    draft.item.when = draft.date(node.any(&["effectiveDateTime", "effectiveInstant"]), "Date");
    if draft.item.when.is_none() {
        draft.item.when = draft.date(period.get("start"), "From");
    }
    draft.item.until = draft.date(period.get("end"), "Until");
    draft.item.recorded = draft.date(node.get("issued"), "Issued");
    let (number, text) = value(node);
    let members = member_links(draft);
    draft.item.detail = Detail::Measure(Measure {
        quantity: number,
        text,
        absent: words(node.get("dataAbsentReason")),
        interpretation: interpretation(node.get("interpretation")),
        ranges: node.get("referenceRange").items().iter().filter_map(range).collect(),
        components: node.get("component").items().iter().map(component).collect(),
        members,
    });
    draft.encounter();
    let performers: Vec<&Node<'_>> = node.get("performer").items().iter().collect();
    // Whoever asked for a report is named there, and need not be again on each of its results.
    reports::performers(draft, performers, !survey.results.contains(&draft.page));
    for category in node.get("category").items() {
        let plain = all_codes(category).iter().any(|code| PLAIN_CATEGORIES.contains(code));
        draft.fact("Category", words(category).filter(|_| !plain));
    }
    coded_value(draft);
    draft.link(LinkKind::Specimen, node.get("specimen"));
    draft.link(LinkKind::BasedOn, node.get("basedOn"));
    draft.link(LinkKind::Concerns, node.get("derivedFrom"));
    draft.leftovers(&[
        "code",
        "category",
        "effectiveDateTime",
        "effectiveInstant",
        "effectivePeriod",
        "issued",
        "value",
        "valueQuantity",
        "valueCodeableConcept",
        "valueString",
        "valueBoolean",
        "valueInteger",
        "valueRange",
        "valueRatio",
        "valueDateTime",
        "valueTime",
        "valuePeriod",
        "valueSampledData",
        "dataAbsentReason",
        "interpretation",
        "referenceRange",
        "component",
        "performer",
        "encounter",
        "context",
        "specimen",
        "basedOn",
        "related",
        "hasMember",
        "derivedFrom",
    ]);
}

/// True for what laboratories and imaging send: by category (HL7's words, SNOMED CT's pathology and
/// radiology), or because it was made from a specimen.
pub(super) fn is_result(node: &Node<'_>) -> bool {
    let known = ["laboratory", "imaging", "LAB", "RAD", "pathology", "394595002", "394914008"];
    all_codes(node.get("category")).iter().any(|code| known.contains(code)) || !node.get("specimen").is_null()
}

/// The members of a group's header, in STU3 and in R4; STU3 leaves the type of the relation out at times.
pub(super) fn members<'n, 'a>(node: &'n Node<'a>) -> Vec<&'n Node<'a>> {
    let related = node.get("related").items().iter();
    let stu3 = related.filter(|related| is_member(related)).map(|related| related.get("target"));
    stu3.chain(node.get("hasMember").items()).collect()
}

fn is_member(related: &Node<'_>) -> bool {
    related.get("type").text().is_none_or(|kind| kind == "has-member")
}

fn member_links(draft: &mut Draft<'_, '_>) -> Vec<ResourceId> {
    let node = draft.node;
    for member in members(node) {
        draft.link(LinkKind::Member, member);
    }
    for related in node.get("related").items() {
        if !is_member(related) {
            // GP Connect's `derived-from` names the header again; it is a relation and no member.
            draft.link(LinkKind::Concerns, related.get("target"));
        }
    }
    let members = draft.item.links.iter().filter(|link| link.kind == LinkKind::Member);
    members.map(|link| link.to).collect()
}

fn component(part: &Node<'_>) -> Component {
    let concept = concept(part.get("code"));
    let (quantity, text) = value(part);
    let absent = || words(part.get("dataAbsentReason"));
    let mut text = text.or_else(absent);
    if let Some(interpretation) = interpretation(part.get("interpretation")) {
        text = Some(text.map_or_else(|| interpretation.clone(), |text| format!("{text} ({interpretation})")));
    }
    Component { title: concept.title.unwrap_or_else(|| "Part not named".to_owned()), quantity, text }
}

/// The value of any kind: a number with its unit, or a text.
fn value(node: &Node<'_>) -> (Option<Quantity>, Option<String>) {
    let (kind, value) = node.choice("value");
    let text = match kind {
        "Quantity" => match quantity(value) {
            Some(quantity) => return (Some(quantity), None),
            None => value.get("unit").text().map(str::to_owned),
        },
        "Integer" | "Decimal" => {
            let number = value.scalar().map(str::to_owned);
            return (number.map(|value| Quantity { value, comparator: None, unit: String::new() }), None);
        }
        "CodeableConcept" | "Coding" => coded(value),
        "Boolean" => value.truth().map(|truth| if truth { "Yes" } else { "No" }.to_owned()),
        "Range" => range_text(value),
        "Ratio" => ratio(value),
        "Period" => words::period(value),
        "DateTime" | "Date" | "Instant" => value.text().map(words::date),
        "SampledData" => value.get("data").text().map(str::to_owned),
        "Attachment" => value.get("title").text().or(value.get("contentType").text()).map(str::to_owned),
        "" => None,
        _ => value.scalar().map(str::to_owned).or_else(|| words(value)),
    };
    (None, text)
}

/// What only a coded answer, or a part of one, has besides its words: its code, and other wordings.
fn coded_value(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    let value = concept(node.get("valueCodeableConcept"));
    draft.fact("Code of the value", value.codes.first().map(|code| format!("{}, {}", code.code, code.system)));
    if value.degraded.is_some() {
        draft.label(Label::Degraded);
    }
    draft.fact("Also worded", value.also_worded);
    for part in node.get("component").items() {
        let part = concept(part.get("code"));
        for wording in [part.wording, part.also_worded].into_iter().flatten() {
            let title = part.title.as_deref().unwrap_or_default();
            draft.fact("Also worded", format!("{title}: {wording}"));
        }
    }
}

/// A coded answer: its display by the usual choice, the source's wording beside it where it differs.
fn coded(node: &Node<'_>) -> Option<String> {
    let concept = concept(node);
    let title = concept.title?;
    Some(match concept.wording {
        Some(wording) => format!("{title} ({wording})"),
        None => title,
    })
}

fn interpretation(node: &Node<'_>) -> Option<String> {
    let one = |node: &Node<'_>| {
        let stated = node.get("text").text().or_else(|| node.at(&["coding", "display"]).text()).map(str::to_owned);
        stated.or_else(|| all_codes(node).first().map(|code| in_interpretation_words(code)))
    };
    let all: Vec<String> = node.items().iter().filter_map(one).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// The codes of HL7's table 0078 in words.
fn in_interpretation_words(code: &str) -> String {
    match code {
        "H" => "High",
        "HH" => "Critically high",
        "HU" => "Significantly high",
        "L" => "Low",
        "LL" => "Critically low",
        "LU" => "Significantly low",
        "N" => "Normal",
        "A" => "Abnormal",
        "AA" => "Critically abnormal",
        "POS" => "Positive",
        "NEG" => "Negative",
        "DET" => "Detected",
        "ND" => "Not detected",
        "IND" => "Indeterminate",
        "R" => "Resistant",
        "S" => "Susceptible",
        "I" => "Intermediate",
        other => return in_words(other),
    }
    .to_owned()
}
