use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use sha2::{Digest as _, Sha256};

use crate::chance::Chance;
use crate::files::Sent;
use crate::http::ask;
use crate::people::Invented;
use crate::verdict::Tally;

/// How many people are sent of and read about.
pub(crate) const PEOPLE: usize = 4;
/// How many resources a long arrival has: more than one pack, so that some of it is staged.
const LONG: usize = 560;
/// How many of them are long: one in so many.
const SELDOM: usize = 8;

/// An organisation's own system.
pub(crate) struct Sender {
    pub(crate) source: &'static str,
    credential: String,
    chance: Chance,
    made: usize,
    /// What was sent and not answered with 200.
    pub(crate) unanswered: Vec<Sent>,
    /// What was.
    pub(crate) acknowledged: Vec<Sent>,
    /// How often it was told to come back.
    pub(crate) put_off: usize,
}

impl Sender {
    pub(crate) fn new(source: &'static str, credential: String, seed: usize) -> Self {
        let chance = Chance::new(u64::try_from(seed).expect("it fits"));
        Self { source, credential, chance, made: 0, unanswered: Vec::new(), acknowledged: Vec::new(), put_off: 0 }
    }

    /// Makes something to be sent of this person.
    pub(crate) fn make(&mut self, person: usize) {
        self.made += 1;
        let count = if self.chance.below(SELDOM) == 0 { LONG } else { 3 };
        let name = format!("{}-{}", self.source, self.made);
        let person = Invented::nth(10 + person);
        let mut sent = Sent::new(name.clone(), person.bundle(&person.weights(&name, count)));
        // The person's own resource is in all of them.
        sent.own.remove(0);
        self.unanswered.push(sent);
    }

    /// Sends the oldest that is unanswered; false when no whole answer came.
    pub(crate) fn send(&mut self, address: &str, under_way: &AtomicUsize) -> bool {
        if self.unanswered.is_empty() {
            let person = self.chance.below(PEOPLE);
            self.make(person);
        }
        let sent = &self.unanswered[0];
        under_way.fetch_add(1, Ordering::SeqCst);
        let answer = post(address, self.source, &self.credential, sent);
        under_way.fetch_sub(1, Ordering::SeqCst);
        let Some((status, text)) = answer else { return false };
        match status {
            200 => {
                let tally = Tally::of_answer(&text);
                assert_eq!((tally.files, tally.resources), (1, sent.hashes.len()), "{text}");
                self.acknowledged.push(self.unanswered.remove(0));
            }
            503 => self.put_off += 1,
            _ => panic!("{}: {status} {text}", sent.name),
        }
        true
    }

    /// Sends something again that was acknowledged: it must be known.
    pub(crate) fn send_again(&self, address: &str, nth: usize) {
        let sent = &self.acknowledged[nth];
        let (status, text) = post(address, self.source, &self.credential, sent).expect("an answer");
        assert_eq!(status, 200, "{text}");
        assert_eq!(Tally::of_answer(&text).unchanged, sent.hashes.len(), "{text}");
    }
}

fn post(address: &str, source: &str, credential: &str, sent: &Sent) -> Option<(u16, String)> {
    let bearer = format!("Bearer {credential}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/fhir+json")];
    let answer = ask(address, "POST", &format!("/api/intake/{source}"), &headers, sent.json.as_bytes())?;
    Some((answer.status, answer.text()))
}

/// Somebody who opens records, with the cookie of a session that outlives the server's processes.
pub(crate) struct Reader {
    pub(crate) cookie: String,
    pub(crate) people: Vec<String>,
    next: usize,
    /// How often each chart was answered, by person and hash.
    pub(crate) seen: HashMap<(String, String), i64>,
}

impl Reader {
    pub(crate) fn new(cookie: String, people: Vec<String>, next: usize) -> Self {
        Self { cookie, people, next, seen: HashMap::new() }
    }

    /// Opens the next record; false when no whole answer came.
    pub(crate) fn open(&mut self, address: &str, under_way: &AtomicUsize) -> bool {
        self.next += 1;
        let person = &self.people[self.next % self.people.len()];
        under_way.fetch_add(1, Ordering::SeqCst);
        let answer = ask(address, "GET", &format!("/api/records/{person}"), &[("cookie", &self.cookie)], b"");
        under_way.fetch_sub(1, Ordering::SeqCst);
        let Some(answer) = answer else { return false };
        assert_eq!(answer.status, 200, "{}", answer.text());
        let hash = hex::encode(Sha256::digest(&answer.body));
        assert_eq!(answer.header("etag"), Some(format!("\"{hash}\"").as_str()), "the hash is that of the bytes");
        *self.seen.entry((person.clone(), hash)).or_default() += 1;
        true
    }
}
