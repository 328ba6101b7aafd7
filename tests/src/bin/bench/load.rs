//! The whole under load: many who open records, several who send data, for a minute. It fails when anything but an
//! honest refusal comes back, or when memory does not stay flat.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use commonweal_server::access::add_credential;
use commonweal_server::clock::{Clock as _, SystemClock};
use commonweal_server::db::{DatabaseSettings, Db};
use commonweal_shared::api;
use commonweal_tests::population::{PRACTICES, Population, one_person_with};
use serde_json::{Value, json};

use crate::child::Server;
use crate::client::{Asked, Client};
use crate::machine::{memory_now, peak_memory};
use crate::report::{Report, Wanted};
use crate::setup::{Long, code, long_records};
use crate::times::Times;

/// Who opens records, one after the other, as fast as they are answered.
const READERS: usize = 64;
/// Who sends data, one bundle after the other, as fast as they are taken.
const CONTRIBUTORS: usize = 8;
/// The records that are opened.
const LENGTHS: [usize; 4] = [200, 500, 2_000, 5_000];
/// People for each contributor: more than are taken in a minute.
const PEOPLE: usize = 20_000;
/// From which seed they are.
const SEED: u64 = 64_008;
/// How long everything runs before memory is compared: caches fill, up to their bounds.
const WARM: Duration = Duration::from_secs(20);
/// How long the first and the last part are in which memory is compared.
const PART: Duration = Duration::from_secs(10);
/// How much more memory the last part may take than the first: an allocator's noise, and no leak.
const FLAT: f64 = 1.25;
/// How many at once ask for something else than a record.
const OTHERS: usize = 10;

/// What came back to one of them.
#[derive(Debug, Default)]
struct Told {
    times: Times,
    taken: u64,
    resources: u64,
    refused: u64,
    wrong: Vec<String>,
}

impl Told {
    /// Notes an answer; a refusal is honest when it says when to come back, and then that is waited for.
    async fn note(&mut self, what: &str, asked: Asked) -> Option<Vec<u8>> {
        match (asked.status, asked.retry_after) {
            (200, _) => {
                self.taken += 1;
                self.times.add(asked.took);
                return Some(asked.body);
            }
            (429 | 503, Some(seconds)) => {
                self.refused += 1;
                tokio::time::sleep(Duration::from_secs(seconds).min(PART)).await;
            }
            (status, _) => self.wrong.push(format!("{what}: {status} {}", String::from_utf8_lossy(&asked.body))),
        }
        None
    }

    fn add(&mut self, other: Self) {
        self.times.extend(&other.times);
        self.taken += other.taken;
        self.resources += other.resources;
        self.refused += other.refused;
        self.wrong.extend(other.wrong);
    }
}

/// Puts the load on for so long.
pub(crate) async fn measure(folder: &Path, time: Duration, report: &mut Report) {
    let data = folder.join("data");
    let records = Arc::new(long_records(&data, &LENGTHS).await);
    let secrets = secrets(&data).await;
    let server = Server::start(&data);
    let client = Client::sign_in(&server.url).await;
    let end = Instant::now() + WARM + time;
    let readers: Vec<_> =
        (0..READERS).map(|nth| tokio::spawn(read(client.clone(), Arc::clone(&records), nth, end))).collect();
    let contributors: Vec<_> = (0..CONTRIBUTORS)
        .map(|nth| tokio::spawn(send(client.clone(), secrets[nth % secrets.len()].clone(), nth, end)))
        .collect();
    tokio::time::sleep(WARM).await;
    let memory = watch(server.process(), end).await;

    let (mut opened, mut sent) = (Told::default(), Told::default());
    for reader in readers {
        opened.add(reader.await.expect("a reader that reads"));
    }
    for contributor in contributors {
        sent.add(contributor.await.expect("a contributor that sends"));
    }
    let seconds = (WARM + time).as_secs_f64();
    let group = format!(
        "{READERS} readers and {CONTRIBUTORS} contributors, {:.0} s to warm up and {:.0} s",
        WARM.as_secs_f64(),
        time.as_secs_f64()
    );
    let group = group.as_str();
    #[expect(clippy::cast_precision_loss, reason = "far fewer than a float can count")]
    let count = |number: u64| number as f64;
    report.add(group, "answers to readers each second", "/s", count(opened.taken) / seconds);
    report.add(group, "answer to a reader, p50", "ms", opened.times.median());
    report.add(group, "answer to a reader, p99", "ms", opened.times.percentile(99));
    report.add(group, "bundles taken in each second", "/s", count(sent.taken) / seconds);
    report.add(group, "resources taken in each second", "/s", count(sent.resources) / seconds);
    report.add(group, "answer to a contributor, p50", "ms", sent.times.median());
    report.add(group, "answer to a contributor, p99", "ms", sent.times.percentile(99));
    report.add(group, "honest refusals", "", count(opened.refused + sent.refused));
    let wrong: Vec<String> = opened.wrong.into_iter().chain(sent.wrong).collect();
    for one in wrong.iter().take(10) {
        report.note(format!("Not an honest answer: {one}"));
    }
    let errors = count(u64::try_from(wrong.len()).unwrap_or(u64::MAX));
    report.aim(group, "other answers than these", "", errors, Wanted::AtMost(0.0));
    if let Some((first, last)) = memory {
        report.add(group, "memory in the first ten seconds", "MiB", first);
        report.add(group, "memory in the last ten seconds", "MiB", last);
        report.aim(group, "last against first", "×", last / first, Wanted::AtMost(FLAT));
    }
    if let Some(peak) = peak_memory(server.process()) {
        report.add(group, "most memory ever held (VmHWM)", "MiB", peak);
    }
}

/// A credential for each practice.
async fn secrets(data: &Path) -> Vec<(String, String)> {
    let db = Db::open(&DatabaseSettings::folder(data)).await.expect("the database");
    let mut secrets = Vec::new();
    for practice in &PRACTICES {
        let mut tx = db.write().await.expect("a transaction");
        let made = add_credential(&mut tx, &code(practice), "load", SystemClock.now()).await;
        let (_, secret) = made.expect("a credential");
        tx.commit().await.expect("a credential");
        secrets.push((practice.code.to_owned(), secret.reveal().to_owned()));
    }
    db.close().await;
    secrets
}

/// Opens records in turn, and looks for people between.
async fn read(client: Client, records: Arc<Vec<Long>>, first: usize, end: Instant) -> Told {
    let mut told = Told::default();
    let numbers: Vec<String> = LENGTHS.iter().map(|items| one_person_with(*items).number).collect();
    for nth in first.. {
        if Instant::now() >= end {
            break;
        }
        let at = nth % records.len();
        let asked = if nth % OTHERS == 0 {
            client.post(api::SEARCH, &json!({ "query": numbers[at] })).await
        } else {
            client.ask(&api::record(records[at].person)).await
        };
        told.note("reading", asked).await;
    }
    told
}

/// Sends one person's bundle after the other.
async fn send(client: Client, (source, secret): (String, String), nth: usize, end: Instant) -> Told {
    let mut told = Told::default();
    for person in Population::from_nth(SEED, nth * PEOPLE, PEOPLE) {
        if Instant::now() >= end {
            break;
        }
        // The practice's bundle alone; whose it is does not matter here.
        let bundle = person.submissions.into_iter().next().expect("everybody has a practice").json;
        let asked = client.contribute(&source, &secret, bundle).await;
        if let Some(body) = told.note("sending", asked).await {
            let answer: Value = serde_json::from_slice(&body).expect("an answer in JSON");
            told.resources += answer["tally"]["resources"].as_u64().expect("a tally");
        }
    }
    told
}

/// The mean memory of the first part and of the last, in MiB; nothing where the system does not say.
async fn watch(process: u32, end: Instant) -> Option<(f64, f64)> {
    let begin = Instant::now();
    let (mut first, mut last) = (Vec::new(), Vec::new());
    while Instant::now() < end {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let memory = memory_now(process)?;
        if begin.elapsed() <= PART {
            first.push(memory);
        }
        if end.saturating_duration_since(Instant::now()) <= PART {
            last.push(memory);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a few dozen")]
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    Some((mean(&first), mean(&last)))
}
