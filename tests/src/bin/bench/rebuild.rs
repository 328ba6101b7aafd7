//! Making the charts of a long record again.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use commonweal_server::access::keep_by_operator;
use commonweal_server::clock::{Clock, SystemClock};
use commonweal_server::db::{DatabaseSettings, Db};
use commonweal_server::records::{intake, rebuild};
use commonweal_shared::ids::ResourceId;
use commonweal_shared::records::{Clearance, FoldInput, Person, fold};
use commonweal_shared::time::Moment;
use commonweal_tests::population::one_person_with;
use uuid::Uuid;

use crate::report::{Report, Wanted};
use crate::setup::long_records;
use crate::times::{milliseconds, timed};

/// How many resources the record consists of.
const ITEMS: usize = 20_000;
/// How long it may take, in milliseconds.
const AIM: f64 = 300.0;
/// How charts are packed, as the server does it: brotli's quality and window.
const PACKED: (i32, i32) = (3, 22);

/// Measures the rebuild, and beside it its parts by themselves.
pub(crate) async fn measure(data: &Path, rounds: u32, report: &mut Report) {
    long_records(data, &[ITEMS]).await;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let json = one_person_with(ITEMS).submissions.remove(0).json;
    let group = format!("Making the charts of {ITEMS} items again");
    let parts = format!("The parts of one such chart ({ITEMS} items), by themselves on one thread");
    for round in 0..rounds {
        eprintln!("rebuilding, round {} of {rounds}", round + 1);
        let db = Db::open(&DatabaseSettings::folder(data)).await.expect("the database");
        let begin = Instant::now();
        let people = rebuild(&db, keep_by_operator(&db), &clock).await.expect("a rebuild");
        let took = milliseconds(begin.elapsed());
        assert_eq!(people, 1, "there is one person on file");
        report.aim(&group, "both clearances", "ms", took, Wanted::AtMost(AIM));
        db.close().await;
        by_parts(&json, &parts, report);
    }
}

/// What can be done without a database: taking a bundle apart, reading it, folding, writing and packing.
fn by_parts(bundle: &str, group: &str, report: &mut Report) {
    let (mut submissions, took) = timed(|| intake::submissions(bundle.as_bytes()).expect("a bundle"));
    report.add(group, "taking the bundle apart (import only)", "ms", took);
    let submission = submissions.remove(0);
    let id = "01900000-0000-7000-8000-000000000000";
    let context = intake::ReadContext {
        source: "ZZB11".parse().expect("a code"),
        intake: id.parse().expect("an id"),
        received: Moment::from_micros(1_795_338_000_000_000),
    };
    let mut next = 0_u128;
    let (read, took) = timed(|| {
        intake::read(&submission, &context, &mut |_| {
            next += 1;
            ResourceId::new(Uuid::from_u128(next))
        })
    });
    report.add(group, "reading it into items (import only)", "ms", took);
    let person = Person { id: id.parse().expect("an id"), identity: submission.patients[0].identity.clone() };
    let items: Vec<_> = read.items.into_iter().map(|one| one.item).collect();
    let stored = serde_json::to_vec(&items).expect("items are plain data");
    let (items, took) = timed(|| serde_json::from_slice(&stored).expect("items that were just written"));
    report.add(group, "items from their JSON", "ms", took);
    let input = FoldInput { person, organisations: Vec::new(), answers: vec![read.answer], items, held: Vec::new() };
    let (chart, took) = timed(|| fold(&input, Clearance::Restricted));
    report.add(group, "folding", "ms", took);
    let (json, took) = timed(|| serde_json::to_vec(&chart).expect("a chart is plain data"));
    report.add(group, "writing as JSON", "ms", took);
    let mut packed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: PACKED.0, lgwin: PACKED.1, ..Default::default() };
    let (_, took) = timed(|| brotli::BrotliCompress(&mut json.as_slice(), &mut packed, &parameters).expect("brotli"));
    report.add(group, "packing with brotli", "ms", took);
    #[expect(clippy::cast_precision_loss, reason = "a few megabytes")]
    let (size, small) = (json.len() as f64 / 1_048_576.0, packed.len() as f64 / 1_048_576.0);
    report.add(group, "the chart as JSON", "MiB", size);
    report.add(group, "the chart packed", "MiB", small);
}
