use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use crate::chance::Chance;
use crate::http::ask;
use crate::place::{Engine, Place};
use crate::program::{Running, command, succeeds};
use crate::say::say;
use crate::senders::{PEOPLE, Reader, Sender};
use crate::store;
use crate::verdict::{check, verify_audit};

/// How many kills one database takes: records grow with each, and what is built for tests is slow.
const KILLS_EACH: usize = 10;
/// How long a server serves at most before it is killed.
const LONGEST: Duration = Duration::from_millis(400);
/// One kill in so many is for a server that has only just been started.
const EARLY: usize = 8;
/// After so long a server is not coming.
const GIVE_UP: Duration = Duration::from_secs(60);
/// The organisations that send, with their names and settings; the reader works for the first.
const SENDERS: [(&str, &str, &str); 2] =
    [("ZZK01", "Stainmore Hospital", "acute"), ("ZZK02", "Stainmore Community", "community")];
const PASS_PHRASE: &str = "a pass phrase of the tests";

/// Where a kill hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Hit {
    Starting,
    Idle,
    Reading,
    Taking,
    Staged,
}

impl fmt::Display for Hit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Starting => "before it listened",
            Self::Idle => "with no request under way",
            Self::Reading => "with records being opened",
            Self::Taking => "with data being taken in",
            Self::Staged => "with an arrival staged",
        })
    }
}

/// What all rounds counted.
#[derive(Default)]
struct Count {
    hits: BTreeMap<Hit, usize>,
    acknowledged: usize,
    unsaid: usize,
    put_off: usize,
    opened: i64,
    databases: usize,
}

/// Kills servers so many times, while organisations send to them and people read.
pub(crate) async fn killed(engine: Engine, kills: usize, mut chance: Chance) {
    let begun = Instant::now();
    let mut count = Count::default();
    while count.kills() < kills {
        count.databases += 1;
        let mut house = House::new(engine, count.databases).await;
        for _ in count.kills()..kills.min(count.databases * KILLS_EACH) {
            let hit = house.round(&mut chance).await;
            *count.hits.entry(hit).or_default() += 1;
        }
        house.end(&mut count).await;
    }
    count.tell(engine, begun.elapsed());
}

/// Where a server listens, once it does.
fn address(line: &str) -> String {
    line.trim().strip_prefix("listening on http://").expect("where it listens").to_owned()
}

/// A database, and those who use it.
struct House {
    place: Place,
    senders: Vec<Sender>,
    readers: Vec<Reader>,
    staged: i64,
    unsaid: usize,
    /// How long a server takes until it listens.
    start: Duration,
}

impl House {
    /// A database with everybody on file.
    async fn new(engine: Engine, nth: usize) -> Self {
        let place = Place::new(engine).await;
        let mut senders = Vec::new();
        for (code, name, setting) in SENDERS {
            let add = ["credential", "add", "--source", code, "--name", name, "--setting", setting];
            senders.push(Sender::new(code, succeeds(&place, &add, ""), nth * 2 + senders.len()));
        }
        let organisation = SENDERS[0].0;
        let user =
            ["user", "add", "reader", "--name", "TEST, Reader", "--role", "clinician", "--organisation", organisation];
        succeeds(&place, &user, PASS_PHRASE);

        let begun = Instant::now();
        let server = serve(&place);
        let address = address(&server.lines.recv_timeout(GIVE_UP).expect("it listens"));
        let start = begun.elapsed();
        let cookie = sign_in(&address);
        for person in 0..PEOPLE {
            senders[0].make(person);
        }
        let under_way = AtomicUsize::new(0);
        while !senders[0].unanswered.is_empty() {
            assert!(senders[0].send(&address, &under_way), "it answers");
        }
        server.kill();
        let db = place.open().await;
        let people = store::people(&db).await;
        db.close().await;
        assert_eq!(people.len(), PEOPLE);
        let readers = (0..2).map(|nth| Reader::new(cookie.clone(), people.clone(), nth * 2)).collect();
        Self { place, senders, readers, staged: 0, unsaid: 0, start }
    }

    /// Starts a server, uses it, kills it, and looks at what is there.
    async fn round(&mut self, chance: &mut Chance) -> Hit {
        let server = serve(&self.place);
        let patience = if chance.below(EARLY) == 0 { chance.up_to(self.start) } else { GIVE_UP };
        let under_way = match server.lines.recv_timeout(patience) {
            Ok(line) => Some(self.use_and_kill(server, &address(&line), chance.up_to(LONGEST))),
            Err(RecvTimeoutError::Timeout) if patience < GIVE_UP => {
                let (ended, said) = server.kill();
                assert!(ended.was_killed(), "the server ended before it was killed: {:?}", ended.status);
                // It may have come to listen just then.
                if said.is_empty() { None } else { Some((0, 0)) }
            }
            Err(error) => panic!("the server did not begin: {error}"),
        };
        let staged = self.look().await;
        let staged_before = std::mem::replace(&mut self.staged, staged);
        match under_way {
            None => Hit::Starting,
            Some(_) if self.staged > staged_before => Hit::Staged,
            Some((0, 0)) => Hit::Idle,
            Some((0, _)) => Hit::Reading,
            Some(_) => Hit::Taking,
        }
    }

    /// Answers how many bodies and how many openings were under way when it was killed.
    fn use_and_kill(&mut self, server: Running, address: &str, after: Duration) -> (usize, usize) {
        let (sending, reading) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for sender in &mut self.senders {
                scope.spawn(|| while sender.send(address, &sending) {});
            }
            for reader in &mut self.readers {
                scope.spawn(|| while reader.open(address, &reading) {});
            }
            std::thread::sleep(after);
            let under_way = (sending.load(Ordering::SeqCst), reading.load(Ordering::SeqCst));
            let (ended, _) = server.kill();
            assert!(ended.was_killed(), "the server ended before it was killed: {:?}", ended.status);
            under_way
        })
    }

    /// What must be true after every kill; answers how many arrivals are staged.
    async fn look(&mut self) -> i64 {
        let report = check(&self.place).expect("there is a database");
        let db = self.place.open().await;
        for sender in &self.senders {
            let there = store::on_record(&db, sender.source).await;
            for sent in &sender.acknowledged {
                assert_eq!(sent.on_record(&there), Some(true), "{} was acknowledged", sent.name);
            }
            for sent in &sender.unanswered {
                let on_record = sent.on_record(&there).unwrap_or_else(|| panic!("{} is on record in part", sent.name));
                self.unsaid += usize::from(on_record);
            }
        }
        assert_eq!(store::halves(&db).await, Vec::<&str>::new());
        assert_eq!(store::people(&db).await.len(), PEOPLE, "nobody is on file twice");
        let (openings, kept) = (store::openings(&db).await, store::kept(&db).await);
        for (chart, times) in self.seen() {
            let logged = openings.get(&chart).copied().unwrap_or(0);
            assert!(logged >= times, "a chart was answered {times} times, and the log has {logged}: {chart:?}");
            assert!(kept.contains(&chart), "a chart was answered, and cannot be shown again: {chart:?}");
        }
        db.close().await;
        report.left_over.arrivals
    }

    /// How often each chart was answered, by person and hash.
    fn seen(&self) -> HashMap<(String, String), i64> {
        let mut seen = HashMap::new();
        for (chart, times) in self.readers.iter().flat_map(|reader| &reader.seen) {
            *seen.entry(chart.clone()).or_default() += times;
        }
        seen
    }

    /// What was not answered is sent again and is taken; what was is known.
    async fn end(mut self, count: &mut Count) {
        let server = serve(&self.place);
        let address = address(&server.lines.recv_timeout(GIVE_UP).expect("it listens"));
        let under_way = AtomicUsize::new(0);
        for sender in &mut self.senders {
            while !sender.unanswered.is_empty() {
                assert!(sender.send(&address, &under_way), "it answers");
            }
            sender.send_again(&address, 0);
            sender.send_again(&address, sender.acknowledged.len() - 1);
            count.acknowledged += sender.acknowledged.len();
            count.put_off += sender.put_off;
        }
        for reader in &mut self.readers {
            assert!(reader.open(&address, &under_way), "it answers");
        }
        server.kill();
        self.look().await;
        verify_audit(&self.place);
        count.unsaid += self.unsaid;
        count.opened += self.seen().values().sum::<i64>();
        self.place.remove().await;
    }
}

fn serve(place: &Place) -> Running {
    let words = ["serve", "--listen", "127.0.0.1:0", "--rate-user", "0", "--rate-address", "0", "--log", "error"];
    Running::start(&mut command(place, &words), false)
}

/// Signs the reader in, and answers the cookie as a browser sends it.
fn sign_in(address: &str) -> String {
    let body = format!(r#"{{"login":"reader","password":"{PASS_PHRASE}"}}"#);
    let headers = [("content-type", "application/json")];
    let answer = ask(address, "POST", "/api/session", &headers, body.as_bytes()).expect("an answer");
    assert_eq!(answer.status, 200, "{}", answer.text());
    let cookie = answer.header("set-cookie").expect("a cookie is set");
    cookie.split(';').next().expect("it has a value").to_owned()
}

impl Count {
    fn kills(&self) -> usize {
        self.hits.values().sum()
    }

    /// Prints where the kills hit, and insists that enough was going on.
    fn tell(&self, engine: Engine, took: Duration) {
        let hits: Vec<String> = self.hits.iter().map(|(hit, times)| format!("{times} {hit}")).collect();
        say(&format!(
            "{} servers on {engine:?} killed ({}) on {} databases; {} bodies acknowledged and {} records opened, all \
             there; {} bodies on record that were not acknowledged yet, {} put off; {:.1} s",
            self.kills(),
            hits.join(", "),
            self.databases,
            self.acknowledged,
            self.opened,
            self.unsaid,
            self.put_off,
            took.as_secs_f64()
        ));
        let of = |hit| self.hits.get(&hit).copied().unwrap_or(0);
        let (kills, middle) = (self.kills(), of(Hit::Taking) + of(Hit::Staged));
        assert!(middle * 4 >= kills, "too few kills hit data being taken in: {middle} of {kills}");
        assert!(self.opened > i64::try_from(kills).expect("it fits"), "too few records were opened: {}", self.opened);
    }
}
