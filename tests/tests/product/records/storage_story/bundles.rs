//! Small bundles of invented people, made as the story needs them.

use serde_json::{Value, json};

/// Somebody invented.
#[derive(Debug, Clone)]
pub(crate) struct Invented {
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) family: &'static str,
    pub(crate) born: &'static str,
}

/// A valid NHS number of the range for tests: 999, then these six digits, then the check digit (modulus 11).
///
/// # Panics
/// When these six digits have no check digit.
pub(crate) fn number(six: &str) -> String {
    let nine = format!("999{six}");
    let sum: u32 = (2..=10).rev().zip(nine.chars()).map(|(weight, digit)| weight * digit.to_digit(10).expect("digits")).sum();
    match 11 - sum % 11 {
        11 => nine + "0",
        10 => panic!("{nine} has no check digit"),
        digit => format!("{nine}{digit}"),
    }
}

impl Invented {
    pub(crate) fn new(id: &str, six: &str, family: &'static str, born: &'static str) -> Self {
        Self { id: id.to_owned(), number: number(six), family, born }
    }

    /// A bundle of this person and these resources, as of this day.
    pub(crate) fn bundle(&self, as_of: &str, resources: &[Value]) -> String {
        let patient = json!({
            "resourceType": "Patient", "id": self.id,
            "identifier": [{ "system": "https://fhir.nhs.uk/Id/nhs-number", "value": self.number }],
            "name": [{ "use": "official", "family": self.family, "given": ["Una"] }],
            "birthDate": self.born, "gender": "female",
        });
        let entries: Vec<Value> =
            std::iter::once(&patient).chain(resources).map(|resource| json!({ "resource": resource })).collect();
        json!({
            "resourceType": "Bundle", "type": "collection", "timestamp": format!("{as_of}T08:00:00Z"), "entry": entries,
        })
        .to_string()
    }

    /// A body weight in kilograms, which later bundles may state anew under the same identifier.
    pub(crate) fn weight(&self, identifier: &str, day: &str, kilograms: &str) -> Value {
        let value: Value = serde_json::from_str(kilograms).expect("a number");
        json!({
            "resourceType": "Observation", "id": identifier, "status": "final",
            "identifier": [{ "system": "https://weights.example/id", "value": identifier }],
            "category": [{ "coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs",
            }] }],
            "code": { "coding": [{ "system": "http://snomed.info/sct", "code": "27113001", "display": "Body weight" }] },
            "subject": { "reference": format!("Patient/{}", self.id) },
            "effectiveDateTime": day,
            "valueQuantity": { "value": value, "unit": "kg" },
        })
    }

    /// A problem that its source labels as restricted.
    pub(crate) fn restricted_problem(&self) -> Value {
        json!({
            "resourceType": "Condition", "id": "restricted",
            "meta": { "security": [{
                "system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R",
            }] },
            "clinicalStatus": { "coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active",
            }] },
            "code": { "text": "Something told in confidence" },
            "subject": { "reference": format!("Patient/{}", self.id) },
            "recordedDate": "2026-03-01",
        })
    }
}

#[test]
fn invented_numbers_are_valid() {
    assert_eq!(number("000001"), "9990000018");
    assert_eq!(number("000003"), "9990000034");
}
