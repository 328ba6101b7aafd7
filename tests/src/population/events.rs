//! What happens in a general practice, each as the resources that GP Connect makes of it.

use serde_json::{Value, json};

use super::day::Day;
use super::fhir::{attachment, concept, quantity, snomed, to};
use super::practice::{
    ALLERGY_LIST, CONSULTATION_LIST, IMMUNISATION_LIST, MEDICINE_LIST, OTHER_LIST, PROBLEM_LIST, Practice, RECALL_LIST,
    REFERRAL_LIST, RESULT_LIST,
};
use super::series::{PANELS, Series, VITALS};
use super::terms::{Medicine, Term, VACCINES};
use super::words::{note, text};

const STU3: &str = "https://fhir.nhs.uk/STU3/StructureDefinition";

impl Practice<'_> {
    fn day(&mut self) -> Day {
        self.life.any_day(self.chance)
    }

    fn minute(&mut self) -> usize {
        480 + self.chance.below(60) * 10
    }

    pub(super) fn problem(&mut self, term: &Term, day: Day, lasting: bool) {
        let id = self.id("problem");
        let minute = self.minute();
        let mut problem = json!({
            "resourceType": "Condition", "clinicalStatus": if lasting { "active" } else { "inactive" },
            "extension": [{
                "url": "https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-ProblemSignificance-1",
                "valueCode": if lasting { "major" } else { "minor" },
            }],
            "category": [{ "coding": [{
                "system": "https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-ConditionCategory-1",
                "code": "problem-list-item", "display": "Problem List Item",
            }] }],
            "code": concept(term), "subject": self.patient(), "onsetDateTime": day.to_string(),
            "assertedDate": day.at(minute), "asserter": to("Practitioner/gp-1"),
        });
        if !lasting {
            problem["abatementDateTime"] = json!(day.plus(21).to_string());
        }
        if self.chance.percent(30) {
            problem["note"] = json!([{ "text": note(self.chance) }]);
        }
        let reference = self.add(&id, problem);
        self.list(PROBLEM_LIST, reference);
    }

    pub(super) fn allergy(&mut self, term: &Term, day: Day) {
        let id = self.id("allergy");
        let minute = self.minute();
        let mut allergy = json!({
            "resourceType": "AllergyIntolerance", "clinicalStatus": "active", "verificationStatus": "unconfirmed",
            "category": ["medication"], "code": concept(term), "patient": self.patient(),
            "assertedDate": day.at(minute), "recorder": to("Practitioner/gp-2"),
        });
        if self.chance.percent(50) && term.code != super::terms::NO_KNOWN_ALLERGY.code {
            allergy["reaction"] =
                json!([{ "manifestation": [snomed(("126485001", "Urticaria"))], "severity": "moderate" }]);
        }
        let reference = self.add(&id, allergy);
        self.list(ALLERGY_LIST, reference);
    }

    /// A medicine: the drug, the statement that stands in the list, the plan, and so many issues of it.
    pub(super) fn medicine(&mut self, medicine: &Medicine, place: usize, first: Day, issues: usize) {
        let drug = format!("drug-{place}");
        self.add(&drug, json!({ "resourceType": "Medication", "code": { "text": medicine.name } }));
        let drug = to(format!("Medication/{drug}"));
        let plan = format!("plan-{place}");
        let repeat = json!([{
            "url": format!("{STU3}/Extension-CareConnect-GPC-PrescriptionType-1"),
            "valueCodeableConcept": { "coding": [{
                "system": "https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-PrescriptionType-1",
                "code": "repeat", "display": "Repeat",
            }] },
        }]);
        let active = self.chance.percent(75);
        let status = if active { "active" } else { "completed" };
        let statement = json!({
            "resourceType": "MedicationStatement", "status": status, "taken": "unk", "medicationReference": drug,
            "basedOn": [to(format!("MedicationRequest/{plan}"))], "subject": self.patient(),
            "effectivePeriod": { "start": first.at(0) }, "dateAsserted": first.at(570),
            "dosage": [{ "text": medicine.dose }],
        });
        let reference = self.add(&format!("statement-{place}"), statement);
        self.list(MEDICINE_LIST, reference);
        let request = |intent: &str, status: &str, day: Day, patient: Value| {
            json!({
                "resourceType": "MedicationRequest", "intent": intent, "status": status, "extension": repeat,
                "groupIdentifier": { "value": format!("G-{place}") }, "medicationReference": drug, "subject": patient,
                "authoredOn": day.at(570), "recorder": to("Practitioner/gp-1"),
                "requester": { "agent": to("Practitioner/gp-1"), "onBehalfOf": to("Organization/surgery") },
                "dosageInstruction": [{ "text": medicine.dose }],
                "dispenseRequest": {
                    "validityPeriod": { "start": day.at(0), "end": day.plus(28).at(0) },
                    "quantity": { "value": medicine.quantity, "unit": medicine.unit },
                    "expectedSupplyDuration": { "value": 28, "unit": "day", "system": "http://unitsofmeasure.org", "code": "d" },
                },
            })
        };
        self.add(&plan, request("plan", status, first, self.patient()));
        for nth in 0..issues {
            let day = super::day::TODAY.plus(-28 * i64::try_from(nth + 1).unwrap_or(i64::MAX));
            let mut issue = request("order", "completed", day, self.patient());
            issue["basedOn"] = json!([to(format!("MedicationRequest/{plan}"))]);
            self.add(&format!("issue-{place}-{nth}"), issue);
        }
    }

    fn measured(&mut self, series: &Series, category: &str, day: Day, minute: usize) -> Value {
        let value = self.chance.between(series.usual.0, series.usual.1);
        let mut observation = json!({
            "resourceType": "Observation", "status": "final", "subject": self.patient(),
            "category": [{ "coding": [{ "system": "http://hl7.org/fhir/observation-category", "code": category }] }],
            "code": snomed(series.snomed), "effectiveDateTime": day.at(minute), "issued": day.at(minute + 5),
            "performer": [to("Practitioner/gp-2")],
            "valueQuantity": quantity(value, series.places, series.unit),
        });
        if let Some((low, high)) = series.range {
            observation["referenceRange"] = json!([{
                "low": quantity(low, series.places, series.unit), "high": quantity(high, series.places, series.unit),
            }]);
        }
        observation
    }

    pub(super) fn vital(&mut self) {
        let (day, minute) = (self.day(), self.minute());
        let series = self.chance.pick(&VITALS);
        let id = self.id("vital");
        let observation = self.measured(series, "vital-signs", day, minute);
        let reference = self.add(&id, observation);
        self.list(OTHER_LIST, reference);
    }

    pub(super) fn blood_pressure(&mut self) {
        let (day, minute) = (self.day(), self.minute());
        let (upper, lower) = (self.chance.between(98, 186), self.chance.between(52, 104));
        let part = |code: (&str, &str), value: i64| json!({ "code": snomed(code), "valueQuantity": quantity(value, 0, "mm[Hg]") });
        let id = self.id("pressure");
        let observation = json!({
            "resourceType": "Observation", "status": "final", "subject": self.patient(),
            "code": snomed(("163020007", "O/E - blood pressure reading")),
            "effectiveDateTime": day.at(minute), "issued": day.at(minute), "performer": [to("Practitioner/gp-2")],
            "component": [
                part(("163030003", "O/E - Systolic BP reading"), upper),
                part(("163031004", "O/E - Diastolic BP reading"), lower),
            ],
        });
        let reference = self.add(&id, observation);
        self.list(OTHER_LIST, reference);
    }

    pub(super) fn comment(&mut self) {
        let (day, minute) = (self.day(), self.minute());
        let id = self.id("comment");
        let comment = self.comment_of(day, minute);
        let reference = self.add(&id, comment);
        self.list(OTHER_LIST, reference);
    }

    fn comment_of(&mut self, day: Day, minute: usize) -> Value {
        json!({
            "resourceType": "Observation", "status": "unknown", "subject": self.patient(),
            "code": snomed(("37331000000100", "Comment note")), "effectiveDateTime": day.at(minute),
            "issued": day.at(minute), "performer": [to("Practitioner/gp-1")], "comment": note(self.chance),
        })
    }

    /// A blood test: report, specimen, the group and what it measures.
    pub(super) fn panel(&mut self) {
        let (day, minute) = (self.day(), self.minute());
        let panel = self.chance.pick(&PANELS);
        let id = self.id("panel");
        let specimen = json!({
            "resourceType": "Specimen", "type": { "text": "Venous blood" }, "subject": self.patient(),
            "receivedTime": day.at(930), "collection": { "collectedDateTime": day.at(minute) },
        });
        let specimen = to(self.add(&format!("{id}-specimen"), specimen));
        let mut members = Vec::new();
        for (nth, series) in panel.parts.iter().enumerate() {
            let mut observation = self.measured(series, "laboratory", day, minute);
            observation["specimen"] = specimen.clone();
            let reference = self.add(&format!("{id}-{nth}"), observation);
            members.push(json!({ "type": "has-member", "target": to(reference) }));
        }
        let group = json!({
            "resourceType": "Observation", "status": "final", "code": { "text": panel.name }, "subject": self.patient(),
            "category": [{ "coding": [{ "system": "http://hl7.org/fhir/observation-category", "code": "laboratory" }] }],
            "effectiveDateTime": day.at(minute), "issued": day.plus(1).at(680), "specimen": specimen,
            "performer": [to("Organization/surgery")], "related": members,
        });
        let group = self.add(&format!("{id}-group"), group);
        let report = json!({
            "resourceType": "DiagnosticReport", "status": "final", "subject": self.patient(),
            "code": {
                "coding": [{ "system": "http://snomed.info/sct", "code": "721981007", "display": "Diagnostic studies report" }],
                "text": panel.name,
            },
            "issued": day.plus(1).at(680), "performer": [{ "actor": to("Organization/surgery") }],
            "specimen": [specimen], "result": [to(group)],
        });
        let reference = self.add(&id, report);
        self.list(RESULT_LIST, reference);
    }

    /// A consultation: the encounter, what was said, and the three lists by which GP Connect arranges it.
    pub(super) fn consultation(&mut self) {
        let (day, minute) = (self.day(), self.minute());
        let id = self.id("consultation");
        let kind = *self.chance.pick(&["GP surgery", "Telephone call", "Home visit", "Nurse appointment"]);
        let encounter = json!({
            "resourceType": "Encounter", "status": "finished", "type": [{ "text": kind }], "subject": self.patient(),
            "participant": [{ "individual": to("Practitioner/gp-1") }], "period": { "start": day.at(minute) },
            "serviceProvider": to("Organization/surgery"),
        });
        let encounter = self.add(&id, encounter);
        let mut said = self.comment_of(day, minute);
        said["context"] = to(encounter.clone());
        let mut inner = self.add(&format!("{id}-said"), said);
        let levels = [
            ("24781000000107", "Category (EHR)", "History"),
            ("25851000000105", "Topic (EHR)", "Review"),
            ("325851000000107", "Consultation", kind),
        ];
        for (nth, (code, display, title)) in levels.into_iter().enumerate() {
            let list = json!({
                "resourceType": "List", "status": "current", "mode": "snapshot", "title": title,
                "code": snomed((code, display)), "subject": self.patient(), "encounter": to(encounter.clone()),
                "date": day.at(minute), "entry": [{ "item": to(inner) }],
            });
            inner = self.add(&format!("{id}-list-{nth}"), list);
        }
        self.list(CONSULTATION_LIST, encounter);
    }

    pub(super) fn document(&mut self) {
        let day = self.day();
        let id = self.id("letter");
        let title =
            *self.chance.pick(&["Discharge summary", "Clinic letter", "Letter from the optician", "Scan report"]);
        let letter = text(self.chance, 12);
        let document = json!({
            "resourceType": "DocumentReference", "status": "current", "type": { "text": title },
            "subject": self.patient(), "created": day.to_string(), "indexed": day.plus(2).at(550),
            "custodian": to("Organization/surgery"), "description": format!("{title} ({day})"),
            "content": [{ "attachment": attachment(title, &letter) }],
        });
        self.add(&id, document);
    }

    pub(super) fn immunisation(&mut self) {
        let day = self.day();
        let id = self.id("jab");
        let given = self.chance.pick(&VACCINES);
        let immunisation = json!({
            "resourceType": "Immunization", "status": "completed", "notGiven": false, "patient": self.patient(),
            "extension": [{
                "url": "https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-VaccinationProcedure-1",
                "valueCodeableConcept": concept(given),
            }],
            "vaccineCode": { "coding": [{ "system": "http://hl7.org/fhir/v3/NullFlavor", "code": "UNK", "display": "unknown" }] },
            "date": day.to_string(), "primarySource": true, "practitioner": [{ "actor": to("Practitioner/gp-2") }],
        });
        let reference = self.add(&id, immunisation);
        self.list(IMMUNISATION_LIST, reference);
    }

    pub(super) fn referral(&mut self) {
        let day = self.day();
        let id = self.id("referral");
        let specialty = *self.chance.pick(&["Cardiology", "Ophthalmology", "Physiotherapy", "Podiatry", "Dermatology"]);
        let referral = json!({
            "resourceType": "ReferralRequest", "status": "unknown", "intent": "order", "priority": "routine",
            "subject": self.patient(), "authoredOn": day.to_string(), "specialty": { "text": specialty },
            "requester": { "agent": to("Practitioner/gp-1"), "onBehalfOf": to("Organization/surgery") },
            "description": note(self.chance),
        });
        let reference = self.add(&id, referral);
        self.list(REFERRAL_LIST, reference);
    }

    pub(super) fn recall(&mut self) {
        let day = self.day();
        let id = self.id("recall");
        let recall = json!({
            "resourceType": "ProcedureRequest", "status": "active", "intent": "plan", "subject": self.patient(),
            "code": { "text": "Annual review" }, "occurrenceDateTime": day.plus(180).to_string(),
            "authoredOn": day.to_string(), "requester": { "agent": to("Practitioner/gp-1") },
        });
        let reference = self.add(&id, recall);
        self.list(RECALL_LIST, reference);
    }
}
