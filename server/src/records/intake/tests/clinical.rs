//! Rules about single resources.

use commonweal_shared::records::{Allergy, Detail, Label, LinkKind, Measure, Negation, SectionId, Standing};

use super::{fact, first, has, items};

fn allergy(json: &str) -> Allergy {
    match first(&[json]).detail {
        Detail::Allergy(allergy) => allergy,
        other => panic!("{other:?}"),
    }
}

fn measure(json: &str) -> Measure {
    match first(&[json]).detail {
        Detail::Measure(measure) => measure,
        other => panic!("{other:?}"),
    }
}

#[test]
fn no_known_allergies_and_its_narrower_kinds_are_told_apart() {
    let coded = |code: &str| {
        allergy(&format!(
            r#"{{"resourceType":"AllergyIntolerance","clinicalStatus":"active",
               "code":{{"coding":[{{"system":"http://snomed.info/sct","code":"{code}","display":"words"}}]}}}}"#
        ))
        .negation
    };
    assert_eq!(coded("716186003"), Some(Negation::All));
    for narrower in ["409137002", "429625007", "428607008", "428197003"] {
        assert_eq!(coded(narrower), Some(Negation::Narrower), "{narrower}");
    }
    assert_eq!(coded("300916003"), None);
}

#[test]
fn an_allergy_without_a_status_counts_as_active_and_one_in_error_does_not() {
    assert!(allergy(r#"{"resourceType":"AllergyIntolerance","code":{"text":"Nuts"}}"#).active);
    let r4 = r#"{"resourceType":"AllergyIntolerance","code":{"text":"Nuts"},
        "clinicalStatus":{"coding":[{"code":"resolved"}]}}"#;
    assert!(!allergy(r4).active);
    let error = r#"{"resourceType":"AllergyIntolerance","code":{"text":"Nuts"},
        "verificationStatus":{"coding":[{"code":"entered-in-error"}]}}"#;
    assert!(!allergy(error).active);
    assert!(has(&first(&[error]), Label::EnteredInError));
}

#[test]
fn missing_manifestations_are_said_in_words() {
    let json = r#"{"resourceType":"AllergyIntolerance","code":{"text":"Nuts"},"reaction":[
        {"severity":"severe","manifestation":[{"coding":[{"system":"http://hl7.org/fhir/v3/NullFlavor","code":"NI","display":"NoInformation"}]}]},
        {"description":"Dry skin","manifestation":[{"coding":[{"system":"http://hl7.org/fhir/v3/NullFlavor","code":"UNC"}],"text":"Itching"}]}]}"#;
    let found = allergy(json);
    assert_eq!(found.reactions, ["Reaction not stated (severe)", "Itching (Dry skin)"]);
    assert_eq!(found.severity.as_deref(), Some("severe"));
}

#[test]
fn an_ended_allergy_inside_a_list_is_an_item_of_its_own() {
    let list = r##"{"resourceType":"List","id":"ended","status":"current","mode":"snapshot",
        "code":{"coding":[{"system":"http://snomed.info/sct","code":"1103671000000101","display":"Ended allergies"}]},
        "contained":[{"resourceType":"AllergyIntolerance","id":"15","clinicalStatus":"active","code":{"text":"Horse dander"},
          "extension":[{"url":"https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-AllergyIntoleranceEnd-1",
            "extension":[{"url":"endDate","valueDateTime":"2016-07-01"},{"url":"reasonEnded","valueString":"Cured"}]}]}],
        "entry":[{"item":{"reference":"#15"}}]}"##;
    let all = items(&[list]);
    assert_eq!(all.len(), 2);
    let (list, ended) = (&all[0].item, &all[1].item);
    assert_eq!(ended.reference.as_deref(), Some("#15"));
    assert!(
        all[1].contained.as_ref().is_some_and(|bytes| bytes.starts_with(br#"{"resourceType":"AllergyIntolerance""#))
    );
    assert!(list.links.iter().any(|link| link.kind == LinkKind::Lists && link.to == ended.id));
    assert!(ended.links.iter().any(|link| link.kind == LinkKind::ContainedIn && link.to == list.id));
    let Detail::Allergy(allergy) = &ended.detail else { panic!("{ended:?}") };
    assert!(!allergy.active, "whatever its own status says");
    assert_eq!(allergy.end_reason.as_deref(), Some("Cured"));
    assert_eq!(ended.until.as_ref().map(|date| date.as_str()), Some("2016-07-01"));
}

#[test]
fn values_are_kept_as_they_were_written() {
    let of = |value: &str| measure(&format!(r#"{{"resourceType":"Observation","code":{{"text":"x"}},{value}}}"#));
    let number = of(r#""valueQuantity":{"value":4.00,"comparator":"<=","unit":"mg/L"}"#).quantity.expect("a number");
    assert_eq!(
        (number.value.as_str(), number.comparator.as_deref(), number.unit.as_str()),
        ("4.00", Some("<="), "mg/L")
    );
    assert_eq!(of(r#""valueString":"No growth""#).text.as_deref(), Some("No growth"));
    assert_eq!(of(r#""valueBoolean":true"#).text.as_deref(), Some("Yes"));
    assert_eq!(of(r#""valueInteger":7"#).quantity.expect("a number").value, "7");
    assert_eq!(
        of(r#""valueRange":{"low":{"value":1,"unit":"g"},"high":{"value":2,"unit":"g"}}"#).text.as_deref(),
        Some("1 g to 2 g")
    );
    assert_eq!(
        of(r#""valueRatio":{"numerator":{"value":1},"denominator":{"value":128}}"#).text.as_deref(),
        Some("1 per 128")
    );
    assert_eq!(of(r#""valueDateTime":"2019-03""#).text.as_deref(), Some("Mar-2019"));
    assert_eq!(
        of(r#""valueCodeableConcept":{"coding":[{"code":"1","display":"Never smoked"}]}"#).text.as_deref(),
        Some("Never smoked")
    );
    let absent = of(r#""dataAbsentReason":{"coding":[{"code":"as-text"}],"text":"Specimen unsatisfactory"}"#);
    assert_eq!(absent.absent.as_deref(), Some("Specimen unsatisfactory"));
}

#[test]
fn ranges_interpretation_and_parts_come_along() {
    let found = measure(
        r#"{"resourceType":"Observation","code":{"text":"x"},"valueQuantity":{"value":1},
        "interpretation":{"coding":[{"system":"http://hl7.org/fhir/v2/0078","code":"HH"}]},
        "referenceRange":[{"low":{"value":1.0},"text":"adults","type":{"text":"Sex - Female"}}],
        "component":[{"code":{"text":"Systolic"},"valueQuantity":{"value":130,"unit":"mm[Hg]"}}]}"#,
    );
    assert_eq!(found.interpretation.as_deref(), Some("Critically high"));
    assert_eq!(found.ranges[0].low.as_ref().map(|low| low.value.as_str()), Some("1.0"));
    assert_eq!(found.ranges[0].text.as_deref(), Some("adults; Sex - Female"));
    assert_eq!(found.components[0].title, "Systolic");
    assert_eq!(found.components[0].quantity.as_ref().map(|part| part.value.as_str()), Some("130"));
}

#[test]
fn what_a_report_holds_is_a_result_down_to_the_last_member() {
    let report = r#"{"resourceType":"DiagnosticReport","id":"r","status":"unknown","code":{"text":"Report"},
        "conclusion":"Fine","result":[{"reference":"Observation/header"}]}"#;
    let header = r#"{"resourceType":"Observation","id":"header","code":{"text":"Full blood count"},
        "related":[{"type":"has-member","target":{"reference":"Observation/member"}}],"comment":"Filed"}"#;
    let member = r#"{"resourceType":"Observation","id":"member","meta":{"security":[{"code":"NOPAT"}]},"code":{"text":"Haemoglobin"}}"#;
    let alone = r#"{"resourceType":"Observation","id":"alone","code":{"text":"Pulse"}}"#;
    let all = items(&[report, header, member, alone]);
    let sections: Vec<SectionId> = all.iter().map(|item| item.item.section).collect();
    assert_eq!(sections, [SectionId::Results, SectionId::Results, SectionId::Results, SectionId::Observations]);
    let Detail::Report(found) = &all[0].item.detail else { panic!("{:?}", all[0]) };
    assert_eq!(found.members, [all[1].item.id]);
    assert_eq!(found.conclusion.as_deref(), Some("Fine"));
    let Detail::Measure(found) = &all[1].item.detail else { panic!("{:?}", all[1]) };
    assert_eq!(found.members, [all[2].item.id]);
    assert_eq!(all[1].item.notes, ["Filed"]);
    assert!(has(&all[0].item, Label::StatusUnknown));
    let nopat: Vec<bool> = all.iter().map(|item| has(&item.item, Label::Nopat)).collect();
    assert_eq!(nopat, [true, true, true, false], "a report is labelled as a whole");
}

#[test]
fn a_vaccine_that_was_not_given_never_looks_given() {
    let not_given = [
        r#"{"resourceType":"Immunization","status":"completed","notGiven":true,"vaccineCode":{"text":"MMR"},"date":"2020-01-01"}"#,
        r#"{"resourceType":"Immunization","status":"completed","notGiven":"true","vaccineCode":{"text":"MMR"}}"#,
        r#"{"resourceType":"Immunization","status":"not-done","vaccineCode":{"text":"MMR"},"statusReason":{"text":"Declined"}}"#,
    ];
    for json in not_given {
        assert!(has(&first(&[json]), Label::NotGiven), "{json}");
    }
    assert_eq!(fact(&first(&[not_given[2]]), "Reason not given"), Some("Declined"));
    let odd = r#"{"resourceType":"Immunization","status":"completed","notGiven":1,"vaccineCode":{"text":"MMR"}}"#;
    assert!(matches!(first(&[odd]).standing, Standing::Unreadable { .. }), "what can't be told is not shown as given");
}

#[test]
fn documents_are_never_fetched() {
    let with = |attachment: &str| {
        first(&[&format!(
            r#"{{"resourceType":"DocumentReference","status":"current","description":"Letter","content":[{{"attachment":{attachment}}}]}}"#
        )])
    };
    for attachment in [
        r#"{"url":"{{request.baseUrl}}/Binary/1"}"#,
        r#"{"url":"https://example.org/1","size":12}"#,
        r#"{"title":"too large"}"#,
    ] {
        assert!(has(&with(attachment), Label::AttachmentUnavailable), "{attachment}");
    }
    let inline = with(r#"{"contentType":"text/plain","data":"aGVsbG8="}"#);
    assert!(!has(&inline, Label::AttachmentUnavailable));
    assert!(matches!(&inline.detail, Detail::Document(document) if document.inline));
}

#[test]
fn an_encounter_without_a_class_says_so() {
    let stu3 = r#"{"resourceType":"Encounter","status":"finished","type":[{"text":"GP Surgery"}]}"#;
    assert_eq!(fact(&first(&[stu3]), "Type of contact"), Some("Not stated"));
    let r4 = r#"{"resourceType":"Encounter","status":"finished","class":{"code":"EMER"}}"#;
    assert_eq!(first(&[r4]).title, "Emergency");
}

#[test]
fn every_kind_stands_in_its_section() {
    let expected = [
        ("Flag", SectionId::Alerts),
        ("DetectedIssue", SectionId::Alerts),
        ("Procedure", SectionId::Procedures),
        ("ServiceRequest", SectionId::Referrals),
        ("Appointment", SectionId::Referrals),
        ("CarePlan", SectionId::CarePlans),
        ("Goal", SectionId::CarePlans),
        ("Task", SectionId::CarePlans),
        ("FamilyMemberHistory", SectionId::Social),
        ("QuestionnaireResponse", SectionId::Social),
        ("CareTeam", SectionId::People),
        ("RelatedPerson", SectionId::People),
        ("Composition", SectionId::Documents),
        ("MedicationDispense", SectionId::Medicines),
        ("ImagingStudy", SectionId::Results),
        ("DeviceUseStatement", SectionId::Other),
    ];
    for (kind, section) in expected {
        let item = first(&[&format!(r#"{{"resourceType":"{kind}","id":"1"}}"#)]);
        assert_eq!((item.section, &item.standing), (section, &Standing::Row), "{kind}");
        assert!(!item.title.is_empty(), "{kind}");
    }
    for kind in ["Claim", "Coverage", "Provenance", "Consent", "OperationOutcome", "Specimen", "Location", "Medication"]
    {
        let item = first(&[&format!(r#"{{"resourceType":"{kind}","id":"1"}}"#)]);
        assert!(matches!(item.standing, Standing::Context { .. }), "{kind}");
    }
}

#[test]
fn an_unknown_kind_is_a_row_with_its_fields_as_facts() {
    let item = first(&[
        r#"{"resourceType":"NutritionOrder","id":"1","status":"active","oralDiet":{"type":[{"text":"Soft diet"}]},
        "allergyIntolerance":[{"display":"Peanuts"}],"foodPreferenceModifier":[{"coding":[{"display":"Halal"}]}]}"#,
    ]);
    assert_eq!(item.title, "Nutrition order");
    assert_eq!(fact(&item, "Oral diet"), Some("Type: Soft diet"));
    assert_eq!(fact(&item, "Allergy intolerance"), Some("Peanuts"));
    assert_eq!(fact(&item, "Food preference modifier"), Some("Halal"));
}

#[test]
fn labels_come_from_security_and_dates() {
    let nopat = r#"{"resourceType":"Condition","code":{"text":"Lymphadenopathy"},"note":[{"text":"nopat"}]}"#;
    assert!(!has(&first(&[nopat]), Label::Nopat));
    let restricted = |label: &str| {
        first(&[&format!(r#"{{"resourceType":"Condition","code":{{"text":"x"}},"meta":{{"security":[{label}]}}}}"#)])
            .restricted
    };
    assert!(restricted(r#"{"system":"http://hl7.org/fhir/v3/Confidentiality","code":"R"}"#));
    assert!(restricted(r#"{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"V"}"#));
    assert!(!restricted(r#"{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"N"}"#));
    let dated = |onset: &str| {
        first(&[&format!(r#"{{"resourceType":"Condition","code":{{"text":"x"}},"onsetDateTime":"{onset}"}}"#)])
    };
    assert!(has(&dated("1931-04-20"), Label::BeforeBirth));
    assert!(!has(&dated("1931-04-21"), Label::BeforeBirth));
    assert!(!has(&dated("1931"), Label::BeforeBirth), "the year of birth may lie within life");
    assert!(has(&dated("1930"), Label::BeforeBirth));
    assert!(has(&dated("2026-11-23"), Label::Future));
    assert!(!has(&dated("2026-11-22"), Label::Future));
    let bad = dated("21/04/2001");
    assert!(has(&bad, Label::BadDate));
    assert_eq!(fact(&bad, "Onset, as received"), Some("21/04/2001"));
}

#[test]
fn results_inside_a_report_are_items_of_their_own() {
    let report = r##"{"resourceType":"DiagnosticReport","id":"r","code":{"text":"Report"},"result":[{"reference":"#1"}],
        "contained":[{"resourceType":"Observation","id":"1","code":{"text":"Sodium"},"valueQuantity":{"value":139}}]}"##;
    let all = items(&[report]);
    assert_eq!((all.len(), all[1].item.section), (2, SectionId::Results));
    assert!(all[0].item.links.iter().any(|link| link.kind == LinkKind::Member && link.to == all[1].item.id));
}
