//! Files that are made to take forever. What memory such files take is shown by `server/tests/memory.rs`.

use commonweal_server::records::intake::{RefusedFile, submissions};
use commonweal_tests::mutation::examine;
use commonweal_tests::run;
use insta::assert_snapshot;

use super::{House, only, with, with_entries};

const MIB: usize = 1 << 20;

/// Each is done in a moment where the time grows with the length, and in minutes where it grows with its square.
#[test]
fn nothing_takes_the_square_of_its_length() {
    let list = |count: usize, one: &dyn Fn(usize) -> String| (0..count).map(one).collect::<Vec<_>>().join(",");
    let observation = |fields: String| {
        format!(
            r#"{{"resourceType": "Observation", "id": "o", "status": "final", "code": {{"text": "Pain"}}, {fields}}}"#
        )
    };
    let n = 20_000;
    let cases = [
        ("empty entries", with_entries(&vec!["{}"; 100_000])),
        ("keys", with(&[&observation(list(100_000, &|nth| format!("\"k{nth}\": 1")))])),
        ("escapes", with(&[&observation(format!("\"comment\": \"{}\"", "\\u0041\\n".repeat(10 * MIB / 8)))])),
        (
            "extensions",
            with(&[&observation(format!(
                r#""extension": [{}]"#,
                list(n, &|nth| format!(r#"{{"url": "x{nth}", "valueString": "{nth}"}}"#))
            ))]),
        ),
        (
            "notes of a list",
            with(&[&format!(
                r#"{{"resourceType": "List", "code": {{"coding": [{{"code": "886921000000105"}}]}}, "note": [{}]}}"#,
                list(n, &|nth| format!(r#"{{"text": "note {nth}"}}"#))
            )]),
        ),
        (
            "contained",
            with(&[&observation(format!(
                r##""contained": [{}], "hasMember": [{}]"##,
                list(20_000, &|nth| format!(
                    r##"{{"resourceType": "Observation", "id": "c{nth}", "subject": {{"reference": "#c{nth}"}}}}"##
                )),
                list(20_000, &|nth| format!(r##"{{"reference": "#c{nth}"}}"##))
            ))]),
        ),
        (
            "people of one id",
            with_entries(&[&list(n, &|nth| {
                format!(r#"{{"resource": {{"resourceType": "Patient", "id": "p", "name": [{{"family": "F{nth}"}}]}}}}"#)
            })]),
        ),
        (
            "practices",
            with_entries(&[
                &list(n, &|nth| format!(r#"{{"resource": {{"resourceType": "Organization", "id": "o{nth}"}}}}"#)),
                &format!(
                    r#"{{"resource": {{"resourceType": "Patient", "id": "una-1", "generalPractitioner": [{}]}}}}"#,
                    list(n, &|nth| format!(r#"{{"reference": "Organization/o{nth}"}}"#))
                ),
            ]),
        ),
        (
            "a chain not for disclosure",
            with_entries(&[&list(20_000, &|nth| {
                format!(
                    r#"{{"resource": {{"resourceType": "Observation", "id": "o{nth}", "code": {{"text": "Pain {nth}"}},
                "meta": {{"security": [{{"code": "NOPAT"}}]}}, "hasMember": [{{"reference": "Observation/o{}"}}]}}}}"#,
                    nth + 1
                )
            })]),
        ),
    ];
    for (name, bundle) in cases {
        let found = examine(bundle.as_bytes()).unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
        assert!(!found.refused && found.placed + found.held > 1, "{name}: {found:?}");
    }
}

#[test]
fn more_resources_than_any_file_has_are_refused() {
    let bundle = format!(
        r#"{{"resourceType": "Bundle", "entry": [{}{{}}]}}"#,
        format!("{{}},{}", " ".repeat(20)).repeat(1_000_000)
    );
    assert_eq!(submissions(bundle.as_bytes()), Err(RefusedFile::TooMany));
}

#[test]
fn long_texts_and_many_keys_are_kept_or_told() {
    run(async {
        let house = House::open().await;
        let long = "long ".repeat(MIB);
        let text = format!(r#"{{"resourceType": "Observation", "status": "final", "code": {{"text": "{long}"}}}}"#);
        let keys: Vec<String> = (0..100_000).map(|nth| format!("\"k{nth}\": 1")).collect();
        let keys = format!(r#"{{"resourceType": "Observation", "code": {{"text": "Pain"}}, {}}}"#, keys.join(","));
        let path = format!(r#"{{"resourceType": "Observation", "{}": "\ud800"}}"#, "k".repeat(MIB));
        let tally = house.take(with(&[&text, &keys, &path])).await;
        let chart = house.chart(only(&tally)).await;
        assert!(chart.sections.iter().flat_map(|section| &section.rows).any(|row| row.title == long.trim()), "whole");
        let reasons: Vec<&str> = chart.unreadable.iter().map(|one| one.reason.as_str()).collect();
        assert_snapshot!(format!("{tally}\n{}", reasons.join("\n")), @r#"
        0 files: 4 resources = 1 placed + 1 folded + 2 unreadable + 0 waiting + 0 unchanged, on 1 person's record
        Observation: more than 10000 keys in one object, which no resource needs
        Observation.kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…: an escape that is half a character, such as \ud83d alone
        "#);
    });
}
