//! One story of storage, told on both engines: what arrives is kept, matched, visible whole or not at all, audited,
//! and the same again after a rebuild.

mod concurrency;
mod realms;

use std::sync::Arc;

use commonweal_server::access::keep_by_operator;
use commonweal_server::audit::{self, VerifyError};
use commonweal_server::clock::Clock;
use commonweal_server::records::rebuild;
use commonweal_shared::api::{self, Waiting};
use commonweal_shared::ids::PersonId;
use commonweal_shared::records::{Chart, Detail, Label, Row, SectionId};
use commonweal_tests::{Actor, Engine, Invented, Position, TestServer, resources, run, say};
use sha2::{Digest as _, Sha256};

#[test]
fn storage_story_on_sqlite() {
    run(story(Engine::Sqlite));
}

#[test]
fn storage_story_on_postgresql() {
    if Engine::Postgres.is_here() {
        run(story(Engine::Postgres));
    }
}

/// What the chapters of the story share.
struct Stage {
    engine: Engine,
    server: TestServer,
    /// May see what is restricted.
    clinician: Actor,
    operator: Actor,
}

async fn story(engine: Engine) {
    let server = TestServer::start(engine).await;
    let clinician = server.actor(Position::CLINICIAN_RESTRICTED).await;
    let operator = server.actor(Position::OPERATOR).await;
    let stage = Stage { engine, server, clinician, operator };
    let una = Invented::new("una-1", "000001", "Holloway", "1950-05-05");
    let person = stage.first_bundle(&una).await;
    stage.the_same_bytes_again(&una, person).await;
    stage.a_later_bundle_supersedes(&una, person).await;
    stage.a_second_source_joins(&una, person).await;
    stage.who_disagrees_waits(&una, person).await;
    stage.what_is_restricted_stays_so(&una, person).await;
    stage.leftovers_are_invisible_and_taken_back(person).await;
    stage.publishers_at_once_all_land().await;
    stage.a_broken_off_import_is_completed_by_the_next(person, &una).await;
    stage.readers_always_see_a_whole_chart(person, &una).await;
    stage.a_rebuild_gives_the_same_charts(person).await;
    stage.grants_of_the_other_realm_are_refused(person).await;
    stage.the_log_tells_of_forgery().await;
    say(&format!("The storage story was told on {}.", stage.server.db().engine_name()));
}

/// A chart with its hash, checked: the hash is that of the body, the tally adds up, and it counts what is there.
async fn whole_chart(actor: &Actor, person: PersonId) -> (String, Chart) {
    let answer = actor.open(person).await.expect(200);
    let etag = answer.header("etag").expect("an etag").trim_matches('"').to_owned();
    assert_eq!(etag, hex::encode(Sha256::digest(&answer.body)), "the hash is that of the body");
    let chart: Chart = answer.json();
    let tally = chart.tally;
    assert_eq!(tally.received, tally.shown + tally.folded + tally.unreadable, "{tally:?}");
    assert_eq!(tally.received as usize, resources(&chart).len(), "the tally counts what can be reached");
    (etag, chart)
}

fn weights(chart: &Chart) -> Vec<&Row> {
    let section = chart.section(SectionId::Observations).expect("always there");
    section.rows.iter().filter(|row| row.title == "Body weight").collect()
}

fn value(row: &Row) -> &str {
    match &row.detail {
        Detail::Measure(measure) => &measure.quantity.as_ref().expect("a number").value,
        other => panic!("a measure was expected: {other:?}"),
    }
}

impl Stage {
    async fn first_bundle(&self, una: &Invented) -> PersonId {
        let bundle = una.bundle("2026-10-01", &[una.weight("w1", "2026-09-30", "71.50")]);
        let tally = self.server.import_text("ZZB01", &bundle).await;
        assert_eq!((tally.resources, tally.placed, tally.folded, tally.people.len()), (2, 1, 1, 1));
        assert_eq!(self.server.stored().await, (2, 1), "each resource has its row, and they are packed together");
        let person = *tally.people.first().expect("one person");
        self.clinician.claim(person, "The first to see this record").await.expect(200);
        let (_, chart) = whole_chart(&self.clinician, person).await;
        assert_eq!(chart.person.identity.name.family.as_deref(), Some("Holloway"));
        assert_eq!(
            weights(&chart).into_iter().map(value).collect::<Vec<_>>(),
            ["71.50"],
            "the decimal as it was written"
        );
        person
    }

    async fn the_same_bytes_again(&self, una: &Invented, person: PersonId) {
        let (before, _) = whole_chart(&self.clinician, person).await;
        let bundle = una.bundle("2026-10-01", &[una.weight("w1", "2026-09-30", "71.50")]);
        let tally = self.server.import_text("ZZB01", &bundle).await;
        assert_eq!((tally.unchanged, tally.resources), (2, 2));
        assert!(tally.to_string().contains("2 unchanged"), "{tally}");
        assert_eq!(whole_chart(&self.clinician, person).await.0, before, "the chart is the same to the byte");
        assert_eq!(self.server.stored().await, (2, 1));
    }

    async fn a_later_bundle_supersedes(&self, una: &Invented, person: PersonId) {
        let bundle = una.bundle("2026-11-01", &[una.weight("w1", "2026-09-30", "70.9")]);
        let tally = self.server.import_text("ZZB01", &bundle).await;
        assert_eq!((tally.placed, tally.unchanged), (1, 1), "{tally}");
        let (_, chart) = whole_chart(&self.clinician, person).await;
        let [row] = weights(&chart)[..] else { panic!("one weight was expected") };
        assert_eq!(value(row), "70.9", "the later value speaks");
        let [earlier] = &row.also[..] else { panic!("the earlier version was expected beside it") };
        assert_eq!(value(earlier), "71.50", "and the earlier one stays to be read");
        assert!(earlier.labels.contains(&Label::EarlierVersion));
        self.clinician.read(earlier.id).await.expect(200);
    }

    async fn a_second_source_joins(&self, una: &Invented, person: PersonId) {
        let elsewhere = Invented { id: "p-77".to_owned(), ..una.clone() };
        let bundle = elsewhere.bundle("2026-11-02", &[elsewhere.weight("h1", "2026-11-02", "70.1")]);
        let tally = self.server.import_text("ZZB02", &bundle).await;
        assert_eq!(tally.people.iter().copied().collect::<Vec<_>>(), [person], "the number joins");
        let (_, chart) = whole_chart(&self.clinician, person).await;
        let mut sources: Vec<&str> = weights(&chart).iter().map(|row| row.source.as_str()).collect();
        sources.sort_unstable();
        assert_eq!(sources, ["ZZB01", "ZZB02"]);
    }

    async fn who_disagrees_waits(&self, una: &Invented, person: PersonId) {
        let (before, _) = whole_chart(&self.clinician, person).await;
        let other = Invented { id: "p-9".to_owned(), born: "1950-05-06", ..una.clone() };
        let tally = self
            .server
            .import_text("ZZB03", &other.bundle("2026-11-03", &[other.weight("x", "2026-11-03", "99")]))
            .await;
        assert_eq!((tally.waiting, tally.people.len()), (2, 0), "{tally}");
        let waiting: Vec<Waiting> = self.operator.get(api::WAITING).await.expect(200).json();
        let entry = waiting.iter().find(|one| one.source.as_str() == "ZZB03").expect("it is listed");
        assert_eq!(entry.resources, 2);
        assert!(!entry.reason.contains(&una.number) && !entry.reason.contains("Holloway"), "{}", entry.reason);
        assert_eq!(whole_chart(&self.clinician, person).await.0, before, "nobody's record changed");
        let again = self
            .server
            .import_text("ZZB03", &other.bundle("2026-11-03", &[other.weight("x", "2026-11-03", "99")]))
            .await;
        assert_eq!((again.unchanged, again.waiting), (2, 0), "what waits is not kept twice");
    }

    async fn what_is_restricted_stays_so(&self, una: &Invented, person: PersonId) {
        let bundle = una.bundle("2026-11-04", &[una.restricted_problem()]);
        self.server.import_text("ZZB04", &bundle).await;
        let general = self.server.actor(Position::CLINICIAN).await;
        general.claim(person, "At the person's own request").await.expect(200);
        let (_, whole) = whole_chart(&self.clinician, person).await;
        let (_, part) = whole_chart(&general, person).await;
        let (whole, part) = (resources(&whole), resources(&part));
        let hidden: Vec<_> = whole.keys().filter(|id| !part.contains_key(id)).collect();
        let [hidden] = hidden[..] else { panic!("one resource is restricted: {hidden:?}") };
        self.clinician.read(*hidden).await.expect(200);
        let refused = general.read(*hidden).await.expect(404);
        assert!(!refused.text().contains("confidence"));
    }

    async fn leftovers_are_invisible_and_taken_back(&self, person: PersonId) {
        let (before, chart) = whole_chart(&self.clinician, person).await;
        let stored = self.server.stored().await;
        self.server.leave_staged(person).await;
        assert_eq!(self.server.staged().await, 1);
        assert_eq!(whole_chart(&self.clinician, person).await.0, before, "what is staged is in no chart");
        let shown = *resources(&chart).keys().next().expect("a resource");
        let copy = format!("dead{}", &shown.to_string()[4..]);
        self.clinician.get(&api::RESOURCE.replace("{resource}", &copy)).await.expect(404);
        let clock: Arc<dyn Clock> = self.server.clock.clone();
        rebuild(self.server.db(), keep_by_operator(self.server.db()), &clock).await.expect("a rebuild");
        assert_eq!(whole_chart(&self.clinician, person).await.0, before, "nor in one that is made again");

        self.server.clock.pass(11 * 60);
        self.server.publisher("ZZB01", "ZZB01", None).await;
        assert_eq!(self.server.staged().await, 0, "the next import takes it back");
        assert_eq!(self.server.stored().await, stored);
    }

    async fn a_rebuild_gives_the_same_charts(&self, person: PersonId) {
        let (before, chart) = whole_chart(&self.clinician, person).await;
        let clock: Arc<dyn Clock> = self.server.clock.clone();
        let people = rebuild(self.server.db(), keep_by_operator(self.server.db()), &clock).await.expect("a rebuild");
        assert_eq!(people, 2);
        let (after, again) = whole_chart(&self.clinician, person).await;
        assert!(chart == again);
        assert_eq!(before, after);
    }

    async fn the_log_tells_of_forgery(&self) {
        let verified = audit::verify(self.server.db()).await.expect("the log is whole");
        assert!(verified.entries > 20 && verified.logs >= 1, "{verified:?}");
        assert!(self.server.log_is_final().await, "the database itself refuses to change the log");
        audit::verify(self.server.db()).await.expect("the log is whole still");
        self.server.forge_log(self.engine).await;
        let broken = audit::verify(self.server.db()).await.expect_err("a forged entry is found");
        assert!(matches!(broken, VerifyError::Broken(_)), "{broken}");
    }
}
