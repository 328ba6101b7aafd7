//! What the fixtures became, as it can be seen from outside: charts, the list of what waits, and each file's tally.

use std::collections::BTreeMap;

use commonweal_server::records::ImportTally;
use commonweal_shared::api::Waiting;
use commonweal_shared::ids::PersonId;
use commonweal_shared::records::{Chart, NumberOnFile};

use super::expected::{Expected, ExpectedPerson};

/// The state of the database at one moment.
#[derive(Debug)]
pub(crate) struct Snapshot {
    /// When it was taken, for messages: `after the first import`.
    pub(crate) moment: &'static str,
    /// Everybody's chart, at the highest clearance.
    pub(crate) charts: BTreeMap<PersonId, Chart>,
    /// How many people are on file.
    pub(crate) people: usize,
    /// What became of each file when it was first imported, by its path.
    pub(crate) files: BTreeMap<String, FileOutcome>,
}

/// What became of one file.
#[derive(Debug, Clone)]
pub(crate) struct FileOutcome {
    /// Its tally.
    pub(crate) tally: ImportTally,
    /// Why it was refused, if it was.
    pub(crate) refused: Option<String>,
    /// What it added to the list of what waits.
    pub(crate) waiting: Vec<Waiting>,
}

impl Snapshot {
    /// The chart of somebody whom facts speak of.
    pub(crate) fn chart_of(&self, person: &ExpectedPerson) -> Result<(PersonId, &Chart), String> {
        let mut fitting = self.charts.iter().filter(|(_, chart)| is_about(chart, person));
        match (fitting.next(), fitting.next()) {
            (Some((id, chart)), None) => Ok((*id, chart)),
            (None, _) => Err(format!("nobody on file is {} {} of {:?}", person.given, person.family, person.sources)),
            (Some(_), Some(_)) => Err(format!("several people on file are {} {}", person.given, person.family)),
        }
    }

    /// The charts of all whom the files of a folder reach.
    pub(crate) fn charts_of_folder<'a>(
        &'a self,
        expected: &'a Expected,
        hazard: &str,
    ) -> impl Iterator<Item = (PersonId, &'a Chart)> {
        let paths: Vec<&str> =
            expected.file.iter().filter(|file| file.hazard == hazard).map(|file| file.path.as_str()).collect();
        let people: std::collections::BTreeSet<PersonId> = self
            .files
            .iter()
            .filter(|(path, _)| paths.contains(&path.as_str()))
            .flat_map(|(_, outcome)| outcome.tally.people.iter().copied())
            .collect();
        self.charts.iter().filter(move |(id, _)| people.contains(id)).map(|(id, chart)| (*id, chart))
    }
}

fn is_about(chart: &Chart, person: &ExpectedPerson) -> bool {
    let identity = &chart.person.identity;
    let number = match &identity.number {
        NumberOnFile::Stated { number, .. } => number.digits(),
        NumberOnFile::Invalid { received } => received,
        NumberOnFile::None { .. } => "",
    };
    identity.name.family.as_deref() == Some(person.family.as_str())
        && identity.name.given.first().map(String::as_str) == Some(person.given.as_str())
        && identity.born.as_ref().map(commonweal_shared::time::FhirDate::as_str) == Some(person.born.as_str())
        && number == person.nhs
        && person.sources.iter().all(|source| behind(chart).contains(source))
}

/// The codes of the sources that stand behind a chart's items.
pub(crate) fn behind(chart: &Chart) -> std::collections::BTreeSet<String> {
    commonweal_tests::resources(chart).into_values().map(|one| one.source.as_str().to_owned()).collect()
}
