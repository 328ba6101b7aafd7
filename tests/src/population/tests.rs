use std::collections::{BTreeMap, BTreeSet};

use commonweal_server::records::{ImportTally, Publisher};
use commonweal_shared::access::Role;
use commonweal_shared::records::{Clearance, SectionId};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Generated, Population, SHORTEST, one_person_with};
use crate::{Engine, Position, TestServer, entries_of, publish, run};

/// What five people of seed 7 are, on every machine: the SHA-256 of all their bundles in turn.
const FIVE_OF_SEVEN: &str = "7fe990f14e6f06f84a91689e60e52b16b0ec05475a822f04209cd6083377a3ec";

fn hash(people: impl Iterator<Item = Generated>) -> String {
    let mut hash = Sha256::new();
    for sent in people.flat_map(|person| person.submissions) {
        hash.update(sent.source.code);
        hash.update(&sent.json);
    }
    hex::encode(hash.finalize())
}

fn resources(json: &str) -> Vec<Value> {
    let entries = entries_of(json.as_bytes()).remove(0);
    entries.iter().map(|bytes| serde_json::from_slice(bytes).expect("a resource")).collect()
}

#[test]
fn the_same_seed_makes_the_same_bytes_on_every_machine() {
    assert_eq!(hash(Population::new(7, 5)), FIVE_OF_SEVEN);
    assert_ne!(hash(Population::new(8, 5)), FIVE_OF_SEVEN);
}

#[test]
fn a_population_can_be_made_in_parts() {
    let parts = Population::from_nth(7, 0, 2).chain(Population::from_nth(7, 2, 3));
    assert_eq!(hash(parts), hash(Population::new(7, 5)));
}

#[test]
fn lengths_gaps_and_repetitions_are_those_of_real_records() {
    let people: Vec<Generated> = Population::new(1, 100).collect();
    let numbers: BTreeSet<&str> = people.iter().map(|person| person.number.as_str()).collect();
    assert_eq!(numbers.len(), people.len(), "everybody has a number of their own");
    assert!(people.iter().any(|person| !person.verified), "a few numbers are not verified");
    assert!(people.iter().any(|person| person.submissions.len() > 2), "several organisations know the same person");

    let mut lengths = Vec::new();
    let mut lists = BTreeMap::new();
    for person in &people {
        let gp = resources(&person.submissions[0].json);
        for list in gp.iter().filter(|resource| resource["resourceType"] == "List") {
            *lists.entry(list["title"].as_str().expect("a title").to_owned()).or_insert(0) += 1;
        }
        lengths.push(gp.len());
    }
    lengths.sort_unstable();
    assert!((180..=270).contains(&lengths[50]), "the median is {}", lengths[50]);
    assert!(lengths[99] > 1_000, "the longest is {}", lengths[99]);
    assert!(lengths[0] >= SHORTEST - 10, "the shortest is {}", lengths[0]);
    assert!(lists["Outbound referral"] < 100, "a list is left out here and there");
    let all: String = people.iter().flat_map(|person| &person.submissions).map(|sent| sent.json.as_str()).collect();
    assert!(all.contains("\"code\":\"R\""), "something is restricted");
    assert!(all.contains("AllergyIntoleranceEnd"), "an allergy has ended");
    assert!(all.contains("Chronic kidney disease stage 3B") && all.contains("CKD stage 3b"), "one fact in two words");
    assert!(!all.contains("@@"), "decimals stand as numbers");
}

#[test]
fn everything_of_twenty_people_is_read_and_adds_up() {
    run(async {
        let server = TestServer::start(Engine::Sqlite).await;
        let mut publishers: BTreeMap<&str, Publisher> = BTreeMap::new();
        let people: Vec<Generated> = Population::new(20, 20).collect();
        let mut total = ImportTally::default();
        let mut received = 0;
        let mut records = 0;
        for person in &people {
            let mut theirs = ImportTally::default();
            for sent in &person.submissions {
                if !publishers.contains_key(sent.source.code) {
                    let (source, setting) = (sent.source, Some(sent.source.setting));
                    publishers.insert(source.code, server.publisher(source.code, source.name, setting).await);
                }
                received += resources(&sent.json).len();
                theirs.add(&publish(&publishers[sent.source.code], &sent.json).await);
            }
            let expected = if person.verified { 1 } else { person.submissions.len() };
            assert_eq!(theirs.people.len(), expected, "person {}", person.nth);
            records += expected;
            total.add(&theirs);
        }
        assert_eq!(total.resources, received);
        assert_eq!(total.resources, total.placed + total.folded);
        assert_eq!((total.unreadable, total.waiting, total.unchanged, total.refused), (0, 0, 0, 0));
        assert_eq!(total.people.len(), records);
    });
}

#[test]
fn a_long_record_has_exactly_so_many_resources_of_all_kinds() {
    for items in [500, 5_000] {
        let person = one_person_with(items);
        let gp = resources(&person.submissions[0].json);
        assert_eq!(gp.len(), items);
        let kinds: BTreeSet<&str> = gp.iter().filter_map(|resource| resource["resourceType"].as_str()).collect();
        for kind in ["Observation", "MedicationRequest", "Condition", "Encounter", "DocumentReference", "Immunization"]
        {
            assert!(kinds.contains(kind), "{kind} is not among {kinds:?}");
        }
    }
    assert_ne!(one_person_with(500).number, one_person_with(5_000).number);
}

#[test]
fn a_long_record_stands_in_all_sections_of_its_chart() {
    run(async {
        let server = TestServer::start(Engine::Sqlite).await;
        let sent = one_person_with(1_000).submissions.remove(0);
        let publisher = server.publisher(sent.source.code, sent.source.name, Some(sent.source.setting)).await;
        let tally = publish(&publisher, &sent.json).await;
        let gp = Position::new("gp", Role::Clinician, sent.source.code, Clearance::General);
        let gp = server.actor(gp).await;
        let chart = gp.chart(*tally.people.first().expect("a person")).await;
        let received = usize::try_from(chart.tally.received).expect("a number");
        assert_eq!(received, tally.resources + tally.contained);
        for section in [
            SectionId::Allergies,
            SectionId::Medicines,
            SectionId::Problems,
            SectionId::Results,
            SectionId::Observations,
            SectionId::Encounters,
            SectionId::Documents,
            SectionId::Immunisations,
            SectionId::Referrals,
        ] {
            let found = chart.section(section).expect("each section is there");
            assert!(!found.rows.is_empty(), "{section:?} is empty");
        }
    });
}
