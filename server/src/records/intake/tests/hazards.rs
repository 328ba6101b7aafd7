//! The project's own hazard fixtures: every file with its counts, every fact about a row.
//!
//! What matching, folding and charts make of them is tested where the whole import runs.

use std::path::PathBuf;

use commonweal_shared::records::{Component, Detail, Item, Quantity, Standing};
use toml::Value;

use super::super::{ReadItem, Submission, submissions};
use super::read_all;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/hazards")
}

fn expected() -> Value {
    let text = std::fs::read_to_string(folder().join("expected.toml")).expect("expected.toml");
    toml::from_str(&text).expect("TOML")
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn whole(value: &Value, key: &str) -> usize {
    value.get(key).and_then(Value::as_integer).and_then(|number| usize::try_from(number).ok()).unwrap_or(0)
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn is_unreadable(item: &ReadItem) -> bool {
    matches!(item.item.standing, Standing::Unreadable { .. })
}

#[test]
fn every_fixture_gives_its_counts() {
    let expected = expected();
    let files = list(&expected, "file");
    for file in files {
        let path = text(file, "path");
        let read = submissions(&std::fs::read(folder().join(path)).expect("the fixture"));
        if file.get("refused").is_some() {
            assert!(read.is_err(), "{path}: {read:?}");
            continue;
        }
        let all = read.unwrap_or_else(|error| panic!("{path}: {error}"));
        let entries: usize = all.iter().map(|submission| submission.entries.len()).sum();
        assert_eq!(entries, whole(file, "entries"), "{path}: entries");
        match text(file, "waits_because") {
            "no-patient" => assert!(all.iter().all(|one| one.patients.is_empty()), "{path}"),
            "two-patients" => assert!(all.iter().all(|one| one.patients.len() == 2), "{path}"),
            "details-disagree" => {}
            _ => check_single(path, file, &all),
        }
    }
    println!("{} fixture files", files.len());
}

fn check_single(path: &str, file: &Value, all: &[Submission]) {
    let (mut waiting, mut unreadable) = (0, 0);
    for submission in all {
        assert_eq!(submission.patients.len(), 1, "{path}: one patient");
        let reading = read_all(submission);
        let entries = reading.items.iter().filter(|item| item.contained.is_none());
        assert_eq!(entries.clone().count(), submission.entries.len(), "{path}: one item for each entry");
        waiting += entries.clone().filter(|item| item.held.is_some()).count();
        unreadable += entries.filter(|item| item.held.is_none() && is_unreadable(item)).count();
    }
    assert_eq!(waiting, whole(file, "waiting"), "{path}: waiting");
    assert_eq!(unreadable, whole(file, "unreadable"), "{path}: unreadable");
}

#[test]
fn every_fact_about_a_row_holds() {
    let expected = expected();
    let mut checked = 0;
    for fact in list(&expected, "fact") {
        for (key, wanted) in [("row", true), ("no_row", false)] {
            let Some(row) = fact.get(key) else { continue };
            let source = text(row, "source");
            let files = list(&expected, "file").iter().filter(|file| is_about(file, text(fact, "person")));
            let files = files.filter(|file| source.is_empty() || text(file, "source") == source);
            let items: Vec<Item> = files.flat_map(|file| items_of(file, &expected, text(fact, "person"))).collect();
            let found = items.iter().any(|item| fits(item, row));
            assert_eq!(found, wanted, "{}: {}\n{row}\n{items:#?}", text(fact, "hazard"), text(fact, "says"));
            checked += 1;
        }
    }
    println!("{checked} facts about rows");
    assert!(checked > 60, "the facts are there");
}

fn is_about(file: &Value, person: &str) -> bool {
    text(file, "person") == person || list(file, "people").iter().any(|one| one.as_str() == Some(person))
}

fn items_of(file: &Value, expected: &Value, person: &str) -> Vec<Item> {
    let family = list(expected, "person").iter().find(|one| text(one, "key") == person).map(|one| text(one, "family"));
    let all = submissions(&std::fs::read(folder().join(text(file, "path"))).expect("the fixture")).expect("readable");
    let theirs = all.iter().filter(|one| one.patients[0].identity.name.family.as_deref() == family);
    theirs.flat_map(|one| read_all(one).items).filter(|item| item.held.is_none()).map(|item| item.item).collect()
}

fn fits(item: &Item, row: &Value) -> bool {
    let given = |key: &str| Some(text(row, key)).filter(|text| !text.is_empty());
    let holds = |key: &str, fits: &dyn Fn(&str) -> bool| given(key).is_none_or(fits);
    let contains = |text: &str, part: &str| text.to_lowercase().contains(&part.to_lowercase());
    let author = item.author.as_deref().unwrap_or_default();
    item.section.id() == text(row, "section")
        && matches!(item.standing, Standing::Row)
        && holds("title", &|title| contains(&item.title, title))
        && holds("author", &|part| contains(author, part))
        && holds("not_author", &|part| !contains(author, part))
        && holds("label", &|label| item.labels.iter().any(|one| one.id() == label))
        && holds("date", &|date| {
            [&item.when, &item.recorded].iter().any(|one| one.as_ref().is_some_and(|one| one.as_str() == date))
        })
        && holds("value", &|value| values(item).iter().any(|one| one.contains(value)))
        && row.get("active").and_then(Value::as_bool).is_none_or(|wanted| active(item) == Some(wanted))
}

fn active(item: &Item) -> Option<bool> {
    match &item.detail {
        Detail::Allergy(allergy) => Some(allergy.active && allergy.negation.is_none()),
        Detail::Problem(problem) => Some(problem.active),
        Detail::Medicine(medicine) => Some(medicine.current),
        _ => None,
    }
}

fn values(item: &Item) -> Vec<String> {
    let Detail::Measure(measure) = &item.detail else { return Vec::new() };
    let number = |quantity: &Option<Quantity>| quantity.as_ref().map(|quantity| quantity.value.clone());
    let part = |part: &Component| number(&part.quantity).or_else(|| part.text.clone());
    let mut all: Vec<String> = measure.components.iter().filter_map(part).collect();
    all.extend(number(&measure.quantity));
    all.extend(measure.text.clone());
    all
}
