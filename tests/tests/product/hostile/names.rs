//! Names and words that would show as others: what turns text leaves a mark, what hides leaves nothing, and the bytes
//! stay as they came.

use commonweal_tests::{Position, run, texts};
use serde_json::json;

use super::{House, only, una};

/// Characters that a chart may not hold: controls, turners, and what has no width.
fn harmful(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

#[test]
fn no_text_of_a_record_can_turn_or_hide_another() {
    run(async {
        let house = House::open().await;
        let hostile = "\u{202e}yawolloH\u{2066}\u{200b}\0\u{1b}[2J\u{feff}\u{ad}\u{85}x";
        let mut una = una();
        una.family = "\u{202e}yawol\u{200b}loH\u{1b}";
        let mut weight = una.weight("w1", "2026-02-01", "62.5");
        weight["code"] =
            json!({ "text": hostile, "coding": [{ "display": hostile, "code": hostile, "system": hostile }] });
        weight["note"] = json!([{ "text": hostile, "authorString": hostile }]);
        weight["performer"] = json!([{ "display": hostile }]);
        weight[hostile] = json!(hostile);
        weight["extension"] = json!([{ "url": format!("https://x/{hostile}"), "valueString": hostile }]);
        let condition = json!({
            "resourceType": "Condition", "id": hostile, "status": 7, "code": [hostile],
            "subject": { "reference": "Patient/una-1" }, hostile: hostile,
        });
        let odd = json!({ "resourceType": hostile, "id": hostile, "title": hostile });
        let bundle = una.bundle("2026-03-01", &[weight, condition, odd]);
        let person = only(&house.take(bundle).await);
        let chart = house.chart(person).await;
        for text in texts(&chart) {
            assert!(!text.contains(harmful), "{text:?}");
        }
        let name = &chart.person.identity.name;
        assert_eq!(name.family.as_deref(), Some("\u{fffd}yawolloH\u{fffd}"), "its place is shown");
        let clinician = house.server.actor(Position::CLINICIAN_RESTRICTED).await;
        assert_eq!(clinician.find("yawolloh").await.len(), 1, "and is found by the letters that are seen");

        // The bytes are what came.
        let held = commonweal_tests::resources(&chart).into_keys();
        let mut kept = Vec::new();
        for id in held {
            kept.push(clinician.read(id).await.expect(200).text());
        }
        assert!(kept.iter().any(|bytes| bytes.contains("\u{202e}yawol\u{200b}loH")), "{kept:?}");
    });
}

#[test]
fn a_name_that_only_looks_like_another_is_the_name_that_it_looks_like() {
    run(async {
        let house = House::open().await;
        let una = una();
        let first = only(&house.take(una.bundle("2026-03-01", &[])).await);
        let mut hidden = una.clone();
        hidden.family = "Hol\u{200b}lo\u{200d}way\u{ad}";
        assert_eq!(only(&house.take(hidden.bundle("2026-03-02", &[])).await), first, "nobody sees a difference");
        let mut turned = una.clone();
        turned.family = "\u{202e}yawolloH";
        let tally = house.take(turned.bundle("2026-03-03", &[])).await;
        assert_eq!((tally.waiting, tally.people.len()), (1, 0), "what only shows as her name is another: {tally}");
    });
}

#[test]
fn writing_from_right_to_left_stays_as_it_is() {
    run(async {
        let house = House::open().await;
        let mut una = una();
        una.family = "\u{5d4}\u{5d5}\u{5dc}\u{5d5}";
        let chart = house.chart(only(&house.take(una.bundle("2026-03-01", &[])).await)).await;
        assert_eq!(chart.person.identity.name.family.as_deref(), Some(una.family));
    });
}
