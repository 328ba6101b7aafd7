//! The demonstration system, loaded once for all tests that only read.

use std::collections::BTreeMap;

use commonweal_shared::ids::PersonId;
use commonweal_shared::records::Chart;
use commonweal_tests::{Actor, Engine, Options, Position, TestServer};
use commonweal_training::people;
use tokio::sync::OnceCell;

/// The server with the demonstration system.
pub(crate) struct Demo {
    pub(crate) server: TestServer,
    /// May see what is restricted.
    pub(crate) clinician: Actor,
    /// Who is who, by the name of their folder.
    pub(crate) people: BTreeMap<&'static str, PersonId>,
    /// Everybody's chart at the highest clearance.
    pub(crate) charts: BTreeMap<PersonId, Chart>,
}

impl Demo {
    /// One of its people.
    pub(crate) fn person(&self, slug: &str) -> PersonId {
        self.people[slug]
    }

    /// The chart of one of its people.
    pub(crate) fn chart(&self, slug: &str) -> &Chart {
        &self.charts[&self.person(slug)]
    }
}

static DEMO: OnceCell<Demo> = OnceCell::const_new();

/// The demonstration system.
pub(crate) async fn demo() -> &'static Demo {
    DEMO.get_or_init(make).await
}

async fn make() -> Demo {
    let server = TestServer::start_with(Engine::Sqlite, Options { demo: true, ..Options::default() }).await;
    let clinician = server.actor(Position::CLINICIAN_RESTRICTED).await;
    let mut known = BTreeMap::new();
    let mut charts = BTreeMap::new();
    for person in people() {
        let found = clinician.find(&person.about.nhs_number).await;
        let [found] = &found[..] else { panic!("{} people have the number of {}", found.len(), person.slug) };
        let id = found.person.id;
        known.insert(person.slug, id);
        // Whom this organisation sent nothing of, it does not know.
        if !person.bundles.iter().any(|sent| sent.source_code == Position::CLINICIAN_RESTRICTED.organisation) {
            clinician.claim(id, "Reading the demonstration system for the tests").await.expect(200);
        }
        charts.insert(id, clinician.chart(id).await);
    }
    Demo { server, clinician, people: known, charts }
}
