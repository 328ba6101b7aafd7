//! In which respects two versions of one fact differ, as sentences.

use std::collections::HashMap;

use crate::display::{Surface, date};
use crate::ids::OdsCode;
use crate::records::{Detail, Measure, Row};
use crate::time::FhirDate;

/// Compares what a clinician would act on.
pub(super) fn between(one: &Row, other: &Row, names: &HashMap<OdsCode, String>) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, a: Option<String>, b: Option<String>| {
        if a == b || (a.is_none() && b.is_none()) {
            return;
        }
        let (a, b) = (a.unwrap_or_else(|| "not stated".into()), b.unwrap_or_else(|| "not stated".into()));
        found.push(format!("{what}: {} says {a}; {} says {b}", name(names, &one.source), name(names, &other.source)));
    };
    match (&one.detail, &other.detail) {
        (Detail::Medicine(a), Detail::Medicine(b)) => {
            let status = |current: bool, until: &Option<FhirDate>| match (current, until) {
                (true, _) => "current".to_owned(),
                (false, Some(until)) => format!("stopped, {}", day(until)),
                (false, None) => "stopped".to_owned(),
            };
            compare("Status", Some(status(a.current, &one.until)), Some(status(b.current, &other.until)));
            compare("Drug", Some(one.title.clone()), Some(other.title.clone()));
            compare("Dose", quoted(a.dose.as_ref()), quoted(b.dose.as_ref()));
        }
        (Detail::Allergy(a), Detail::Allergy(b)) => {
            compare("Severity", a.severity.clone(), b.severity.clone());
            compare("Reaction", listed(&a.reactions), listed(&b.reactions));
            compare("Began", one.when.as_ref().map(day), other.when.as_ref().map(day));
        }
        (Detail::Problem(_), Detail::Problem(_)) => {
            compare("Began", one.when.as_ref().map(day), other.when.as_ref().map(day));
        }
        (Detail::Measure(a), Detail::Measure(b)) => {
            compare("Interpretation", a.interpretation.clone(), b.interpretation.clone());
            compare("Reference range", range(a), range(b));
        }
        _ => {}
    }
    found
}

fn name(names: &HashMap<OdsCode, String>, code: &OdsCode) -> String {
    names.get(code).cloned().unwrap_or_else(|| code.to_string())
}

fn day(when: &FhirDate) -> String {
    date(when, Surface::Clinical)
}

fn quoted(text: Option<&String>) -> Option<String> {
    text.map(|text| format!("\u{201c}{text}\u{201d}"))
}

fn listed(words: &[String]) -> Option<String> {
    (!words.is_empty()).then(|| words.join(", "))
}

fn range(measure: &Measure) -> Option<String> {
    let range = measure.ranges.first()?;
    let bound = |quantity: &Option<crate::records::Quantity>| quantity.as_ref().map(|q| q.value.clone());
    match (bound(&range.low), bound(&range.high)) {
        (Some(low), Some(high)) => Some(format!("{low} to {high}")),
        (Some(low), None) => Some(format!("{low} or more")),
        (None, Some(high)) => Some(format!("{high} or less")),
        (None, None) => range.text.clone(),
    }
}
