//! What hospitals and other services send: bundles of R4 in the shapes of UK Core.

use serde_json::{Value, json};

use super::Source;
use super::chance::Chance;
use super::day::TODAY;
use super::fhir::{coded, snomed, text_of, to};
use super::life::Life;
use super::terms::{ALLERGIES, MEDICINES, PROBLEMS, RESTRICTED};
use super::words::DOCTORS;

pub(super) const TERMINOLOGY: &str = "http://terminology.hl7.org/CodeSystem";
/// The most resources that one event brings.
const LARGEST_EVENT: usize = 6;

/// A service's bundle while it is being made.
pub(super) struct Service<'a> {
    pub(super) life: &'a Life,
    pub(super) chance: &'a mut Chance,
    pub(super) source: &'a Source,
    entries: Vec<Value>,
    count: usize,
    /// The encounter that things belong to for now.
    pub(super) encounter: String,
    pub(super) allergies: Vec<String>,
}

/// A bundle with exactly so many resources, or a few more where what it repeats of other records is more than that.
pub(super) fn bundle(life: &Life, source: &Source, chance: &mut Chance, length: usize) -> String {
    let entries = Vec::with_capacity(length);
    let mut service =
        Service { life, chance, source, entries, count: 0, encounter: String::new(), allergies: Vec::new() };
    service.people();
    service.encounter();
    // A gap: a service that leaves what it knows of the past out altogether.
    if !service.chance.percent(15) {
        service.repeats();
    }
    if source.keeps_secrets && service.chance.percent(30) {
        let day = life.any_day(service.chance);
        let term = service.chance.pick(&RESTRICTED);
        service.problem(term, day, true);
    }
    let listed = service.chance.percent(30);
    let length = length.saturating_sub(usize::from(listed));
    while service.entries.len() + LARGEST_EVENT <= length {
        service.event();
    }
    while service.entries.len() < length {
        service.vital();
    }
    if listed {
        service.list();
    }
    service.finish()
}

impl Service<'_> {
    pub(super) fn id(&mut self, kind: &str) -> String {
        self.count += 1;
        format!("{kind}-{}", self.count)
    }

    fn base(&self) -> String {
        format!("https://{}.example/fhir/R4", self.source.code.to_lowercase())
    }

    pub(super) fn patient(&self) -> Value {
        to(format!("Patient/{}-{}", self.source.code, self.life.nth))
    }

    pub(super) fn add(&mut self, id: &str, mut resource: Value) -> String {
        let kind = resource["resourceType"].as_str().unwrap_or_default().to_owned();
        resource["id"] = json!(id);
        resource["meta"]["profile"] = json!([format!("https://fhir.hl7.org.uk/StructureDefinition/UKCore-{kind}")]);
        let system = format!("https://{}.example/id/{}", self.source.code.to_lowercase(), kind.to_lowercase());
        let person = self.life.nth;
        if resource.get("identifier").is_none() {
            resource["identifier"] = json!([{ "system": system, "value": format!("{person}-{id}") }]);
        }
        let reference = format!("{kind}/{id}");
        self.entries.push(json!({ "fullUrl": format!("{}/{reference}", self.base()), "resource": resource }));
        reference
    }

    fn people(&mut self) {
        let life = self.life;
        let status = if life.verified { "01" } else { "02" };
        let extension = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus";
        let system = "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland";
        let patient = json!({
            "resourceType": "Patient", "active": true,
            "identifier": [
                {
                    "system": "https://fhir.nhs.uk/Id/nhs-number", "value": life.number,
                    "extension": [{ "url": extension, "valueCodeableConcept": {
                        "coding": [{ "system": system, "code": status }] } }],
                },
                { "system": format!("https://{}.example/id/person", self.source.code.to_lowercase()), "value": format!("h{}", life.nth) },
            ],
            "name": [{ "use": "official", "family": life.family, "given": [life.given] }],
            "gender": if life.female { "female" } else { "male" }, "birthDate": life.born.to_string(),
            "address": [{ "use": "home", "line": [life.street], "city": life.town, "postalCode": "ZZ1 3CF" }],
        });
        self.add(&format!("{}-{}", self.source.code, life.nth), patient);
        let code = json!([{ "system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": self.source.code }]);
        self.add(
            "org",
            json!({ "resourceType": "Organization", "identifier": code, "active": true, "name": self.source.name }),
        );
        let family = *self.chance.pick(&DOCTORS);
        let name = json!([{ "use": "official", "family": family, "given": ["Robin"], "prefix": ["Dr"] }]);
        self.add("doctor", json!({ "resourceType": "Practitioner", "name": name }));
    }

    /// What general practice knows, too: the same facts in other words.
    fn repeats(&mut self) {
        let life = self.life;
        for (place, day) in &life.problems {
            if self.chance.percent(60) {
                self.problem(&PROBLEMS[*place], day.plus(3), false);
            }
        }
        for (place, day) in &life.allergies {
            if self.chance.percent(80) {
                self.allergy(&ALLERGIES[*place], *day);
            }
        }
        for (place, day) in &life.medicines {
            if self.chance.percent(50) {
                self.medicine(*place, *day);
            }
        }
    }

    fn event(&mut self) {
        match self.chance.below(100) {
            0..14 => self.encounter(),
            14..56 => self.vital(),
            56..78 => self.panel(),
            78..88 => self.document(),
            88..93 => self.appointment(),
            93..97 => self.procedure(),
            _ => {
                let place = self.chance.below(MEDICINES.len());
                let day = self.life.any_day(self.chance);
                self.medicine(place, day);
            }
        }
    }

    /// Its one list: the allergies that it knows of, or that it has none recorded.
    fn list(&mut self) {
        let entries: Vec<Value> =
            self.allergies.iter().map(|reference| json!({ "item": to(reference.clone()) })).collect();
        let mut list = json!({
            "resourceType": "List", "status": "current", "mode": "snapshot",
            "title": "Allergies and adverse reactions", "subject": self.patient(), "date": TODAY.at(340),
            "code": snomed(("886921000000105", "Allergies and adverse reactions")), "entry": entries,
        });
        if self.allergies.is_empty() {
            list["emptyReason"] = coded(&format!("{TERMINOLOGY}/list-empty-reason"), "unavailable", "Unavailable");
        }
        self.add("allergies", list);
    }

    fn finish(self) -> String {
        text_of(&json!({
            "resourceType": "Bundle", "type": "collection", "id": format!("{}-{}", self.source.code, self.life.nth),
            "meta": { "lastUpdated": TODAY.at(340) }, "timestamp": TODAY.at(340), "entry": self.entries,
        }))
    }
}
