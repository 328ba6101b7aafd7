//! Medicines: plans, their issues, statements (records.md 4).

use commonweal_shared::records::{Detail, LinkKind, Medicine, MedicineGroup, MedicinePart, SectionId};

use super::codes::{all_codes, words};
use super::dose;
use super::draft::Draft;
use super::json::Node;
use super::kinds::Survey;
use super::words::quantity_text;

const HANDLED: [&str; 36] = [
    "medicationReference",
    "medicationCodeableConcept",
    "medication",
    "dosage",
    "dosageInstruction",
    "authoredOn",
    "effectivePeriod",
    "effectiveDateTime",
    "dateAsserted",
    "basedOn",
    "context",
    "encounter",
    "recorder",
    "requester",
    "informationSource",
    "dispenseRequest",
    "statusReason",
    "taken",
    "intent",
    "groupIdentifier",
    "priorPrescription",
    "reasonReference",
    "whenHandedOver",
    "whenPrepared",
    "quantity",
    "authorizingPrescription",
    "prescription",
    "request",
    "PrescriptionType",
    "MedicationRepeatInformation",
    "MedicationStatusReason",
    "MedicationStatementLastIssueDate",
    "PrescribingAgency",
    "MedicationPrescribingOrganizationType",
    "MedicationStatementDosageLastChanged",
    "performer",
];

/// MedicationRequest: an authorisation, or an issue of one.
pub(super) fn request(draft: &mut Draft<'_, '_>, survey: &Survey) {
    let node = draft.node;
    drug(draft);
    let supply = node.get("dispenseRequest");
    let authored = draft.date(node.any(&["authoredOn", "dateWritten"]), "Authored");
    draft.item.when = draft.date(supply.get("validityPeriod").get("start"), "Start").or_else(|| authored.clone());
    draft.item.until = draft.date(supply.get("validityPeriod").get("end"), "End");
    draft.item.recorded = authored;
    let statement = survey.statement_of.get(&draft.page).map(|at| &draft.book.page(*at).node);
    let based = !node.get("basedOn").is_null();
    let plan = node.get("intent").text() == Some("plan");
    let part = if based && !plan { MedicinePart::Issue } else { MedicinePart::Plan };
    let mut medicine = begin(draft, part, node.get("dosageInstruction"), statement);
    medicine.quantity = quantity(supply.get("quantity"));
    repeats(draft, &mut medicine);
    draft.item.detail = Detail::Medicine(medicine);
    draft.link(LinkKind::BasedOn, node.get("basedOn"));
    draft.link(LinkKind::Concerns, node.get("priorPrescription"));
    let requester = node.get("requester");
    draft.author(&[requester.get("agent"), requester, node.get("recorder"), requester.get("onBehalfOf")]);
    let recorder = draft.name(node.get("recorder")).filter(|name| draft.item.author.as_ref() != Some(name));
    draft.fact("Recorded by", recorder);
    draft.fact("Supply for", quantity_text(supply.get("expectedSupplyDuration")));
    let dispenser = draft.name(supply.get("performer"));
    draft.fact("To be dispensed by", dispenser);
    close(draft, node.get("dosageInstruction"));
}

/// MedicationStatement: that it is or was taken, with the dates of the whole plan.
pub(super) fn statement(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    drug(draft);
    draft.item.when = draft.date(node.get("effectivePeriod").get("start"), "Start");
    if draft.item.when.is_none() {
        draft.item.when = draft.date(node.get("effectiveDateTime"), "Taken");
    }
    draft.item.until = draft.date(node.get("effectivePeriod").get("end"), "End");
    draft.item.recorded = draft.date(node.get("dateAsserted"), "Recorded");
    let mut medicine = begin(draft, MedicinePart::Statement, node.get("dosage"), Some(node));
    repeats(draft, &mut medicine);
    draft.item.detail = Detail::Medicine(medicine);
    draft.link(LinkKind::BasedOn, node.get("basedOn"));
    draft.author(&[node.get("informationSource")]);
    close(draft, node.get("dosage"));
}

/// MedicationDispense: a supply.
pub(super) fn dispense(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    drug(draft);
    draft.item.when = draft.date(node.any(&["whenHandedOver", "whenPrepared"]), "Dispensed");
    let mut medicine = begin(draft, MedicinePart::Issue, node.get("dosageInstruction"), None);
    medicine.quantity = quantity(node.get("quantity"));
    draft.item.detail = Detail::Medicine(medicine);
    draft.link(LinkKind::BasedOn, node.get("authorizingPrescription"));
    let performers: Vec<_> = node.get("performer").items().iter().map(|performer| performer.get("actor")).collect();
    draft.author(&performers);
    close(draft, node.get("dosageInstruction"));
}

/// MedicationAdministration: a dose given, or not given.
pub(super) fn administration(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    drug(draft);
    let period = node.get("effectivePeriod");
    draft.item.when = draft.date(node.get("effectiveDateTime"), "Given");
    if draft.item.when.is_none() {
        draft.item.when = draft.date(period.get("start"), "Given");
    }
    draft.item.until = draft.date(period.get("end"), "Given until");
    let medicine = begin(draft, MedicinePart::Statement, node.get("dosage"), None);
    draft.item.detail = Detail::Medicine(medicine);
    draft.link(LinkKind::BasedOn, node.any(&["request", "prescription"]));
    let performers: Vec<_> = node.get("performer").items().iter().map(|performer| performer.get("actor")).collect();
    draft.author(&performers);
    close(draft, node.get("dosage"));
}

/// Medication: the drug that others name.
pub(super) fn medication(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.context(SectionId::Medicines, "Medications named");
    draft.title(node.get("code"));
    draft.leftovers(&["code"]);
}

fn drug(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::Medicines;
    let choice = node.get("medication");
    let reference = [node.get("medicationReference"), choice.get("reference"), choice]
        .into_iter()
        .find(|reference| reference.get("reference").text().is_some());
    let concept = [node.get("medicationCodeableConcept"), choice.get("concept"), choice]
        .into_iter()
        .find(|concept| !concept.get("coding").is_null() || concept.get("text").text().is_some());
    let found = reference.and_then(|reference| draft.find(reference));
    if let Some(found) = found.filter(|found| found.kind == "Medication") {
        draft.title(found.node.get("code"));
    } else if let Some(concept) = concept {
        draft.title(concept);
    } else if let Some(display) = node.any(&["medicationReference", "medication"]).get("display").text() {
        draft.item.title = display.to_owned();
    } else {
        draft.item.title = "Medicine not named".to_owned();
    }
    if let Some(reference) = reference {
        draft.link(LinkKind::Medication, reference);
    }
}

fn begin(draft: &mut Draft<'_, '_>, part: MedicinePart, dosages: &Node<'_>, statement: Option<&Node<'_>>) -> Medicine {
    let node = draft.node;
    let status = node.get("status").text();
    let agency = [Some(node), statement].into_iter().flatten().find_map(|node| {
        let stated = node.extension(&["PrescribingAgency", "MedicationPrescribingOrganizationType"]);
        (!stated.is_null()).then_some(stated)
    });
    let elsewhere = agency.is_some_and(|agency| all_codes(agency).contains(&"prescribed-by-another-organisation"));
    Medicine {
        part,
        group: if elsewhere { MedicineGroup::Hospital } else { group(draft) },
        // "complete" and "completed" both stand in real data; neither is current.
        current: matches!(status, Some("active" | "on-hold" | "draft" | "intended")),
        dose: dose::dose(dosages),
        route: dose::route(dosages),
        quantity: None,
        issues_allowed: None,
        issues_made: None,
        last_issue: None,
        expires: None,
        stop_reason: None,
        stopped: None,
        dose_changed: None,
        prescribed_at: agency.and_then(words),
        issues: Vec::new(),
    }
}

/// How it is prescribed, by the resource's own word, else by the request that a statement is based on.
fn group(draft: &Draft<'_, '_>) -> MedicineGroup {
    let stated = own_group(draft.node);
    if stated != MedicineGroup::NotStated {
        return stated;
    }
    let plans = draft.node.get("basedOn").items().iter().filter_map(|reference| draft.find(reference));
    let of_plan = plans.map(|found| own_group(found.node)).find(|group| *group != MedicineGroup::NotStated);
    of_plan.unwrap_or(MedicineGroup::NotStated)
}

fn own_group(node: &Node<'_>) -> MedicineGroup {
    let mut codes = all_codes(node.extension(&["PrescriptionType"]));
    codes.extend(all_codes(node.get("courseOfTherapyType")));
    let says = |wanted: &[&str]| codes.iter().any(|code| wanted.contains(code));
    if says(&[
        "repeat",
        "repeat-dispensing",
        "continuous",
        "continuous-repeating-dispensing",
        "seasonal",
        "delayed-prescribing",
    ]) {
        return MedicineGroup::Repeat;
    }
    if says(&["acute", "acute-handwritten"]) {
        return MedicineGroup::Acute;
    }
    let categories = all_codes(node.get("category"));
    let in_hospital = |code: &&str| matches!(*code, "inpatient" | "outpatient" | "discharge" | "leave");
    if categories.iter().any(in_hospital) { MedicineGroup::Hospital } else { MedicineGroup::NotStated }
}

fn quantity(node: &Node<'_>) -> Option<String> {
    let text = node.extension(&["MedicationQuantityText"]).text().map(str::to_owned);
    match (quantity_text(node), text) {
        (Some(number), Some(text)) if node.get("value").is_null() || number == text => Some(text),
        (Some(number), Some(text)) => Some(format!("{number} ({text})")),
        (number, text) => number.or(text),
    }
}

fn repeats(draft: &mut Draft<'_, '_>, medicine: &mut Medicine) {
    let node = draft.node;
    let whole = |node: &Node<'_>| node.scalar().and_then(|number| number.parse::<u32>().ok());
    let none = Node::Null;
    let repeat = node.extensions("MedicationRepeatInformation").next().unwrap_or(&none);
    medicine.issues_allowed = whole(repeat.extension(&["numberOfRepeatPrescriptionsAllowed"]))
        .or_else(|| whole(node.get("dispenseRequest").get("numberOfRepeatsAllowed")));
    medicine.issues_made =
        whole(repeat.extension(&["numberOfRepeatPrescriptionsIssued", "numberOfPrescriptionsIssued"]));
    medicine.expires = draft.date(repeat.extension(&["authorisationExpiryDate"]), "Authorisation expires");
    medicine.last_issue = draft.date(node.extension(&["MedicationStatementLastIssueDate"]), "Last issue");
    medicine.dose_changed = draft.date(node.extension(&["MedicationStatementDosageLastChanged"]), "Dose last changed");
    let stop = node.extensions("MedicationStatusReason").next().unwrap_or(&none);
    medicine.stop_reason =
        words(stop.extension(&["statusReason", "reason"])).or_else(|| words(node.get("statusReason")));
    medicine.stopped = draft.date(stop.extension(&["statusChangeDate", "date"]), "Stopped");
}

fn close(draft: &mut Draft<'_, '_>, dosages: &Node<'_>) {
    let node = draft.node;
    draft.encounter();
    draft.link(LinkKind::Concerns, node.get("reasonReference"));
    // Repeat and repeat dispensing are one group, and not one thing.
    let kind = node.extension(&["PrescriptionType"]);
    draft.fact("Prescription type", words(kind).filter(|_| all_codes(kind).contains(&"repeat-dispensing")));
    draft.fact("Instruction for the patient", dose::patient_instruction(dosages));
    draft.fact("Additional instruction", dose::additional_instruction(dosages));
    for reason in node.get("reasonReference").items() {
        let name = draft.name(reason);
        draft.fact("Reason", name);
    }
    let intent = node.get("intent").text().filter(|intent| !matches!(*intent, "plan" | "order"));
    draft.fact("Intent", intent.map(super::codes::in_words));
    draft.leftovers(&HANDLED);
}
