//! What a general practice sends: a bundle as GP Connect's structured record has it, in STU3.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::chance::Chance;
use super::day::{Day, TODAY};
use super::fhir::{concept, identified, snomed, text_of, to};
use super::life::Life;
use super::terms::{ALLERGIES, NO_KNOWN_ALLERGY, PROBLEMS};
use super::words::DOCTORS;
use super::{Source, terms};

/// The lists of a structured record: code, title, and how many in a hundred practices leave it out.
const LISTS: [(&str, &str, usize); 9] = [
    ("886921000000105", "Allergies and adverse reactions", 2),
    ("933361000000108", "Medications and medical devices", 2),
    ("717711000000103", "Problems", 3),
    ("1102181000000102", "Immunisations", 6),
    ("887191000000108", "Investigations and results", 8),
    ("1149501000000101", "List of consultations", 8),
    ("826501000000100", "Miscellaneous record", 4),
    ("792931000000107", "Outbound referral", 8),
    ("714311000000108", "Patient recall administration", 12),
];
pub(super) const ALLERGY_LIST: &str = LISTS[0].0;
pub(super) const MEDICINE_LIST: &str = LISTS[1].0;
pub(super) const PROBLEM_LIST: &str = LISTS[2].0;
pub(super) const IMMUNISATION_LIST: &str = LISTS[3].0;
pub(super) const RESULT_LIST: &str = LISTS[4].0;
pub(super) const CONSULTATION_LIST: &str = LISTS[5].0;
pub(super) const OTHER_LIST: &str = LISTS[6].0;
pub(super) const REFERRAL_LIST: &str = LISTS[7].0;
pub(super) const RECALL_LIST: &str = LISTS[8].0;

/// The most resources that one event brings.
const LARGEST_EVENT: usize = 7;

/// A practice's bundle while it is being made.
pub(super) struct Practice<'a> {
    pub(super) life: &'a Life,
    pub(super) chance: &'a mut Chance,
    pub(super) entries: Vec<Value>,
    pub(super) listed: BTreeMap<&'static str, Vec<String>>,
    source: &'a Source,
    count: usize,
}

/// The bundle with exactly so many resources, unless the person's long-standing facts are more than that.
/// A complete one leaves no list out.
pub(super) fn bundle(life: &Life, source: &Source, chance: &mut Chance, length: usize, complete: bool) -> String {
    let mut practice =
        Practice { life, chance, entries: Vec::with_capacity(length), listed: BTreeMap::new(), source, count: 0 };
    practice.people();
    let left_out: Vec<bool> = LISTS.iter().map(|list| !complete && practice.chance.percent(list.2)).collect();
    let lists = left_out.iter().filter(|left_out| !**left_out).count() + 1;
    practice.known(length);
    while practice.entries.len() + lists + LARGEST_EVENT <= length {
        practice.event();
    }
    while practice.entries.len() + lists < length {
        practice.vital();
    }
    practice.lists(&left_out);
    practice.finish()
}

impl Practice<'_> {
    /// An id of this person's own at this source.
    pub(super) fn id(&mut self, kind: &str) -> String {
        self.count += 1;
        format!("{kind}-{}", self.count)
    }

    pub(super) fn patient(&self) -> Value {
        to(format!("Patient/p{}", self.life.nth))
    }

    /// Adds a resource with what all have: its profile, its id, and the identifier by which its system knows it.
    pub(super) fn add(&mut self, id: &str, resource: Value) -> String {
        let mut resource = identified(resource, self.chance);
        let kind = resource["resourceType"].as_str().unwrap_or_default().to_owned();
        resource["id"] = json!(id);
        resource["meta"]["profile"] =
            json!([format!("https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-{kind}-1")]);
        self.entries.push(resource);
        format!("{kind}/{id}")
    }

    pub(super) fn list(&mut self, code: &'static str, reference: String) {
        self.listed.entry(code).or_default().push(reference);
    }

    fn people(&mut self) {
        let life = self.life;
        let status =
            if life.verified { ("01", "Number present and verified") } else { ("02", "Number present but not traced") };
        let extension =
            "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-NHSNumberVerificationStatus-1";
        let system = "https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-NHSNumberVerificationStatus-1";
        self.entries.push(json!({
            "resourceType": "Patient", "id": format!("p{}", life.nth), "active": true,
            "meta": { "profile": ["https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-Patient-1"] },
            "identifier": [{
                "system": "https://fhir.nhs.uk/Id/nhs-number", "value": life.number,
                "extension": [{ "url": extension, "valueCodeableConcept": {
                    "coding": [{ "system": system, "code": status.0, "display": status.1 }] } }],
            }],
            "name": [{
                "use": "official", "text": format!("{} {}", life.given, life.family.to_uppercase()),
                "family": life.family.to_uppercase(), "given": [life.given],
                "prefix": [if life.female { "Mrs" } else { "Mr" }],
            }],
            "telecom": [{ "system": "phone", "value": format!("01632 96{:04}", life.nth % 1_000), "use": "home" }],
            "gender": if life.female { "female" } else { "male" }, "birthDate": life.born.to_string(),
            "address": [{ "use": "home", "type": "physical", "line": [life.street], "city": life.town, "postalCode": "ZZ1 3CF" }],
            "generalPractitioner": [to("Practitioner/gp-1")], "managingOrganization": to("Organization/surgery"),
        }));
        self.entries.push(json!({
            "resourceType": "Organization", "id": "surgery", "name": self.source.name,
            "meta": { "profile": ["https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-Organization-1"] },
            "identifier": [{ "system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": self.source.code }],
        }));
        for nth in 1..=2 {
            let family = *self.chance.pick(&DOCTORS);
            self.entries.push(json!({
                "resourceType": "Practitioner", "id": format!("gp-{nth}"),
                "meta": { "profile": ["https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-Practitioner-1"] },
                "name": [{ "use": "usual", "family": family, "given": ["Sam"], "prefix": ["Dr"] }],
            }));
        }
    }

    /// The long-standing facts, of which other organisations know a part, too.
    fn known(&mut self, length: usize) {
        let life = self.life;
        for (place, day) in &life.problems {
            self.problem(&PROBLEMS[*place], *day, true);
        }
        if life.allergies.is_empty() && self.chance.percent(40) {
            let day = life.any_day(self.chance);
            self.allergy(&NO_KNOWN_ALLERGY, day);
        }
        for (place, day) in &life.allergies {
            self.allergy(&ALLERGIES[*place], *day);
        }
        let issues = length * 3 / 10 / life.medicines.len().max(1);
        for (place, day) in &life.medicines {
            let room = length.saturating_sub(self.entries.len() + LISTS.len() + 4);
            self.medicine(&terms::MEDICINES[*place], *place, *day, issues.min(room));
        }
    }

    /// Something that happens in a practice, as often as such things do.
    fn event(&mut self) {
        match self.chance.below(100) {
            0..38 => self.vital(),
            38..46 => self.blood_pressure(),
            46..58 => self.panel(),
            58..70 => self.consultation(),
            70..79 => self.comment(),
            79..84 => self.document(),
            84..89 => self.immunisation(),
            89..93 => self.referral(),
            93..96 => self.recall(),
            _ => {
                let term = self.chance.pick(&terms::MINOR);
                let day = self.life.any_day(self.chance);
                self.problem(term, day, false);
            }
        }
    }

    fn lists(&mut self, left_out: &[bool]) {
        let warning = self.chance.percent(8);
        for ((code, title, _), left_out) in LISTS.iter().zip(left_out) {
            if *left_out {
                continue;
            }
            let entries = self.listed.remove(code).unwrap_or_default();
            self.list_of(code, title, &entries, warning, None);
        }
        let ended = self.life.ended_allergy.map(|(place, day)| ended_allergy(self.life, place, day));
        let entries: Vec<String> = ended.iter().map(|_| "#ended-1".to_owned()).collect();
        self.list_of("1103671000000101", "Ended allergies", &entries, false, ended);
    }

    fn list_of(&mut self, code: &str, title: &str, entries: &[String], warning: bool, contained: Option<Value>) {
        let mut list = json!({
            "resourceType": "List", "id": format!("list-{code}"), "status": "current", "mode": "snapshot", "title": title,
            "meta": { "profile": ["https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-List-1"] },
            "code": snomed((code, title)), "subject": self.patient(), "date": TODAY.at(400),
            "orderedBy": { "coding": [{ "system": "http://hl7.org/fhir/list-order", "code": "event-date" }] },
            "entry": entries.iter().map(|reference| json!({ "item": to(reference.clone()) })).collect::<Vec<_>>(),
        });
        if entries.is_empty() {
            let system = "https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-ListEmptyReasonCode-1";
            list["emptyReason"] = json!({ "coding": [{ "system": system, "code": "no-content-recorded", "display": "No Content Recorded" }] });
            list["note"] = json!([{ "text": "Information not available." }]);
        }
        if warning {
            let url = "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-ListWarningCode-1";
            list["extension"] = json!([{ "url": url, "valueCode": "confidential-items" }]);
            list["note"] = json!([{ "text": "Items excluded due to confidentiality and/or patient preferences." }]);
        }
        if let Some(contained) = contained {
            list["contained"] = json!([contained]);
        }
        self.entries.push(list);
    }

    fn finish(self) -> String {
        let entries: Vec<Value> = self.entries.into_iter().map(|resource| json!({ "resource": resource })).collect();
        text_of(&json!({
            "resourceType": "Bundle", "type": "collection", "id": format!("{}-{}", self.source.code, self.life.nth),
            "meta": { "profile": ["https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-StructuredRecord-Bundle-1"] },
            "entry": entries,
        }))
    }
}

/// An ended allergy stands inside the list of such.
fn ended_allergy(life: &Life, place: usize, day: Day) -> Value {
    let url = "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-AllergyIntoleranceEnd-1";
    json!({
        "resourceType": "AllergyIntolerance", "id": "ended-1", "clinicalStatus": "resolved",
        "extension": [{ "url": url, "extension": [
            { "url": "endDate", "valueDateTime": day.plus(30).at(0) },
            { "url": "reasonEnded", "valueString": "Reviewed: not an allergy" },
        ] }],
        "verificationStatus": "unconfirmed", "category": ["medication"], "code": concept(&ALLERGIES[place]),
        "patient": to(format!("Patient/p{}", life.nth)), "assertedDate": day.at(600), "recorder": to("Practitioner/gp-1"),
    })
}
