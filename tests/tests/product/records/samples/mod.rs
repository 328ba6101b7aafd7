//! The published sample bundles, where `COMMONWEAL_SAMPLES` names their folder: the counts of its `expected.json`.

mod counted;
mod expected;
mod hazards;
mod world;

pub(crate) use world::{SampleFile, SamplesWorld, folder, world};

use std::collections::BTreeSet;

use commonweal_shared::records::{Chart, NumberOnFile, SectionId};
use commonweal_tests::{run, say};

use counted::Counted;

/// Runs a check of the samples, or says that it could not.
fn over_samples(check: impl AsyncFnOnce(&'static SamplesWorld)) {
    run(async {
        match world().await {
            Some(world) => check(world).await,
            None => say("The checks of the sample bundles did not run: COMMONWEAL_SAMPLES names no folder."),
        }
    });
}

#[test]
fn all_bundles_import_with_the_counts_that_are_expected() {
    over_samples(async |world| {
        assert_eq!(world.files.len(), 26);
        for file in &world.files {
            let (path, tally) = (&file.path, &file.tally);
            assert_eq!(tally.refused, 0, "{path}: {:?}", file.refused);
            assert_eq!(tally.resources, file.expected.entries, "{path}: entries");
            assert_eq!(tally.unreadable, 0, "{path}: unreadable");
            let sum = tally.placed + tally.folded + tally.unreadable + tally.waiting + tally.unchanged;
            assert_eq!(sum, tally.resources, "{path}: the tally adds up");
        }
        let entries: usize = world.files.iter().map(|file| file.tally.resources).sum();
        say(&format!("{entries} entries of {} sample bundles; ran on: fixtures yes, samples yes", world.files.len()));
    });
}

#[test]
fn twenty_four_people_come_of_them_and_nobody_is_confused_with_another() {
    over_samples(async |world| {
        let people: BTreeSet<_> = world.files.iter().flat_map(|file| file.tally.people.iter().copied()).collect();
        assert_eq!(people.len(), 24);
        assert_eq!(world.people, 24, "people on file");

        let waiting = world.file("05-");
        assert_eq!(waiting.tally.waiting, 80, "file 05 waits whole");
        assert!(waiting.tally.people.is_empty(), "file 05 is on nobody's record");
        let person = |beginning: &str| world.file(beginning).tally.people.clone();
        assert_eq!(person("01-"), person("02-"), "01 and 02 are one person");
        assert_ne!(person("01-"), person("03-"), "03 has another NHS number");
        for file in world.files.iter().filter(|file| !file.path.contains("/05-")) {
            assert_eq!(file.tally.people.len(), 1, "{}", file.path);
        }
        for (beginning, count) in [("01-", 27), ("03-", 32)] {
            assert_eq!(world.file(beginning).tally.waiting, count, "{beginning}: its documents name another person");
        }
    });
}

#[test]
fn documents_that_name_another_person_are_on_nobodys_record() {
    over_samples(async |world| {
        let mut misplaced = Vec::new();
        for beginning in ["01-", "03-"] {
            let documents = world.file(beginning).entries.iter().filter(|bytes| is_document(bytes));
            let documents: BTreeSet<&Vec<u8>> = documents.collect();
            assert!(!documents.is_empty(), "{beginning}");
            for (person, bytes) in &world.bytes {
                let found = bytes.values().filter(|one| documents.contains(one)).count();
                if found > 0 {
                    misplaced.push(format!("{found} documents of {beginning} on {person}"));
                }
            }
        }
        assert!(misplaced.is_empty(), "{misplaced:?}");
        for beginning in ["01-", "03-"] {
            let documents = world.chart(beginning).section(SectionId::Documents).expect("always there");
            assert!(documents.rows.is_empty(), "{beginning}");
        }
    });
}

fn is_document(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).contains("\"DocumentReference\"")
}

#[test]
fn a_number_counts_as_valid_when_it_is() {
    over_samples(async |world| {
        for file in world.alone() {
            let number = &world.chart_of(file).person.identity.number;
            let valid = match number {
                NumberOnFile::Stated { .. } => Some(true),
                NumberOnFile::Invalid { .. } => Some(false),
                NumberOnFile::None { .. } => None,
            };
            let stated = file.expected.patients[0].nhs_numbers.first().map(|number| number.check_digit_valid);
            assert_eq!(valid, stated, "{}: {number:?}", file.path);
        }
    });
}

#[test]
fn each_record_holds_what_its_file_holds() {
    over_samples(async |world| {
        let mut wrong = Vec::new();
        for file in world.alone() {
            let chart = world.chart_of(file);
            let found = Counted::of(chart, &world.bytes[&chart.person.id]);
            wrong.extend(found.differences(file).into_iter().map(|one| format!("{}: {one}", file.path)));
            wrong.extend(adds_up(chart).err().map(|one| format!("{}: {one}", file.path)));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}

fn adds_up(chart: &Chart) -> Result<(), String> {
    let tally = chart.tally;
    let adds = tally.received == tally.shown + tally.folded + tally.unreadable;
    if adds { Ok(()) } else { Err(format!("the chart's tally does not add up: {tally:?}")) }
}

#[test]
fn no_known_allergies_is_said_of_one_person_only() {
    over_samples(async |world| {
        use commonweal_shared::records::Absence;
        let stated = world.files.iter().filter(|file| !file.path.contains("/05-"));
        let stated = stated.filter(|file| {
            let section = world.chart_of(file).section(SectionId::Allergies).expect("always there");
            section.state == Absence::KnownNone
        });
        let stated: Vec<&str> = stated.map(|file| file.path.as_str()).collect();
        assert_eq!(stated, ["gp-connect-stu3/14-birdi-no-known-allergies-documents.json.gz"]);
    });
}

#[test]
fn a_degraded_drug_allergy_blocks_prescribing() {
    over_samples(async |world| {
        for file in world.alone() {
            let expected = file.expected.transfer_degraded.keys().any(|what| what.contains("drug allergy"));
            assert_eq!(world.chart_of(file).prescribing_blocked, expected, "{}", file.path);
        }
    });
}

#[test]
fn importing_the_samples_again_changes_nothing() {
    over_samples(async |world| {
        // The newest of each person, since an older extract that comes again is newer than the one that followed it.
        for file in world.alone() {
            let again = world.server.import(file.source, file.source, &file.full_path).await.tally;
            assert_eq!(again.unchanged, again.resources, "{}: {again}", file.path);
            let person = world.chart_of(file).person.id;
            assert!(world.clinician.chart(person).await == *world.chart_of(file), "{}: the chart changed", file.path);
        }
    });
}
