//! What each of the later people is there to show: whoever edits a bundle learns here which lesson they took away.

use std::collections::BTreeSet;

use crate::bundle::Bundle;
use commonweal_training::{SyntheticPerson, people};
use serde_json::Value;

fn person(slug: &str) -> SyntheticPerson {
    people().into_iter().find(|person| person.slug == slug).expect("a person of that slug")
}

fn bundle(slug: &str, source: &str) -> Bundle {
    let person = person(slug);
    let sent = person.bundles.iter().find(|sent| sent.source_code == source).expect("a bundle of that source");
    Bundle::read(slug, sent)
}

fn item(bundle: &Bundle, kind: &str, id: &str) -> Value {
    let found = bundle.of_type(kind).into_iter().find(|one| one["id"] == id);
    found.unwrap_or_else(|| panic!("{}: no {kind}/{id}", bundle.name)).clone()
}

fn unit_of(observation: &Value) -> &str {
    observation["valueQuantity"]["unit"].as_str().unwrap_or_default()
}

#[test]
fn the_two_women_called_holroyd_differ_by_two_pairs_of_transposed_digits() {
    let one = person("catherine-holroyd").about;
    let other = person("kathryn-holroyd").about;
    assert_eq!(one.born, other.born);
    assert_eq!(one.name.split_once(' ').map(|name| name.1), other.name.split_once(' ').map(|name| name.1));
    let digits: Vec<char> = one.nhs_number.chars().collect();
    let transposed: String = [&digits[..6], &[digits[7], digits[6], digits[9], digits[8]]].concat().iter().collect();
    assert_eq!(transposed, other.nhs_number);
    let letter = item(&bundle("kathryn-holroyd", "ZZA04"), "DocumentReference", "doc-eye-misfiled");
    assert!(letter["description"].as_str().is_some_and(|text| text.contains("C J HOLROYD")), "the letter is misfiled");
}

#[test]
fn the_long_series_change_their_unit_once_and_the_newest_results_are_the_worst() {
    let practice = bundle("catherine-holroyd", "ZZA04");
    let series = |start: &str| -> Vec<Value> {
        let mut all: Vec<Value> = practice
            .of_type("Observation")
            .into_iter()
            .filter(|one| one["id"].as_str().is_some_and(|id| id.starts_with(start)))
            .cloned()
            .collect();
        all.sort_by_key(|one| one["effectiveDateTime"].to_string());
        all
    };
    let hba1c = series("hba1c-");
    let units: Vec<&str> = hba1c.iter().map(unit_of).collect();
    assert_eq!(units.iter().filter(|unit| **unit == "%").count(), 5);
    assert!(
        units[..5].iter().all(|unit| *unit == "%") && units[5..].iter().all(|unit| *unit == "mmol/mol"),
        "{units:?}"
    );
    for start in ["hba1c-", "egfr-", "creatinine-", "potassium-", "bp-"] {
        assert!(series(start).len() >= 15, "{start}: {}", series(start).len());
    }
    let egfr: Vec<f64> = series("egfr-").iter().filter_map(|one| one["valueQuantity"]["value"].as_f64()).collect();
    assert!(egfr.iter().all(|value| value >= egfr.last().expect("a result")), "{egfr:?}");
}

#[test]
fn three_people_have_items_that_are_restricted() {
    let mut restricted = BTreeSet::new();
    for person in people() {
        for sent in &person.bundles {
            let bundle = Bundle::read(person.slug, sent);
            if bundle.resources().any(|one| one["meta"]["security"][0]["code"] == "R") {
                restricted.insert(person.slug);
            }
        }
    }
    assert_eq!(restricted, BTreeSet::from(["callum-rigg", "josephine-marchbank", "ottilie-crake"]));
}

#[test]
fn one_person_has_died_and_only_some_sources_know() {
    let leonard = person("leonard-garthwaite");
    let knows: Vec<bool> = leonard
        .bundles
        .iter()
        .map(|sent| !Bundle::read(leonard.slug, sent).of_type("Patient")[0]["deceasedDateTime"].is_null())
        .collect();
    assert!(knows.contains(&true) && knows.contains(&false), "{knows:?}");
    let practice = bundle("leonard-garthwaite", "ZZA04");
    let answer = item(&practice, "OperationOutcome", "answer");
    assert_eq!(answer["issue"][0]["details"]["coding"][0]["code"], "PATIENT_NOT_FOUND");
    assert!(practice.of_type("List").is_empty(), "a refusal answers no section");
}

#[test]
fn a_source_that_did_not_answer_says_nothing_else() {
    let silent = bundle("kathryn-holroyd", "ZZA02");
    assert_eq!(item(&silent, "OperationOutcome", "answer")["issue"][0]["severity"], "error");
    let kinds: BTreeSet<_> = silent.resources().map(|one| one["resourceType"].to_string()).collect();
    assert_eq!(kinds.len(), 3, "{kinds:?}");
}

#[test]
fn two_anticoagulants_are_active_at_once_in_three_lists() {
    let practice = bundle("desmond-okell", "ZZA04");
    let hospital = bundle("desmond-okell", "ZZA01");
    let clinic = bundle("desmond-okell", "ZZA03");
    assert_eq!(item(&practice, "MedicationStatement", "statement-warfarin-3")["status"], "active");
    assert_eq!(item(&hospital, "MedicationRequest", "warfarin-stopped")["status"], "stopped");
    assert_eq!(item(&hospital, "MedicationRequest", "apixaban-discharge")["status"], "active");
    assert_eq!(item(&clinic, "MedicationStatement", "warfarin-clinic")["status"], "active");
}

#[test]
fn the_long_name_is_spelt_with_accent_apostrophe_and_hyphen_and_was_not_always() {
    let name = person("etienne-odonaill-featherstonehaugh").about.name;
    assert!(["É", "ó", "'", "-"].iter().all(|part| name.contains(part)), "{name}");
    let patient = bundle("etienne-odonaill-featherstonehaugh", "ZZA01").of_type("Patient")[0].clone();
    let old: Vec<_> = ["name", "identifier"]
        .map(|field| patient[field][1 + usize::from(field == "identifier")]["use"].clone())
        .into();
    assert_eq!(old, ["old", "old"]);
}
