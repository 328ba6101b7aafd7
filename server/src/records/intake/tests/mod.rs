//! Tests by rule over small resources written here, and over the published samples where they are.

mod absence;
mod clinical;
mod hazards;
mod medicines;
mod people;
mod samples;

use commonweal_shared::ids::{IntakeId, ResourceId};
use commonweal_shared::records::{Fact, Item, Label};
use commonweal_shared::time::Moment;
use uuid::Uuid;

use super::{ReadContext, ReadItem, Reading, Submission, read, submissions};

/// Received on 22 November 2026.
fn context() -> ReadContext {
    ReadContext {
        source: "ZZA01".parse().expect("a code"),
        intake: IntakeId::new(Uuid::from_u128(1)),
        received: Moment::parse("2026-11-22T09:00:00Z").expect("an instant"),
    }
}

fn read_all(submission: &Submission) -> Reading {
    let mut next = 100;
    read(submission, &context(), &mut |_| {
        next += 1;
        ResourceId::new(Uuid::from_u128(next))
    })
}

fn one_submission(json: &str) -> Submission {
    let mut all = submissions(json.as_bytes()).expect("a submission");
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// Edgar Whinlatter's bundle with these resources in it, beside his Patient `2`.
fn bundle(resources: &[&str]) -> Submission {
    let patient = r#"{"resourceType":"Patient","id":"2","birthDate":"1931-04-21",
        "name":[{"use":"official","family":"Whinlatter","given":["Edgar"],"prefix":["MR"]}],
        "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"}]}"#;
    let entries: Vec<String> =
        std::iter::once(&patient).chain(resources).map(|resource| format!(r#"{{"resource":{resource}}}"#)).collect();
    one_submission(&format!(r#"{{"resourceType":"Bundle","type":"collection","entry":[{}]}}"#, entries.join(",")))
}

/// The items of these resources, without the Patient's.
fn items(resources: &[&str]) -> Vec<ReadItem> {
    let mut items = read_all(&bundle(resources)).items;
    items.remove(0);
    items
}

/// The item of the first of these resources.
fn first(resources: &[&str]) -> Item {
    items(resources).remove(0).item
}

fn has(item: &Item, label: Label) -> bool {
    item.labels.contains(&label)
}

fn fact<'i>(item: &'i Item, label: &str) -> Option<&'i str> {
    item.facts.iter().find(|fact: &&Fact| fact.label == label).map(|fact| fact.value.as_str())
}
