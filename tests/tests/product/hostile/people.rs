//! Whose data it is, where the data does its best to be somebody else's.

use commonweal_shared::records::NumberOnFile;
use commonweal_tests::{Invented, run};
use insta::assert_snapshot;
use serde_json::json;

use super::{House, only, told, una, with_entries};

#[test]
fn numbers_that_are_none_never_join() {
    run(async {
        let mut lines = Vec::new();
        for number in [
            "9990000019",
            "999000001",
            "99900000180",
            "99900OOO18",
            "999 000 0018",
            "９９９００００018",
            "",
            "9990000018; DROP",
        ] {
            let house = House::open().await;
            let una = una();
            let first = only(&house.take(una.bundle("2026-03-01", &[])).await);
            let other = Invented { id: "una-2".to_owned(), number: number.to_owned(), ..una };
            let tally = house.take(other.bundle("2026-03-02", &[])).await;
            let second = only(&tally);
            let told = match house.chart(second).await.person.identity.number {
                NumberOnFile::Stated { number, .. } => format!("stated as {}", number.digits()),
                NumberOnFile::Invalid { received } => format!("invalid, {received}"),
                NumberOnFile::None { .. } => "none".to_owned(),
            };
            lines.push((number, format!("{told}, {}", if first == second { "joins" } else { "a record of its own" })));
        }
        assert_snapshot!(told(lines.into_iter()), @r#"
        9990000019: invalid, 9990000019, a record of its own
        999000001: invalid, 999000001, a record of its own
        99900000180: invalid, 99900000180, a record of its own
        99900OOO18: invalid, 99900OOO18, a record of its own
        999 000 0018: stated as 9990000018, joins
        ９９９００００018: invalid, ９９９００００018, a record of its own
        : none, a record of its own
        9990000018; DROP: invalid, 9990000018; DROP, a record of its own
        "#);
    });
}

#[test]
fn a_bundle_with_two_people_waits_whole() {
    run(async {
        let house = House::open().await;
        let ivor = Invented::new("ivor-1", "000003", "Penrose", "1961-01-31");
        let other = json!({
            "resourceType": "Patient", "id": ivor.id, "birthDate": ivor.born, "name": [{ "family": ivor.family }],
            "identifier": [{ "system": "https://fhir.nhs.uk/Id/nhs-number", "value": ivor.number }],
        });
        let bundle = una().bundle("2026-03-01", &[other, una().weight("w1", "2026-02-01", "62.5")]);
        let tally = house.take(bundle).await;
        assert_eq!((tally.waiting, tally.people.len()), (3, 0), "{tally}");
        assert_snapshot!(house.waiting().await.join("\n"), @"3: It holds data of 2 people, and one was expected.");
    });
}

/// A Patient that can't be read may be anybody.
#[test]
fn a_patient_that_cannot_be_read_makes_the_bundle_wait() {
    run(async {
        let house = House::open().await;
        let unread = r#"{"resource": {"resourceType": "Patient", "id": "ivor-1", "name": [{"family": "\ud800"}]}}"#;
        let deep = format!(
            r#"{{"resource": {{"resourceType": "Patient", "id": "una-1", "name": {}{}}}}}"#,
            "[".repeat(300),
            "]".repeat(300)
        );
        for entry in [unread, &deep] {
            let tally = house.take(with_entries(&[entry])).await;
            assert_eq!(tally.people.len(), 0, "{tally}");
        }
        assert_snapshot!(house.waiting().await.join("\n"), @r#"
        2: It holds data of 2 people, and one was expected.
        1: It holds data of 2 people, and one was expected.
        "#);
    });
}

#[test]
fn names_of_wrong_types_are_no_names() {
    run(async {
        let house = House::open().await;
        let mut told_of = Vec::new();
        for (name, fields) in [
            ("name is a text", r#""name": "Una Holloway", "birthDate": "1950-05-05""#),
            ("name is null", r#""name": null, "birthDate": "1950-05-05""#),
            ("family is a list", r#""name": [{"family": ["Holloway", "Smith"]}], "birthDate": "1950-05-05""#),
            ("family is an object", r#""name": [{"family": {"text": "Holloway"}}], "birthDate": "1950-05-05""#),
            ("born is a list", r#""name": [{"family": "Holloway"}], "birthDate": ["1950-05-05"]"#),
            ("born is a number", r#""name": [{"family": "Holloway"}], "birthDate": 19500505"#),
            ("identifier is null", r#""identifier": null, "name": [{"family": "Holloway"}]"#),
            ("identifier is a number", r#""identifier": 9990000018, "name": [{"family": "Holloway"}]"#),
            ("address is a list of lists", r#""address": [[["1 High Street"]]], "telecom": {"value": []}"#),
        ] {
            let id = told_of.len();
            let patient = format!(r#"{{"resourceType": "Patient", "id": "p{id}", {fields}}}"#);
            let tally = house.take(patient).await;
            let identity = house.chart(only(&tally)).await.person.identity;
            told_of.push((
                name,
                format!("{:?}, born {:?}", identity.name.family, identity.born.map(|born| born.as_str().to_owned())),
            ));
        }
        assert_snapshot!(told(told_of.into_iter()), @r#"
        name is a text: Some("Una Holloway"), born Some("1950-05-05")
        name is null: None, born Some("1950-05-05")
        family is a list: Some("Holloway Smith"), born Some("1950-05-05")
        family is an object: None, born Some("1950-05-05")
        born is a list: Some("Holloway"), born None
        born is a number: Some("Holloway"), born None
        identifier is null: Some("Holloway"), born None
        identifier is a number: Some("Holloway"), born None
        address is a list of lists: None, born None
        "#);
    });
}
