//! Whose data it is, and what can't be read.

use commonweal_shared::nhs_number::VerificationStatus;
use commonweal_shared::records::{Label, NumberOnFile, Standing};
use serde_json::{Value, json};

use super::super::{RefusedFile, submissions};
use super::{bundle, first, has, items, one_submission, read_all};

#[test]
fn what_names_another_person_is_held_and_never_guessed() {
    let held = |subject: &str| {
        let json = format!(r#"{{"resourceType":"Condition","code":{{"text":"x"}},"subject":{subject}}}"#);
        items(&[&json]).remove(0).held
    };
    for ours in [
        r#"{"reference":"Patient/2"}"#,
        r#"{"reference":"https://example.org/fhir/Patient/2"}"#,
        r#"{"reference":"Patient/2/_history/4"}"#,
        r#"{"reference":"a sentence where a reference should be"}"#,
        r#"{"display":"EDGAR"}"#,
        r#"{"identifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"999 000 0018"}}"#,
        r#"{"reference":"Group/7"}"#,
        "null",
    ] {
        assert_eq!(held(ours), None, "{ours}");
    }
    for other in [
        r#"{"reference":"Patient/3"}"#,
        r#"{"reference":"https://example.org/fhir/Patient/3"}"#,
        r#"{"reference":"urn:uuid:0192f0c1-2b3c-7d4e-8f50-123456789abc"}"#,
        r#"{"reference":"Pateint/7"}"#,
        r#"{"identifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000034"}}"#,
    ] {
        let reason = held(other).unwrap_or_else(|| panic!("{other} is not held"));
        assert!(reason.starts_with("It names another person (Condition.subject"), "{reason}");
        assert!(!reason.contains("9990000034"), "no number of another person: {reason}");
    }
}

#[test]
fn a_number_as_id_of_another_person_is_not_told() {
    let json = r#"{"resourceType":"Condition","code":{"text":"x"},"subject":{"reference":"Patient/9990000034"}}"#;
    assert_eq!(items(&[json])[0].held.as_deref(), Some("It names another person (Condition.subject)"));
}

#[test]
fn without_a_patient_the_first_who_is_named_is_meant_and_nobody_is_claimed() {
    let submission = one_submission(
        r#"{"resourceType":"Bundle","entry":[
        {"resource":{"resourceType":"Condition","code":{"text":"a"},"subject":{"reference":"Patient/2"}}},
        {"resource":{"resourceType":"Condition","code":{"text":"b"},"subject":{"reference":"Patient/3"}}}]}"#,
    );
    assert!(submission.patients.is_empty());
    let reading = read_all(&submission);
    assert!(reading.items[0].held.is_none());
    assert!(reading.items[1].held.is_some());
}

#[test]
fn the_claim_has_what_matching_needs() {
    let patient = |number: &str, status: &str| {
        let extension = if status.is_empty() {
            String::new()
        } else {
            format!(
                r#","extension":[{{"url":"https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-NHSNumberVerificationStatus-1",
                   "valueCodeableConcept":{{"coding":[{{"code":"{status}"}}]}}}}]"#
            )
        };
        let json = format!(
            r#"{{"resourceType":"Patient","id":"p","birthDate":"1980-01-02","name":[{{"use":"old","family":"Smith"}},{{"use":"official","family":"O'Brien-Ó","given":["Mary"]}}],
               "identifier":[{{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"{number}"{extension}}}]}}"#
        );
        one_submission(&json).patients.remove(0)
    };
    let plain = patient("999 000 0018", "");
    assert_eq!(plain.family_key, "obrienó");
    assert_eq!(plain.stated_number.as_deref(), Some("9990000018"));
    assert_eq!(plain.joining_number.as_ref().map(|number| number.digits()), Some("9990000018"));
    assert_eq!(plain.identity.other_names.len(), 1);
    assert!(patient("9990000018", "01").joining_number.is_some());
    for status in ["02", "03", "05", "99"] {
        assert!(patient("9990000018", status).joining_number.is_none(), "{status}");
    }
    let unknown = patient("9990000018", "99").identity.number;
    assert!(matches!(unknown, NumberOnFile::Stated { status: Some(VerificationStatus::NotTraced), .. }), "{unknown:?}");
    let invalid = patient("1234567890", "01");
    assert!(matches!(invalid.identity.number, NumberOnFile::Invalid { .. }));
    assert_eq!(invalid.stated_number.as_deref(), Some("1234567890"));
    assert!(invalid.joining_number.is_none());
}

#[test]
fn unreadable_resources_say_where_and_what_was_expected() {
    let reason = |json: &str| match first(&[json]).standing {
        Standing::Unreadable { reason } => reason,
        other => panic!("{json} is {other:?}"),
    };
    assert_eq!(
        reason(r#"{"resourceType":"Observation","code":7}"#),
        "Observation.code: found a number, expected a coded concept"
    );
    assert_eq!(
        reason(r#"{"resourceType":"Condition","id":"a","id":"b"}"#),
        "Condition.id: found more than once, expected once"
    );
    assert!(reason(r#"{"resourceType":"Observation","valueQuantity":{"value":"high"}}"#).contains("expected a number"));
    assert!(
        reason(r#"{"resourceType":"Observation","note":[{"text":"\ud800"}]}"#).starts_with("Observation.note.text: ")
    );
    let deep = format!(r#"{{"resourceType":"Observation","extension":{}{}}}"#, "[".repeat(5_000), "]".repeat(5_000));
    assert!(reason(&deep).contains("nested deeper"));
}

#[test]
fn an_unreadable_resource_of_another_person_is_held_all_the_same() {
    let twice =
        r#"{"resourceType":"Condition","subject":{"reference":"Patient/2"},"subject":{"reference":"Patient/3"}}"#;
    let item = items(&[twice]).remove(0);
    assert!(matches!(item.item.standing, Standing::Unreadable { .. }));
    assert!(item.held.is_some());
}

#[test]
fn entries_without_a_resource_are_kept_as_unreadable() {
    let submission = one_submission(
        r#"{"resourceType":"Bundle","entry":[{"fullUrl":"x"},{"resource":null},7,{"resource":{"id":"1"}}]}"#,
    );
    let reading = read_all(&submission);
    assert_eq!(reading.items.len(), 4);
    assert!(reading.items.iter().all(|item| matches!(item.item.standing, Standing::Unreadable { .. })));
    assert_eq!(&*submission.entries[0].bytes, br#"{"fullUrl":"x"}"#);
}

#[test]
fn bytes_stay_exactly_as_they_stand_in_the_file() {
    let submission = one_submission(
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\": {\"resourceType\" :\t\"Basic\",\n \"x\":1.50} }]}",
    );
    assert_eq!(&*submission.entries[0].bytes, b"{\"resourceType\" :\t\"Basic\",\n \"x\":1.50}");
}

#[test]
fn lines_of_bundles_are_submissions_and_bare_resources_are_one_more() {
    let lines = concat!(
        r#"{"resourceType":"Bundle","entry":[]}"#,
        "\n",
        r#"{"resourceType":"Patient","id":"1"}"#,
        "\n",
        r#"{"resourceType":"Bundle","entry":[]}"#,
        "\r\n",
        r#"{"resourceType":"Condition","id":"2"}"#,
        "\n",
        "{\"no\":\"type\"}",
        "\n"
    );
    let all = submissions(lines.as_bytes()).expect("readable");
    assert_eq!(all.iter().map(|one| one.entries.len()).collect::<Vec<_>>(), [0, 0, 3]);
}

#[test]
fn a_file_that_cannot_be_read_says_where() {
    let refused = |bytes: &[u8]| submissions(bytes).expect_err("refused");
    assert_eq!(refused(b" \n"), RefusedFile::Empty);
    assert!(matches!(refused(b"{\"a\":\n {{#section}}"), RefusedFile::NotJson { line: 2, .. }));
    assert!(matches!(refused(b"{\"resourceType\":\"Bundle\",\"entry\":[{\"res"), RefusedFile::NotJson { .. }));
    assert!(matches!(refused(b"[1,2]"), RefusedFile::NotFhir { .. }));
    assert!(matches!(refused(b"\"\xff\""), RefusedFile::NotUtf8 { byte: 2 }));
    assert!(matches!(refused(b"\x1f\x8bnonsense"), RefusedFile::Gzip));
    assert!(matches!(refused(br#"{"resourceType":"Bundle","entry":{}}"#), RefusedFile::BadBundle { .. }));
    let sentence = refused(b"{\"a\":").to_string();
    assert!(sentence.starts_with("The file is not valid JSON at line 1, column 5"), "{sentence}");
}

#[test]
fn bad_references_are_labelled_and_the_fullest_of_a_repeated_id_gives_the_name() {
    let observation = r#"{"resourceType":"Observation","code":{"text":"x"},"context":{"reference":"Encounter/Encounter/1"},
        "performer":[{"reference":"Practitioner/1"}]}"#;
    let bare = r#"{"resourceType":"Practitioner","id":"1"}"#;
    let full =
        r#"{"resourceType":"Practitioner","id":"1","name":[{"family":"Yarrow","given":["Jo"],"prefix":["dr"]}]}"#;
    for order in [[observation, bare, full], [observation, full, bare]] {
        let item = first(&order);
        assert!(has(&item, Label::BadReference));
        assert_eq!(item.author.as_deref(), Some("YARROW, Jo (Dr)"));
    }
}

/// Every value of every resource replaced by every other kind of value: nothing panics, nothing is lost.
#[test]
fn no_wrong_type_anywhere_makes_reading_fail() {
    let resources = [include_str!("everything.json")];
    let odd = [
        json!(null),
        json!(7),
        json!("text"),
        json!([]),
        json!({}),
        json!(true),
        json!([[{"a": 1}]]),
        json!({"reference": "#"}),
    ];
    let mut tried = 0;
    for resources in resources {
        let all: Vec<Value> = serde_json::from_str(resources).expect("JSON");
        for resource in all {
            let mut paths = Vec::new();
            collect(&resource, &mut Vec::new(), &mut paths);
            for path in paths {
                for value in &odd {
                    let mut changed = resource.clone();
                    *changed.pointer_mut(&path).expect("there") = value.clone();
                    let reading = read_all(&bundle(&[&changed.to_string()]));
                    assert!(reading.items.len() >= 2, "{path}: one item for each entry");
                    assert!(reading.items.iter().all(|item| !item.item.title.trim().is_empty()), "{path}: {changed}");
                    tried += 1;
                }
            }
        }
    }
    println!("{tried} changed resources");
}

fn collect(value: &Value, at: &mut Vec<String>, paths: &mut Vec<String>) {
    if !at.is_empty() {
        paths.push(format!("/{}", at.join("/")));
    }
    let children: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (key, child) in children {
        at.push(key);
        collect(child, at, paths);
        at.pop();
    }
}

#[test]
fn a_patient_that_is_an_id_and_nothing_else_is_no_second_person() {
    let submission = bundle(&[r#"{"resourceType":"Patient","id":"2"}"#]);
    assert_eq!(submission.patients.len(), 1);
    assert!(submission.patients[0].identity.born.is_some());
    let other = bundle(&[r#"{"resourceType":"Patient","id":"2","birthDate":"1929-01-01"}"#]);
    assert_eq!(other.patients.len(), 2, "what contradicts is another person");
}

#[test]
fn a_file_cut_short_anywhere_is_refused_and_never_half_taken() {
    let whole = format!(
        r#"{{"resourceType":"Bundle","entry":[{{"resource":{}}}]}}"#,
        r#"{"resourceType":"Basic","id":"é\u00e9"}"#
    );
    for end in 0..whole.len() {
        assert!(submissions(&whole.as_bytes()[..end]).is_err(), "cut at {end}");
    }
    assert!(submissions(whole.as_bytes()).is_ok());
}
