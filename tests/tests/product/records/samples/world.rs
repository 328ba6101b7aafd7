//! All sample bundles in one database, as an operator would import them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use commonweal_server::access::keep_by_operator;
use commonweal_server::clock::Clock;
use commonweal_server::records::{ImportTally, rebuild};
use commonweal_shared::ids::{PersonId, ResourceId};
use commonweal_shared::records::Chart;
use commonweal_tests::{Actor, Engine, Position, TestServer, entries_of};
use tokio::sync::OnceCell;

use super::expected::{ExpectedSample, ExpectedSamples};
use crate::records::reachability::crawl;

/// The server with the samples in it, and what was seen there.
pub(crate) struct SamplesWorld {
    pub(crate) server: TestServer,
    /// A clinician who claimed a relationship with everybody.
    pub(crate) clinician: Actor,
    /// In the order of import.
    pub(crate) files: Vec<SampleFile>,
    /// Everybody's chart.
    pub(crate) charts: BTreeMap<PersonId, Chart>,
    /// The bytes of every resource behind each chart, as the server answers them.
    pub(crate) bytes: BTreeMap<PersonId, BTreeMap<ResourceId, Vec<u8>>>,
    /// How many people are on file.
    pub(crate) people: usize,
}

/// One sample bundle.
pub(crate) struct SampleFile {
    /// Its path below the samples' folder.
    pub(crate) path: String,
    pub(crate) full_path: PathBuf,
    /// The code under which it is imported.
    pub(crate) source: &'static str,
    pub(crate) expected: ExpectedSample,
    pub(crate) tally: ImportTally,
    pub(crate) refused: Option<String>,
    /// The bytes of its entries.
    pub(crate) entries: Vec<Vec<u8>>,
}

impl SamplesWorld {
    /// The file whose name begins like this.
    pub(crate) fn file(&self, beginning: &str) -> &SampleFile {
        let fits = |file: &&SampleFile| file.path.rsplit('/').next().is_some_and(|name| name.starts_with(beginning));
        self.files.iter().find(fits).expect("there is such a file")
    }

    /// The chart of the person of a file.
    pub(crate) fn chart_of(&self, file: &SampleFile) -> &Chart {
        &self.charts[file.tally.people.first().expect("the file is about somebody")]
    }

    /// The chart of the person of the file whose name begins like this.
    pub(crate) fn chart(&self, beginning: &str) -> &Chart {
        self.chart_of(self.file(beginning))
    }

    /// The files that are all there is of their person: not 01 and 02, which are one person, and not 05, which waits.
    pub(crate) fn alone(&self) -> impl Iterator<Item = &SampleFile> {
        self.files.iter().filter(|file| !["/01-", "/02-", "/05-"].iter().any(|part| file.path.contains(part)))
    }
}

static WORLD: OnceCell<Option<SamplesWorld>> = OnceCell::const_new();

/// All samples, imported once for all tests; nothing where the environment names no folder.
pub(crate) async fn world() -> Option<&'static SamplesWorld> {
    WORLD.get_or_init(async || Some(make(&folder()?).await)).await.as_ref()
}

/// The folder of published sample bundles, where the environment names one.
pub(crate) fn folder() -> Option<PathBuf> {
    std::env::var_os("COMMONWEAL_SAMPLES").map(PathBuf::from).filter(|folder| folder.is_dir())
}

/// What is expected of the samples in this folder, in the order of import: by source, then by name.
pub(crate) fn expected(folder: &Path) -> Vec<ExpectedSample> {
    let text = std::fs::read_to_string(folder.join("expected.json")).expect("expected.json stands beside the samples");
    let mut files = serde_json::from_str::<ExpectedSamples>(&text).expect("expected.json can be read").files;
    files.sort_by(|a, b| a.file.cmp(&b.file));
    files
}

/// Under which code and name a sample is imported.
pub(crate) fn source_of(path: &str) -> (&'static str, &'static str) {
    if path.starts_with("gp-connect") { ("A82038", "Sample practice") } else { ("SYN01", "Synthea export") }
}

async fn make(folder: &Path) -> SamplesWorld {
    let server = TestServer::start(Engine::Sqlite).await;
    let clinician = server.actor(Position::CLINICIAN_RESTRICTED).await;
    let mut files = Vec::new();
    for expected in expected(folder) {
        let (source, name) = source_of(&expected.file);
        let full_path = folder.join(&expected.file);
        let entries = entries_of(&std::fs::read(&full_path).expect("the sample can be read")).concat();
        let arrival = server.import(source, name, &full_path).await;
        let path = expected.file.clone();
        files.push(SampleFile {
            path,
            full_path,
            source,
            expected,
            tally: arrival.tally,
            refused: arrival.refused,
            entries,
        });
    }
    let everybody: BTreeSet<PersonId> = files.iter().flat_map(|file| file.tally.people.iter().copied()).collect();
    let (mut charts, mut bytes) = (BTreeMap::new(), BTreeMap::new());
    for person in everybody {
        let chart = clinician.claim_and_open(person).await;
        bytes.insert(person, crawl(&clinician, &chart).await);
        charts.insert(person, chart);
    }
    let clock: std::sync::Arc<dyn Clock> = server.clock.clone();
    let people = rebuild(server.db(), keep_by_operator(server.db()), &clock).await.expect("charts can be made again");
    SamplesWorld { server, clinician, files, charts, bytes, people }
}
