//! One submission on its way onto a record: matched, read, staged in short steps, published in one.

use std::sync::Arc;

use commonweal_shared::ids::{IntakeId, PersonId, ResourceId};
use commonweal_shared::records::{Answer, Person};
use commonweal_shared::system::CareSetting;
use commonweal_shared::time::Moment;
use sha2::{Digest, Sha256};

use super::intake::{PatientClaim, ReadContext, Submission};
use super::keep::{KeepError, KeptChart};
use super::matching::{self, Match, OnFile};
use super::pack::{Pack, PackError};
use super::prepare::{Ingredients, Prepared, prepare};
use super::sorting::{counted, take};
use super::store::{self, PersonRow, WaitingResource};
use super::{identity, tally::ImportTally};
use crate::access::{self, IntakeGrant};
use crate::clock::{Clock, new_uuid};
use crate::db::{Db, DbError, Transaction};
use crate::work::{BrokenDown, aside};

/// How often a publication starts again because somebody else published for the same person meanwhile.
const TRIES: usize = 8;

/// Why a submission could not be taken in.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
    /// A chart could not be made.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// The resources could not be packed.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// Reading or folding panicked.
    #[error(transparent)]
    BrokenDown(#[from] BrokenDown),
    /// Nothing of it may be stored here.
    #[error("{0}")]
    Refused(String),
    /// Others published for the same person each time.
    #[error("others changed the same person's record {TRIES} times in a row: run the import again")]
    Contended,
}

/// Takes submissions of one source onto records.
#[derive(Debug)]
pub struct Publisher {
    db: Db,
    grant: IntakeGrant,
    clock: Arc<dyn Clock>,
    setting: Option<CareSetting>,
    /// Whether what was published is on the disk only when [`Publisher::settle`] has returned.
    settles_later: bool,
}

impl Publisher {
    /// A publisher for the source that the grant names. What an import that was killed had staged is taken back first.
    ///
    /// # Errors
    /// When the database fails, or the grant is for the other realm.
    pub async fn new(db: Db, grant: IntakeGrant, clock: Arc<dyn Clock>) -> Result<Self, PublishError> {
        /// Nothing stays staged that long but what was abandoned.
        const ABANDONED_MICROS: i64 = 10 * 60 * 1_000_000;
        db.check_realm(grant.realm())?;
        let before = Moment::from_micros(clock.now().as_micros() - ABANDONED_MICROS);
        store::discard_stale(&db, before).await?;
        let organisations = access::organisations(&db).await?;
        let setting = organisations.iter().find(|one| &one.code == grant.source()).and_then(|one| one.setting);
        Ok(Self { db, grant, clock, setting, settles_later: false })
    }

    /// Lets publications wait for the disk together: nothing may be called done before [`Publisher::settle`] returns.
    /// What somebody opened is on the disk all the same, because opening it waits for all that was written before.
    #[must_use]
    pub fn settling_later(self) -> Self {
        Self { settles_later: true, ..self }
    }

    /// Waits until all that was published is on the disk.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn settle(&self) -> Result<(), PublishError> {
        if self.settles_later {
            self.db.settle().await?;
        }
        Ok(())
    }

    async fn write(&self) -> Result<Transaction, DbError> {
        if self.settles_later { self.db.write_provisionally().await } else { self.db.write().await }
    }

    /// Takes one submission in, whole or not at all, and answers what became of its entries.
    ///
    /// # Errors
    /// When the database fails or the submission may not be stored here. Nothing of it is on any record then.
    pub async fn publish(&self, submission: impl Into<Arc<Submission>>) -> Result<ImportTally, PublishError> {
        let submission = submission.into();
        for _ in 0..TRIES {
            if let Some(tally) = self.try_publish(&submission).await? {
                return Ok(tally);
            }
        }
        Err(PublishError::Contended)
    }

    async fn try_publish(&self, submission: &Arc<Submission>) -> Result<Option<ImportTally>, PublishError> {
        let claim = match matching::only_claim(&submission.patients) {
            Ok(claim) => claim,
            Err(reason) => return Ok(Some(self.all_wait(submission, &reason).await?)),
        };
        let on_file = self.on_file(claim).await?;
        let person = match matching::decide(self.db.kind(), claim, &on_file) {
            Match::Waits(reason) => return Ok(Some(self.all_wait(submission, &reason).await?)),
            Match::Refused(reason) => return Err(PublishError::Refused(reason)),
            Match::OnFile(_) => {
                let known = on_file.at_source.or(on_file.by_number);
                known.ok_or(DbError::unreadable("person"))?
            }
            Match::New => self.new_person(claim),
        };
        self.put_on_record(submission, claim, person).await
    }

    async fn on_file(&self, claim: &PatientClaim) -> Result<OnFile, PublishError> {
        let mut reading = self.db.read().await?;
        let number = claim.stated_number.as_deref().unwrap_or("");
        let at_source = match &claim.local_id {
            Some(local_id) => store::at_source(&mut reading, self.grant.source(), local_id, number).await?,
            None => None,
        };
        let by_number = match &claim.joining_number {
            Some(number) => store::by_number(&mut reading, number).await?,
            None => None,
        };
        Ok(OnFile { at_source, by_number })
    }

    fn new_person(&self, claim: &PatientClaim) -> PersonRow {
        PersonRow {
            id: PersonId::new(new_uuid(self.clock.now())),
            version: 0,
            family_key: claim.family_key.clone(),
            born: claim.identity.born.as_ref().map_or(String::new(), |born| born.as_str().to_owned()),
            joining_number: None,
            identity_source: self.grant.source().as_str().to_owned(),
            identity_rank: 0,
            identity: claim.identity.clone(),
        }
    }

    async fn put_on_record(
        &self,
        submission: &Arc<Submission>,
        claim: &PatientClaim,
        mut person: PersonRow,
    ) -> Result<Option<ImportTally>, PublishError> {
        let received = self.clock.now();
        let intake = IntakeId::new(new_uuid(received));
        let source = self.grant.source();
        let mut reading = self.db.read().await?;
        let on_file = store::resources_of(&mut reading, person.id, source).await?;
        let waiting = counted(store::waiting_shas(&mut reading, source).await?);
        let digests = store::answers_with(&mut reading, person.id, source).await?;
        let digest = digest(submission);
        // The same bytes once more say nothing new, not even when something else came between.
        if digests.contains(&digest) {
            return Ok(Some(ImportTally::unchanged(submission.entries.len(), person.id)));
        }
        let rows = store::fold_rows(&mut reading, person.id).await?;
        let held = store::held_beside(&mut reading, person.id).await?;
        drop(reading);
        let organisations = access::organisations(&self.db).await?;

        // All of the work is done before the one short transaction that publishes it.
        identity::take_up(&mut person, claim, source.as_str(), identity::rank(self.setting));
        let context = ReadContext { source: source.clone(), intake, received };
        let read = Arc::clone(submission);
        let prepared = aside(move || prepare(&read, &context, &on_file, &waiting)).await??;
        let Prepared { answer, mut packs, fresh, seen_again, held: held_now, mut tally } = prepared;
        let shown = Person { id: person.id, identity: person.identity.clone() };
        let mut ingredients = Ingredients { person: shown, organisations, rows, held };
        ingredients.add(&answer, &seen_again, &held_now);
        let folding = async { Ok::<_, PublishError>(aside(move || ingredients.charts(fresh)).await??) };

        // What fits into the publishing transaction goes there; of more, all but the last pack is staged before,
        // while the charts are being made.
        let last = packs.pop();
        let staging = async { Ok::<_, PublishError>(self.stage(person.id, intake, received, packs).await?) };
        let done = async {
            let (charts, staged) = futures::try_join!(folding, staging)?;
            let arrival =
                Arrival { intake, received, staged, last, answer, digest, seen_again, held: held_now, charts };
            self.publish_staged(claim, &person, arrival).await
        };
        let published = done.await;
        if !matches!(published, Ok(true)) {
            store::discard_intake(&self.db, intake).await?;
        }
        tally.people.insert(person.id);
        Ok(published?.then_some(tally))
    }

    /// Stages packs, each in a short transaction of its own, so that nobody waits long; answers whether there were any.
    async fn stage(
        &self,
        person: PersonId,
        intake: IntakeId,
        received: Moment,
        packs: Vec<Pack>,
    ) -> Result<bool, DbError> {
        let mut begun = false;
        for pack in packs {
            let mut tx = self.db.write_provisionally().await?;
            if !begun {
                store::begin_intake(&mut tx, &self.grant, intake, received, Some(person)).await?;
                begun = true;
            }
            store::stage(&mut tx, &self.grant, person, intake, pack).await?;
            tx.commit().await?;
        }
        Ok(begun)
    }

    /// The one short transaction; answers false when somebody else published for this person meanwhile.
    async fn publish_staged(
        &self,
        claim: &PatientClaim,
        person: &PersonRow,
        arrival: Arrival,
    ) -> Result<bool, PublishError> {
        let Arrival { intake, received, .. } = arrival;
        let mut tx = self.write().await?;
        self.db.hold_alone(&mut tx, PUBLISHING).await?;
        if !self.put_person(&mut tx, claim, person).await? {
            return Ok(false);
        }
        if !arrival.staged {
            store::begin_intake(&mut tx, &self.grant, intake, received, Some(person.id)).await?;
        }
        if let Some(pack) = arrival.last {
            store::stage(&mut tx, &self.grant, person.id, intake, pack).await?;
        }
        store::put_words(&mut tx, person.id, &identity::words(&person.identity)).await?;
        store::save_answer(&mut tx, person.id, &arrival.answer, &arrival.digest, &arrival.seen_again).await?;
        store::put_waiting(&mut tx, &self.grant, intake, received, Some(person.id), &arrival.held).await?;
        access::relate(&mut tx, person.id, self.grant.source(), self.setting, received).await?;
        store::keep_charts(&mut tx, person.id, &arrival.charts, received).await?;
        store::publish_intake(&mut tx, intake).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Puts the person on file, or their next version; answers false when they are not what they were when this
    /// publication began.
    async fn put_person(
        &self,
        tx: &mut Transaction,
        claim: &PatientClaim,
        person: &PersonRow,
    ) -> Result<bool, PublishError> {
        let on_file = store::version(tx, person.id).await?;
        if on_file.unwrap_or(0) != person.version {
            return Ok(false);
        }
        let next = PersonRow { version: person.version + 1, ..person.clone() };
        let written = match on_file {
            None => store::insert_person(tx, &next).await,
            Some(_) => store::update_person(tx, &next).await,
        };
        match written {
            // Somebody else put the same number on file just now: match again.
            Err(error) if error.is_duplicate() => return Ok(false),
            other => other?,
        }
        if let Some(local_id) = &claim.local_id {
            let number = claim.stated_number.as_deref().unwrap_or("");
            let source = self.grant.source();
            store::know_at_source(tx, person.id, source, local_id, number).await?;
            let known = store::at_source(tx, source, local_id, number).await?;
            return Ok(known.is_some_and(|known| known.id == person.id));
        }
        Ok(true)
    }

    /// Keeps a submission that is nobody's for now.
    async fn all_wait(&self, submission: &Submission, reason: &str) -> Result<ImportTally, PublishError> {
        let received = self.clock.now();
        let intake = IntakeId::new(new_uuid(received));
        let mut reading = self.db.read().await?;
        let mut before = counted(store::waiting_shas(&mut reading, self.grant.source()).await?);
        drop(reading);
        let mut tally = ImportTally { resources: submission.entries.len(), ..ImportTally::default() };
        let mut fresh = Vec::new();
        for (entry, raw) in submission.entries.iter().enumerate() {
            if take(&mut before, &raw.sha256) {
                tally.unchanged += 1;
            } else {
                tally.waiting += 1;
                let (sha256, bytes) = (raw.sha256, raw.bytes.clone());
                fresh.push(WaitingResource { entry, sha256, bytes, reason: reason.to_owned() });
            }
        }
        if !fresh.is_empty() {
            let mut tx = self.write().await?;
            store::begin_intake(&mut tx, &self.grant, intake, received, None).await?;
            store::put_waiting(&mut tx, &self.grant, intake, received, None, &fresh).await?;
            store::publish_intake(&mut tx, intake).await?;
            tx.commit().await?;
        }
        Ok(tally)
    }
}

/// An arrival, read and folded, on the last step of its way.
struct Arrival {
    intake: IntakeId,
    received: Moment,
    /// Whether some of its packs are staged.
    staged: bool,
    /// The last pack, or the only one.
    last: Option<Pack>,
    answer: Answer,
    digest: String,
    seen_again: Vec<ResourceId>,
    held: Vec<WaitingResource>,
    charts: Vec<KeptChart>,
}

/// The key under which publications take turns on PostgreSQL.
const PUBLISHING: i64 = 0x0070_7562;

/// Tells whether two submissions are the same bytes in any order.
fn digest(submission: &Submission) -> String {
    let mut shas: Vec<&[u8; 32]> = submission.entries.iter().map(|entry| &entry.sha256).collect();
    shas.sort_unstable();
    let mut hash = Sha256::new();
    for sha in shas {
        hash.update(sha);
    }
    hash.update(submission.as_of.as_ref().map_or("", |as_of| as_of.as_str()).as_bytes());
    hex::encode(hash.finalize())
}
