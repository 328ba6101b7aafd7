//! Opening a record while a large import runs.

use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use commonweal_shared::api;
use commonweal_tests::population::{PRACTICES, Population, write};
use tokio::task::JoinHandle;

use crate::child;
use crate::client::Client;
use crate::report::{Report, Wanted};
use crate::setup::Long;
use crate::times::Times;

/// How long records are opened, in quiet and while an import runs.
const WINDOW: Duration = Duration::from_secs(5);
/// How many people's bundles one import brings: more than are taken in within a window.
const PEOPLE: usize = 700;
/// From which seed they are.
const SEED: u64 = 20_261_122;
/// How many times as long the slowest openings may take.
const AIM: f64 = 2.0;
/// Whose bundles they are said to be.
const SOURCE: &str = PRACTICES[0].code;

/// An import that goes on while records are opened.
enum Import {
    /// None.
    Quiet,
    /// In the server's own process.
    Inside(JoinHandle<()>),
    /// In a process of its own.
    Beside(Child),
}

impl Import {
    /// Whether it runs on.
    ///
    /// # Panics
    /// When it has failed.
    fn runs(&mut self) -> bool {
        match self {
            Self::Quiet => true,
            Self::Inside(request) => !request.is_finished(),
            Self::Beside(process) => {
                let ended = process.try_wait().expect("the import can be watched");
                assert!(ended.is_none_or(|status| status.success()), "the import failed");
                ended.is_none()
            }
        }
    }

    /// Ends it, as a kill ends it.
    async fn end(self) {
        match self {
            Self::Quiet => {}
            Self::Inside(request) => {
                request.abort();
                let failed = request.await.is_err_and(|error| error.is_panic());
                assert!(!failed, "the import failed");
            }
            Self::Beside(mut process) => {
                // One that has ended by itself can't be killed any more.
                let _ = process.kill();
                let _ = process.wait();
            }
        }
    }
}

/// One round: the same window in quiet, beside an import in the server, and beside one in another process.
pub(crate) async fn round(
    folder: &Path,
    data: &Path,
    client: &Client,
    records: &[Long],
    round: u32,
    report: &mut Report,
) {
    // All bundles are on the disk before the first window, so that none of the three pays for writing them.
    let written = [false, true].map(|beside| bundles(folder, round, beside));
    let quiet = window(client, records, Import::Quiet, "", report).await;
    for ((beside, how), bundles) in [(false, "in the server"), (true, "as another process")].into_iter().zip(&written) {
        let import = if beside {
            let mut command = child::import(data, bundles, SOURCE, None);
            Import::Beside(command.stdout(Stdio::null()).spawn().expect("an import starts"))
        } else {
            let (client, path) = (client.clone(), format!("/bench/import?dir={}&source={SOURCE}", bundles.display()));
            Import::Inside(tokio::spawn(async move { drop(client.get(&path).await) }))
        };
        // Only what is opened once it is at work counts.
        tokio::time::sleep(Duration::from_millis(300)).await;
        let busy = window(client, records, import, how, report).await;
        for ((record, quiet), busy) in records.iter().zip(&quiet).zip(&busy) {
            let group = format!("Opening {} items while an import runs {how}", record.items);
            for (name, times) in [("in quiet", quiet), ("during the import", busy)] {
                report.add(&group, &format!("{name}, p50"), "ms", times.median());
                report.add(&group, &format!("{name}, p99"), "ms", times.percentile(99));
            }
            let ratio = busy.percentile(99) / quiet.percentile(99);
            report.aim(&group, "p99 against that in quiet", "×", ratio, Wanted::AtMost(AIM));
        }
        // What was just killed may still write behind; the next window should not pay for it.
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
    for bundles in written {
        std::fs::remove_dir_all(bundles).expect("the bundles can be removed");
    }
}

/// Opens the records in turn, one client, for as long as a window and the import last.
async fn window(client: &Client, records: &[Long], mut import: Import, how: &str, report: &mut Report) -> Vec<Times> {
    let mut times = vec![Times::default(); records.len()];
    let begin = Instant::now();
    while begin.elapsed() < WINDOW && import.runs() {
        for (times, record) in times.iter_mut().zip(records) {
            times.add(client.get(&api::record(record.person)).await.1);
        }
    }
    if begin.elapsed() < WINDOW {
        report.note(format!(
            "An import {how} had ended after {:.1} s of {:.0} s; {} openings of each record were counted.",
            begin.elapsed().as_secs_f64(),
            WINDOW.as_secs_f64(),
            times[0].count()
        ));
    }
    import.end().await;
    times
}

/// Bundles of people whom nobody imported before: the same again would be found unchanged, which is quick.
fn bundles(folder: &Path, round: u32, beside: bool) -> PathBuf {
    let nth = round as usize * 2 + usize::from(beside);
    let into = folder.join(format!("bundles-{nth}"));
    std::fs::create_dir_all(&into).expect("a folder");
    for person in Population::from_nth(SEED, nth * PEOPLE, PEOPLE) {
        // The practice's bundle alone; whose it is does not matter here.
        let file = into.join(format!("{:06}.json", person.nth));
        write(&file, &person.submissions[0].json).expect("a bundle is written");
    }
    into
}
