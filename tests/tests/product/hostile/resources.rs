//! Single resources that can't be read: each with its reason on the record that it came for, and the others taken.

use commonweal_shared::records::Detail;
use commonweal_tests::run;
use insta::assert_snapshot;

use super::{House, only, told, una, with, with_entries};

/// Why each of these could not be read, in their order; what could be read is `taken`.
async fn reasons(cases: &[(&str, String)]) -> String {
    let house = House::open().await;
    let entries: Vec<&str> = cases.iter().map(|(_, entry)| entry.as_str()).collect();
    let tally = house.take(with_entries(&entries)).await;
    assert_eq!(tally.resources, cases.len() + 1, "and her Patient");
    assert_eq!(tally.waiting, 0, "{:?}", house.waiting().await);
    let mut told_of = Vec::new();
    for (name, entry) in cases {
        let house = House::open().await;
        let tally = house.take(with_entries(&[entry])).await;
        let chart = house.chart(only(&tally)).await;
        let reason = chart.unreadable.first().map_or("taken", |one| one.reason.as_str());
        told_of.push((*name, reason.to_owned()));
    }
    told(told_of.into_iter())
}

fn resource(text: &str) -> String {
    format!("{{\"resource\": {text}}}")
}

#[test]
fn entries_without_a_resource_are_told() {
    run(async {
        let cases = [
            ("nothing", "{}".to_owned()),
            ("a number", "7".to_owned()),
            ("a list", "[]".to_owned()),
            ("a resource that is a list", resource("[]")),
            ("a resource that is null", resource("null")),
            ("a resource that is a text", resource("\"Observation\"")),
            (
                "two resources",
                r#"{"resource": {"resourceType": "Basic"}, "resource": {"resourceType": "Basic"}}"#.to_owned(),
            ),
            ("no type", resource("{}")),
            ("a type that is a number", resource(r#"{"resourceType": 7}"#)),
            ("a type that is a list", resource(r#"{"resourceType": ["Observation"]}"#)),
            ("an unknown type", resource(r#"{"resourceType": "{{ type }}"}"#)),
            (
                "a resource without id",
                resource(r#"{"resourceType": "Observation", "status": "final", "code": {"text": "Pain"}}"#),
            ),
        ];
        assert_snapshot!(reasons(&cases).await, @r#"
        nothing: Bundle.entry.resource: it is missing, and a resource was expected
        a number: Bundle.entry: an object with a resource was expected
        a list: Bundle.entry: an object with a resource was expected
        a resource that is a list: Bundle.entry.resource: it holds no resource, and an object was expected
        a resource that is null: Bundle.entry.resource: it holds no resource, and an object was expected
        a resource that is a text: Bundle.entry.resource: it holds no resource, and an object was expected
        two resources: Bundle.entry.resource: it is there twice, and one was expected
        no type: resourceType: it is missing or no text, and a type such as Observation was expected
        a type that is a number: resourceType: it is missing or no text, and a type such as Observation was expected
        a type that is a list: resourceType: it is missing or no text, and a type such as Observation was expected
        an unknown type: taken
        a resource without id: taken
        "#);
    });
}

#[test]
fn wrong_types_are_told_with_their_path() {
    run(async {
        let of = |field: &str| {
            resource(&format!(r#"{{"resourceType": "Observation", "id": "o", "code": {{"text": "Pain"}}, {field}}}"#))
        };
        let cases = [
            ("status", of(r#""status": {"code": "final"}"#)),
            ("subject", of(r#""subject": 7"#)),
            ("a value that is words", of(r#""valueQuantity": {"value": "about five"}"#)),
            ("a value that says it is no number", of(r#""valueQuantity": {"value": "NaN"}"#)),
            ("a value that is a list", of(r#""valueQuantity": {"value": [5]}"#)),
            ("a quantity that is a number", of(r#""valueQuantity": 5"#)),
            ("a concept that is a text", of(r#""valueCodeableConcept": "yes""#)),
            ("half a pair", of(r#""comment": "\ud83d""#)),
            ("an object for a list", of(r#""note": {"text": "one"}"#)),
            ("a coding that is an object", of(r#""dataAbsentReason": {"coding": {"code": "unknown"}}"#)),
            ("null everywhere", of(r#""identifier": null, "status": null, "subject": null, "note": [null]"#)),
            (
                "optional fields of wrong types",
                of(r#""effectiveDateTime": [[1]], "performer": 7, "issued": {}, "note": 3"#),
            ),
        ];
        assert_snapshot!(reasons(&cases).await, @r#"
        status: Observation.status: found an object, expected a code as text
        subject: Observation.subject: found a number, expected an object
        a value that is words: Observation.valueQuantity.value: found a text, expected a number
        a value that says it is no number: Observation.valueQuantity.value: found a text, expected a number
        a value that is a list: Observation.valueQuantity.value: found a list, expected a number
        a quantity that is a number: Observation.valueQuantity: found a number, expected an object
        a concept that is a text: Observation.valueCodeableConcept: found a text, expected a coded concept
        half a pair: Observation.comment: an escape that is half a character, such as \ud83d alone
        an object for a list: taken
        a coding that is an object: taken
        null everywhere: taken
        optional fields of wrong types: taken
        "#);
    });
}

#[test]
fn deep_ones_are_told_and_end_nothing() {
    run(async {
        let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
        let of = |field: String| {
            resource(&format!(r#"{{"resourceType": "Observation", "code": {{"text": "Pain"}}, {field}}}"#))
        };
        let cases = [
            ("lists in a resource", of(format!(r#""note": {}"#, deep("[", "]")))),
            ("objects in a resource", of(format!(r#""note": {}"#, deep("{\"a\": ", "}")))),
            (
                "in a contained resource",
                of(format!(r#""contained": [{{"resourceType": "Observation", "note": {}}}]"#, deep("[", "]"))),
            ),
            (
                "a resource in a resource",
                of(format!(r#""contained": {}"#, deep("[{\"resourceType\": \"List\", \"contained\": ", "}]"))),
            ),
            ("an entry", deep("[", "]")),
            ("extensions", of(format!(r#""extension": {}"#, deep("[{\"url\": \"x\", \"extension\": ", "}]")))),
        ];
        // What lies beyond any look may be about anybody, so an entry that is all depth waits.
        let house = House::open().await;
        let entries: Vec<&str> = cases.iter().map(|(_, entry)| entry.as_str()).collect();
        let tally = house.take(with_entries(&entries)).await;
        let chart = house.chart(only(&tally)).await;
        let mut lines: Vec<String> = chart.unreadable.iter().map(|one| one.reason.clone()).collect();
        lines.sort();
        lines.extend(house.waiting().await);
        assert_snapshot!(format!("{tally}\n{}", lines.join("\n")), @r#"
        0 files: 7 resources = 0 placed + 1 folded + 4 unreadable + 2 waiting + 0 unchanged, on 1 person's record
        Observation.contained.note: nested deeper than 100 levels, which no resource needs
        Observation.extension.extension.extension.extension.extension.extension.extension.extension.extension.extension.extension.extension.extension.extension.extension.extension.extension.extension.extensio…: nested deeper than 100 levels, which no resource needs
        Observation.note.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a…: nested deeper than 100 levels, which no resource needs
        Observation.note: nested deeper than 100 levels, which no resource needs
        2: It can't be read, and may be about another person
        "#);
    });
}

#[test]
fn numbers_stay_as_they_were_written() {
    run(async {
        let written = ["1e999", "-0", "0.0", "1E+400", "1234567890123456789012345678901234567890", "0.1000"];
        let house = House::open().await;
        let weights: Vec<String> = written
            .iter()
            .map(|value| una().weight(&format!("w{value}"), "2026-02-01", value).to_string())
            .map(|text| text.replace("\"@@", "").replace("@@\"", ""))
            .collect();
        let tally = house.take(with(&weights.iter().map(String::as_str).collect::<Vec<_>>())).await;
        assert_eq!((tally.placed, tally.unreadable), (written.len(), 0), "{tally}");
        let chart = house.chart(only(&tally)).await;
        let rows = chart.sections.iter().flat_map(|section| &section.rows);
        let mut shown: Vec<String> = rows
            .filter_map(|row| match &row.detail {
                Detail::Measure(measure) => Some(measure.quantity.as_ref()?.value.clone()),
                _ => None,
            })
            .collect();
        shown.sort();
        let mut expected = written.map(str::to_owned);
        expected.sort();
        assert_eq!(shown, expected);
    });
}

#[test]
fn broken_references_lead_nowhere_and_lose_nothing() {
    run(async {
        let house = House::open().await;
        let of = |id: &str, fields: &str| {
            format!(
                r#"{{"resourceType": "Observation", "id": "{id}", "status": "final", "code": {{"text": "Pain {id}"}}, {fields}}}"#
            )
        };
        let resources = [
            of("nothing", r#""hasMember": [{"reference": "Observation/nowhere"}]"#),
            of("itself", r#""hasMember": [{"reference": "Observation/itself"}], "derivedFrom": [{"reference": "Observation/itself"}]"#),
            of("one", r#""hasMember": [{"reference": "Observation/two"}]"#),
            of("two", r#""hasMember": [{"reference": "Observation/three"}]"#),
            of("three", r#""hasMember": [{"reference": "Observation/one"}]"#),
            of("elsewhere", r#""encounter": {"reference": "urn:uuid:7f0a3b1c-0000-4000-8000-000000000000"}"#),
            of("inside", r##""specimen": {"reference": "#x"}, "performer": [{"reference": "#"}]"##),
            of("words", r#""performer": [{"reference": "ask the ward"}], "encounter": {"reference": ""}"#),
            of("shapes", r#""performer": {"reference": {"reference": ["Practitioner/1"]}}, "encounter": "Encounter/1""#),
            of("script", r#""performer": [{"reference": "javascript:alert(1)"}], "encounter": {"reference": "../../etc/passwd"}"#),
            r##"{"resourceType": "DiagnosticReport", "id": "r", "status": "final", "code": {"text": "Report"},
                "result": [{"reference": "Observation/one"}, {"reference": "DiagnosticReport/r"}, {"reference": "#y"}]}"##
                .to_owned(),
        ];
        let tally = house.take(with(&resources.iter().map(String::as_str).collect::<Vec<_>>())).await;
        assert_eq!((tally.placed, tally.unreadable, tally.waiting), (resources.len(), 0, 0), "{tally}");
        let chart = house.chart(only(&tally)).await;
        assert_eq!(chart.tally.received as usize, resources.len() + 1);
    });
}
