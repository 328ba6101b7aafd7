//! Input that was made to do harm, or that broke on its way: every refusal has its sentence, nothing panics, nothing
//! lands on a wrong person, and what came beside it is taken.

mod dates;
mod duplicates;
mod files;
mod large;
mod meanwhile;
mod mutation;
mod names;
mod people;
mod resources;

use std::path::PathBuf;

use commonweal_server::records::{ImportTally, import_paths};
use commonweal_shared::api::{self, Waiting};
use commonweal_shared::ids::PersonId;
use commonweal_shared::records::Chart;
use commonweal_tests::{Engine, Invented, Position, TestServer};

/// What became of a file: its tally, or why nothing of it was taken.
type Outcome = Result<ImportTally, String>;

/// A server that takes in what one organisation sends, as `commonweal import` does.
struct House {
    server: TestServer,
}

impl House {
    async fn open() -> Self {
        Self { server: TestServer::start(Engine::Sqlite).await }
    }

    /// Imports these files together, in their order.
    async fn import(&self, files: &[(&str, Vec<u8>)]) -> Vec<Outcome> {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |(nth, (name, bytes)): (usize, &(&str, Vec<u8>))| {
            let path = folder.path().join(format!("{nth:03} {name}"));
            std::fs::write(&path, bytes).expect("a file");
            path
        };
        let paths: Vec<PathBuf> = files.iter().enumerate().map(write).collect();
        let publisher = self.server.publisher("ZZA01", "House ZZA01", None).await;
        let mut outcomes = Vec::new();
        let total = import_paths(&publisher, &paths, |path, outcome, _, _| {
            outcomes.push(outcome.cloned().map_err(|error| {
                let said = error.to_string();
                let path = format!("{}: ", path.display());
                said.strip_prefix(&path).unwrap_or_else(|| panic!("{said} names no file")).to_owned()
            }));
        });
        let total = total.await.expect("an import goes on to its end");
        assert_eq!((total.files, outcomes.len()), (files.len(), files.len()), "every file is told of");
        assert_eq!(total.refused, outcomes.iter().filter(|outcome| outcome.is_err()).count());
        outcomes.iter().flatten().chain([&total]).for_each(adds_up);
        outcomes
    }

    /// Imports one text that is taken.
    async fn take(&self, text: impl Into<Vec<u8>>) -> ImportTally {
        self.import(&[("one.json", text.into())]).await.remove(0).expect("it is taken")
    }

    /// Somebody's record at the highest clearance.
    async fn chart(&self, person: PersonId) -> Chart {
        let clinician = self.server.actor(Position::CLINICIAN_RESTRICTED).await;
        let chart = clinician.claim_and_open(person).await;
        let tally = chart.tally;
        assert_eq!(tally.received, tally.shown + tally.folded + tally.unreadable, "{tally:?}");
        assert_eq!(tally.received as usize, commonweal_tests::resources(&chart).len());
        chart
    }

    /// Why what waits is waiting, with how many resources, oldest first.
    async fn waiting(&self) -> Vec<String> {
        let operator = self.server.actor(Position::OPERATOR).await;
        let mut waiting: Vec<Waiting> = operator.get(api::WAITING).await.expect(200).json();
        waiting.sort_by_key(|one| (one.received, one.intake.to_string()));
        waiting.iter().map(|one| format!("{}: {}", one.resources, one.reason)).collect()
    }
}

/// `resources = placed + folded + unreadable + waiting + unchanged`.
#[track_caller]
fn adds_up(tally: &ImportTally) {
    let sum = tally.placed + tally.folded + tally.unreadable + tally.waiting + tally.unchanged;
    assert_eq!(tally.resources, sum, "{tally}");
}

/// The only person of a tally.
#[track_caller]
fn only(tally: &ImportTally) -> PersonId {
    assert_eq!(tally.people.len(), 1, "{tally}");
    *tally.people.first().expect("one person")
}

fn una() -> Invented {
    Invented::new("una-1", "000001", "Holloway", "1950-05-05")
}

/// Una's bundle with these resources in it, as they are written here.
fn with(resources: &[&str]) -> String {
    let entries: Vec<String> = resources.iter().map(|one| format!("{{\"resource\": {one}}}")).collect();
    with_entries(&entries.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Una's bundle with these entries in it, as they are written here.
fn with_entries(entries: &[&str]) -> String {
    let bundle = una().bundle("2026-03-01", &[]);
    let end = bundle.rfind("]").filter(|_| bundle.contains("\"entry\":[")).expect("a list of entries");
    let entry = bundle.find("\"entry\":[").expect("entries") + "\"entry\":[".len();
    let first = bundle[entry..].find("{\"resource\":{").expect("her Patient") + entry;
    assert!(first < end);
    format!(
        "{}{}{}{}",
        &bundle[..entry],
        entries.join(","),
        if entries.is_empty() { "" } else { "," },
        &bundle[entry..]
    )
}

/// Names of cases with what became of each, a line for each.
fn told<'c>(cases: impl Iterator<Item = (&'c str, String)>) -> String {
    cases.map(|(name, told)| format!("{name}: {told}\n")).collect()
}
