use std::collections::HashSet;

use super::Action;
use super::chain::{Chain, Entry, Head, checkpoint_hash};
use super::store;
use crate::db::{Db, DbError, Transaction};

/// How many entries are read at once.
const PAGE: i64 = 2_000;

/// What was walked when nothing was found broken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Verified {
    /// Logs: one for each process that ever wrote.
    pub logs: u64,
    /// Their entries.
    pub entries: u64,
    /// Checkpoints.
    pub checkpoints: u64,
}

/// The first place at which the log is not what was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("log {log}, entry {seq}: {reason}")]
pub struct BrokenAt {
    /// Which log.
    pub log: String,
    /// Which entry.
    pub seq: i64,
    /// What is wrong, in a sentence.
    pub reason: String,
}

/// Why the log could not be called whole.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// It is broken.
    #[error(transparent)]
    Broken(#[from] BrokenAt),
    /// It could not be read.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Walks all logs from their first entries, then all checkpoints, and stops at the first broken place.
///
/// What was cut off after the last checkpoint can't be seen by this alone, when the list of logs was changed too:
/// a copy of the heads, kept elsewhere, would show it.
///
/// # Errors
/// The first broken place, or a database that can't be read.
pub async fn verify(db: &Db) -> Result<Verified, VerifyError> {
    let mut snapshot = db.snapshot().await?;
    let mut walk = Walk::default();
    walk.entries(&mut snapshot).await?;
    check_ends(&mut snapshot).await?;
    walk.checkpoints(&mut snapshot).await?;
    Ok(walk.verified)
}

/// Where each log ends, by the list of logs: its name, the number of its last entry, and that entry's hash in hex.
/// Kept elsewhere, they show whether the end of a log was cut off later.
///
/// # Errors
/// When the database fails.
pub async fn heads(db: &Db) -> Result<Vec<(String, i64, String)>, DbError> {
    let heads = store::all_heads(&mut db.read().await?).await?;
    Ok(heads.into_iter().map(|head| (head.log, head.seq, hex::encode(head.hash))).collect())
}

#[derive(Default)]
struct Walk {
    verified: Verified,
    chain: Option<Chain>,
    /// The checkpoints that entries name: the writer's log, and the hash in hex.
    named: HashSet<(String, String)>,
}

impl Walk {
    async fn entries(&mut self, snapshot: &mut Transaction) -> Result<(), VerifyError> {
        loop {
            let (log, seq) = self.chain.as_ref().map_or(("", 0), |chain| (chain.log.as_str(), chain.seq));
            let page = store::entries_after(snapshot, log, seq, PAGE).await?;
            if page.is_empty() {
                return Ok(());
            }
            for entry in &page {
                self.follow(entry)?;
            }
        }
    }

    fn follow(&mut self, entry: &Entry) -> Result<(), BrokenAt> {
        if self.chain.as_ref().is_none_or(|chain| chain.log != entry.log) {
            self.verified.logs += 1;
            self.chain = Some(Chain::new(entry.log.clone()));
        }
        let followed = self.chain.as_mut().map_or(Ok(()), |chain| chain.follow(entry));
        followed.map_err(|reason| BrokenAt { log: entry.log.clone(), seq: entry.seq, reason })?;
        if entry.action == Action::Checkpoint.id() {
            self.named.insert((entry.log.clone(), entry.detail.clone()));
        }
        self.verified.entries += 1;
        Ok(())
    }

    async fn checkpoints(&mut self, snapshot: &mut Transaction) -> Result<(), VerifyError> {
        let mut after = String::new();
        loop {
            let page = store::checkpoints_after(snapshot, &after, PAGE).await?;
            let Some((last, _, _)) = page.last() else { break };
            after.clone_from(last);
            for (id, log, hash) in page {
                let mut heads = store::checkpoint_heads(snapshot, &id).await?;
                let broken = |reason: &str| broken_checkpoint(&log, &format!("checkpoint {id} {reason}"));
                if checkpoint_hash(&id, &mut heads) != hash {
                    return Err(broken("is not what its hash was made of").into());
                }
                if !self.named.remove(&(log.clone(), hex::encode(hash))) {
                    return Err(broken("is not in the log of its writer").into());
                }
                for head in &heads {
                    compare(snapshot, head, "a checkpoint").await?;
                }
                self.verified.checkpoints += 1;
            }
        }
        match self.named.iter().next() {
            None => Ok(()),
            Some((log, hash)) => {
                Err(broken_checkpoint(log, &format!("the checkpoint with hash {hash} is missing")).into())
            }
        }
    }
}

fn broken_checkpoint(log: &str, reason: &str) -> BrokenAt {
    BrokenAt { log: log.to_owned(), seq: 0, reason: reason.to_owned() }
}

/// Each log reaches as far as the list of logs says.
async fn check_ends(snapshot: &mut Transaction) -> Result<(), VerifyError> {
    for head in store::all_heads(snapshot).await? {
        if head.seq > 0 {
            compare(snapshot, &head, "the list of logs").await?;
        }
    }
    Ok(())
}

async fn compare(snapshot: &mut Transaction, head: &Head, witness: &str) -> Result<(), VerifyError> {
    let reason = match store::entry_hash(snapshot, &head.log, head.seq).await? {
        Some(hash) if hash == head.hash => return Ok(()),
        Some(_) => format!("{witness} knows it with another hash"),
        None => format!("{witness} knows it, and it is missing"),
    };
    Err(BrokenAt { log: head.log.clone(), seq: head.seq, reason }.into())
}
