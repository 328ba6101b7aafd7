//! Each hazard that an importer must survive, over the project's own fixtures: every fact of `expected.toml`.
//!
//! A fact must hold four times: with its folder imported alone, after all folders, after all of them again, and after
//! every chart was built again.

mod expected;
mod facts;
mod rows;
mod snapshot;
mod world;

pub(crate) use world::world;

use std::fmt::Write as _;

use commonweal_tests::{run, say};

use expected::{Expected, ExpectedFile};
use snapshot::{FileOutcome, Snapshot};

/// One test for each folder of fixtures.
macro_rules! hazards {
    ($($name:ident => $folder:literal)+) => {
        $(
            #[test]
            fn $name() {
                run(holds($folder));
            }
        )+

        /// All folders that have a test.
        const FOLDERS: &[&str] = &[$($folder),+];
    };
}

hazards! {
    hazard_01_references_across_bundles => "01-references-across-bundles"
    hazard_02_placeholder_nhs_number => "02-placeholder-nhs-number"
    hazard_03_same_details_other_number => "03-same-details-other-number"
    hazard_04_reused_local_ids => "04-reused-local-ids"
    hazard_05_no_patient_entry => "05-no-patient-entry"
    hazard_06_lookalike_people => "06-lookalike-people"
    hazard_07_version_not_stated => "07-version-not-stated"
    hazard_08_gp_connect_shapes => "08-gp-connect-shapes"
    hazard_09_bad_references => "09-bad-references"
    hazard_10_repeated_ids => "10-repeated-ids"
    hazard_11_unfilled_attachment_address => "11-unfilled-attachment-address"
    hazard_12_organisations_without_code => "12-organisations-without-code"
    hazard_13_contradicting_lists => "13-contradicting-lists"
    hazard_14_no_known_allergy_as_item => "14-no-known-allergy-as-item"
    hazard_15_dates_outside_life => "15-dates-outside-life"
    hazard_16_nopat_labels => "16-nopat-labels"
    hazard_17_billing_and_no_identifiers => "17-billing-and-no-identifiers"
    refusals => "refusals"
    warnings => "warnings"
    r4_absence_states => "r4"
}

/// Every fact of one folder, in all four situations.
async fn holds(folder: &str) {
    let world = world().await;
    let alone = world::folder_alone(&world.expected, folder).await;
    let mut broken = String::new();
    for fact in world.expected.fact.iter().filter(|fact| fact.hazard == folder) {
        let alone = facts::broken(fact, &world.expected, &alone, true);
        let mut complaints: Vec<String> =
            alone.into_iter().map(|one| format!("with this folder alone: {one}")).collect();
        for snapshot in &world.snapshots {
            let together = facts::broken(fact, &world.expected, snapshot, false);
            complaints.extend(together.into_iter().map(|one| format!("{}: {one}", snapshot.moment)));
        }
        if !complaints.is_empty() {
            let whom = fact.person.as_deref().unwrap_or("everybody");
            let _ = writeln!(broken, "\n{} ({whom}): {}\n  {}", fact.hazard, fact.says, complaints.join("\n  "));
        }
    }
    assert!(broken.is_empty(), "these facts do not hold:\n{broken}");
}

#[test]
fn every_fact_has_a_test() {
    let expected = Expected::read();
    assert_eq!(expected.folders(), FOLDERS, "one test for each folder, in the order of import");
    let without: Vec<&str> =
        expected.fact.iter().map(|fact| fact.hazard.as_str()).filter(|hazard| !FOLDERS.contains(hazard)).collect();
    assert!(without.is_empty(), "facts of no folder: {without:?}");
    say(&format!(
        "{} facts over the project's fixtures, each in 4 situations; ran on: fixtures yes, samples {}",
        expected.fact.len(),
        if super::samples::folder().is_some() { "yes" } else { "no" }
    ));
}

#[test]
fn every_file_has_the_tally_that_is_expected() {
    run(async {
        let world = world().await;
        let first = world.first();
        for file in &world.expected.file {
            tally_fits(file, &first.files[&file.path], first, &world.expected);
        }
        assert_eq!(first.people, world.expected.people_in_all, "people of all folders");
    });
}

fn tally_fits(file: &ExpectedFile, found: &FileOutcome, snapshot: &Snapshot, expected: &Expected) {
    let (path, tally) = (&file.path, &found.tally);
    if let Some(why) = &file.refused {
        assert_eq!(why, "not-json", "{path}");
        assert!(found.refused.as_deref().is_some_and(|reason| reason.contains("not valid JSON")), "{path}: {found:?}");
        return;
    }
    assert!(matches!(file.fhir.as_deref(), Some("STU3" | "R4")), "{path}");
    assert_eq!(Some(tally.resources), file.entries, "{path}: entries");
    assert_eq!(Some(tally.placed + tally.folded), file.placed_and_folded, "{path}: placed and folded");
    assert_eq!(Some(tally.unreadable), file.unreadable, "{path}: unreadable");
    assert_eq!(Some(tally.waiting), file.waiting, "{path}: waiting");
    assert_eq!(tally.unchanged, 0, "{path}: unchanged on first import");
    assert_eq!(found.refused, None, "{path}");
    if let Some(because) = &file.waits_because {
        let waits = expected::Waits { file: path.clone(), because: because.clone(), r#type: None, count: None };
        facts::does_wait(&waits, found).expect("the whole file waits");
    }
    let reached: std::collections::BTreeSet<_> = file
        .reaches()
        .into_iter()
        .map(|key| expected.person.iter().find(|person| person.key == key).expect("the person is listed"))
        .map(|person| snapshot.chart_of(person).expect("the person is on file").0)
        .collect();
    assert_eq!(tally.people, reached, "{path}: whose records it reaches");
}

#[test]
fn importing_all_of_it_again_changes_nothing() {
    run(async {
        let world = world().await;
        for (path, tally) in &world.again {
            let first = &world.first().files[path].tally;
            assert_eq!(tally.resources, first.resources, "{path}");
            assert_eq!(tally.unchanged, tally.resources, "{path}: {tally}");
            assert_eq!(tally.refused, first.refused, "{path}");
        }
        let [first, again, rebuilt] = &world.snapshots;
        for (person, chart) in &first.charts {
            assert!(again.charts[person] == *chart, "{person}'s chart is another after the second import");
            assert!(rebuilt.charts[person] == *chart, "{person}'s chart is another after the rebuild");
        }
        assert_eq!((first.people, again.people), (again.people, rebuilt.people));
    });
}

#[test]
fn every_chart_adds_up() {
    run(async {
        let world = world().await;
        let mut received = std::collections::BTreeMap::new();
        for outcome in world.first().files.values() {
            let [person] = outcome.tally.people.iter().copied().collect::<Vec<_>>()[..] else { continue };
            let tally = &outcome.tally;
            *received.entry(person).or_insert(0) += tally.placed + tally.folded + tally.unreadable + tally.contained;
        }
        for (person, chart) in &world.first().charts {
            let tally = chart.tally;
            assert_eq!(tally.received, tally.shown + tally.folded + tally.unreadable, "{person}");
            if let Some(received) = received.get(person) {
                assert_eq!(tally.received as usize, *received, "{person}: received of the files and of the chart");
            }
        }
    });
}
