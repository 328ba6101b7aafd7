//! The OpenAPI document says of every operation what may be answered before its handler is asked.

use commonweal_shared::api;
use commonweal_tests::run;
use serde_json::Value;

use crate::demo::demo;

#[test]
fn every_operation_names_its_refusals_and_each_is_a_problem() {
    run(async {
        let document: Value = demo().await.server.anon().get(api::OPENAPI).await.expect(200).json();
        let mut looked_at = 0;
        for (path, item) in document["paths"].as_object().expect("paths") {
            for (method, operation) in item.as_object().expect("operations") {
                let answers = operation["responses"].as_object().expect("answers");
                let mut expected = vec!["500", "503"];
                if path.starts_with("/api/") {
                    expected.extend(["403", "429"]);
                }
                if operation.get("requestBody").is_some() {
                    expected.extend(["400", "408", "413", "415"]);
                }
                for status in expected {
                    assert!(answers.contains_key(status), "{method} {path} does not say {status}");
                }
                for (status, answer) in answers.iter().filter(|(status, _)| status.as_str() >= "400") {
                    let answer = match answer["$ref"].as_str() {
                        Some(reference) => document.pointer(reference.trim_start_matches('#')).expect("it is there"),
                        None => answer,
                    };
                    let kinds: Vec<&String> = answer["content"].as_object().expect("a body").keys().collect();
                    assert_eq!(kinds, ["application/problem+json"], "{method} {path} {status}");
                    looked_at += 1;
                }
            }
        }
        assert!(looked_at > 100, "{looked_at} answers");
    });
}
