//! Rules about medicines (records.md 4).

use commonweal_shared::records::{Detail, LinkKind, Medicine, MedicineGroup, MedicinePart};

use super::{fact, first, items};

fn medicine(resources: &[&str]) -> Medicine {
    match first(resources).detail {
        Detail::Medicine(medicine) => medicine,
        other => panic!("{other:?}"),
    }
}

const PLAN: &str = r#"{"resourceType":"MedicationRequest","id":"plan","status":"active","intent":"plan",
    "extension":[
      {"url":"https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-PrescriptionType-1","valueCodeableConcept":{"coding":[{"code":"repeat","display":"Repeat"}]}},
      {"url":"https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-MedicationRepeatInformation-1","extension":[
        {"url":"numberOfRepeatPrescriptionsAllowed","valuePositiveInt":12},{"url":"numberOfRepeatPrescriptionsIssued","valueUnsignedInt":4}]},
      {"url":"https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-MedicationStatusReason-1","extension":[
        {"url":"statusChangeDate","valueDateTime":"2020-11-25"},{"url":"statusReason","valueCodeableConcept":{"text":"no longer needed"}}]}],
    "medicationReference":{"reference":"Medication/drug"},"authoredOn":"2020-01-01",
    "dispenseRequest":{"validityPeriod":{"start":"2020-01-02","end":"2020-02-02"},"quantity":{"value":28,"unit":"tablet"}},
    "dosageInstruction":[{"text":"One To Be Taken  Twice A Day","patientInstruction":"with food"}]}"#;
const DRUG: &str = r#"{"resourceType":"Medication","id":"drug","code":{"coding":[{"system":"http://snomed.info/sct","code":"1","display":"Metformin 500mg tablets"}]}}"#;

#[test]
fn a_plan_says_all_that_its_source_says_of_it() {
    let item = first(&[PLAN, DRUG]);
    assert_eq!(item.title, "Metformin 500mg tablets");
    assert_eq!(item.when.as_ref().map(|date| date.as_str()), Some("2020-01-02"));
    assert_eq!(item.until.as_ref().map(|date| date.as_str()), Some("2020-02-02"));
    assert_eq!(fact(&item, "Instruction for the patient"), Some("with food"));
    let found = medicine(&[PLAN, DRUG]);
    assert_eq!((found.part, found.group, found.current), (MedicinePart::Plan, MedicineGroup::Repeat, true));
    assert_eq!(found.dose.as_deref(), Some("One To Be Taken  Twice A Day"), "exactly as written");
    assert_eq!(found.quantity.as_deref(), Some("28 tablet"));
    assert_eq!((found.issues_allowed, found.issues_made), (Some(12), Some(4)));
    assert_eq!(found.stop_reason.as_deref(), Some("no longer needed"));
    assert_eq!(found.stopped.as_ref().map(|date| date.as_str()), Some("2020-11-25"));
}

#[test]
fn an_issue_and_a_statement_point_at_their_plan() {
    let issue = r#"{"resourceType":"MedicationRequest","status":"completed","intent":"order",
        "basedOn":[{"reference":"MedicationRequest/plan"}],"medicationReference":{"reference":"Medication/drug"}}"#;
    let statement = r#"{"resourceType":"MedicationStatement","status":"active","taken":"unk",
        "extension":[{"url":"https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-PrescribingAgency-1",
          "valueCodeableConcept":{"coding":[{"code":"prescribed-by-another-organisation","display":"Prescribed by another organisation"}]}}],
        "basedOn":[{"reference":"MedicationRequest/plan"}],"medicationReference":{"reference":"Medication/drug"}}"#;
    let found = medicine(&[issue, PLAN, DRUG]);
    assert_eq!(found.part, MedicinePart::Issue);
    let all = items(&[statement, PLAN, DRUG]);
    let (statement, plan) = (&all[0].item, &all[1].item);
    assert!(statement.links.iter().any(|link| link.kind == LinkKind::BasedOn && link.to == plan.id));
    for item in [statement, plan] {
        let Detail::Medicine(medicine) = &item.detail else { panic!("{item:?}") };
        assert_eq!(medicine.group, MedicineGroup::Hospital, "elsewhere, by the statement's word");
        assert_eq!(medicine.prescribed_at.as_deref(), Some("Prescribed by another organisation"));
    }
    let seen = serde_json::to_string(statement).expect("JSON");
    assert!(!seen.contains("unk"), "`taken` is always the same and not shown: {seen}");
}

#[test]
fn a_request_of_its_own_is_a_plan_in_r4() {
    let found = medicine(&[r#"{"resourceType":"MedicationRequest","status":"active","intent":"order",
        "medicationCodeableConcept":{"text":"Aspirin 75 mg"},"courseOfTherapyType":{"coding":[{"code":"continuous"}]},
        "dosageInstruction":[{"asNeededBoolean":false,"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}},
          "doseAndRate":[{"doseQuantity":{"value":1}}]}]}"#]);
    assert_eq!((found.part, found.group), (MedicinePart::Plan, MedicineGroup::Repeat));
    assert_eq!(found.dose.as_deref(), Some("1, once a day"));
}
