//! That the stories hold together: the right shapes, nothing from the future, series that a trend
//! can be read from, and the two people whom one can take for each other.

use crate::bundle::Bundle;
use commonweal_training::{STORY_DAY, SyntheticPerson, people};

const COMMUNITY: &str = "ZZA03";
const PRACTICE: &str = "ZZA04";

fn person(slug: &str) -> SyntheticPerson {
    people().into_iter().find(|person| person.slug == slug).expect("a person of that slug")
}

fn bundles(person: &SyntheticPerson) -> Vec<Bundle> {
    person.bundles.iter().map(|sent| Bundle::read(person.slug, sent)).collect()
}

/// The day of the source's answer: an R4 bundle says it itself, GP Connect in its lists, and a refusal when it was made.
fn answered(bundle: &Bundle) -> String {
    let from_lists = || bundle.of_type("List").iter().filter_map(|list| list["date"].as_str()).max();
    let refused = || bundle.whole["meta"]["lastUpdated"].as_str();
    let moment = bundle.whole["timestamp"].as_str().or_else(from_lists).or_else(refused).expect("a time of the answer");
    moment[..10].to_owned()
}

#[test]
fn the_practice_sends_gp_connect_and_all_others_uk_core() {
    for person in people() {
        for bundle in bundles(&person) {
            assert_eq!(bundle.whole["type"], "collection", "{}", bundle.name);
            let start = |kind: &str| match (bundle.source.as_str(), kind) {
                (PRACTICE, "OperationOutcome") => "https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-",
                (PRACTICE, _) => "https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-",
                _ => "https://fhir.hl7.org.uk/StructureDefinition/UKCore-",
            };
            for resource in bundle.resources().filter(|one| one["resourceType"] != "Goal") {
                let profile = resource["meta"]["profile"][0].as_str().unwrap_or_default();
                let kind = resource["resourceType"].as_str().unwrap_or_default();
                assert!(profile.starts_with(start(kind)), "{}: {}: {profile}", bundle.name, resource["id"]);
            }
        }
    }
}

#[test]
fn nothing_was_recorded_after_the_source_answered() {
    for person in people() {
        for bundle in bundles(&person) {
            let day = answered(&bundle);
            for resource in bundle.resources() {
                for field in ["effectiveDateTime", "issued", "authoredOn", "recordedDate", "assertedDate"] {
                    let recorded = resource[field].as_str().unwrap_or_default();
                    assert!(
                        recorded <= format!("{day}T24").as_str(),
                        "{}: {} {field} {recorded}",
                        bundle.name,
                        resource["id"]
                    );
                }
            }
        }
    }
}

#[test]
fn the_community_feed_has_been_silent_for_nine_days_and_no_other() {
    for person in people() {
        for bundle in bundles(&person) {
            let day = answered(&bundle);
            if bundle.source == COMMUNITY {
                assert_eq!((day.as_str(), STORY_DAY), ("2026-11-13", "2026-11-22"));
            } else {
                assert!(day.as_str() >= "2026-11-21", "{}: {day}", bundle.name);
            }
        }
    }
}

#[test]
fn the_long_record_has_series_for_trends() {
    let edith = person("edith-thwaite");
    let practice = bundles(&edith).into_iter().find(|bundle| bundle.source == PRACTICE).expect("the practice's bundle");
    for (series, with_range) in
        [("egfr-", true), ("hba1c-", true), ("potassium-", true), ("weight-", false), ("bp-", false)]
    {
        let points: Vec<_> = practice
            .of_type("Observation")
            .into_iter()
            .filter(|one| one["id"].as_str().is_some_and(|id| id.starts_with(series)))
            .collect();
        assert!(points.len() >= 8, "{series}: {}", points.len());
        assert!(!with_range || points.iter().all(|one| one["referenceRange"].is_array()), "{series} lacks a range");
    }
}

#[test]
fn a_repeat_plan_has_at_least_twelve_issues() {
    let edith = person("edith-thwaite");
    let practice = bundles(&edith).into_iter().find(|bundle| bundle.source == PRACTICE).expect("the practice's bundle");
    let issues = practice
        .of_type("MedicationRequest")
        .into_iter()
        .filter(|one| one["intent"] == "order" && one["basedOn"][0]["reference"] == "MedicationRequest/plan-gliclazide")
        .count();
    assert!(issues >= 12, "{issues}");
}

#[test]
fn the_two_sheila_parkins_differ_in_the_last_two_digits_only() {
    let one = person("sheila-parkin-february").about;
    let other = person("sheila-parkin-december").about;
    assert_eq!(one.name, other.name);
    assert_eq!(one.nhs_number[..8], other.nhs_number[..8]);
    assert_ne!(one.born, other.born);
}

#[test]
fn no_known_allergy_is_all_that_one_person_has() {
    let sheila = person("sheila-parkin-february");
    let allergies: Vec<_> = bundles(&sheila)
        .iter()
        .flat_map(|bundle| bundle.of_type("AllergyIntolerance").into_iter().cloned().collect::<Vec<_>>())
        .collect();
    assert!(!allergies.is_empty());
    assert!(allergies.iter().all(|one| one["code"]["coding"][0]["code"] == "716186003"));
}
