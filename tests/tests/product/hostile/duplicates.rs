//! Keys that came twice: FHIR allows none, and whichever were chosen, the other would be hidden.

use commonweal_tests::run;
use insta::assert_snapshot;

use super::{House, only, told, una, with};

#[test]
fn a_key_that_says_two_things_makes_a_resource_unreadable() {
    run(async {
        let of = |fields: &str| format!(r#"{{"resourceType": "Observation", "code": {{"text": "Pain"}}, {fields}}}"#);
        let cases = [
            ("resourceType", of(r#""resourceType": "AllergyIntolerance""#)),
            ("status", of(r#""status": "final", "status": "entered-in-error""#)),
            ("value", of(r#""valueQuantity": {"value": 5, "unit": "mg", "value": 50}"#)),
            ("unit", of(r#""valueQuantity": {"value": 5, "unit": "mg", "unit": "g"}"#)),
            ("deep within", of(r#""component": [{"code": {"coding": [{"code": "1"}, {"code": "2", "code": "3"}]}}]"#)),
            ("the same twice", of(r#""issued": "2026-01-01", "issued": "2026-01-01""#)),
            ("written in two ways", of(r#""issued": "2026-01-01", "\u0069ssued": "2026-01-02""#)),
        ];
        let mut lines = Vec::new();
        for (name, resource) in &cases {
            let house = House::open().await;
            let chart = house.chart(only(&house.take(with(&[resource])).await)).await;
            lines.push((*name, chart.unreadable.first().map_or("taken", |one| one.reason.as_str()).to_owned()));
        }
        assert_snapshot!(told(lines.into_iter()), @r#"
        resourceType: Observation.resourceType: found more than once, expected once
        status: Observation.status: found more than once, expected once
        value: Observation.valueQuantity.value: found more than once with different values, expected once
        unit: Observation.valueQuantity.unit: found more than once with different values, expected once
        deep within: Observation.component[0].code.coding[1].code: found more than once with different values, expected once
        the same twice: taken
        written in two ways: Observation.issued: found more than once with different values, expected once
        "#);
    });
}

#[test]
fn a_patient_who_is_said_to_be_two_waits() {
    run(async {
        let bundle = una().bundle("2026-03-01", &[una().weight("w1", "2026-02-01", "62.5")]);
        let cases = [
            ("birthDate", "\"birthDate\":\"1950-05-05\"", "\"birthDate\":\"1950-05-05\",\"birthDate\":\"1951-05-05\""),
            (
                "birthDate, the other first",
                "\"birthDate\":\"1950-05-05\"",
                "\"birthDate\":\"1951-05-05\",\"birthDate\":\"1950-05-05\"",
            ),
            ("family", "\"family\":\"Holloway\"", "\"family\":\"Holloway\",\"family\":\"Penrose\""),
            ("id", "\"id\":\"una-1\"", "\"id\":\"una-1\",\"id\":\"ivor-1\""),
            ("number", "\"value\":\"9990000018\"", "\"value\":\"9990000018\",\"value\":\"9990000034\""),
            (
                "the same twice",
                "\"birthDate\":\"1950-05-05\"",
                "\"birthDate\":\"1950-05-05\",\"birthDate\":\"1950-05-05\"",
            ),
        ];
        let mut lines = Vec::new();
        for (name, once, twice) in cases {
            assert!(bundle.contains(once), "{name}");
            let house = House::open().await;
            let tally = house.take(bundle.replace(once, twice)).await;
            let waits = house.waiting().await.join("; ");
            lines.push((name, if waits.is_empty() { "taken".to_owned() } else { waits }));
            assert_eq!(tally.people.len(), usize::from(lines[lines.len() - 1].1 == "taken"), "{name}: {tally}");
        }
        assert_snapshot!(told(lines.into_iter()), @r#"
        birthDate: 2: It holds data of 2 people, and one was expected.
        birthDate, the other first: 2: It holds data of 2 people, and one was expected.
        family: 2: It holds data of 2 people, and one was expected.
        id: 2: It holds data of 2 people, and one was expected.
        number: 2: It holds data of 2 people, and one was expected.
        the same twice: taken
        "#);
    });
}

#[test]
fn a_subject_who_is_said_to_be_two_waits() {
    run(async {
        let house = House::open().await;
        let ours = r#"{"reference": "Patient/una-1"}"#;
        let other = r#"{"reference": "Patient/ivor-1"}"#;
        let of =
            |subject: String| format!(r#"{{"resourceType": "Observation", "code": {{"text": "Pain"}}, {subject}}}"#);
        let resources = [
            of(format!(r#""subject": {ours}, "subject": {other}"#)),
            of(format!(r#""subject": {other}, "subject": {ours}"#)),
            of(r#""subject": {"reference": "Patient/una-1", "reference": "Patient/ivor-1"}"#.to_owned()),
            of(format!(r#""subject": [{ours}, {other}]"#)),
            of(format!(r#""subject": [[{other}]]"#)),
            of(r#""subject": {"reference": {"reference": "Patient/ivor-1"}}"#.to_owned()),
            of(r#""subject": "Patient/ivor-1""#.to_owned()),
            of(r#""subject": {"identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000034"}]}"#.to_owned()),
            of(format!(r#""contained": [{{"resourceType": "Condition", "code": {{"text": "x"}}, "subject": {other}}}]"#)),
            of(format!(r#""note": {}1{}, "subject": {other}"#, "[".repeat(200), "]".repeat(200))),
            of(format!(r#""note": "\ud800", "subject": {other}"#)),
        ];
        let tally = house.take(with(&resources.iter().map(String::as_str).collect::<Vec<_>>())).await;
        assert_eq!((tally.waiting, tally.resources), (resources.len(), resources.len() + 1), "{tally}");
        assert_eq!(house.chart(only(&tally)).await.tally.received, 1, "her own Patient alone");
        assert_snapshot!(house.waiting().await.join("\n"), @r#"
        2: It can't be read, and may be about another person
        1: It names another person (Condition.subject is Patient/ivor-1)
        7: It names another person (Observation.subject is Patient/ivor-1)
        1: It names another person (Observation.subject)
        "#);
    });
}
