//! Coded concepts: what to show first, what to keep beside it (records.md 3.1), degraded ones (2.3).

use commonweal_shared::records::Code;

use super::json::Node;

/// A coded concept as a row shows it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Concept {
    /// What to show first.
    pub(super) title: Option<String>,
    /// The source's own wording, where it differs from the title.
    pub(super) wording: Option<String>,
    /// A second wording, where the source had two.
    pub(super) also_worded: Option<String>,
    /// SNOMED CT first, the others in the order of the source.
    pub(super) codes: Vec<Code>,
    /// Which kind of degraded entry it is.
    pub(super) degraded: Option<Degraded>,
    /// Text without any code.
    pub(super) text_only: bool,
}

/// The kinds of transfer-degraded entries that matter beyond their label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Degraded {
    /// A drug allergy: a system that prescribes must prevent it.
    DrugAllergy,
    /// Any other kind.
    Other,
}

const DEGRADED: [(&str, Degraded); 7] = [
    ("196461000000101", Degraded::DrugAllergy),
    ("196471000000108", Degraded::Other),
    ("196421000000109", Degraded::Other),
    ("196451000000104", Degraded::Other),
    ("196431000000106", Degraded::Other),
    ("196441000000102", Degraded::Other),
    ("196411000000103", Degraded::Other),
];

/// Reads a CodeableConcept, or several that mean one thing (the first that says something speaks).
pub(super) fn concept(node: &Node<'_>) -> Concept {
    let Some(node) = node.items().iter().find(|node| node.is_object()) else {
        return Concept { title: node.first().text().map(str::to_owned), text_only: true, ..Concept::default() };
    };
    let codings: Vec<&Node<'_>> = node.get("coding").items().iter().filter(|coding| coding.is_object()).collect();
    let text = node.get("text").text();
    let degraded = codings.iter().find_map(|coding| degraded(coding));
    let chosen = chosen(&codings, degraded.is_some());
    let display = chosen.and_then(|coding| coding.get("display").text());
    let bare_code = || chosen.and_then(|coding| coding.get("code").scalar());
    let title = if degraded.is_some() {
        // The display of a degraded code is never the title (2.3).
        text.or_else(|| original_term(&codings)).or(display).unwrap_or("Original term not received")
    } else {
        match display.or(text).or_else(bare_code) {
            Some(title) => title,
            None => return Concept::default(),
        }
    };
    let differs = |term: &&str| !same(term, title);
    let original = original_term(&codings).filter(differs);
    let text = text.filter(differs);
    let wording = original.or(text);
    let also_worded = text.filter(|text| wording.is_some_and(|wording| !same(wording, text)));
    Concept {
        title: Some(title.to_owned()),
        wording: wording.map(str::to_owned),
        also_worded: also_worded.map(str::to_owned),
        codes: codes(&codings),
        degraded,
        text_only: codings.iter().all(|coding| coding.get("code").is_null()),
    }
}

/// SNOMED CT first, then the one that somebody chose, then the first; of a degraded concept none
/// that is degraded itself.
fn chosen<'n, 'a>(codings: &[&'n Node<'a>], degraded_too: bool) -> Option<&'n Node<'a>> {
    let shown = |coding: &&&'n Node<'a>| {
        let says_degraded = || coding.get("display").text().is_some_and(|text| text.starts_with("Transfer-degraded"));
        !coding.get("display").is_null() && !(degraded_too && (degraded(coding).is_some() || says_degraded()))
    };
    let with_display = || codings.iter().filter(shown);
    let snomed = with_display().find(|coding| is_snomed(coding));
    let selected = || with_display().find(|coding| coding.get("userSelected").truth() == Some(true));
    let found = snomed.or_else(selected).or_else(|| with_display().next());
    let found = if found.is_none() && !degraded_too { codings.first() } else { found };
    found.copied()
}

fn original_term<'n>(codings: &[&'n Node<'_>]) -> Option<&'n str> {
    codings.iter().find_map(|coding| {
        coding.get("extension").items().iter().find_map(|extension| extension.extension(&["descriptionDisplay"]).text())
    })
}

fn degraded(coding: &Node<'_>) -> Option<Degraded> {
    let code = coding.get("code").scalar()?;
    DEGRADED.iter().find(|(known, _)| *known == code).map(|(_, kind)| *kind)
}

fn same(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}

fn is_snomed(coding: &Node<'_>) -> bool {
    coding.get("system").text().is_some_and(|system| system.starts_with("http://snomed.info/sct"))
}

fn codes(codings: &[&Node<'_>]) -> Vec<Code> {
    let mut ordered = codings.to_vec();
    ordered.sort_by_key(|coding| !is_snomed(coding));
    let code = |coding: &Node<'_>| {
        Some(Code {
            system: system_name(coding.get("system").text().unwrap_or_default()),
            code: coding.get("code").scalar()?.to_owned(),
            display: coding.get("display").text().map(str::to_owned),
        })
    };
    ordered.into_iter().filter_map(code).collect()
}

/// A code system's short name where it is known, else its address.
pub(super) fn system_name(address: &str) -> String {
    let known = match address {
        a if a.starts_with("http://snomed.info/sct") => "SNOMED CT",
        "https://dmd.nhs.uk" | "http://dmd.nhs.uk" => "dm+d",
        "http://loinc.org" => "LOINC",
        "http://read.info/readv2" => "Read v2",
        "http://read.info/ctv3" => "CTV3",
        "https://fhir.hl7.org.uk/Id/emis-drug-codes" => "EMIS drug code",
        "https://fhir.hl7.org.uk/Id/egton-codes" => "EMIS code",
        "https://fhir.hl7.org.uk/Id/multilex-drug-codes" => "Multilex",
        "https://fhir.hl7.org.uk/Id/resipuk-gemscript-drug-codes" => "Gemscript",
        "http://www.nlm.nih.gov/research/umls/rxnorm" => "RxNorm",
        "http://hl7.org/fhir/sid/cvx" => "CVX",
        "http://hl7.org/fhir/sid/icd-10" => "ICD-10",
        "https://fhir.nhs.uk/Id/opcs-4" => "OPCS-4",
        "http://unitsofmeasure.org" => "UCUM",
        "" => "System not stated",
        other => other,
    };
    known.to_owned()
}

/// A concept, a coding or a text in words: the text as the source wrote it, else a display, else the code.
pub(super) fn words(node: &Node<'_>) -> Option<String> {
    match node {
        Node::List(list) => {
            let all: Vec<String> = list.iter().filter_map(words).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        Node::Object(_) => {
            let text = node.get("text").text().or_else(|| node.get("display").text());
            let display = || node.get("coding").items().iter().find_map(|coding| coding.get("display").text());
            let code = || node.at(&["coding", "code"]).scalar().or_else(|| node.get("code").scalar());
            text.or_else(display).map(str::to_owned).or_else(|| code().map(in_words))
        }
        other => other.scalar().map(in_words),
    }
}

/// Every code of a concept, a list of concepts, a coding or a plain code.
pub(super) fn all_codes<'n>(node: &'n Node<'_>) -> Vec<&'n str> {
    let mut found = Vec::new();
    for item in node.items() {
        found.extend(item.text());
        found.extend(item.get("code").scalar());
        found.extend(item.get("coding").items().iter().filter_map(|coding| coding.get("code").scalar()));
    }
    found
}

/// A code such as `not-done` as words, `Not done`; what has blanks or other signs stays as it is.
pub(super) fn in_words(code: &str) -> String {
    let plain = !code.is_empty() && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b == b'_');
    if !plain {
        return code.to_owned();
    }
    let spaced = code.replace(['-', '_'], " ");
    let mut letters = spaced.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::super::json::parse;
    use super::*;

    fn read(json: &str) -> Concept {
        concept(&parse(json, "code").expect("valid"))
    }

    #[test]
    fn snomed_speaks_and_the_text_stays_beside_it() {
        let found = read(
            r#"{"coding": [{"system": "http://read.info/readv2", "code": "TJ00800", "display": "Read words", "userSelected": true},
                {"system": "http://snomed.info/sct", "code": "1", "display": "SNOMED words"}], "text": "Typed words"}"#,
        );
        assert_eq!(found.title.as_deref(), Some("SNOMED words"));
        assert_eq!(found.wording.as_deref(), Some("Typed words"));
        assert_eq!(found.codes[0].system, "SNOMED CT");
        assert_eq!(found.codes[1].system, "Read v2");
        assert!(!found.text_only);
    }

    #[test]
    fn a_degraded_code_never_gives_the_title() {
        let found = read(
            r#"{"coding": [{"system": "http://snomed.info/sct", "code": "196461000000101", "display": "Transfer-degraded drug allergy"}],
                "text": "H/O: drug allergy Palonosetron"}"#,
        );
        assert_eq!(found.title.as_deref(), Some("H/O: drug allergy Palonosetron"));
        assert_eq!(found.degraded, Some(Degraded::DrugAllergy));
        let bare = read(r#"{"coding": [{"code": "196411000000103", "display": "Transfer-degraded record entry"}]}"#);
        assert_eq!(bare.title.as_deref(), Some("Original term not received"));
    }

    #[test]
    fn the_term_that_was_chosen_is_the_wording() {
        let found = read(
            r#"{"coding": [{"system": "http://snomed.info/sct", "code": "1", "display": "Roman Catholic (person)",
                "extension": [{"url": "https://x/Extension-coding-sctdescid",
                  "extension": [{"url": "descriptionDisplay", "valueString": "Roman Catholic"}]}]}]}"#,
        );
        assert_eq!(found.wording.as_deref(), Some("Roman Catholic"));
    }

    #[test]
    fn text_alone_is_known_as_text_alone() {
        let found = read(r#"{"text": "dodgy header"}"#);
        assert!(found.text_only);
        assert_eq!(found.title.as_deref(), Some("dodgy header"));
        assert_eq!(read("{}").title, None);
    }

    #[test]
    fn codes_become_words() {
        assert_eq!(in_words("not-done"), "Not done");
        assert_eq!(in_words("Already said"), "Already said");
    }
}
