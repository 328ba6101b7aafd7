use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::chain::{Chain, Entry, checkpoint_hash};
use super::{Action, Actor, Event, Sealed, store};
use crate::clock::{Clock, new_uuid};
use crate::db::{Db, DbError};
use crate::ops::{Histogram, SIZES, Unit};

/// How many waiting requests one commit serves at most.
const BATCH: usize = 256;
/// How many requests may wait for the writer before others wait to be taken.
const QUEUE: usize = 4_096;
/// After how many entries of its own a process writes a checkpoint.
const CHECKPOINT_EVERY: i64 = 1_000;
/// How long a log that grew may stay without one.
const CHECKPOINT_AFTER: Duration = Duration::from_secs(300);

/// Why an event could not be committed. What waited for it must not be answered.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AuditError {
    /// The database did not take it.
    #[error("the audit log could not be written: {0}")]
    Database(Arc<DbError>),
    /// The writer has ended, since the process is ending.
    #[error("the audit log is closed")]
    Closed,
}

impl From<DbError> for AuditError {
    fn from(error: DbError) -> Self {
        Self::Database(Arc::new(error))
    }
}

enum Work {
    Append(Vec<Event>, oneshot::Sender<Result<(), AuditError>>),
    Close(oneshot::Sender<Result<(), AuditError>>),
}

/// The audit log of this process. Cloning is cheap; all clones share the one writer.
#[derive(Debug, Clone)]
pub struct Audit {
    work: mpsc::Sender<Work>,
    counts: Arc<AuditCounts>,
}

/// What the writer did since the process began.
#[derive(Debug)]
pub struct AuditCounts {
    /// Commits that failed.
    pub failures: AtomicU64,
    /// How many events each commit took; its count is the commits, its sum the events.
    pub batches: Histogram,
    /// How long each commit took until it was on the disk.
    pub durations: Histogram,
}

impl Default for AuditCounts {
    fn default() -> Self {
        let batches = Histogram::new(Unit::Count, SIZES);
        Self { failures: AtomicU64::new(0), batches, durations: Histogram::of_times() }
    }
}

impl Audit {
    /// Begins a log, covers what other processes left uncovered by a checkpoint, and starts the writer.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn start(db: Db, clock: Arc<dyn Clock>) -> Result<Self, AuditError> {
        let chain = Chain::new(new_uuid(clock.now()).to_string());
        let mut tx = db.write_log().await?;
        store::found_log(&mut tx, &chain.log, &chain.head, clock.now()).await?;
        tx.commit().await?;
        let (work, waiting) = mpsc::channel(QUEUE);
        let counts = Arc::new(AuditCounts::default());
        let mut writer = Writer { db, clock, chain, covered: 0, counts: Arc::clone(&counts) };
        writer.checkpoint().await?;
        tokio::spawn(writer.run(waiting));
        Ok(Self { work, counts })
    }

    /// Commits one event.
    ///
    /// # Errors
    /// When it could not be committed: then nothing that it speaks of may be answered.
    pub async fn commit(&self, event: Event) -> Result<(), AuditError> {
        self.commit_all(vec![event]).await
    }

    /// Commits several events, all or none, in this order.
    ///
    /// # Errors
    /// When they could not be committed.
    pub async fn commit_all(&self, events: Vec<Event>) -> Result<(), AuditError> {
        let (answer, answered) = oneshot::channel();
        self.work.send(Work::Append(events, answer)).await.map_err(|_| AuditError::Closed)?;
        answered.await.map_err(|_| AuditError::Closed)?
    }

    /// Commits the event and only then opens what a store sealed; the chart's hash, if there is one, goes into the event.
    ///
    /// # Errors
    /// When the event could not be committed; what was sealed is dropped then.
    pub async fn release<T>(&self, sealed: Sealed<T>, mut event: Event) -> Result<T, AuditError> {
        let (value, chart_hash) = sealed.open();
        if chart_hash.is_some() {
            event.chart_hash = chart_hash;
        }
        self.commit(event).await?;
        Ok(value)
    }

    /// Writes a last checkpoint and ends the writer. What comes later fails.
    ///
    /// # Errors
    /// When the checkpoint could not be written; the log itself is whole all the same.
    pub async fn close(&self) -> Result<(), AuditError> {
        let (answer, answered) = oneshot::channel();
        if self.work.send(Work::Close(answer)).await.is_err() {
            return Ok(());
        }
        answered.await.unwrap_or(Ok(()))
    }

    /// What the writer did since the process began.
    pub fn counts(&self) -> &AuditCounts {
        &self.counts
    }
}

struct Writer {
    db: Db,
    clock: Arc<dyn Clock>,
    chain: Chain,
    /// The number of the last entry of ours that a checkpoint covers.
    covered: i64,
    counts: Arc<AuditCounts>,
}

impl Writer {
    async fn run(mut self, mut waiting: mpsc::Receiver<Work>) {
        let mut batch = Vec::with_capacity(BATCH);
        let mut rest = tokio::time::interval_at(Instant::now() + CHECKPOINT_AFTER, CHECKPOINT_AFTER);
        rest.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                taken = waiting.recv_many(&mut batch, BATCH) => {
                    let closing = self.serve(&mut batch).await;
                    if taken == 0 || !closing.is_empty() {
                        let outcome = self.checkpoint().await;
                        closing.into_iter().for_each(|answer| drop(answer.send(outcome.clone())));
                        return;
                    }
                    if self.chain.seq - self.covered >= CHECKPOINT_EVERY {
                        self.checkpoint_or_warn().await;
                    }
                }
                _ = rest.tick() => {
                    if self.chain.seq > self.covered {
                        self.checkpoint_or_warn().await;
                    }
                }
            }
        }
    }

    /// Commits all events of a batch at once and answers those who wait; gives back who waits for the end.
    async fn serve(&mut self, batch: &mut Vec<Work>) -> Vec<oneshot::Sender<Result<(), AuditError>>> {
        let mut closing = Vec::new();
        let mut answers = Vec::with_capacity(batch.len());
        let mut chain = self.chain.clone();
        let mut entries = Vec::new();
        let now = self.clock.now();
        for work in batch.drain(..) {
            match work {
                Work::Append(events, answer) => {
                    entries.extend(events.into_iter().map(|event| chain.append(event, now)));
                    answers.push(answer);
                }
                Work::Close(answer) => closing.push(answer),
            }
        }
        let outcome = self.commit(chain, &entries).await;
        for answer in answers {
            // Whoever does not wait any more, because the browser went away, was not answered either.
            let _ = answer.send(outcome.clone());
        }
        closing
    }

    async fn commit(&mut self, chain: Chain, entries: &[Entry]) -> Result<(), AuditError> {
        if entries.is_empty() {
            return Ok(());
        }
        let started = Instant::now();
        if let Err(error) = store::append_durably(&self.db, entries).await {
            self.counts.failures.fetch_add(1, Ordering::Relaxed);
            tracing::error!(error.cause = %error, "The audit log could not be written.");
            return Err(error.into());
        }
        self.chain = chain;
        self.counts.durations.time(started.elapsed());
        self.counts.batches.count(u64::try_from(entries.len()).unwrap_or(0));
        Ok(())
    }

    /// Repeats the heads of all logs that grew, and ties the checkpoint's hash into our own log, in one commit.
    async fn checkpoint(&mut self) -> Result<(), AuditError> {
        let now = self.clock.now();
        let mut tx = self.db.write_log().await?;
        let mut heads = store::uncovered(&mut tx).await?;
        if heads.is_empty() {
            return Ok(());
        }
        let id = new_uuid(now).to_string();
        let hash = checkpoint_hash(&id, &mut heads);
        store::store_checkpoint(&mut tx, &id, &self.chain.log, now, &hash, &heads).await?;
        let mut chain = self.chain.clone();
        let event = Event::new(Actor::system(), Action::Checkpoint).detail(hex::encode(hash));
        let entry = chain.append(event, now);
        store::append(&mut tx, &[entry]).await?;
        tx.commit().await?;
        self.covered = chain.seq;
        self.chain = chain;
        Ok(())
    }

    async fn checkpoint_or_warn(&mut self) {
        if let Err(error) = self.checkpoint().await {
            tracing::warn!(error.cause = %error, "A checkpoint of the audit log could not be written; the next one will cover it.");
        }
    }
}
