//! Sound bundles broken by chance, for some seconds: `COMMONWEAL_MUTATION_SECONDS`, from `COMMONWEAL_MUTATION_SEED`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use commonweal_server::records::intake::submissions;
use commonweal_server::records::{ImportTally, PublishError, Publisher};
use commonweal_shared::ids::PersonId;
use commonweal_tests::mutation::{Dice, Examined, Stated, change, cut, examine, stated};
use commonweal_tests::{Engine, Position, TestServer, resources, run, say};
use commonweal_training::people;

/// How long a run takes where nobody says otherwise.
const SECONDS: u64 = 5;
/// How many entries of a bundle are changed and read.
const ENTRIES: usize = 24;
/// One input of so many is published, too.
const PUBLISHED: u64 = 8;

#[test]
fn broken_bundles_do_no_harm() {
    run(async {
        let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
        let seconds = Duration::from_secs(number("COMMONWEAL_MUTATION_SECONDS").unwrap_or(SECONDS));
        let clock = || std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
        let seed = number("COMMONWEAL_MUTATION_SEED").unwrap_or_else(|| clock().as_secs());
        let mut trial = Trial::begin(seed).await;
        let begun = Instant::now();
        while begun.elapsed() < seconds {
            trial.next().await;
        }
        trial.end().await;
    });
}

/// Sound bundles: the synthetic people's, the fixtures', and the published samples where they are.
fn sound() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> =
        people().iter().flat_map(|one| &one.bundles).map(|bundle| bundle.json.as_bytes().to_vec()).collect();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hazards"), &mut all);
    if let Some(folder) = std::env::var_os("COMMONWEAL_SAMPLES").map(PathBuf::from) {
        collect(&folder, &mut all);
    }
    all
}

fn collect(path: &Path, all: &mut Vec<Vec<u8>>) {
    if path.is_dir() {
        let mut inside: Vec<PathBuf> =
            std::fs::read_dir(path).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
        inside.sort();
        inside.iter().for_each(|path| collect(path, all));
    } else if path.extension().is_some_and(|end| end == "json" || end == "ndjson") {
        all.push(std::fs::read(path).expect("a file"));
    }
}

struct Trial {
    seed: u64,
    nth: u64,
    sound: Vec<Vec<u8>>,
    server: TestServer,
    publisher: Publisher,
    /// What the first bundle of each said of them.
    people: BTreeMap<PersonId, Stated>,
    examined: Examined,
    refused: usize,
    published: usize,
    waited: usize,
}

impl Trial {
    async fn begin(seed: u64) -> Self {
        let server = TestServer::start(Engine::Sqlite).await;
        let publisher = server.publisher("ZZA01", "House ZZA01", None).await;
        Self {
            seed,
            nth: 0,
            sound: sound(),
            server,
            publisher,
            people: BTreeMap::new(),
            examined: Examined::default(),
            refused: 0,
            published: 0,
            waited: 0,
        }
    }

    async fn next(&mut self) {
        let mut dice = Dice::new(self.seed, self.nth);
        let (one, other) = (dice.pick(&self.sound).clone(), dice.pick(&self.sound).clone());
        let (one, other) = (cut(&one, ENTRIES, &mut dice), cut(&other, ENTRIES, &mut dice));
        let input = change(&one, &other, &mut dice);
        match examine(&input) {
            Ok(found) => {
                self.refused += usize::from(found.refused);
                self.examined.placed += found.placed;
                self.examined.held += found.held;
            }
            Err(wrong) => self.fail(&input, &wrong),
        }
        if self.nth.is_multiple_of(PUBLISHED)
            && let Err(wrong) = self.publish(&input).await
        {
            self.fail(&input, &wrong);
        }
        self.nth += 1;
    }

    /// Takes an input in as an import does, and compares whom it reached with what its bytes say.
    async fn publish(&mut self, input: &[u8]) -> Result<(), String> {
        let Ok(split) = submissions(input) else { return Ok(()) };
        for submission in split {
            let said = stated(&submission);
            let entries = submission.entries.len();
            let tally = match self.publisher.publish(submission).await {
                Ok(tally) => tally,
                Err(PublishError::Refused(_)) => continue,
                Err(error) => return Err(format!("it was not taken in: {error}")),
            };
            adds_up(&tally, entries)?;
            self.published += 1;
            self.waited += usize::from(tally.people.is_empty());
            for person in &tally.people {
                self.is_known(*person, said.clone())?;
            }
        }
        Ok(())
    }

    /// Whoever was on file before has the same date of birth and a family name of theirs in what came now.
    fn is_known(&mut self, person: PersonId, said: Stated) -> Result<(), String> {
        let Some(known) = self.people.get(&person) else {
            self.people.insert(person, said);
            return Ok(());
        };
        if known.born.is_disjoint(&said.born) || known.families.is_disjoint(&said.families) {
            return Err(format!("{person} is {known:?}, and got what says {said:?}"));
        }
        Ok(())
    }

    /// Reads every record that was made, and says what was done.
    async fn end(self) {
        let clinician = self.server.actor(Position::CLINICIAN_RESTRICTED).await;
        for person in self.people.keys() {
            let chart = clinician.claim_and_open(*person).await;
            let tally = chart.tally;
            assert_eq!(tally.received, tally.shown + tally.folded + tally.unreadable, "{person}: {tally:?}");
            assert_eq!(tally.received as usize, resources(&chart).len(), "{person}: the tally counts what is there");
        }
        say(&format!(
            "{} broken inputs from seed {}: {} refused whole, {} resources read onto a record and {} held; {} submissions \
             published, {} of them waiting, on {} records",
            self.nth,
            self.seed,
            self.refused,
            self.examined.placed,
            self.examined.held,
            self.published,
            self.waited,
            self.people.len()
        ));
        assert!(self.nth > 0 && self.examined.placed > 0 && self.refused > 0, "the run tried something of each");
    }

    /// Keeps an input that did harm, and ends the run.
    fn fail(&self, input: &[u8], wrong: &str) -> ! {
        let this = std::env::current_exe().expect("this program's own path");
        let target = this.ancestors().nth(3).expect("the folder of builds");
        let folder = target.join("mutation");
        std::fs::create_dir_all(&folder).expect("a folder");
        let file = folder.join(format!("{}-{}.json", self.seed, self.nth));
        std::fs::write(&file, input).expect("a file");
        panic!("input {} of seed {} ({}): {wrong}", self.nth, self.seed, file.display());
    }
}

fn adds_up(tally: &ImportTally, entries: usize) -> Result<(), String> {
    let sum = tally.placed + tally.folded + tally.unreadable + tally.waiting + tally.unchanged;
    if (tally.resources, sum) == (entries, entries) { Ok(()) } else { Err(format!("{entries} entries became {tally}")) }
}
