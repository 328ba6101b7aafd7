//! The published samples, where `COMMONWEAL_SAMPLES` names their folder, against their counts.

use std::collections::BTreeMap;
use std::path::Path;

use commonweal_shared::records::{Allergy, Detail, Item, Label, Negation, SectionId, Standing, WarningCode};
use serde_json::Value;

use super::super::json::{Node, parse};
use super::super::labels::LifeSpan;
use super::super::{FhirVersion, Reading, Submission, submissions};
use super::read_all;
use commonweal_shared::time::FhirDate;

#[test]
fn every_sample_reads_with_the_counts_that_stand_beside_it() {
    let Ok(folder) = std::env::var("COMMONWEAL_SAMPLES") else {
        println!("0 sample files: COMMONWEAL_SAMPLES names no folder");
        return;
    };
    let folder = Path::new(&folder);
    let expected = std::fs::read_to_string(folder.join("expected.json")).expect("expected.json");
    let expected: Value = serde_json::from_str(&expected).expect("JSON");
    let files = expected["files"].as_array().expect("files");
    for file in files {
        let name = file["file"].as_str().expect("a name");
        let bytes = std::fs::read(folder.join(name)).expect("the sample");
        let mut all = submissions(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(all.len(), 1, "{name}");
        let submission = all.remove(0);
        let started = std::time::Instant::now();
        let reading = read_all(&submission);
        println!("{name}: {} items in {} ms", reading.items.len(), started.elapsed().as_millis());
        check(name, file, &submission, &reading);
        check_held(name, &expected, &submission, &reading);
    }
    println!("{} sample files", files.len());
}

fn check(name: &str, expected: &Value, submission: &Submission, reading: &Reading) {
    let whole = |value: &Value| usize::try_from(value.as_u64().unwrap_or(0)).expect("small");
    let version = if submission.version == FhirVersion::R4 { "R4" } else { "STU3" };
    assert_eq!(version, expected["fhirVersion"].as_str().expect("a version"), "{name}: version");
    assert_eq!(submission.entries.len(), whole(&expected["entries"]), "{name}: entries");
    assert_eq!(submission.patients.len(), whole(&expected["patientCount"]), "{name}: patients");

    let mut by_type: BTreeMap<&str, usize> = BTreeMap::new();
    for item in reading.items.iter().filter(|item| item.contained.is_none()) {
        *by_type.entry(&item.item.resource_type).or_default() += 1;
    }
    assert_eq!(serde_json::to_value(&by_type).expect("JSON"), expected["resourcesByType"], "{name}: by type");

    let unreadable = reading.items.iter().filter(|item| matches!(item.item.standing, Standing::Unreadable { .. }));
    assert_eq!(unreadable.count(), 0, "{name}: unreadable");

    let allergies: Vec<(&Allergy, bool)> = reading
        .items
        .iter()
        .filter_map(|item| {
            if let Detail::Allergy(allergy) = &item.item.detail {
                Some((allergy, item.contained.is_some()))
            } else {
                None
            }
        })
        .collect();
    let stated = &expected["allergies"];
    assert_eq!(
        allergies.iter().filter(|(_, contained)| *contained).count(),
        whole(&stated["containedInLists"]),
        "{name}"
    );
    assert!(
        allergies.iter().all(|(allergy, contained)| allergy.active != *contained),
        "{name}: only ended ones are contained"
    );
    let negated = allergies.iter().filter(|(allergy, _)| allergy.negation == Some(Negation::All)).count();
    assert_eq!(negated, whole(&stated["codedNoKnownAllergy"]), "{name}: no known allergies");

    check_statuses(name, expected, submission, reading);
    check_person(name, expected, submission);
    check_labels(name, expected, reading);
    check_warnings(name, expected, submission, reading);
    check_dates(name, expected, submission, reading);
    let sections = reading.items.iter().filter(|item| item.item.section == SectionId::Other);
    let odd: Vec<_> = sections.map(|item| &item.item.resource_type).filter(|kind| !is_bill(kind)).collect();
    assert!(odd.is_empty(), "{name}: without a section: {odd:?}");
    let untitled = reading.items.iter().find(|item| item.item.title.trim().is_empty());
    assert!(untitled.is_none(), "{name}: {untitled:?}");
}

fn check_statuses(name: &str, expected: &Value, submission: &Submission, reading: &Reading) {
    let counted = if submission.version == FhirVersion::R4 { "MedicationRequest" } else { "MedicationStatement" };
    let current = |item: &Item| matches!(&item.detail, Detail::Medicine(medicine) if medicine.current);
    let all = || reading.items.iter().map(|item| &item.item);
    let medicines = all().filter(|item| item.resource_type == counted && current(item)).count();
    assert_eq!(Some(medicines as u64), expected["medications"]["active"].as_u64(), "{name}: current medicines");
    let active = all().filter(|item| matches!(&item.detail, Detail::Problem(problem) if problem.active)).count();
    let stated = expected["conditions"]["byClinicalStatus"]["active"].as_u64().unwrap_or(0);
    assert_eq!(active as u64, stated, "{name}: active problems");
}

fn check_person(name: &str, expected: &Value, submission: &Submission) {
    let Some(stated) = expected["patients"].as_array().and_then(|patients| patients.first()) else { return };
    let claim = &submission.patients[0];
    assert_eq!(claim.identity.name.family.as_deref(), stated["family"].as_str(), "{name}");
    assert_eq!(claim.identity.born.as_ref().map(FhirDate::as_str), stated["birthDate"].as_str(), "{name}");
    assert_eq!(claim.identity.deceased, stated["deceasedDateTime"].is_string(), "{name}");
    let number = &stated["nhsNumbers"][0];
    assert_eq!(claim.stated_number.as_deref(), number["value"].as_str(), "{name}");
    let joins = number["checkDigitValid"].as_bool() == Some(true);
    assert_eq!(claim.joining_number.is_some(), joins, "{name}: a number that fails its check never identifies anyone");
}

/// Documents of 01 and 03 name a person who stands in 14 only: they are on nobody's record (hazard 1).
fn check_held(name: &str, all: &Value, submission: &Submission, reading: &Reading) {
    let elsewhere = all["acrossFiles"]["unresolvedInItsFileButPresentInAnother"].as_array().expect("a list");
    let others = elsewhere.iter().filter(|one| one["file"] == name && one["from"] == "DocumentReference.subject");
    let expected: u64 = others.filter_map(|one| one["times"].as_u64()).sum();
    let held = reading.items.iter().filter(|item| item.held.is_some()).count() as u64;
    assert!(submission.patients.is_empty() || held == expected, "{name}: {held} held, {expected} expected");
}

fn is_bill(kind: &str) -> bool {
    matches!(kind, "Claim" | "ExplanationOfBenefit")
}

fn check_labels(name: &str, expected: &Value, reading: &Reading) {
    let mut nopat: BTreeMap<&str, usize> = BTreeMap::new();
    let mut degraded: BTreeMap<String, usize> = BTreeMap::new();
    for item in reading.items.iter().filter(|item| item.contained.is_none()).map(|item| &item.item) {
        if item.labels.contains(&Label::Nopat) {
            *nopat.entry(&item.resource_type).or_default() += 1;
        }
        // A plan names its drug by reference and has its codes from there; the sample counts the drug alone.
        if item.resource_type.starts_with("Medication") && item.resource_type != "Medication" {
            continue;
        }
        let displays = item.codes.iter().filter_map(|code| code.display.as_ref());
        for code in displays.filter(|text| text.starts_with("Transfer-degraded")) {
            assert!(item.labels.contains(&Label::Degraded), "{name}: {}", item.title);
            assert!(!item.title.starts_with("Transfer-degraded"), "{name}: {}", item.title);
            *degraded.entry(format!("{}: {code}", item.resource_type)).or_default() += 1;
        }
    }
    assert_eq!(serde_json::to_value(&nopat).expect("JSON"), expected["nopatLabelledResources"], "{name}: NOPAT");
    assert_eq!(serde_json::to_value(&degraded).expect("JSON"), expected["transferDegraded"], "{name}: degraded");
}

fn check_warnings(name: &str, expected: &Value, submission: &Submission, reading: &Reading) {
    let lists = submission.entries.iter().filter(|entry| entry.resource_type == "List");
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    let mut empty = 0;
    for entry in lists {
        let node = parse(entry.text(), "List").expect("readable");
        let said = super::super::warnings::of_list(&node);
        for warning in said.warnings.iter().filter(|warning| warning.code != WarningCode::Other) {
            *codes.entry(warning.code.id()).or_default() += 1;
        }
        assert!(!said.warnings.iter().any(|warning| warning.code == WarningCode::Other), "{name}: {said:?}");
        empty += usize::from(!node.get("emptyReason").is_null());
    }
    assert_eq!(serde_json::to_value(&codes).expect("JSON"), expected["listWarningCodes"], "{name}: warnings");
    assert_eq!(empty as u64, expected["listsWithEmptyReason"].as_u64().unwrap_or(0), "{name}: empty lists");
    let stu3 = submission.version == FhirVersion::Stu3;
    assert_eq!(reading.answer.export, !stu3, "{name}: an export lists no sections");
}

/// The counts are by date field, so they are taken from the resources by the rules beside them.
fn check_dates(name: &str, expected: &Value, submission: &Submission, reading: &Reading) {
    let life = LifeSpan::of(submission);
    let (mut before, mut after, mut all) = (0, 0, 0);
    for entry in &submission.entries {
        let node = parse(entry.text(), &entry.resource_type).expect("readable");
        for path in date_fields(&entry.resource_type) {
            let keys: Vec<&str> = path.split('.').collect();
            let Some(date) = node.at(&keys).text().map(|text| FhirDate::parse(text).expect("a date")) else { continue };
            all += 1;
            before += u64::from(life.before(&date));
            after += u64::from(life.after(&date));
        }
    }
    let stated = &expected["clinicalDates"];
    assert_eq!(all, stated["count"].as_u64().unwrap_or(0), "{name}: dates");
    assert_eq!(before, stated["datedBeforeBirth"].as_u64().unwrap_or(0), "{name}: before birth");
    assert_eq!(after, stated["datedAfterDeath"].as_u64().unwrap_or(0), "{name}: after death");
    let labelled = |label: Label| reading.items.iter().any(|item| item.item.labels.contains(&label));
    assert_eq!(labelled(Label::BeforeBirth), before > 0, "{name}");
    assert_eq!(labelled(Label::AfterDeath), after > 0, "{name}");
    assert!(!labelled(Label::BadDate), "{name}: every date can be read");
    let _ = Node::Null;
}

fn date_fields(kind: &str) -> &'static [&'static str] {
    match kind {
        "AllergyIntolerance" => &["onsetDateTime", "assertedDate", "recordedDate"],
        "Condition" => &["onsetDateTime", "abatementDateTime", "assertedDate", "recordedDate"],
        "Observation" => &["effectiveDateTime", "effectivePeriod.start", "effectivePeriod.end"],
        "DiagnosticReport" => &["effectiveDateTime", "issued"],
        "Encounter" | "CarePlan" => &["period.start", "period.end"],
        "MedicationRequest" | "ProcedureRequest" | "ReferralRequest" => &["authoredOn"],
        "MedicationStatement" => &["effectivePeriod.start", "effectivePeriod.end", "effectiveDateTime"],
        "Immunization" => &["date", "occurrenceDateTime"],
        "Procedure" => &["performedDateTime", "performedPeriod.start", "performedPeriod.end"],
        "DocumentReference" => &["created", "indexed"],
        "ImagingStudy" => &["started"],
        "Specimen" => &["collection.collectedDateTime", "receivedTime"],
        "QuestionnaireResponse" => &["authored"],
        _ => &[],
    }
}
