//! Which kind of resource is read where, and what a look over the whole submission tells about each.

use std::collections::{HashMap, HashSet};

use commonweal_shared::records::SectionId;

use super::codes::all_codes;
use super::draft::Draft;
use super::json::Node;
use super::resolve::Book;
use super::{
    allergies, documents, encounters, findings, immunisations, lists, medicines, other, people, plans, problems,
    reports, requests, social,
};

/// What only a look over the whole submission tells.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Observations that belong to a report, or to a laboratory group.
    pub(super) results: HashSet<usize>,
    /// The statement that each medication request is the basis of.
    pub(super) statement_of: HashMap<usize, usize>,
    /// Allergies that a list of ended allergies refers to.
    pub(super) ended: HashSet<usize>,
}

impl Survey {
    /// Looks over a submission once.
    pub(super) fn of(book: &Book<'_>) -> Self {
        let mut survey = Self::default();
        let mut open: Vec<usize> = Vec::new();
        for (at, page) in book.pages().iter().enumerate() {
            let targets = |references: &Node<'_>| -> Vec<usize> {
                let texts = references.items().iter().filter_map(|reference| reference.get("reference").text());
                texts.filter_map(|text| book.find(&page.node, text)?.page).collect()
            };
            match page.kind {
                "DiagnosticReport" => open.extend(targets(page.node.get("result"))),
                "Observation" if findings::is_result(&page.node) => open.push(at),
                "MedicationStatement" => {
                    for request in targets(page.node.get("basedOn")) {
                        survey.statement_of.entry(request).or_insert(at);
                    }
                }
                "List" if all_codes(page.node.get("code")).contains(&lists::ENDED_ALLERGIES) => {
                    for entry in page.node.get("entry").items() {
                        survey.ended.extend(targets(entry.get("item")));
                    }
                }
                _ => {}
            }
        }
        while let Some(at) = open.pop() {
            let page = book.page(at);
            if page.kind != "Observation" || !survey.results.insert(at) {
                continue;
            }
            for member in findings::members(&page.node) {
                let found = member.get("reference").text().and_then(|text| book.find(&page.node, text));
                open.extend(found.and_then(|found| found.page));
            }
        }
        survey
    }
}

/// Reads one resource by its kind.
pub(super) fn read(draft: &mut Draft<'_, '_>, survey: &Survey) {
    let kind = draft.item.resource_type.clone();
    if is_clinical(&kind) {
        draft.identity();
    }
    match kind.as_str() {
        "AllergyIntolerance" => allergies::allergy(draft, survey),
        "Condition" => problems::condition(draft),
        "MedicationRequest" | "MedicationOrder" => medicines::request(draft, survey),
        "MedicationStatement" => medicines::statement(draft),
        "MedicationDispense" => medicines::dispense(draft),
        "MedicationAdministration" => medicines::administration(draft),
        "Medication" => medicines::medication(draft),
        "Observation" => findings::observation(draft, survey),
        "DiagnosticReport" => reports::report(draft),
        "ImagingStudy" => reports::imaging(draft),
        "Specimen" => reports::specimen(draft),
        "Encounter" => encounters::encounter(draft),
        "Procedure" => encounters::procedure(draft),
        "Immunization" => immunisations::immunization(draft),
        "DocumentReference" => documents::reference(draft),
        "Composition" => documents::composition(draft),
        "ReferralRequest" => requests::referral(draft),
        "ServiceRequest" | "ProcedureRequest" | "DiagnosticRequest" => requests::service(draft),
        "Appointment" => requests::appointment(draft),
        "CarePlan" => plans::care_plan(draft),
        "Goal" => plans::goal(draft),
        "Task" => plans::task(draft),
        "Flag" => plans::flag(draft),
        "DetectedIssue" => plans::detected_issue(draft),
        "FamilyMemberHistory" => social::family_history(draft),
        "QuestionnaireResponse" => social::questionnaire(draft),
        "Patient" => people::patient(draft),
        "Practitioner" => people::practitioner(draft),
        "PractitionerRole" => people::role(draft),
        "Organization" => people::organisation(draft),
        "CareTeam" => people::care_team(draft),
        "RelatedPerson" => people::related_person(draft),
        "HealthcareService" => people::service(draft),
        "Location" => people::location(draft),
        "List" => lists::list(draft),
        _ => other::other(draft),
    }
}

/// The section that a kind belongs to when nothing of its content can be read.
pub(super) fn section_of(kind: &str) -> SectionId {
    match kind {
        "AllergyIntolerance" => SectionId::Allergies,
        "Condition" => SectionId::Problems,
        "MedicationRequest"
        | "MedicationOrder"
        | "MedicationStatement"
        | "MedicationDispense"
        | "MedicationAdministration"
        | "Medication" => SectionId::Medicines,
        "Observation" => SectionId::Observations,
        "DiagnosticReport" | "ImagingStudy" | "Specimen" => SectionId::Results,
        "Encounter" => SectionId::Encounters,
        "Procedure" => SectionId::Procedures,
        "Immunization" => SectionId::Immunisations,
        "DocumentReference" | "Composition" => SectionId::Documents,
        "ReferralRequest" | "ServiceRequest" | "ProcedureRequest" | "DiagnosticRequest" | "Appointment" => {
            SectionId::Referrals
        }
        "CarePlan" | "Goal" | "Task" => SectionId::CarePlans,
        "Flag" | "DetectedIssue" => SectionId::Alerts,
        "FamilyMemberHistory" | "QuestionnaireResponse" => SectionId::Social,
        "Patient" | "Practitioner" | "PractitionerRole" | "Organization" | "CareTeam" | "RelatedPerson"
        | "HealthcareService" | "Location" => SectionId::People,
        _ => SectionId::Other,
    }
}

/// True for kinds that say something about a person's health or care.
pub(super) fn is_clinical(kind: &str) -> bool {
    !matches!(section_of(kind), SectionId::People | SectionId::Other) && !matches!(kind, "Medication" | "Specimen")
}
