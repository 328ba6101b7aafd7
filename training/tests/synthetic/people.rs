//! What every synthetic person must keep: whoever edits a bundle learns here what they broke.

use std::collections::BTreeSet;

use crate::bundle::Bundle;
use commonweal_training::{Item, SyntheticPerson, hazards, organisations, people};

const SECTIONS: [&str; 16] = [
    "problems",
    "medicines",
    "allergies",
    "results",
    "observations",
    "encounters",
    "procedures",
    "immunisations",
    "documents",
    "referrals",
    "care-plans",
    "alerts",
    "social",
    "people",
    "sensitive",
    "other",
];

fn bundles(person: &SyntheticPerson) -> Vec<Bundle> {
    person.bundles.iter().map(|sent| Bundle::read(person.slug, sent)).collect()
}

fn assert_exists(person: &SyntheticPerson, item: &Item, what: &str) {
    let all = bundles(person);
    let from = all.iter().find(|bundle| bundle.source == item.source);
    let found = from.is_some_and(|bundle| bundle.has(&item.resource));
    assert!(found, "{}: {what} names {} of {}, which is not there", person.slug, item.resource, item.source);
}

#[test]
fn nine_organisations_one_for_each_setting_seven_send_records() {
    let settings: BTreeSet<_> = organisations().iter().map(|one| one.setting.id()).collect();
    let codes: BTreeSet<_> = organisations().iter().map(|one| one.code).collect();
    assert_eq!((settings.len(), codes.len()), (9, 9));
    assert!(codes.iter().all(|code| code.starts_with("ZZ")), "a code might be a real one");
    assert_eq!(organisations().iter().filter(|one| one.sends_records).count(), 7);
}

#[test]
fn twelve_people_each_known_to_two_to_seven_sources_and_to_the_practice() {
    assert_eq!(people().len(), 12);
    let sending: Vec<_> = organisations().iter().filter(|one| one.sends_records).map(|one| one.code).collect();
    for person in people() {
        let sources: Vec<_> = person.bundles.iter().map(|sent| sent.source_code).collect();
        let in_order: Vec<_> = sending.iter().copied().filter(|code| sources.contains(code)).collect();
        assert_eq!(sources, in_order, "{}", person.slug);
        assert!((2..=7).contains(&sources.len()), "{}: {} sources", person.slug, sources.len());
        assert!(sources.contains(&"ZZA04"), "{} is registered nowhere", person.slug);
    }
}

#[test]
fn every_folder_of_a_person_is_in_the_list_with_all_its_bundles() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("people");
    let mut seen = BTreeSet::new();
    for person in people() {
        let names = |folder: &std::path::Path| -> BTreeSet<String> {
            let files = std::fs::read_dir(folder).expect("the person's folder");
            files.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned()).collect()
        };
        let setting = |code: &str| {
            let found = organisations().iter().find(|one| one.code == code).expect("an organisation");
            format!("{}.json", found.setting.id())
        };
        let mut expected: BTreeSet<_> = person.bundles.iter().map(|sent| setting(sent.source_code)).collect();
        expected.insert("about.toml".to_owned());
        assert_eq!(names(&root.join(person.slug)), expected, "{}", person.slug);
        seen.insert(person.slug.to_owned());
    }
    let folders = std::fs::read_dir(&root).expect("the people's folder");
    let there: BTreeSet<_> =
        folders.map(|folder| folder.expect("a folder").file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(there, seen);
}

#[test]
fn each_bundle_has_exactly_one_patient_and_it_is_the_same_person() {
    for person in people() {
        for bundle in bundles(&person) {
            let patients = bundle.of_type("Patient");
            assert_eq!(patients.len(), 1, "{}", bundle.name);
            let patient = patients[0];
            assert_eq!(patient["birthDate"], person.about.born.as_str(), "{}", bundle.name);
            let family = patient["name"][0]["family"].as_str().expect("a family name").to_lowercase();
            assert!(person.about.name.to_lowercase().ends_with(&family), "{}", bundle.name);
            let identifier = &patient["identifier"][0];
            assert_eq!(identifier["system"], "https://fhir.nhs.uk/Id/nhs-number", "{}", bundle.name);
            assert_eq!(identifier["value"], person.about.nhs_number.as_str(), "{}", bundle.name);
            let status = &identifier["extension"][0]["valueCodeableConcept"]["coding"][0]["code"];
            assert_eq!(status, "01", "{}", bundle.name);
        }
    }
}

#[test]
fn nhs_numbers_are_valid_different_and_in_the_999_range() {
    let numbers: BTreeSet<String> = people().into_iter().map(|person| person.about.nhs_number).collect();
    assert_eq!(numbers.len(), people().len());
    for number in numbers {
        assert!(number.starts_with("999") && number.len() == 10, "{number}");
        let digits: Vec<u32> = number.chars().map(|digit| digit.to_digit(10).expect("a digit")).collect();
        let sum: u32 = (0..9).map(|at| digits[at] * (10 - at as u32)).sum();
        assert_eq!((11 - sum % 11) % 11, digits[9], "{number} fails modulus 11");
    }
}

#[test]
fn ids_are_unique_within_their_type_and_every_entry_has_one() {
    for person in people() {
        for bundle in bundles(&person) {
            let mut seen = BTreeSet::new();
            for reference in bundle.references_of_entries() {
                assert!(seen.insert(reference.clone()), "{}: {reference} stands twice", bundle.name);
            }
        }
    }
}

#[test]
fn every_reference_leads_somewhere_or_is_listed_as_deliberate() {
    for person in people() {
        let mut listed: BTreeSet<_> =
            person.about.dangling.iter().map(|one| (one.source.clone(), one.reference.clone())).collect();
        for bundle in bundles(&person) {
            for reference in bundle.unresolved() {
                let known = listed.remove(&(bundle.source.clone(), reference.clone()));
                assert!(known, "{}: {reference} leads nowhere", bundle.name);
            }
        }
        assert!(listed.is_empty(), "{}: listed as dangling, but they resolve: {listed:?}", person.slug);
    }
}

#[test]
fn hazards_name_items_and_sections_that_exist() {
    let mut ids = BTreeSet::new();
    for (slug, hazard) in hazards() {
        assert!(ids.insert(hazard.id.clone()), "{slug}: {} stands twice", hazard.id);
        assert!(SECTIONS.contains(&hazard.section.as_str()), "{slug}: {}: {}", hazard.id, hazard.section);
        assert!(!hazard.items.is_empty(), "{slug}: {} has no items", hazard.id);
    }
    for person in people() {
        for hazard in &person.about.hazards {
            for item in &hazard.items {
                assert_exists(&person, item, &hazard.id);
            }
        }
    }
}

#[test]
fn duplicates_and_contradictions_name_items_that_exist() {
    for person in people() {
        for fact in person.about.duplicates.iter().chain(&person.about.contradictions) {
            assert!(fact.items.len() > 1, "{}: {}", person.slug, fact.says);
            for item in &fact.items {
                assert_exists(&person, item, &fact.says);
            }
        }
    }
}
