use serde_json::{Value, json};

/// Somebody invented, for small bundles as a story needs them.
#[derive(Debug, Clone)]
pub struct Invented {
    /// `Patient.id`.
    pub id: String,
    /// The NHS number.
    pub number: String,
    /// The family name.
    pub family: &'static str,
    /// The date of birth.
    pub born: &'static str,
}

/// A valid NHS number of the range for tests: 999, then these six digits, then the check digit (modulus 11).
fn valid_number(six: &str) -> String {
    let nine = format!("999{six}");
    let sum: u32 =
        (2..=10).rev().zip(nine.chars()).map(|(weight, digit)| weight * digit.to_digit(10).expect("digits")).sum();
    match 11 - sum % 11 {
        11 => nine + "0",
        10 => panic!("{nine} has no check digit"),
        digit => format!("{nine}{digit}"),
    }
}

impl Invented {
    /// Somebody with this `Patient.id` and this number: 999, these six digits, and the check digit.
    ///
    /// # Panics
    /// When these six digits have no check digit.
    pub fn new(id: &str, six: &str, family: &'static str, born: &'static str) -> Self {
        Self { id: id.to_owned(), number: valid_number(six), family, born }
    }

    /// A bundle of this person and these resources, as of this day.
    pub fn bundle(&self, as_of: &str, resources: &[Value]) -> String {
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
        .replace("\"@@", "")
        .replace("@@\"", "")
    }

    /// A body weight in kilograms, which later bundles may state anew under the same identifier.
    /// The decimal stands in the bundle as it is written here.
    pub fn weight(&self, identifier: &str, day: &str, kilograms: &str) -> Value {
        // Marked until the bundle's text is made: as a number it would lose a last zero.
        let value = format!("@@{kilograms}@@");
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
    pub fn restricted_problem(&self) -> Value {
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

#[cfg(test)]
mod tests {
    use super::valid_number;

    #[test]
    fn invented_numbers_are_valid() {
        assert_eq!(valid_number("000001"), "9990000018");
        assert_eq!(valid_number("000003"), "9990000034");
    }
}
