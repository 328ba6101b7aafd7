//! What is refused as a whole, and how the sender finds it.

use commonweal_tests::{Answer, Engine, Invented, headers, run};
use insta::assert_json_snapshot;
use serde_json::{Value, json};

use super::{BUNDLE, House, LINES, tallied, tally};

/// A problem as JSON with all its members, its request id replaced.
fn problem(answer: &Answer) -> Value {
    let mut problem: Value = answer.json();
    assert!(problem["request_id"].as_str().is_some_and(|id| id.len() == 32), "{problem}");
    problem["request_id"] = json!("[id]");
    problem
}

fn una() -> Invented {
    Invented::new("una-1", "000001", "Holloway", "1950-05-05")
}

#[test]
fn truncated_json_names_the_entry() {
    run(async {
        let house = House::open(Engine::Sqlite).await;
        let una = una();
        let weights: Vec<Value> = (1..30).map(|nth| una.weight(&format!("w{nth}"), "2026-02-01", "62.5")).collect();
        let bundle = una.bundle("2026-03-01", &weights);
        let inside = bundle.find("\"w12\"").expect("the twelfth") + 200;
        let answer = house.send(BUNDLE, &bundle.as_bytes()[..inside]).await.expect(400);
        assert_json_snapshot!(problem(&answer), @r#"
        {
          "column": 5918,
          "detail": "In entry[12] Observation/w12, at valueQuantity.value (line 1, column 5918). Nothing of the body was taken.",
          "line": 1,
          "path": "valueQuantity.value",
          "request_id": "[id]",
          "resource": "entry[12] Observation/w12",
          "status": 400,
          "title": "The body ends before its JSON does; it was probably cut short.",
          "type": "cut-short"
        }
        "#);
        let answer = house.send(BUNDLE, bundle).await.expect(200);
        assert_eq!(tally(&answer, "unchanged"), 0, "nothing of the part was taken");
    });
}

#[test]
fn a_resource_beyond_the_bounds_is_named() {
    run(async {
        let house = House::open(Engine::Sqlite).await;
        let una = una();
        let mut deep = una.weight("w1", "2026-02-01", "62.5");
        deep["note"] = (0..90).fold(json!(1), |inner, _| json!([inner]));
        let answer = house.send(BUNDLE, una.bundle("2026-03-01", &[deep])).await.expect(422);
        assert_eq!(problem(&answer)["resource"], "entry[1] w1", "its type comes after the place");
        assert_eq!(problem(&answer)["path"], format!("note{}", "[0]".repeat(63)));
        assert_eq!(problem(&answer)["type"], "too-deep");
        let mut large = una.weight("w2", "2026-02-01", "62.5");
        large["note"] = json!([{ "text": "x".repeat(4 << 20) }]);
        let answer = house.send(BUNDLE, una.bundle("2026-03-01", &[large])).await.expect(413);
        assert_eq!(problem(&answer)["resource"], "entry[1] Observation/w2");
        assert_eq!(problem(&answer)["title"], "A resource is larger than 4 MiB, which is the most that is taken.");
    });
}

#[test]
fn what_is_no_fhir_is_refused_with_a_sentence() {
    run(async {
        let house = House::open(Engine::Sqlite).await;
        let expected = [
            (400, "", "The body is empty. Expected a FHIR bundle or resource as JSON."),
            (400, "<Bundle/>", "The body is not valid JSON: a value was expected."),
            (400, "{{ bundle }}", "The body is not valid JSON: a key in quotation marks was expected."),
            (
                422,
                "[]",
                "The body holds a list. Expected a FHIR bundle or resource: a JSON object with \"resourceType\".",
            ),
            (
                422,
                r#"{"resourceType": "Bundle", "entry": 7}"#,
                "Bundle.entry is a bare value. Expected one list of entries.",
            ),
        ];
        for (status, body, sentence) in expected {
            let answer = house.send(BUNDLE, body).await.expect(status);
            assert_eq!(answer.problem().title, sentence);
        }
        let not_text = house.send(BUNDLE, b"{\"resourceType\": \"\xff\"}").await.expect(400);
        assert_eq!(not_text.problem().r#type, "not-utf-8");
        let no_gzip = house.send(BUNDLE, b"\x1f\x8b\x08 and no more").await.expect(400);
        assert!(no_gzip.problem().title.starts_with("The body begins as gzip"), "{}", no_gzip.text());
        let xml = house.send("application/fhir+xml", "<Bundle/>").await.expect(415);
        assert_eq!(xml.problem().r#type, "not-fhir-json");
        let brotli = headers(&[("content-type", BUNDLE), ("content-encoding", "br")]);
        assert_eq!(house.send_with(brotli, "{}").await.expect(415).problem().r#type, "not-gzip");
    });
}

#[test]
fn without_the_log_nothing_is_taken() {
    run(async {
        let house = House::open(Engine::Sqlite).await;
        let bundle = una().bundle("2026-03-01", &[]);
        house.send(BUNDLE, bundle.clone()).await.expect(200);
        let more = una().bundle("2026-03-02", &[una().weight("w1", "2026-02-01", "62.5")]);
        house.server.take_away_log().await;
        let refused = house.send(BUNDLE, more.clone()).await.expect(503);
        assert_eq!(problem(&refused)["type"], "audit-unavailable");
        assert_eq!(problem(&refused)["detail"], "Nothing of the body was taken. Send the same body again.");
        house.server.give_back_log().await;
        let taken = house.send(BUNDLE, more).await.expect(200);
        assert_eq!(tallied(&taken), [1, 0, 0, 0, 1, 1], "{}", taken.text());
    });
}

/// Each person's bundle is taken whole or not at all; what came before one that is refused stays, and the answer
/// counts it.
#[test]
fn what_was_taken_before_a_refusal_is_told_and_a_mended_body_completes_it() {
    run(async {
        let house = House::open(Engine::Sqlite).await;
        let (una, ivor) = (una(), Invented::new("ivor-1", "000003", "Penrose", "1961-01-31"));
        // Valid, nobody's, and not of the range for tests: a database for tests never stores it.
        let real = Invented { number: "0000000000".to_owned(), ..ivor.clone() };
        let first = una.bundle("2026-03-01", &[una.weight("w1", "2026-02-01", "62.5")]);
        let answer = house.send(LINES, format!("{first}\n{}\n", real.bundle("2026-03-01", &[]))).await.expect(422);
        assert_json_snapshot!(problem(&answer), @r#"
        {
          "detail": "What was before it in the body was taken; the tally counts it. Mend it or take it out, and send the rest again. What is there already stays as it is.",
          "path": "identifier",
          "request_id": "[id]",
          "resource": "line 2, entry[0] Patient/ivor-1",
          "status": 422,
          "tally": {
            "contained": 0,
            "files": 1,
            "folded": 1,
            "people": 1,
            "placed": 1,
            "refused": 0,
            "resources": 2,
            "unchanged": 0,
            "unreadable": 0,
            "waiting": 0
          },
          "title": "This is a test database: it takes only NHS numbers that start with 9.",
          "type": "refused"
        }
        "#);
        let mended = house.send(LINES, format!("{first}\n{}\n", ivor.bundle("2026-03-01", &[]))).await.expect(200);
        assert_eq!(tallied(&mended), [0, 1, 0, 0, 2, 2], "{}", mended.text());
    });
}
