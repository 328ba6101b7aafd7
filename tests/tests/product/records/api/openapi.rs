//! The description of the surface: a golden file, and no route without it.

use std::collections::BTreeSet;

use commonweal_shared::api;
use commonweal_tests::{assert_golden, run};
use serde_json::Value;

use crate::demo::demo;

/// Every endpoint that is named in `shared::api`.
const NAMED: [&str; 19] = [
    api::DEMO,
    api::DEMO_ACCOUNT,
    api::HEALTHZ,
    api::HOME,
    api::INTAKE,
    api::METRICS,
    api::OPENAPI,
    api::READYZ,
    api::RECORD,
    api::RECORD_ACCESS_LOG,
    api::RECORD_CLAIM,
    api::RECORD_OPENED,
    api::RECORD_SEEN,
    api::RESOURCE,
    api::SEARCH,
    api::SESSION,
    api::SESSION_ROLE,
    api::SYSTEM,
    api::WAITING,
];

#[test]
fn the_document_is_the_one_that_was_reviewed() {
    run(async {
        let answer = demo().await.server.anon().get(api::OPENAPI).await.expect(200);
        let document: Value = answer.json();
        let text = serde_json::to_string_pretty(&document).expect("JSON") + "\n";
        assert_golden("openapi.json", &text);
    });
}

#[test]
fn every_route_is_described_and_every_description_is_a_route() {
    run(async {
        let anon = demo().await.server.anon();
        let document: Value = anon.get(api::OPENAPI).await.expect(200).json();
        let described: BTreeSet<&str> =
            document["paths"].as_object().expect("paths").keys().map(String::as_str).collect();
        let mut named: BTreeSet<&str> = NAMED.into_iter().collect();
        named.remove(api::OPENAPI);
        assert_eq!(described, named, "what is described is what shared names");
        for path in named {
            let real = path
                .replace("{account}", "a")
                .replace("{person}", "p")
                .replace("{resource}", "r")
                .replace("{hash}", "h")
                .replace("{source}", "s");
            // Every route knows a method that it does not take; an address of nothing would say 404.
            let answer = anon.ask(reqwest::Method::PATCH, &real, reqwest::header::HeaderMap::new(), Vec::new()).await;
            assert_eq!(answer.status, 405, "{path} is no route");
        }
        let text =
            std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/src/api.rs")).expect("shared::api");
        let constants = text.lines().filter(|line| line.starts_with("pub const ") && line.contains("= \"/")).count();
        assert_eq!(constants, NAMED.len(), "a new endpoint belongs into this list, and into the permissions' table");
    });
}

#[test]
fn every_schema_that_is_referred_to_is_there() {
    run(async {
        let document: Value = demo().await.server.anon().get(api::OPENAPI).await.expect(200).json();
        let mut referred = BTreeSet::new();
        references(&document, &mut referred);
        assert!(!referred.is_empty());
        for reference in referred {
            let pointer = reference.trim_start_matches('#');
            assert!(document.pointer(pointer).is_some(), "{reference} is missing");
        }
    });
}

fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|value| references(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}
