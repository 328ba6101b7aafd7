//! Figures of speed, each beside the floor that it stands on: how long opening a record takes, how fast data comes in,
//! how long a large chart takes to be made again. One client, one machine, nothing tuned: a start, and no promise.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use commonweal_server::access::keep_by_operator;
use commonweal_server::audit::{Action, Actor as AuditActor, Event};
use commonweal_server::clock::Clock;
use commonweal_server::records::{ImportTally, intake, rebuild};
use commonweal_shared::api;
use commonweal_shared::ids::ResourceId;
use commonweal_shared::records::{Clearance, FoldInput, Person, fold};
use commonweal_shared::time::Moment;
use commonweal_tests::{Actor, Engine, Invented, Options, Position, TestServer, headers, run, say};
use commonweal_training::people;
use reqwest::Method;
use uuid::Uuid;

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
    let bundle = una.bundle("2026-11-01", &weights);
    reading(&bundle);
    let begin = Instant::now();
    server.import_text("ZZB01", &bundle).await;
    say(&format!("import of one bundle of {LARGE} items: {:.2} s", begin.elapsed().as_secs_f64()));
    let clock: Arc<dyn Clock> = server.clock.clone();
    let begin = Instant::now();
    rebuild(server.db(), keep_by_operator(server.db()), &clock).await.expect("a rebuild");
    say(&format!(
        "rebuild of its charts, both clearances: {:.0} ms (two charts; the plan allows 300 ms for one)",
        begin.elapsed().as_secs_f64() * 1_000.0
    ));
}

/// The part of an import that needs no database: taking the bundle apart, and reading it into items.
fn reading(bundle: &str) {
    let begin = Instant::now();
    let submissions = intake::submissions(bundle.as_bytes()).expect("a bundle");
    say(&format!("taking that bundle apart: {:.0} ms", begin.elapsed().as_secs_f64() * 1_000.0));
    let id = "01900000-0000-7000-8000-000000000000";
    let context = intake::ReadContext {
        source: "ZZB01".parse().expect("a code"),
        intake: id.parse().expect("an id"),
        received: Moment::from_micros(1_795_338_000_000_000),
    };
    let begin = Instant::now();
    let mut next = 0_u128;
    let read = intake::read(&submissions[0], &context, &mut |_| {
        next += 1;
        ResourceId::new(Uuid::from_u128(next))
    });
    say(&format!("reading it into {} items: {:.0} ms", read.items.len(), begin.elapsed().as_secs_f64() * 1_000.0));
    let organisations = Vec::new();
    let person = Person { id: id.parse().expect("an id"), identity: submissions[0].patients[0].identity.clone() };
    let items = read.items.into_iter().map(|one| one.item).collect();
    let input = FoldInput { person, organisations, answers: vec![read.answer], items, held: Vec::new() };
    let begin = Instant::now();
    let chart = fold(&input, Clearance::Restricted);
    say(&format!("folding one chart: {:.0} ms", begin.elapsed().as_secs_f64() * 1_000.0));
    let begin = Instant::now();
    let json = serde_json::to_vec(&chart).expect("a chart is plain data");
    let written = begin.elapsed();
    let begin = Instant::now();
    let mut packed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 3, ..Default::default() };
    brotli::BrotliCompress(&mut json.as_slice(), &mut packed, &parameters).expect("brotli");
    say(&format!(
        "writing it as JSON: {:.0} ms, {} bytes; packing it: {:.0} ms, {} bytes",
        written.as_secs_f64() * 1_000.0,
        json.len(),
        begin.elapsed().as_secs_f64() * 1_000.0,
        packed.len()
    ));
}
