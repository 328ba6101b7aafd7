use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::time::{Duration, Instant};

use crate::chance::Chance;
use crate::charts::timeless;
use crate::files::{Source, sources};
use crate::place::{Engine, Place};
use crate::program::{Ended, Running, command};
use crate::say::say;
use crate::store;
use crate::verdict::{Tally, check, verify_audit};

/// So many kills must have hit at the beginning and at an arrival that was staged; fewer may have missed that.
const SOME: usize = 40;

/// Where a kill hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Hit {
    Making,
    Before,
    Staged,
    Between,
    After,
}

impl fmt::Display for Hit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Making => "while the database was made",
            Self::Before => "before anything new was on record",
            Self::Staged => "with an arrival staged",
            Self::Between => "between files",
            Self::After => "after the last file",
        })
    }
}

/// What all rounds counted.
#[derive(Default)]
struct Count {
    hits: BTreeMap<Hit, usize>,
    acknowledged: usize,
    unsaid: usize,
    runs: usize,
    databases: usize,
}

/// Kills imports so many times, and lets each series of them come to its end.
pub(crate) async fn killed(engine: Engine, kills: usize, mut chance: Chance) {
    let begun = Instant::now();
    let sources = sources();
    let (mut typical, wanted) = never_killed(engine, &sources).await;
    let mut count = Count::default();
    while count.kills() < kills {
        let place = Place::new(engine).await;
        count.databases += 1;
        for (nth, source) in sources.iter().enumerate() {
            let mut series = Series { place: &place, source, typical: typical[nth], acknowledged: HashSet::new() };
            series.come_to_its_end(kills, &mut count, &mut chance).await;
            typical[nth] = series.typical;
        }
        run_again(&place, &sources).await;
        let db = place.open().await;
        assert!(timeless(&db).await == wanted, "the charts are not those of an import that was never killed");
        db.close().await;
        verify_audit(&place);
        place.remove().await;
    }
    count.tell(engine, begun.elapsed());
}

/// Imports everything undisturbed: how long each source takes, and the charts that come of it.
async fn never_killed(engine: Engine, sources: &[Source]) -> (Vec<Duration>, Vec<String>) {
    let place = Place::new(engine).await;
    let mut typical = Vec::new();
    for source in sources {
        source.write_to(&place.folder(source.code));
        let begun = Instant::now();
        let (ended, said) = import(&place, source).end();
        let tally = completed(&ended, &said);
        assert_eq!((tally.files, tally.resources), (source.files.len(), source.resources()));
        typical.push(begun.elapsed());
    }
    let report = check(&place).expect("there is a database");
    assert!(report.people > 5 && report.resources > 1_000 && report.left_over.arrivals == 0, "{report:?}");
    let db = place.open().await;
    let wanted = timeless(&db).await;
    db.close().await;
    place.remove().await;
    (typical, wanted)
}

fn import(place: &Place, source: &Source) -> Running {
    let folder = place.folder(source.code);
    let folder = folder.to_str().expect("a path of ours");
    let (code, name, setting) = (source.code, source.name, source.setting);
    let words = ["import", folder, "--source", code, "--name", name, "--setting", setting, "--json", "--progress"];
    Running::start(&mut command(place, &words), true)
}

fn completed(ended: &Ended, said: &[String]) -> Tally {
    assert!(ended.status.success(), "an import failed that nobody killed: {:?} {said:?}", ended.after);
    Tally::of(&ended.printed)
}

/// The file that a line of progress acknowledges.
fn acknowledged(line: &str) -> Option<String> {
    let (path, _) = line.strip_prefix('[')?.split_once("] ")?.1.split_once(": ")?;
    Some(path.rsplit('/').next().unwrap_or(path).to_owned())
}

/// When to kill.
enum Moment {
    /// So long after the start.
    After(Duration),
    /// So long after so many files were acknowledged.
    AfterFile(usize, Duration),
}

/// Imports of one source's files into one database, until all are in.
struct Series<'a> {
    place: &'a Place,
    source: &'a Source,
    /// How long it takes, as far as the runs before this one tell.
    typical: Duration,
    acknowledged: HashSet<String>,
}

impl Series<'_> {
    async fn come_to_its_end(&mut self, kills: usize, count: &mut Count, chance: &mut Chance) {
        self.source.write_to(&self.place.folder(self.source.code));
        let (mut there_before, mut staged_before) = (0, 0);
        let mut missing: Vec<usize> = (0..self.source.files.len()).collect();
        while !missing.is_empty() {
            let running = import(self.place, self.source);
            count.runs += 1;
            let (ended, said) =
                if count.kills() < kills { self.kill(running, &self.draw(&missing, chance)) } else { running.end() };
            self.acknowledged.extend(said.iter().filter_map(|line| acknowledged(line)));
            if !ended.was_killed() {
                completed(&ended, &said);
                assert_eq!(self.acknowledged.len(), self.source.files.len(), "each file is acknowledged");
                self.look(&mut missing).await;
                assert!(missing.is_empty(), "it ended, and these are not on record: {missing:?}");
                // The machine is faster now than it was: kill earlier.
                self.typical = self.typical.mul_f64(0.85);
                return;
            }
            let staged = self.look(&mut missing).await;
            let there = self.source.files.len() - missing.len();
            let hit = match staged {
                None => Hit::Making,
                Some(staged) if staged > staged_before => Hit::Staged,
                Some(_) if missing.is_empty() => Hit::After,
                Some(_) if there == there_before => Hit::Before,
                Some(_) => Hit::Between,
            };
            if hit <= Hit::Before {
                // It is slower now: kill later.
                self.typical = self.typical.mul_f64(1.1);
            }
            (there_before, staged_before) = (there, staged.unwrap_or(0));
            count.unsaid += there - self.acknowledged.len();
            count.acknowledged += said.len();
            *count.hits.entry(hit).or_default() += 1;
        }
    }

    /// A time that may be anywhere from the start to the end, or a moment after a file: one of the first that are
    /// missing, or one of those before the large one. (Files are acknowledged some together.)
    fn draw(&self, missing: &[usize], chance: &mut Chance) -> Moment {
        let large = missing.iter().find(|nth| self.source.files[**nth].large);
        let part = |files: usize| f64::from(u32::try_from(files).expect("few files"));
        let left = self.typical.mul_f64(0.3 + 0.7 * part(missing.len()) / part(self.source.files.len()));
        match (chance.below(6), large) {
            (0 | 1, _) => Moment::After(chance.up_to(left)),
            (2 | 3, Some(large)) => {
                Moment::AfterFile(large.saturating_sub(1 + chance.below(8)), chance.up_to(self.typical.mul_f64(0.6)))
            }
            _ => Moment::AfterFile(missing[chance.below(missing.len().div_ceil(4))], chance.up_to(left / 8)),
        }
    }

    /// Kills it at this moment, unless it ends before.
    fn kill(&self, running: Running, moment: &Moment) -> (Ended, Vec<String>) {
        let begun = Instant::now();
        let (files, after) = match moment {
            Moment::After(after) => (usize::MAX, *after),
            Moment::AfterFile(files, after) => (*files, *after),
        };
        let mut said = Vec::new();
        let mut until = (files == usize::MAX || files == 0).then(|| begun + after);
        let ended = loop {
            let patience = until.map_or(self.typical * 20, |until| until.saturating_duration_since(Instant::now()));
            match running.lines.recv_timeout(patience) {
                Ok(line) => said.push(line),
                Err(std::sync::mpsc::RecvTimeoutError::Timeout) => break running.kill(),
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => break running.end(),
            }
            if said.len() == files {
                until = Some(Instant::now() + after);
            }
        };
        said.extend(ended.1);
        (ended.0, said)
    }

    /// What must be true after every kill. Says which files are missing, and answers how many arrivals are staged;
    /// none where there is no database yet.
    async fn look(&self, missing: &mut Vec<usize>) -> Option<i64> {
        let Some(report) = check(self.place) else {
            assert!(self.acknowledged.is_empty(), "files were acknowledged, and there is no database");
            return None;
        };
        let db = self.place.open().await;
        let there = store::on_record(&db, self.source.code).await;
        missing.clear();
        for (nth, file) in self.source.files.iter().enumerate() {
            let name = &file.name;
            let on_record = file.on_record(&there).unwrap_or_else(|| panic!("{name} is on record in part"));
            assert!(on_record || !self.acknowledged.contains(name), "{name} was acknowledged, and is not on record");
            if !on_record {
                missing.push(nth);
            }
        }
        assert_eq!(store::halves(&db).await, Vec::<&str>::new());
        assert_eq!(store::staged(&db).await, report.left_over.arrivals);
        db.close().await;
        Some(report.left_over.arrivals)
    }
}

/// All of it once more is acknowledged and changes nothing; and what was left staged is taken back, once it is old
/// enough to be known as left.
async fn run_again(place: &Place, sources: &[Source]) {
    let db = place.open().await;
    store::age_staged(&db).await;
    for source in sources {
        let (ended, said) = import(place, source).end();
        let tally = completed(&ended, &said);
        assert_eq!((tally.files, tally.resources), (source.files.len(), source.resources()));
        assert_eq!(tally.unchanged, tally.resources, "{tally:?}");
        let files: HashSet<String> = said.iter().filter_map(|line| acknowledged(line)).collect();
        assert_eq!(files.len(), source.files.len(), "{said:?}");
    }
    assert_eq!((store::staged(&db).await, store::staged_rows(&db).await, store::stray_rows(&db).await), (0, 0, 0));
    db.close().await;
    let left = check(place).expect("there is a database").left_over;
    assert_eq!((left.arrivals, left.resources), (0, 0));
}

impl Count {
    fn kills(&self) -> usize {
        self.hits.values().sum()
    }

    /// Prints where the kills hit, and insists that they did not all hit one place.
    fn tell(&self, engine: Engine, took: Duration) {
        let hits: Vec<String> = self.hits.iter().map(|(hit, times)| format!("{times} {hit}")).collect();
        say(&format!(
            "{} imports on {engine:?} killed ({}) in {} runs on {} databases; {} files acknowledged by runs that were \
             killed, {} times one on record that was not acknowledged yet; {:.1} s",
            self.kills(),
            hits.join(", "),
            self.runs,
            self.databases,
            self.acknowledged,
            self.unsaid,
            took.as_secs_f64()
        ));
        let of = |hit| self.hits.get(&hit).copied().unwrap_or(0);
        let (kills, middle) = (self.kills(), of(Hit::Between) + of(Hit::Staged));
        assert!(middle * 5 >= kills, "too few kills hit the middle: {middle} of {kills}");
        if kills >= SOME {
            assert!(of(Hit::Staged) > 0, "no kill hit an arrival that was staged");
            assert!(of(Hit::Before) + of(Hit::Making) > 0, "no kill hit before anything was on record");
        }
    }
}
