//! What is taken, and what the sender is told of it.

use std::io::Write as _;

use commonweal_server::access::list_credentials;
use commonweal_shared::access::Role;
use commonweal_shared::records::{Clearance, SectionId};
use commonweal_tests::{Engine, Invented, Position, headers, run, say};
use flate2::Compression;
use flate2::write::GzEncoder;
use insta::assert_json_snapshot;
use serde_json::{Value, json};

use super::store::logged;
use super::{BUNDLE, House, LINES, SOURCE, tallied};

const GP: Position = Position::new("hill", Role::Clinician, SOURCE, Clearance::General);

fn una() -> Invented {
    Invented::new("una-1", "000001", "Holloway", "1950-05-05")
}

fn ivor() -> Invented {
    Invented::new("ivor-1", "000003", "Penrose", "1961-01-31")
}

fn packed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).expect("packed");
    encoder.finish().expect("packed")
}

#[test]
fn intake_over_http_on_sqlite() {
    run(story(Engine::Sqlite));
}

#[test]
fn intake_over_http_on_postgresql() {
    if Engine::Postgres.is_here() {
        run(story(Engine::Postgres));
    }
}

async fn story(engine: Engine) {
    let house = House::open(engine).await;
    let una = una();
    let bundle = una.bundle("2026-03-01", &[una.weight("w1", "2026-02-01", "62.50")]);
    assert_eq!(list_credentials(house.server.db()).await.expect("a list")[0].last_used, None);

    let first = house.send(BUNDLE, bundle.clone()).await.expect(200);
    assert_eq!(tallied(&first), [1, 1, 0, 0, 0, 1], "{}", first.text());
    let clinician = house.server.actor(GP).await;
    let found = clinician.find(&una.number).await;
    let chart = clinician.chart(found[0].person.id).await;
    let weights = &chart.section(SectionId::Observations).expect("always there").rows;
    assert_eq!(weights.len(), 1, "what was sent stands on the record");

    let again = house.send(BUNDLE, bundle.clone()).await.expect(200);
    assert_eq!(tallied(&again), [0, 0, 0, 0, 2, 1], "the same bytes once more");
    assert_eq!(again.json::<Value>()["issues"], json!([]));
    let zipped = house.send(BUNDLE, packed(&bundle)).await.expect(200);
    assert_eq!(tallied(&zipped), [0, 0, 0, 0, 2, 1], "the same bytes, packed");
    let encoded = headers(&[("content-type", "application/json"), ("content-encoding", "gzip")]);
    let zipped = house.send_with(encoded, packed(&bundle)).await.expect(200);
    assert_eq!(tallied(&zipped), [0, 0, 0, 0, 2, 1], "and said to be packed");

    let ivor = ivor();
    let later = una.bundle("2026-04-01", &[una.weight("w2", "2026-03-25", "61.0")]);
    let lines = format!("{later}\n{}\n", ivor.bundle("2026-04-01", &[ivor.weight("w1", "2026-03-02", "80.4")]));
    let both = house.send(LINES, lines).await.expect(200);
    assert_eq!(tallied(&both), [2, 1, 0, 0, 1, 2], "{}", both.text());
    assert_eq!(clinician.find(&ivor.number).await.len(), 1);

    assert_eq!(logged(&house.server, "records.imported", "from ZZA01: begun").await, 5);
    assert_eq!(
        logged(&house.server, "records.imported", "from ZZA01: 1 file: 2 resources = 1 placed + 1 folded %").await,
        1
    );
    assert_eq!(
        logged(&house.server, "records.imported", "from ZZA01: 1 file: 2 resources = % 2 unchanged, %").await,
        3
    );
    assert_eq!(logged(&house.server, "records.imported", "% on 2 people''s records").await, 1);
    let listed = &list_credentials(house.server.db()).await.expect("a list")[0];
    assert_eq!((listed.id, listed.organisation.as_str(), listed.label.as_str()), (house.id, SOURCE, "the tests"));
    assert!(listed.last_used.is_some() && listed.revoked.is_none());
    say(&format!("Intake over HTTP was told on {}.", house.server.db().engine_name()));
}

#[test]
fn what_can_not_be_read_or_placed_is_told_by_resource_and_path() {
    run(async {
        let house = House::open(Engine::Sqlite).await;
        let una = una();
        let mut wrong = una.weight("w1", "2026-02-01", "1");
        wrong["valueQuantity"]["value"] = json!("heavy");
        let mut twice = una.weight("w2", "2026-02-01", "2");
        twice["status"] = json!(7);
        let mut of_another = una.weight("w3", "2026-02-01", "3");
        of_another["subject"] = json!({ "reference": "Patient/ivor-1" });
        let bundle = una.bundle("2026-03-01", &[wrong, twice, of_another]);
        let mut bundle: Value = serde_json::from_str(&bundle).expect("a bundle");
        bundle["entry"].as_array_mut().expect("entries").push(json!({ "fullUrl": "urn:uuid:1" }));
        let answer = house.send(BUNDLE, bundle.to_string()).await.expect(200);
        assert_eq!(tallied(&answer), [0, 1, 3, 1, 0, 1], "{}", answer.text());
        assert_json_snapshot!(answer.json::<Value>()["issues"], @r#"
        [
          {
            "path": "valueQuantity.value",
            "problem": "found a text, expected a number",
            "resource": "entry[1] Observation/w1"
          },
          {
            "path": "status",
            "problem": "found a number, expected a code as text",
            "resource": "entry[2] Observation/w2"
          },
          {
            "path": "",
            "problem": "It names another person (Observation.subject is Patient/ivor-1)",
            "resource": "entry[3] Observation/w3"
          },
          {
            "path": "resource",
            "problem": "it is missing, and a resource was expected",
            "resource": "entry[4]"
          }
        ]
        "#);
    });
}

#[test]
fn a_bundle_of_two_people_waits_whole_and_says_so_each_time() {
    run(async {
        let house = House::open(Engine::Sqlite).await;
        let (una, ivor) = (una(), ivor());
        let other: Value = serde_json::from_str(&ivor.bundle("2026-03-01", &[])).expect("a bundle");
        let bundle = una.bundle("2026-03-01", &[other["entry"][0]["resource"].clone()]);
        let sound = ivor.bundle("2026-03-01", &[]);
        let first = house.send(LINES, format!("{sound}\n{bundle}")).await.expect(200);
        assert_eq!(tallied(&first), [0, 1, 0, 2, 0, 1], "{}", first.text());
        assert_json_snapshot!(first.json::<Value>()["issues"], @r#"
        [
          {
            "path": "",
            "problem": "It holds data of 2 people, and one was expected. All 2 resources of it wait for somebody to look at them.",
            "resource": "line 2, bundle"
          }
        ]
        "#);
        let again = house.send(LINES, format!("{sound}\n{bundle}")).await.expect(200);
        assert_eq!(tallied(&again), [0, 0, 0, 0, 3, 1], "{}", again.text());
        assert_eq!(again.json::<Value>()["issues"], first.json::<Value>()["issues"]);
    });
}
