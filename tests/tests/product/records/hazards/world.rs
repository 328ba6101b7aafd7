//! One database with all fixtures, which every test of the hazards reads.

use std::collections::{BTreeMap, BTreeSet};

use commonweal_server::access::keep_by_operator;
use commonweal_server::clock::Clock;
use commonweal_server::records::{ImportTally, rebuild};
use commonweal_shared::api::{self, Waiting};
use commonweal_shared::ids::PersonId;
use commonweal_tests::{Actor, Engine, Position, TestServer};
use tokio::sync::OnceCell;

use super::expected::{Expected, ExpectedFile};
use super::snapshot::{FileOutcome, Snapshot};

/// The server with all fixtures in it, and what was seen there.
pub(crate) struct World {
    /// What is expected.
    pub(crate) expected: Expected,
    /// Keeps running for those who ask it for bytes.
    _server: TestServer,
    /// A clinician who claimed a relationship with everybody, and may see what is restricted.
    pub(crate) clinician: Actor,
    /// After the first import, after the second, after the rebuild.
    pub(crate) snapshots: [Snapshot; 3],
    /// The tallies of the second import, by path.
    pub(crate) again: BTreeMap<String, ImportTally>,
}

impl World {
    /// What was seen after the first import.
    pub(crate) fn first(&self) -> &Snapshot {
        &self.snapshots[0]
    }
}

static WORLD: OnceCell<World> = OnceCell::const_new();

/// All fixtures, imported in their order, again, and rebuilt; once for all tests.
pub(crate) async fn world() -> &'static World {
    WORLD.get_or_init(make).await
}

async fn make() -> World {
    let expected = Expected::read();
    let server = TestServer::start(Engine::Sqlite).await;
    let readers = Readers::sign_in(&server).await;
    let files = import(&server, &readers, &expected.file.iter().collect::<Vec<_>>()).await;
    let mut known = BTreeSet::new();
    let first = readers.look(&server, "after the first import", files.clone(), &mut known).await;

    server.clock.pass(60);
    let mut again = BTreeMap::new();
    for file in &expected.file {
        let arrival = server.import(&file.source, &file.source_name, &file.full_path()).await;
        again.insert(file.path.clone(), arrival.tally);
    }
    let second = readers.look(&server, "after the second import", files.clone(), &mut known).await;
    let third = readers.look(&server, "after the rebuild", files, &mut known).await;
    World { expected, _server: server, clinician: readers.clinician, snapshots: [first, second, third], again }
}

/// One folder's files in a database of their own.
pub(super) async fn folder_alone(expected: &Expected, folder: &str) -> Snapshot {
    let server = TestServer::start(Engine::Sqlite).await;
    let readers = Readers::sign_in(&server).await;
    let files: Vec<&ExpectedFile> = expected.file.iter().filter(|file| file.hazard == folder).collect();
    let files = import(&server, &readers, &files).await;
    readers.look(&server, "alone", files, &mut BTreeSet::new()).await
}

async fn import(server: &TestServer, readers: &Readers, files: &[&ExpectedFile]) -> BTreeMap<String, FileOutcome> {
    let mut outcomes = BTreeMap::new();
    let mut waited: Vec<Waiting> = Vec::new();
    for file in files {
        let arrival = server.import(&file.source, &file.source_name, &file.full_path()).await;
        let waits: Vec<Waiting> = readers.operator.get(api::WAITING).await.expect(200).json();
        let waiting = waits.iter().filter(|one| !waited.contains(one)).cloned().collect();
        waited = waits;
        outcomes.insert(file.path.clone(), FileOutcome { tally: arrival.tally, refused: arrival.refused, waiting });
    }
    outcomes
}

/// Those who look from outside.
struct Readers {
    clinician: Actor,
    operator: Actor,
}

impl Readers {
    async fn sign_in(server: &TestServer) -> Self {
        Self {
            clinician: server.actor(Position::CLINICIAN_RESTRICTED).await,
            operator: server.actor(Position::OPERATOR).await,
        }
    }

    /// Everybody's chart; a relationship is claimed with whoever is not `known` yet. A rebuild counts the people, and
    /// must change nothing, so the charts are read before it, unless the moment is the rebuild's own.
    async fn look(
        &self,
        server: &TestServer,
        moment: &'static str,
        files: BTreeMap<String, FileOutcome>,
        known: &mut BTreeSet<PersonId>,
    ) -> Snapshot {
        let mut charts = BTreeMap::new();
        let everybody: BTreeSet<PersonId> = files.values().flat_map(|file| file.tally.people.iter().copied()).collect();
        let clock: std::sync::Arc<dyn Clock> = server.clock.clone();
        let keep = keep_by_operator(server.db());
        let mut people = 0;
        if moment == "after the rebuild" {
            people = rebuild(server.db(), keep, &clock).await.expect("charts can be made again");
        }
        for person in everybody {
            let chart = if known.insert(person) {
                self.clinician.claim_and_open(person).await
            } else {
                self.clinician.chart(person).await
            };
            charts.insert(person, chart);
        }
        if people == 0 {
            people = rebuild(server.db(), keep, &clock).await.expect("charts can be made again");
        }
        Snapshot { moment, charts, people, files }
    }
}
