//! The hazards once more, where they were found: each by its number, over the published sample bundles.

use std::collections::BTreeSet;

use commonweal_shared::records::{Absence, Chart, Detail, Label, NumberOnFile, Row, SectionId, WarningCode};
use commonweal_shared::time::Precision;
use commonweal_tests::{resources, texts};

use super::{SampleFile, SamplesWorld, over_samples};

/// The files of the folder with GP Connect's bundles, or of the one with Synthea's.
fn of<'w>(world: &'w SamplesWorld, folder: &'w str) -> impl Iterator<Item = (&'w SampleFile, &'w Chart)> {
    let files = world.files.iter().filter(move |file| file.path.starts_with(folder) && !file.tally.people.is_empty());
    files.map(|file| (file, world.chart_of(file)))
}

fn rows(chart: &Chart) -> impl Iterator<Item = &Row> {
    chart.sections.iter().flat_map(|section| &section.rows)
}

fn labelled(chart: &Chart, label: Label) -> usize {
    rows(chart).filter(|row| row.labels.contains(&label)).count()
}

fn state(chart: &Chart, section: SectionId) -> Absence {
    chart.section(section).expect("always there").state
}

// Hazard 1 has a test of its own beside these: documents that name another person are on nobody's record.

#[test]
fn hazard_02_seven_people_share_a_placeholder() {
    over_samples(async |world| {
        let placeholder = |chart: &&Chart| matches!(&chart.person.identity.number, NumberOnFile::Invalid { received } if received == "1234567890");
        assert_eq!(world.charts.values().filter(placeholder).count(), 7);
    });
}

#[test]
fn hazard_03_and_04_names_come_from_the_persons_own_files() {
    over_samples(async |world| {
        let mut strangers = BTreeSet::new();
        for (person, chart) in &world.charts {
            let files = world.files.iter().filter(|file| file.tally.people.contains(person));
            let own: Vec<String> = files
                .flat_map(|file| &file.entries)
                .map(|bytes| String::from_utf8_lossy(bytes).to_lowercase())
                .collect();
            for name in rows(chart).filter_map(|row| row.author.as_deref()) {
                let family = name.split(',').next().unwrap_or(name).to_lowercase();
                if !own.iter().any(|entry| entry.contains(&family)) {
                    strangers.insert(format!("{name} on {person}"));
                }
            }
        }
        assert!(strangers.is_empty(), "authors whom no file of the person names: {strangers:?}");
    });
}

#[test]
fn hazard_05_what_waits_is_on_no_record() {
    over_samples(async |world| {
        let waiting: BTreeSet<&Vec<u8>> = world.file("05-").entries.iter().collect();
        let elsewhere: BTreeSet<&Vec<u8>> =
            world.files.iter().filter(|file| !file.tally.people.is_empty()).flat_map(|file| &file.entries).collect();
        for (person, bytes) in &world.bytes {
            let misplaced = bytes.values().filter(|one| waiting.contains(one) && !elsewhere.contains(one)).count();
            assert_eq!(misplaced, 0, "{person}");
        }
    });
}

#[test]
fn hazard_06_lookalikes_are_two() {
    over_samples(async |world| {
        let (fletcher, buddy) = (world.chart("Fletcher_Hyatt"), world.chart("Buddy_MacGyver"));
        assert_ne!(fletcher.person.id, buddy.person.id);
        assert_eq!(fletcher.person.identity.born, buddy.person.identity.born, "they are alike in this");
    });
}

#[test]
fn hazard_07_and_08_versions_and_shapes_are_told_without_help() {
    over_samples(async |world| {
        for (file, chart) in of(world, "") {
            assert!(chart.unreadable.is_empty(), "{}", file.path);
        }
        let ended = |chart: &Chart| {
            let inactive = |row: &&Row| matches!(&row.detail, Detail::Allergy(allergy) if !allergy.active);
            rows(chart).filter(inactive).count()
        };
        assert_eq!((ended(world.chart("03-")), ended(world.chart("04-"))), (1, 1), "contained in a list, and ended");
        let years = rows(world.chart("06-")).filter_map(|row| row.when.as_ref());
        assert!(years.filter(|when| when.precision() == Precision::Year).count() > 0, "a year stays a year");
    });
}

#[test]
fn hazard_09_bad_references_lose_nothing() {
    over_samples(async |world| {
        let chart = world.chart("01-");
        assert!(labelled(chart, Label::BadReference) > 1_000, "Encounter/Encounter/1 is followed nowhere");
        assert_eq!(chart.tally.unreadable, 0);
    });
}

#[test]
fn hazard_10_repeated_ids_are_all_kept() {
    over_samples(async |world| {
        let role = "PractitionerRole/e0244de8-07ef-4274-9f7a-d7067bcc8d21";
        let kept =
            resources(world.chart("03-")).into_values().filter(|one| one.reference.as_deref() == Some(role)).count();
        assert_eq!(kept, 2);
    });
}

#[test]
fn hazard_11_unfilled_addresses_are_offered_nowhere() {
    over_samples(async |world| {
        for (file, chart) in of(world, "gp-connect") {
            assert!(!texts(chart).iter().any(|text| text.contains("{{")), "{}", file.path);
        }
        let documents = world.chart("14-").section(SectionId::Documents).expect("always there");
        assert_eq!(documents.rows.len(), 33);
        assert!(labelled(world.chart("14-"), Label::AttachmentUnavailable) > 0);
    });
}

#[test]
fn hazard_12_organisations_without_a_code_are_no_sources() {
    over_samples(async |world| {
        for (folder, code) in [("gp-connect", "A82038"), ("synthea", "SYN01")] {
            for (file, chart) in of(world, folder) {
                let sources: Vec<&str> = chart.sources.iter().map(|source| source.code.as_str()).collect();
                assert_eq!(sources, [code], "{}", file.path);
            }
        }
    });
}

#[test]
fn hazard_13_an_empty_list_hides_nothing() {
    over_samples(async |world| {
        let allergies = world.chart("04-").section(SectionId::Allergies).expect("always there");
        assert_eq!(allergies.state, Absence::Present);
        let warnings: Vec<WarningCode> =
            allergies.sources.iter().flat_map(|source| &source.warnings).map(|warning| warning.code).collect();
        assert_eq!(warnings, [WarningCode::MarkedEmpty], "and the contradiction is told");
        assert_eq!(state(world.chart("08-"), SectionId::Encounters), Absence::Present);
    });
}

#[test]
fn hazard_14_a_coded_statement_is_a_state() {
    over_samples(async |world| assert_eq!(state(world.chart("14-"), SectionId::Allergies), Absence::KnownNone));
}

#[test]
fn hazard_15_dates_outside_life_are_marked() {
    over_samples(async |world| {
        assert!(labelled(world.chart("10-"), Label::BeforeBirth) > 100);
        assert!(labelled(world.chart("Fletcher_Hyatt"), Label::AfterDeath) > 10);
    });
}

#[test]
fn hazard_16_nopat_stands_on_what_is_labelled_and_on_nothing_else() {
    over_samples(async |world| {
        for (file, chart) in of(world, "") {
            let expected = file.path.contains("/12-dean");
            assert_eq!(labelled(chart, Label::Nopat) > 0, expected, "{}", file.path);
        }
    });
}

#[test]
fn hazard_17_billing_is_counted_and_folded_away() {
    over_samples(async |world| {
        for (file, chart) in of(world, "synthea") {
            assert!(matches!(chart.person.identity.number, NumberOnFile::None { .. }), "{}", file.path);
            let other = chart.section(SectionId::Other).expect("always there");
            assert!(other.rows.is_empty(), "{}: billing is no row", file.path);
            let folded: usize = other.groups.iter().map(|group| group.parts.len()).sum();
            let billed =
                ["Claim", "ExplanationOfBenefit"].map(|kind| file.expected.resources_by_type.get(kind).copied());
            assert_eq!(folded, billed.into_iter().flatten().sum::<usize>(), "{}", file.path);
        }
    });
}
