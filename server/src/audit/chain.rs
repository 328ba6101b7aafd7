use commonweal_shared::time::Moment;
use sha2::{Digest as _, Sha256};

use super::Event;

/// A link's hash: SHA-256.
pub(super) type Hash = [u8; 32];

/// One event in its place in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) log: String,
    pub(super) seq: i64,
    pub(super) prev_hash: Hash,
    pub(super) hash: Hash,
    pub(super) at: Moment,
    pub(super) actor: String,
    pub(super) actor_name: String,
    pub(super) role: String,
    pub(super) organisation: String,
    pub(super) person: Option<String>,
    pub(super) action: String,
    pub(super) detail: String,
    pub(super) chart_hash: Option<String>,
}

impl Entry {
    /// The hash that this entry must have, over all its fields and the hash before it.
    pub(super) fn expected_hash(&self) -> Hash {
        let mut hasher = Sha256::new();
        hasher.update(self.prev_hash);
        field(&mut hasher, &self.log);
        hasher.update(self.seq.to_be_bytes());
        hasher.update(self.at.as_micros().to_be_bytes());
        for text in [&self.actor, &self.actor_name, &self.role, &self.organisation, &self.action, &self.detail] {
            field(&mut hasher, text);
        }
        for text in [&self.person, &self.chart_hash] {
            hasher.update([u8::from(text.is_some())]);
            field(&mut hasher, text.as_deref().unwrap_or_default());
        }
        hasher.finalize().into()
    }
}

/// A text with its length before it, so that no two lists of fields look alike.
fn field(hasher: &mut Sha256, text: &str) {
    hasher.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
    hasher.update(text.as_bytes());
}

/// The end of a log: where the next entry is tied on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chain {
    pub(super) log: String,
    /// The number of the last entry; 0 before the first.
    pub(super) seq: i64,
    pub(super) head: Hash,
}

impl Chain {
    /// A new log. Its first entry is tied to the log's own name.
    pub(super) fn new(log: String) -> Self {
        let head = origin(&log);
        Self { log, seq: 0, head }
    }

    /// Ties an event on.
    pub(super) fn append(&mut self, event: Event, at: Moment) -> Entry {
        let mut entry = Entry {
            log: self.log.clone(),
            seq: self.seq + 1,
            prev_hash: self.head,
            hash: Hash::default(),
            at,
            actor: event.actor.account,
            actor_name: event.actor.name,
            role: event.actor.role,
            organisation: event.actor.organisation,
            person: event.person.map(|person| person.to_string()),
            action: event.action.id().to_owned(),
            detail: event.detail,
            chart_hash: event.chart_hash,
        };
        entry.hash = entry.expected_hash();
        self.seq = entry.seq;
        self.head = entry.hash;
        entry
    }

    /// Follows an entry that was read, or says in a sentence why it can't be the next one.
    pub(super) fn follow(&mut self, entry: &Entry) -> Result<(), String> {
        if entry.seq != self.seq + 1 {
            return Err(format!("entry {} is missing", self.seq + 1));
        }
        if entry.prev_hash != self.head {
            return Err("it is not tied to the entry before it".to_owned());
        }
        if entry.hash != entry.expected_hash() {
            return Err("its fields are not what its hash was made of".to_owned());
        }
        self.seq = entry.seq;
        self.head = entry.hash;
        Ok(())
    }
}

/// The hash before a log's first entry.
fn origin(log: &str) -> Hash {
    Sha256::digest(format!("Commonweal audit log {log}").as_bytes()).into()
}

/// Where one log stood when a checkpoint was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) log: String,
    pub(super) seq: i64,
    pub(super) hash: Hash,
}

/// The hash of a checkpoint, over its id and the heads in the order of their logs.
pub(super) fn checkpoint_hash(id: &str, heads: &mut [Head]) -> Hash {
    heads.sort_by(|one, other| one.log.cmp(&other.log));
    let mut hasher = Sha256::new();
    field(&mut hasher, id);
    for head in heads {
        field(&mut hasher, &head.log);
        hasher.update(head.seq.to_be_bytes());
        hasher.update(head.hash);
    }
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Action, Actor};

    fn three() -> Vec<Entry> {
        let mut chain = Chain::new("one".to_owned());
        (0..3)
            .map(|at| {
                let event = Event::new(Actor::command_line(), Action::RecordOpened).detail(format!("{at}"));
                chain.append(event, Moment::from_micros(at))
            })
            .collect()
    }

    fn followed(entries: &[Entry]) -> Result<(), String> {
        let mut chain = Chain::new("one".to_owned());
        entries.iter().try_for_each(|entry| chain.follow(entry))
    }

    #[test]
    fn an_untouched_log_is_whole() {
        assert_eq!(followed(&three()), Ok(()));
    }

    #[test]
    fn every_field_is_part_of_the_hash() {
        type Change = fn(&mut Entry);
        let changes: [Change; 10] = [
            |entry| entry.at = Moment::from_micros(9),
            |entry| entry.actor.push('x'),
            |entry| entry.actor_name.push('x'),
            |entry| entry.role.push('x'),
            |entry| entry.organisation.push('x'),
            |entry| entry.person = Some(String::new()),
            |entry| entry.action.push('x'),
            |entry| entry.detail.clear(),
            |entry| entry.chart_hash = Some("x".to_owned()),
            |entry| entry.hash[0] ^= 1,
        ];
        for (which, change) in changes.into_iter().enumerate() {
            let mut entries = three();
            change(&mut entries[1]);
            assert!(followed(&entries).is_err(), "change {which}");
        }
    }

    #[test]
    fn an_entry_cannot_be_taken_out_or_put_elsewhere() {
        let whole = three();
        assert_eq!(followed(&[whole[0].clone(), whole[2].clone()]), Err("entry 2 is missing".to_owned()));
        assert!(followed(&whole[1..]).is_err(), "the first");
        let mut forged = whole.clone();
        forged.remove(1);
        forged[1].seq = 2;
        assert!(followed(&forged).is_err(), "renumbered");
        let mut other = Chain::new("two".to_owned());
        assert!(other.follow(&whole[0]).is_err(), "another log");
    }
}
