//! Warnings of lists: the codes in extensions, the mandated texts in notes (records.md 2.2).

use commonweal_shared::records::{Warning, WarningCode};

use super::codes::all_codes;
use super::json::Node;
use super::once::add_once;

/// How each mandated text begins. The last one is no warning but the words for an empty list.
const BEGINNINGS: [(&str, Option<WarningCode>); 4] = [
    ("Items excluded due to confidentiality", Some(WarningCode::ConfidentialItems)),
    ("Patient record transfer from previous GP practice", Some(WarningCode::DataInTransit)),
    (
        "Patient data may be incomplete as there is data supplied by a third party",
        Some(WarningCode::DataAwaitingFiling),
    ),
    ("Information not available", None),
];

/// What the notes and extensions of a list say.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// Warnings, each with the source's own words for it.
    pub(super) warnings: Vec<Warning>,
    /// What the notes say about there being nothing.
    pub(super) about_emptiness: Option<String>,
}

/// Reads the warnings of a list, or of a section of a document.
///
/// One note may join several texts. Each code gets the words that belong to it, so that the note is
/// shown once; a code that came without words gets the mandated ones.
pub(super) fn of_list(node: &Node<'_>) -> Said {
    let mut said = Said::default();
    let empty = !node.get("emptyReason").is_null();
    let mut about_emptiness: Vec<String> = Vec::new();
    for note in node.get("note").items() {
        let Some(text) = note.get("text").text().or_else(|| note.text()) else { continue };
        for (meaning, words) in split(text) {
            match meaning {
                Some(Some(code)) => add(&mut said.warnings, code, words.to_owned()),
                Some(None) => about_emptiness.push(words.to_owned()),
                None if empty => about_emptiness.push(words.to_owned()),
                None => add(&mut said.warnings, WarningCode::Other, words.to_owned()),
            }
        }
    }
    for code in node.extensions("ListWarningCode").flat_map(|extension| all_codes(extension.value())) {
        let known = [WarningCode::ConfidentialItems, WarningCode::DataInTransit, WarningCode::DataAwaitingFiling];
        match known.into_iter().find(|known| known.id() == code) {
            Some(known) if said.warnings.iter().any(|warning| warning.code == known) => {}
            Some(known) => add(&mut said.warnings, known, known.mandated_text().to_owned()),
            None => add(&mut said.warnings, WarningCode::Other, format!("Warning code of the source: {code}")),
        }
    }
    said.about_emptiness = (!about_emptiness.is_empty()).then(|| about_emptiness.join(" "));
    said
}

/// Adds a warning once.
pub(super) fn add(warnings: &mut Vec<Warning>, code: WarningCode, text: String) {
    add_once(warnings, Warning { code, text });
}

/// Takes a note apart where mandated texts begin; what stands before the first has no meaning that is known.
fn split(text: &str) -> Vec<(Option<Option<WarningCode>>, &str)> {
    let mut cuts: Vec<(usize, Option<Option<WarningCode>>)> = vec![(0, None)];
    for (beginning, code) in BEGINNINGS {
        cuts.extend(text.match_indices(beginning).map(|(at, _)| (at, Some(code))));
    }
    cuts.sort_by_key(|(at, meaning)| (*at, meaning.is_some()));
    let ends = cuts.iter().skip(1).map(|(at, _)| *at).chain(std::iter::once(text.len()));
    let pieces = cuts.iter().zip(ends).map(|((at, meaning), end)| (*meaning, text[*at..end].trim()));
    pieces.filter(|(_, words)| !words.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::json::parse;
    use super::*;

    fn said(json: &str) -> Said {
        of_list(&parse(json, "List").expect("valid"))
    }

    #[test]
    fn two_texts_in_one_note_become_two_warnings_with_their_own_words() {
        let found = said(
            r#"{"extension": [
              {"url": "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-ListWarningCode-1", "valueCode": "confidential-items"},
              {"url": "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-ListWarningCode-1", "valueCode": "data-in-transit"}],
             "note": [{"text": "Items excluded due to confidentiality and/or patient preferences.\r\nPatient record transfer from previous GP practice not yet complete; information recorded before 01-Jan-2021 may be missing."}]}"#,
        );
        let codes: Vec<_> = found.warnings.iter().map(|warning| warning.code).collect();
        assert_eq!(codes, [WarningCode::ConfidentialItems, WarningCode::DataInTransit]);
        assert_eq!(found.warnings[0].text, "Items excluded due to confidentiality and/or patient preferences.");
        assert!(found.warnings[1].text.ends_with("before 01-Jan-2021 may be missing."));
    }

    #[test]
    fn information_not_available_is_a_reason_and_no_warning() {
        let found = said(
            r#"{"emptyReason": {"coding": [{"code": "no-content-recorded"}]}, "note": [{"text": "Information not available."}]}"#,
        );
        assert!(found.warnings.is_empty());
        assert_eq!(found.about_emptiness.as_deref(), Some("Information not available."));
    }

    #[test]
    fn a_code_alone_gets_the_mandated_words_in_r4_too() {
        let found = said(
            r#"{"extension": [{"url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-ListWarningCode",
                "valueCodeableConcept": {"coding": [{"code": "data-awaiting-filing"}]}}]}"#,
        );
        assert_eq!(found.warnings[0].text, WarningCode::DataAwaitingFiling.mandated_text());
    }

    #[test]
    fn any_other_note_of_a_list_that_has_items_is_a_warning_of_its_own() {
        let found = said(r#"{"note": [{"text": "Only the last two years."}]}"#);
        assert_eq!(found.warnings, [Warning { code: WarningCode::Other, text: "Only the last two years.".to_owned() }]);
    }
}
