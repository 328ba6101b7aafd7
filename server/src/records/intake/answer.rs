//! What a submission says of itself: which sections it answers, what is empty, what is kept back
//! (records.md 2.1, 2.2 and 6.1).

use std::collections::HashSet;

use commonweal_shared::records::{Answer, Aside, SectionAnswer, SectionId, Warning, WarningCode};
use commonweal_shared::time::FhirDate;

use super::codes::{all_codes, words};
use super::draft::ReadContext;
use super::json::Node;
use super::kinds;
use super::lists::{self, DISCONTINUED_MEDICINES, ENDED_ALLERGIES, Meaning};
use super::once::add_once;
use super::resolve::Book;
use super::submission::Submission;
use super::warnings;

/// What one list, or one section of a document, says of its section.
struct Part {
    answer: SectionAnswer,
    /// False for lists of what has ended: they add to a section and don't say that it is empty.
    main: bool,
    /// The entries that it lists.
    lists: Vec<usize>,
}

/// Makes the answer of a submission.
pub(super) fn of(submission: &Submission, context: &ReadContext, book: &Book<'_>) -> Answer {
    let mut parts: Vec<Part> = Vec::new();
    let mut asides: Vec<Aside> = Vec::new();
    let mut answer_warnings: Vec<Warning> = Vec::new();
    let mut refusal = None;
    for page in book.pages().iter().filter(|page| !page.held) {
        match page.kind {
            "List" => {
                parts.extend(of_list(&page.node, book));
                of_secondary_list(&page.node, &mut asides);
            }
            "Composition" => of_sections(page.node.get("section"), date(page.node.get("date")).as_ref(), &mut parts, 0),
            "OperationOutcome" => {
                for issue in page.node.get("issue").items() {
                    let warning = of_issue(issue);
                    if matches!(issue.get("severity").text(), Some("error" | "fatal")) {
                        refusal = refusal.or(warning.as_ref().map(|warning| warning.code));
                    }
                    if let Some(warning) = warning {
                        add_once(&mut answer_warnings, warning);
                    }
                }
            }
            _ => {}
        }
    }
    let newest = parts.iter().filter_map(|part| part.answer.as_of.clone()).max();
    let mut sections = combine(&parts, book);
    let holds_something = book.pages().iter().any(|page| kinds::is_clinical(page.kind));
    if let (Some(code), true, false) = (refusal, sections.is_empty(), holds_something) {
        sections = refused(code);
    }
    Answer {
        intake: context.intake,
        source: context.source.clone(),
        received: context.received,
        as_of: submission.as_of.clone().or(newest),
        export: sections.is_empty(),
        sections,
        asides,
        warnings: answer_warnings,
    }
}

fn date(node: &Node<'_>) -> Option<FhirDate> {
    FhirDate::parse(node.text()?).ok()
}

fn of_list<'a>(node: &Node<'a>, book: &Book<'a>) -> Option<Part> {
    let Meaning::Section(section) = lists::meaning(node.get("code")) else { return None };
    if node.get("status").text() == Some("entered-in-error") {
        return None;
    }
    let codes = all_codes(node.get("code"));
    let main = !codes.contains(&ENDED_ALLERGIES) && !codes.contains(&DISCONTINUED_MEDICINES);
    let mut said = warnings::of_list(node);
    for text in node.get("entry").items().iter().filter_map(lists::sentence) {
        if text.contains("not supported") {
            warnings::add(&mut said.warnings, WarningCode::NotSupported, text);
        }
    }
    let references = node.get("entry").items().iter().filter_map(|entry| entry.get("item").get("reference").text());
    let lists = references.filter_map(|text| book.find(node, text)?.page).collect();
    let part = part(section, date(node.get("date")), main, node.get("emptyReason"), said, lists_items(node));
    Some(Part { lists, ..part })
}

/// A list that explains a section answers nothing; what it warns of is missing from that section all the same.
fn of_secondary_list(node: &Node<'_>, asides: &mut Vec<Aside>) {
    let Meaning::Secondary(section) = lists::meaning(node.get("code")) else { return };
    for warning in warnings::of_list(node).warnings {
        add_once(asides, Aside { section, warning });
    }
}

/// True when at least one entry refers to something, rather than saying a sentence.
fn lists_items(node: &Node<'_>) -> bool {
    let refers = |entry: &Node<'_>| entry.get("item").get("reference").text().is_some_and(|text| !text.contains(' '));
    node.get("entry").items().iter().any(refers)
}

fn of_sections(list: &Node<'_>, as_of: Option<&FhirDate>, parts: &mut Vec<Part>, depth: usize) {
    if depth > 8 {
        return;
    }
    for node in list.items() {
        if let Meaning::Section(section) = lists::meaning(node.get("code")) {
            let entries = node.get("entry").items().iter();
            let listed =
                entries.into_iter().any(|entry| entry.get("reference").text().is_some_and(|text| !text.contains(' ')));
            let main = !all_codes(node.get("code")).contains(&"11348-0");
            parts.push(part(section, as_of.cloned(), main, node.get("emptyReason"), warnings::of_list(node), listed));
        }
        of_sections(node.get("section"), as_of, parts, depth + 1);
    }
}

fn part(
    section: SectionId,
    as_of: Option<FhirDate>,
    main: bool,
    empty: &Node<'_>,
    said: warnings::Said,
    lists_items: bool,
) -> Part {
    let codes = all_codes(empty);
    let says = |wanted: &[&str]| codes.iter().any(|code| wanted.contains(code));
    // `nilknown` is a marked emptiness like any other, and never "known none" (records.md 2.1).
    let empty_reason = (!empty.is_null()).then(|| reason(empty, said.about_emptiness.as_deref()));
    let answer = SectionAnswer {
        section,
        as_of,
        marked_empty: !empty.is_null(),
        empty_reason,
        withheld: says(&["withheld"]),
        unavailable: says(&["unavailable", "notasked", "notstarted", "closed"]),
        warnings: said.warnings,
        lists_items,
    };
    Part { answer, main, lists: Vec::new() }
}

/// The source's words for an emptiness, its code, and its note.
fn reason(empty: &Node<'_>, note: Option<&str>) -> String {
    let words = words(empty).unwrap_or_else(|| "Empty".to_owned());
    let code = all_codes(empty).into_iter().find(|code| *code != words);
    let coded = code.map_or_else(|| words.clone(), |code| format!("{words} ({code})"));
    note.map_or_else(|| coded.clone(), |note| format!("{coded}. {note}"))
}

/// One answer for each section, in the order in which sections are listed.
///
/// A section counts as marked empty when every list of what is current is marked so. Where a list of
/// what has ended has something, it counts so only if something else is there besides (hazard 13):
/// ended allergies beside an empty list of active ones are no contradiction.
fn combine(parts: &[Part], book: &Book<'_>) -> Vec<SectionAnswer> {
    let mut combined = Vec::new();
    for section in SectionId::ALL {
        let all: Vec<&Part> = parts.iter().filter(|part| part.answer.section == section).collect();
        let mut main: Vec<&Part> = all.iter().copied().filter(|part| part.main).collect();
        if main.is_empty() {
            main.clone_from(&all);
        }
        if main.is_empty() {
            continue;
        }
        let lists_items = all.iter().any(|part| part.answer.lists_items);
        let ended: Vec<&&Part> = all.iter().filter(|part| !part.main && part.answer.lists_items).collect();
        let in_ended: HashSet<usize> = ended.iter().flat_map(|part| part.lists.iter().copied()).collect();
        let something_else = || {
            let pages = book.pages().iter().enumerate().filter(|(_, page)| !page.held && kinds::is_clinical(page.kind));
            let mut here = pages.filter(|(_, page)| kinds::section_of(page.kind) == section);
            here.any(|(at, _)| !in_ended.contains(&at))
        };
        let marked_empty = main.iter().all(|part| part.answer.marked_empty) && (ended.is_empty() || something_else());
        let mut warnings: Vec<Warning> = Vec::new();
        let mut reasons: Vec<String> = Vec::new();
        for warning in all.iter().flat_map(|part| &part.answer.warnings) {
            add_once(&mut warnings, warning.clone());
        }
        for reason in main.iter().filter_map(|part| part.answer.empty_reason.as_ref()) {
            add_once(&mut reasons, reason.clone());
        }
        combined.push(SectionAnswer {
            section,
            as_of: main.iter().filter_map(|part| part.answer.as_of.clone()).min(),
            marked_empty,
            empty_reason: Some(reasons.join("; ")).filter(|reasons| !reasons.is_empty()),
            withheld: all.iter().any(|part| part.answer.withheld),
            unavailable: main.iter().any(|part| part.answer.unavailable),
            warnings,
            lists_items,
        });
    }
    combined
}

/// The words of one issue; a refusal that may be about a sensitive record says nothing of why.
pub(super) fn issue_text(issue: &Node<'_>) -> String {
    if spine_codes(issue).contains(&"PATIENT_NOT_FOUND") {
        return "This source could not answer.".to_owned();
    }
    let details = words(issue.get("details"));
    let stated = issue.get("diagnostics").text().map(str::to_owned);
    let parts: Vec<String> = [details, stated].into_iter().flatten().collect();
    if parts.is_empty() { words(issue.get("code")).unwrap_or_default() } else { parts.join(": ") }
}

fn spine_codes<'n>(issue: &'n Node<'_>) -> Vec<&'n str> {
    all_codes(issue.get("details"))
}

fn of_issue(issue: &Node<'_>) -> Option<Warning> {
    let spine = spine_codes(issue);
    let severity = issue.get("severity").text().unwrap_or_default();
    let kind = issue.get("code").text().unwrap_or_default();
    let code = if spine.contains(&"NO_PATIENT_CONSENT") {
        WarningCode::NoConsent
    } else if kind == "suppressed" {
        WarningCode::ConfidentialItems
    } else if kind == "not-supported" || spine.contains(&"NOT_IMPLEMENTED") || matches!(severity, "error" | "fatal") {
        WarningCode::NotSupported
    } else if severity == "warning" {
        WarningCode::Other
    } else {
        return None;
    };
    let text = issue_text(issue);
    let text = if text.is_empty() { code.mandated_text().to_owned() } else { text };
    Some(Warning { code, text })
}

/// Every section of a source that refused the whole question.
fn refused(code: WarningCode) -> Vec<SectionAnswer> {
    let asked = SectionId::ALL.into_iter();
    let asked = asked.filter(|section| !matches!(section, SectionId::Sensitive | SectionId::Other | SectionId::People));
    asked
        .map(|section| SectionAnswer {
            section,
            as_of: None,
            marked_empty: false,
            empty_reason: None,
            withheld: code.withholds(),
            unavailable: !code.withholds(),
            warnings: Vec::new(),
            lists_items: false,
        })
        .collect()
}
