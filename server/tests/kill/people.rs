use serde_json::{Value, json};

/// Somebody invented, known by the same local id everywhere.
#[derive(Debug, Clone)]
pub(crate) struct Invented {
    id: String,
    number: String,
}

impl Invented {
    /// The nth of all that can be made.
    pub(crate) fn nth(nth: usize) -> Self {
        let number = (70..999_999).filter_map(|six| number(&format!("999{six:06}"))).nth(nth);
        Self { id: format!("invented-{nth}"), number: number.expect("there are hundreds of thousands") }
    }

    /// A bundle of this person and these resources.
    pub(crate) fn bundle(&self, resources: &[Value]) -> String {
        let patient = json!({
            "resourceType": "Patient", "id": self.id,
            "identifier": [{ "system": "https://fhir.nhs.uk/Id/nhs-number", "value": self.number }],
            "name": [{ "use": "official", "family": format!("Stainmore-{}", self.id), "given": ["Una"] }],
            "birthDate": "1961-03-04", "gender": "female",
        });
        bundle(std::iter::once(&patient).chain(resources))
    }

    /// Body weights, as many as this, which no other bundle has.
    pub(crate) fn weights(&self, arrival: &str, count: usize) -> Vec<Value> {
        (0..count).map(|nth| weight(&self.id, &format!("{arrival}-{nth}"), nth)).collect()
    }
}

/// A bundle of whatever is in it.
pub(crate) fn bundle<'a>(resources: impl IntoIterator<Item = &'a Value>) -> String {
    let entries: Vec<Value> = resources.into_iter().map(|resource| json!({ "resource": resource })).collect();
    json!({ "resourceType": "Bundle", "type": "collection", "timestamp": "2026-10-30T08:00:00Z", "entry": entries })
        .to_string()
}

/// One body weight of whoever has this local id.
pub(crate) fn weight(person: &str, id: &str, nth: usize) -> Value {
    let (month, day, grams) = (nth / 28 % 12 + 1, nth % 28 + 1, 700 + nth % 90);
    json!({
        "resourceType": "Observation", "id": id, "status": "final",
        "code": { "coding": [{ "system": "http://snomed.info/sct", "code": "27113001", "display": "Body weight" }] },
        "subject": { "reference": format!("Patient/{person}") },
        "effectiveDateTime": format!("{}-{month:02}-{day:02}", 2010 + nth / 336),
        "valueQuantity": { "value": grams, "unit": "hg" },
    })
}

/// These nine digits with their check digit (modulus 11), where they have one.
fn number(nine: &str) -> Option<String> {
    let digits = nine.chars().map(|digit| digit.to_digit(10).expect("digits"));
    let sum: u32 = (2..=10).rev().zip(digits).map(|(weight, digit)| weight * digit).sum();
    match 11 - sum % 11 {
        11 => Some(format!("{nine}0")),
        10 => None,
        digit => Some(format!("{nine}{digit}")),
    }
}
