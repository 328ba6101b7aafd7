//! Lists: how a source arranged what it sent (records.md 6.1).

use commonweal_shared::records::{LinkKind, SectionId};

use super::codes::words;
use super::draft::Draft;
use super::json::Node;
use super::words;

/// The list of ended allergies; what it contains is not active.
pub(super) const ENDED_ALLERGIES: &str = "1103671000000101";

/// R4's list of discontinued medicines; it says nothing of the current ones.
pub(super) const DISCONTINUED_MEDICINES: &str = "1102191000000100";

/// What a list is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// It answers a section.
    Section(SectionId),
    /// It explains why something of this section is in the bundle, and answers nothing.
    Secondary(SectionId),
    /// A consultation, a topic or a category in one.
    Consultation,
    /// Anything else.
    Other,
}

/// What the code of a list or of a document's section means.
pub(super) fn meaning(code: &Node<'_>) -> Meaning {
    let codings = code.get("coding").items();
    for coding in codings {
        let Some(code) = coding.get("code").scalar() else { continue };
        if coding.get("system").text().is_some_and(|system| system.contains("GPConnect-SecondaryListValues")) {
            return Meaning::Secondary(secondary(code));
        }
        if matches!(code, "325851000000107" | "25851000000105" | "24781000000107") {
            return Meaning::Consultation;
        }
        if let Some(section) = section(code) {
            return Meaning::Section(section);
        }
    }
    Meaning::Other
}

fn section(code: &str) -> Option<SectionId> {
    Some(match code {
        "933361000000108" | "1102411000000102" | DISCONTINUED_MEDICINES | "10160-0" => SectionId::Medicines,
        "886921000000105" | ENDED_ALLERGIES | "48765-2" => SectionId::Allergies,
        "1102181000000102" | "11369-6" => SectionId::Immunisations,
        "717711000000103" | "887161000000102" | "11450-4" | "11348-0" => SectionId::Problems,
        "887191000000108" | "30954-2" => SectionId::Results,
        "792931000000107" | "714311000000108" => SectionId::Referrals,
        "1149501000000101" => SectionId::Encounters,
        "826501000000100" | "8716-3" => SectionId::Observations,
        "887171000000109" | "47519-4" => SectionId::Procedures,
        "29762-2" | "10157-6" => SectionId::Social,
        "18776-5" | "42348-3" => SectionId::CarePlans,
        _ => return None,
    })
}

/// GP Connect's secondary lists say first for what they were asked, then what they hold.
fn secondary(code: &str) -> SectionId {
    let rest = code.strip_prefix("problems-").or_else(|| code.strip_prefix("consultations-")).unwrap_or(code);
    let known = [
        ("allergies", SectionId::Allergies),
        ("consultations", SectionId::Encounters),
        ("diary", SectionId::Referrals),
        ("documents", SectionId::Documents),
        ("immunisations", SectionId::Immunisations),
        ("investigations", SectionId::Results),
        ("linked-problems", SectionId::Problems),
        ("medications", SectionId::Medicines),
        ("outbound", SectionId::Referrals),
        ("problems", SectionId::Problems),
        ("uncategorised", SectionId::Observations),
    ];
    known.iter().find(|(start, _)| rest.starts_with(start)).map_or(SectionId::Other, |(_, section)| *section)
}

/// List: context of the section that its code names, with a link to each thing that it lists.
pub(super) fn list(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    match meaning(node.get("code")) {
        Meaning::Section(section) | Meaning::Secondary(section) => {
            draft.context(section, "How the source arranged this section");
        }
        Meaning::Consultation => draft.context(SectionId::Encounters, "How the source arranged its consultations"),
        Meaning::Other => draft.context(SectionId::Other, "Lists"),
    }
    let coded = draft.plain_title(node.get("code"));
    if let Some(title) = node.get("title").text() {
        let code = coded.then(|| draft.item.title.clone());
        draft.fact("Kind of list", code.filter(|code| !code.eq_ignore_ascii_case(title)));
        draft.item.title = title.to_owned();
    }
    draft.item.wording = None;
    draft.item.when = draft.date(node.get("date"), "Date");
    for entry in node.get("entry").items() {
        draft.link(LinkKind::Lists, entry.get("item"));
        draft.fact("The source says", sentence(entry));
    }
    for extension in node.extensions("RelatedProblemHeader") {
        draft.link(LinkKind::Concerns, extension.extension(&["target"]));
    }
    draft.encounter();
    draft.author(&[node.get("source")]);
    draft.fact("Empty because", words(node.get("emptyReason")));
    draft.fact("Setting", words(node.extension(&["ClinicalSetting", "CareSettingType"])));
    for warning in node.extensions("ListWarningCode") {
        draft.fact("Warning", words(warning.value()));
    }
    draft.leftovers(&[
        "code",
        "title",
        "date",
        "entry",
        "encounter",
        "source",
        "emptyReason",
        "mode",
        "orderedBy",
        "RelatedProblemHeader",
        "ListWarningCode",
        "ClinicalSetting",
        "CareSettingType",
    ]);
}

/// What an entry says in words where it refers to nothing: suppliers write there what they do not support.
pub(super) fn sentence(entry: &Node<'_>) -> Option<String> {
    let item = entry.get("item");
    let reference = item.get("reference").text();
    let instead = reference.filter(|text| text.contains(' '));
    let display = item.get("display").text().filter(|_| reference.is_none() || instead.is_some());
    display.or(instead).map(words::narrative)
}
