//! Figures of speed, each beside the floor that it stands on: how long opening a record takes, how fast data comes in,
//! how long a large chart takes to be made again. One client, one machine, nothing tuned: a start, and no promise.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use commonweal_server::access::keep_by_operator;
use commonweal_server::audit::{Action, Actor as AuditActor, Event};
use commonweal_server::clock::Clock;
use commonweal_server::records::{ImportTally, rebuild};
use commonweal_shared::api;
use commonweal_tests::{Actor, Engine, Invented, Options, Position, TestServer, headers, run, say};
use commonweal_training::people;
use reqwest::Method;

/// How often each answer is asked for.
const TIMES: usize = 1_000;
/// How many items the large chart holds.
const LARGE: usize = 20_000;

fn main() {
    run(async {
        opening().await;
        importing().await;
        rebuilding().await;
    });
}

/// Opening a record: the hot path of all.
async fn opening() {
    let server = TestServer::start_with(Engine::Sqlite, Options { demo: true }).await;
    let gp = server.actor(Position::CLINICIAN).await;
    let person = gp.find(&people()[0].about.nhs_number).await[0].person.id;
    let record = api::record(person);
    let packed = gp.ask(Method::GET, &record, headers(&[("accept-encoding", "br")]), Vec::new()).await.expect(200);
    say(&format!("The record of {}: {} bytes as brotli", people()[0].about.name, packed.body.len()));

    asked("open a record (brotli)", &gp, &record, &[("accept-encoding", "br")], 200).await;
    let etag = packed.header("etag").unwrap_or_default().to_owned();
    asked("open a record, unchanged (304)", &gp, &record, &[("if-none-match", &etag)], 304).await;
    asked("floor: an answer without data", &gp, api::HEALTHZ, &[], 200).await;
    if server.anon().get("/").await.status == 200 {
        asked("floor: the page, a static file", &gp, "/", &[("accept-encoding", "br")], 200).await;
    }
    let mut commits = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let begin = Instant::now();
        server.app.audit.commit(Event::new(AuditActor::system(), Action::HomeRead)).await.expect("a commit");
        commits.push(begin.elapsed());
    }
    report("floor: one durable audit commit", commits);
}

async fn asked(what: &str, actor: &Actor, path: &str, sent: &[(&str, &str)], status: u16) {
    let mut times = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let begin = Instant::now();
        actor.ask(Method::GET, path, headers(sent), Vec::new()).await.expect(status);
        times.push(begin.elapsed());
    }
    report(what, times);
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1_000.0;
    say(&format!("{what:<36} p50 {:>8.2} ms   p99 {:>8.2} ms", at(50), at(99)));
}

/// Importing: the sample bundles where they are, else the synthetic people.
async fn importing() {
    let server = TestServer::start(Engine::Sqlite).await;
    let mut tally = ImportTally::default();
    let samples = std::env::var_os("COMMONWEAL_SAMPLES").map(PathBuf::from).filter(|folder| folder.is_dir());
    let begin = Instant::now();
    match &samples {
        Some(folder) => {
            for (part, source) in [("gp-connect-stu3", "A82038"), ("synthea-r4", "SYN01")] {
                tally.add(&server.import(source, source, &folder.join(part)).await.tally);
            }
        }
        None => {
            for bundle in people().iter().flat_map(|person| &person.bundles) {
                tally.add(&server.import_text(bundle.source_code, bundle.json).await);
            }
        }
    }
    let took = begin.elapsed();
    let what = if samples.is_some() { "the sample bundles" } else { "the synthetic people" };
    #[expect(clippy::cast_precision_loss, reason = "far fewer resources than a float can count")]
    let speed = tally.resources as f64 / took.as_secs_f64();
    say(&format!(
        "import of {what}: {} resources in {:.2} s, {speed:.0} each second",
        tally.resources,
        took.as_secs_f64()
    ));
}

/// A large chart, made again from its items.
async fn rebuilding() {
    let server = TestServer::start(Engine::Sqlite).await;
    let una = Invented::new("una", "000001", "Holloway", "1950-05-05");
    let weights: Vec<_> = (0..LARGE)
        .map(|nth| {
            una.weight(
                &format!("w{nth}"),
                &format!("20{:02}-{:02}-{:02}", 1 + nth % 25, 1 + nth % 12, 1 + nth % 28),
                "70.5",
            )
        })
        .collect();
    let begin = Instant::now();
    server.import_text("ZZB01", &una.bundle("2026-11-01", &weights)).await;
    say(&format!("import of one bundle of {LARGE} items: {:.2} s", begin.elapsed().as_secs_f64()));
    let clock: Arc<dyn Clock> = server.clock.clone();
    let begin = Instant::now();
    rebuild(server.db(), keep_by_operator(server.db()), &clock).await.expect("a rebuild");
    say(&format!(
        "rebuild of its charts, both clearances: {:.0} ms (two charts; the plan allows 300 ms for one)",
        begin.elapsed().as_secs_f64() * 1_000.0
    ));
}
