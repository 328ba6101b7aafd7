//! Importing: the real command over files, beside reading and storing the same bytes.

use std::path::{Path, PathBuf};

use commonweal_tests::population::{Population, one_person_with, sources, write};
use serde::Deserialize;

use crate::report::{Report, Wanted};
use crate::times::timed;
use crate::{child, store};

/// How many people the generated population has.
const PEOPLE: usize = 150;
/// From which seed they are.
const SEED: u64 = 150;
/// How many resources the one large bundle holds.
const LARGE: usize = 20_000;
/// How many times the floor's time an import may take.
const AIM: f64 = 2.0;
/// Ten times what Helios 0.2.7, a good FHIR server on SQLite, took in on a machine of this size, in resources a second.
const TENFOLD: f64 = 10_500.0;
/// The sample bundles' sources: folder, code and care setting.
const SAMPLES: [(&str, &str, &str); 2] =
    [("gp-connect-stu3", "A82038", "general-practice"), ("synthea-r4", "SYN01", "acute")];

/// Files to import.
struct Set {
    what: String,
    /// Each source's folder, code, name and care setting.
    parts: Vec<(PathBuf, String, String, String)>,
}

/// What the command prints.
#[derive(Deserialize)]
struct Tally {
    resources: usize,
    waiting: usize,
    refused: usize,
}

/// Measures imports into new databases.
pub(crate) async fn measure(folder: &Path, rounds: u32, report: &mut Report) {
    let sets = sets(folder, report);
    for round in 0..rounds {
        eprintln!("importing, round {} of {rounds}", round + 1);
        for (nth, set) in sets.iter().enumerate() {
            let data = folder.join(format!("data-{round}-{nth}"));
            set.measure(&data, report).await;
            std::fs::remove_dir_all(&data).expect("the databases can be removed");
        }
    }
}

fn sets(folder: &Path, report: &mut Report) -> Vec<Set> {
    let mut sets = Vec::new();
    match std::env::var_os("COMMONWEAL_SAMPLES").map(PathBuf::from).filter(|samples| samples.is_dir()) {
        Some(samples) => {
            let part = |(part, code, setting): (&str, &str, &str)| {
                (samples.join(part), code.to_owned(), code.to_owned(), setting.to_owned())
            };
            sets.push(Set { what: "the sample bundles".to_owned(), parts: SAMPLES.map(part).into() });
        }
        None => report.note("The sample bundles are not imported: COMMONWEAL_SAMPLES names no folder."),
    }
    let population = folder.join("population");
    let bundles = Population::new(SEED, PEOPLE).write_to(&population).expect("a population");
    let part = |source: &commonweal_tests::population::Source| {
        let setting = source.setting.id().to_owned();
        (population.join(source.code), source.code.to_owned(), source.name.to_owned(), setting)
    };
    let what = format!("{PEOPLE} generated people, {bundles} bundles");
    sets.push(Set { what, parts: sources().map(part).collect() });

    let large = folder.join("large");
    std::fs::create_dir_all(&large).expect("a folder");
    let sent = one_person_with(LARGE).submissions.remove(0);
    write(&large.join("bundle.json"), &sent.json).expect("a bundle");
    let setting = sent.source.setting.id().to_owned();
    let part = (large, sent.source.code.to_owned(), sent.source.name.to_owned(), setting);
    sets.push(Set { what: format!("one bundle of {LARGE} resources"), parts: vec![part] });
    sets
}

impl Set {
    async fn measure(&self, data: &Path, report: &mut Report) {
        let group = format!("Importing {}", self.what);
        let (mut resources, mut took) = (0, 0.0);
        let mut files = Vec::new();
        for (folder, code, name, setting) in &self.parts {
            let mut command = child::import(&data.join("product"), folder, code, Some((name, setting)));
            let (output, time) = timed(|| command.output().expect("the import starts"));
            took += time;
            // Files that are refused are no failure of the bench: the sample bundles hold hard cases on purpose.
            let tally: Tally = serde_json::from_slice(&output.stdout)
                .unwrap_or_else(|_| panic!("the import failed: {}", String::from_utf8_lossy(&output.stderr)));
            resources += tally.resources;
            if tally.waiting + tally.refused > 0 {
                let (waiting, refused) = (tally.waiting, tally.refused);
                report.note(format!("{group}, {code}: {waiting} resources wait, {refused} files were refused."));
            }
            collect(folder, &mut files);
        }
        let begin = std::time::Instant::now();
        let bytes = store::keep(&data.join("floor"), &files).await;
        let floor = crate::times::milliseconds(begin.elapsed());
        #[expect(clippy::cast_precision_loss, reason = "far fewer than a float can count")]
        let (resources, bytes) = (resources as f64, bytes as f64);
        report.add(&group, "how much", "MiB", bytes / 1_048_576.0);
        report.add(&group, "resources", "", resources);
        report.aim(&group, "resources each second", "/s", resources * 1_000.0 / took, Wanted::AtLeast(TENFOLD));
        report.add(&group, "floor: parse and store, resources each second", "/s", resources * 1_000.0 / floor);
        report.add(&group, "time", "ms", took);
        report.add(&group, "floor: time", "ms", floor);
        report.aim(&group, "time against the floor's", "×", took / floor, Wanted::AtMost(AIM));
    }
}

/// The files of a folder that an import takes, in the order of names.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).expect("a folder that is there");
    let mut inside: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder's entry").path()).collect();
    inside.sort();
    for path in inside {
        if path.is_dir() {
            collect(&path, files);
        } else if [".json", ".json.gz", ".ndjson", ".ndjson.gz"].iter().any(|end| path.to_string_lossy().ends_with(end))
        {
            files.push(path);
        }
    }
}
