//! What happens in a hospital or with another service, each as the resources that R4 makes of it.

use serde_json::{Value, json};

use super::day::{Day, TODAY};
use super::fhir::{attachment, coded, concept, quantity, restricted, snomed, to};
use super::series::{PANELS, Series, VITALS};
use super::service::{Service, TERMINOLOGY};
use super::terms::{MEDICINES, Term};
use super::words::{note, text};

impl Service<'_> {
    pub(super) fn encounter(&mut self) {
        let day = self.life.any_day(self.chance);
        let (code, display) = *self.chance.pick(&[("AMB", "ambulatory"), ("IMP", "inpatient encounter")]);
        let id = self.id("encounter");
        let encounter = json!({
            "resourceType": "Encounter", "status": "finished",
            "class": { "system": format!("{TERMINOLOGY}/v3-ActCode"), "code": code, "display": display },
            "type": [{ "text": self.source.contact }], "subject": self.patient(),
            "participant": [{ "individual": to("Practitioner/doctor") }],
            "period": { "start": day.at(560), "end": day.plus(i64::from(code == "IMP") * 4).at(900) },
            "serviceProvider": to("Organization/org"),
        });
        self.encounter = self.add(&id, encounter);
    }

    pub(super) fn problem(&mut self, term: &Term, day: Day, secret: bool) {
        let id = self.id("condition");
        let mut code = concept(term);
        code["text"] = json!(term.elsewhere);
        let mut condition = json!({
            "resourceType": "Condition", "code": code, "subject": self.patient(), "encounter": to(self.encounter.clone()),
            "clinicalStatus": coded(&format!("{TERMINOLOGY}/condition-clinical"), "active", "Active"),
            "verificationStatus": coded(&format!("{TERMINOLOGY}/condition-ver-status"), "confirmed", "Confirmed"),
            "category": [coded(&format!("{TERMINOLOGY}/condition-category"), "problem-list-item", "Problem List Item")],
            "onsetDateTime": day.to_string(), "recordedDate": day.plus(5).at(700), "recorder": to("Practitioner/doctor"),
        });
        if secret {
            condition["meta"]["security"] = restricted();
            condition["note"] = json!([{ "text": note(self.chance) }]);
        }
        self.add(&id, condition);
    }

    pub(super) fn allergy(&mut self, term: &Term, day: Day) {
        let id = self.id("allergy");
        let typed = self.chance.percent(40);
        let allergy = json!({
            "resourceType": "AllergyIntolerance", "patient": self.patient(), "category": ["medication"],
            "clinicalStatus": coded(&format!("{TERMINOLOGY}/allergyintolerance-clinical"), "active", "Active"),
            "verificationStatus":
                coded(&format!("{TERMINOLOGY}/allergyintolerance-verification"), "confirmed", "Confirmed"),
            "code": if typed { json!({ "text": term.elsewhere }) } else { concept(term) },
            "recordedDate": day.plus(9).at(610), "recorder": to("Practitioner/doctor"),
        });
        let reference = self.add(&id, allergy);
        self.allergies.push(reference);
    }

    pub(super) fn medicine(&mut self, place: usize, day: Day) {
        let id = self.id("medicine");
        let category = coded(&format!("{TERMINOLOGY}/medicationrequest-category"), "discharge", "Discharge");
        let request = json!({
            "resourceType": "MedicationRequest", "status": "active", "intent": "order", "category": [category],
            "medicationCodeableConcept": { "text": MEDICINES[place].name }, "subject": self.patient(),
            "encounter": to(self.encounter.clone()), "authoredOn": day.plus(10).at(690),
            "requester": to("Practitioner/doctor"), "dosageInstruction": [{ "text": MEDICINES[place].ward }],
        });
        self.add(&id, request);
    }

    pub(super) fn measured(&mut self, series: &Series, category: &str, day: Day, minute: usize) -> Value {
        let value = self.chance.between(series.usual.0, series.usual.1);
        let mut observation = json!({
            "resourceType": "Observation", "status": "final", "subject": self.patient(),
            "category": [{ "coding": [{ "system": format!("{TERMINOLOGY}/observation-category"), "code": category }] }],
            "code": coded("http://loinc.org", series.loinc.0, series.loinc.1),
            "encounter": to(self.encounter.clone()), "effectiveDateTime": day.at(minute),
            "performer": [to("Organization/org")],
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
        let day = self.life.any_day(self.chance);
        let minute = self.chance.below(1_430);
        let series = self.chance.pick(&VITALS);
        let id = self.id("vital");
        let observation = self.measured(series, "vital-signs", day, minute);
        self.add(&id, observation);
    }

    pub(super) fn panel(&mut self) {
        let day = self.life.any_day(self.chance);
        let minute = self.chance.below(1_400);
        let panel = self.chance.pick(&PANELS);
        let id = self.id("panel");
        let specimen = json!({
            "resourceType": "Specimen", "type": { "text": "Venous blood" }, "subject": self.patient(),
            "receivedTime": day.at(minute), "collection": { "collectedDateTime": day.at(minute) },
        });
        let specimen = to(self.add(&format!("{id}-specimen"), specimen));
        let mut results = Vec::new();
        for (nth, series) in panel.parts.iter().enumerate() {
            let mut observation = self.measured(series, "laboratory", day, minute);
            observation["specimen"] = specimen.clone();
            results.push(to(self.add(&format!("{id}-{nth}"), observation)));
        }
        let report = json!({
            "resourceType": "DiagnosticReport", "status": "final", "code": { "text": panel.name },
            "category": [coded(&format!("{TERMINOLOGY}/v2-0074"), "LAB", "Laboratory")], "subject": self.patient(),
            "encounter": to(self.encounter.clone()), "effectiveDateTime": day.at(minute), "issued": day.at(minute + 30),
            "performer": [to("Organization/org")], "specimen": [specimen], "result": results,
        });
        self.add(&id, report);
    }

    pub(super) fn document(&mut self) {
        let day = self.life.any_day(self.chance);
        let id = self.id("letter");
        let title = *self.chance.pick(&["Discharge summary", "Clinic letter", "Assessment", "Handover"]);
        let sentences = self.chance.length(20.0, 0.6).clamp(5, 120);
        let letter = text(self.chance, sentences);
        let document = json!({
            "resourceType": "DocumentReference", "status": "current", "docStatus": "final", "type": { "text": title },
            "subject": self.patient(), "date": day.at(800), "author": [to("Practitioner/doctor")],
            "custodian": to("Organization/org"), "description": format!("{title} ({day})"),
            "content": [{ "attachment": attachment(title, &letter) }],
            "context": { "encounter": [to(self.encounter.clone())] },
        });
        self.add(&id, document);
    }

    pub(super) fn appointment(&mut self) {
        let day = TODAY.plus(self.chance.between(-400, 90));
        let id = self.id("appointment");
        let appointment = json!({
            "resourceType": "Appointment", "status": if day > TODAY { "booked" } else { "fulfilled" },
            "serviceType": [{ "text": self.source.contact }], "start": day.at(580), "end": day.at(600),
            "participant": [{ "actor": self.patient(), "status": "accepted" }],
        });
        self.add(&id, appointment);
    }

    pub(super) fn procedure(&mut self) {
        let day = self.life.any_day(self.chance);
        let id = self.id("procedure");
        let done = *self
            .chance
            .pick(&[("415070008", "Percutaneous coronary intervention"), ("52734007", "Total replacement of hip")]);
        let procedure = json!({
            "resourceType": "Procedure", "status": "completed", "code": snomed(done), "subject": self.patient(),
            "encounter": to(self.encounter.clone()), "performedDateTime": day.at(660),
            "performer": [{ "actor": to("Practitioner/doctor") }], "note": [{ "text": note(self.chance) }],
        });
        self.add(&id, procedure);
    }
}
