//! What a submission says of itself (records.md 2).

use commonweal_shared::records::{Answer, SectionAnswer, SectionId, WarningCode};

use super::{bundle, one_submission, read_all};

fn answer(resources: &[&str]) -> Answer {
    read_all(&bundle(resources)).answer
}

fn section(answer: &Answer, id: SectionId) -> &SectionAnswer {
    answer.sections.iter().find(|section| section.section == id).unwrap_or_else(|| panic!("{id:?} in {answer:?}"))
}

fn list(code: &str, rest: &str) -> String {
    format!(
        r#"{{"resourceType":"List","status":"current","date":"2021-06-02T10:00:00Z",
           "code":{{"coding":[{{"system":"http://snomed.info/sct","code":"{code}"}}]}}{rest}}}"#
    )
}

const NO_CONTENT: &str = r#","emptyReason":{"coding":[{"code":"no-content-recorded","display":"No Content Recorded"}]},"note":[{"text":"Information not available"}]"#;

#[test]
fn a_bundle_without_lists_is_an_export() {
    let answer = answer(&[r#"{"resourceType":"Condition","code":{"text":"x"}}"#]);
    assert!(answer.export);
    assert!(answer.sections.is_empty());
}

#[test]
fn an_empty_list_is_marked_empty_with_its_reason() {
    let answer = answer(&[&list("717711000000103", NO_CONTENT)]);
    let problems = section(&answer, SectionId::Problems);
    assert!(problems.marked_empty && !problems.lists_items && !problems.withheld && !problems.unavailable);
    assert_eq!(
        problems.empty_reason.as_deref(),
        Some("No Content Recorded (no-content-recorded). Information not available")
    );
    assert_eq!(answer.as_of.as_ref().map(|date| date.as_str()), Some("2021-06-02T10:00:00Z"));
    assert!(!answer.export);
}

#[test]
fn each_empty_reason_has_its_state() {
    let of = |code: &str| {
        let rest = format!(r#","emptyReason":{{"coding":[{{"code":"{code}"}}]}}"#);
        let answer = answer(&[&list("886921000000105", &rest)]);
        let allergies = section(&answer, SectionId::Allergies);
        (allergies.marked_empty, allergies.withheld, allergies.unavailable)
    };
    assert_eq!(of("nilknown"), (true, false, false));
    assert_eq!(of("no-content-recorded"), (true, false, false));
    assert_eq!(of("withheld"), (true, true, false));
    for code in ["unavailable", "notasked", "notstarted", "closed"] {
        assert_eq!(of(code), (true, false, true), "{code}");
    }
}

#[test]
fn ended_allergies_beside_an_empty_list_are_no_contradiction_and_active_ones_are() {
    let active = list("886921000000105", NO_CONTENT);
    let ended = list(
        "1103671000000101",
        r##","contained":[{"resourceType":"AllergyIntolerance","id":"1","code":{"text":"Horses"}}],"entry":[{"item":{"reference":"#1"}}]"##,
    );
    let only_ended = answer(&[&active, &ended]);
    assert!(!section(&only_ended, SectionId::Allergies).marked_empty);
    assert!(section(&only_ended, SectionId::Allergies).lists_items);
    let allergy = r#"{"resourceType":"AllergyIntolerance","id":"2","code":{"text":"Nuts"}}"#;
    let contradicted = answer(&[&active, &ended, allergy]);
    assert!(section(&contradicted, SectionId::Allergies).marked_empty);
    let both_empty = answer(&[&active, &list("1103671000000101", NO_CONTENT)]);
    assert!(section(&both_empty, SectionId::Allergies).marked_empty);
}

#[test]
fn a_secondary_list_answers_nothing() {
    let secondary = r#"{"resourceType":"List","status":"current","code":{"coding":[
        {"system":"https://fhir.hl7.org.uk/STU3/CodeSystem/GPConnect-SecondaryListValues-1","code":"problems-medications-related-to-problems"}]},
        "entry":[{"item":{"reference":"MedicationRequest/1"}}]}"#;
    let reading = read_all(&bundle(&[secondary, &list("717711000000103", NO_CONTENT)]));
    assert_eq!(reading.answer.sections.len(), 1);
    assert_eq!(reading.items[1].item.section, SectionId::Medicines, "it stands where it explains something");
}

#[test]
fn what_a_supplier_cannot_do_is_a_warning() {
    let recall = list(
        "714311000000108",
        r#","entry":[{"item":{"display":"Test request items are not supported by the provider system"}}]"#,
    );
    let answer = answer(&[&recall]);
    let referrals = section(&answer, SectionId::Referrals);
    assert_eq!(referrals.warnings[0].code, WarningCode::NotSupported);
    assert!(!referrals.lists_items);
}

#[test]
fn sections_of_a_document_answer_too() {
    let composition = r#"{"resourceType":"Composition","date":"2025-01-01","title":"Summary","section":[
        {"title":"Allergies","code":{"coding":[{"system":"http://loinc.org","code":"48765-2"}]},
         "emptyReason":{"coding":[{"code":"nilknown","display":"Nil Known"}]}},
        {"title":"Problems","code":{"coding":[{"system":"http://loinc.org","code":"11450-4"}]},"entry":[{"reference":"Condition/1"}]}]}"#;
    let answer = answer(&[composition]);
    assert!(section(&answer, SectionId::Allergies).marked_empty);
    assert!(section(&answer, SectionId::Problems).lists_items);
}

#[test]
fn refusals_say_withheld_or_unavailable_and_never_why_a_record_was_not_found() {
    let refusal = |code: &str| {
        let json = format!(
            r#"{{"resourceType":"OperationOutcome","issue":[{{"severity":"error","code":"invalid","diagnostics":"secret",
               "details":{{"coding":[{{"code":"{code}","display":"a sensitive patient"}}]}}}}]}}"#
        );
        read_all(&one_submission(&json))
    };
    let dissent = refusal("NO_PATIENT_CONSENT").answer;
    assert!(section(&dissent, SectionId::Allergies).withheld);
    assert_eq!(dissent.warnings[0].code, WarningCode::NoConsent);
    let not_found = refusal("PATIENT_NOT_FOUND");
    assert!(section(&not_found.answer, SectionId::Allergies).unavailable);
    let said = serde_json::to_string(&(&not_found.answer, &not_found.items[0].item)).expect("JSON");
    assert!(!said.contains("sensitive") && !said.contains("secret"), "{said}");
    assert!(section(&refusal("ACCESS_DENIED").answer, SectionId::Medicines).unavailable);
}

#[test]
fn an_ignored_parameter_is_told() {
    let outcome = r#"{"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"not-supported",
        "details":{"coding":[{"code":"NOT_IMPLEMENTED"}],"text":"includeProblems is not a recognised parameter"}}]}"#;
    let answer = answer(&[outcome]);
    assert_eq!(answer.warnings.len(), 1);
    assert_eq!(answer.warnings[0].code, WarningCode::NotSupported);
    assert!(answer.warnings[0].text.contains("includeProblems"));
}
