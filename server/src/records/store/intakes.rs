use std::collections::HashMap;

use commonweal_shared::ids::{IntakeId, OdsCode, PersonId, ResourceId};
use commonweal_shared::records::Answer;
use commonweal_shared::time::Moment;
use uuid::Uuid;

use crate::access::IntakeGrant;
use crate::db::{Db, DbError, Linked, Transaction};
use crate::records::pack::{Pack, Row};
use crate::records::sorting::Sha;
use crate::{execute, fetch_all, fetch_optional, on};

/// Notes that an arrival is being staged: nothing of it can be seen.
pub(in crate::records) async fn begin_intake(
    tx: &mut Transaction,
    grant: &IntakeGrant,
    intake: IntakeId,
    received: Moment,
    person: Option<PersonId>,
) -> Result<(), DbError> {
    execute!(
        tx,
        "INSERT INTO intake (id, source, received, state, person) VALUES ($1, $2, $3, 'staged', $4)",
        intake.to_string(),
        grant.source().as_str(),
        received.as_micros(),
        person.map(|person| person.to_string()),
    )?;
    Ok(())
}

/// How many rows one statement stores: each has 18 values, and engines take some 32,000.
const ROWS_PER_STATEMENT: usize = 100;

/// Stages one pack of an arrival.
pub(in crate::records) async fn stage(
    tx: &mut Transaction,
    grant: &IntakeGrant,
    person: PersonId,
    intake: IntakeId,
    pack: Pack,
) -> Result<(), DbError> {
    let (person, intake, source) = (person.to_string(), intake.to_string(), grant.source().as_str());
    execute!(
        tx,
        "INSERT INTO pack (person, intake, nth, bytes, items) VALUES ($1, $2, $3, $4, $5)",
        &person,
        &intake,
        pack.nth,
        &pack.bytes,
        &pack.items,
    )?;
    let mut rows = pack.rows.into_iter();
    loop {
        let chunk: Vec<Row> = rows.by_ref().take(ROWS_PER_STATEMENT).collect();
        if chunk.is_empty() {
            return Ok(());
        }
        // A statement is kept prepared for the size that comes often.
        let common = chunk.len() == ROWS_PER_STATEMENT;
        on!(tx, c => {
            let mut sql = sqlx::QueryBuilder::new(
                "INSERT INTO resource (person, id, intake, pack, start, length, entry, contained, source, sha256, \
                 restricted, section, system, code, date, value, unit, label) ",
            );
            sql.push_values(chunk, |mut to, row| {
                to.push_bind(&person)
                    .push_bind(row.id)
                    .push_bind(&intake)
                    .push_bind(pack.nth)
                    .push_bind(row.start)
                    .push_bind(row.length)
                    .push_bind(row.entry)
                    .push_bind(i64::from(row.contained))
                    .push_bind(source)
                    .push_bind(row.sha256)
                    .push_bind(i64::from(row.restricted))
                    .push_bind(row.section)
                    .push_bind(row.system)
                    .push_bind(row.code)
                    .push_bind(row.date)
                    .push_bind(row.value)
                    .push_bind(row.unit)
                    .push_bind(row.label);
            });
            sql.build().persistent(common).execute(&mut *c).await.map(drop)
        })?;
    }
}

/// Makes an arrival visible: the one short act by which it counts.
pub(in crate::records) async fn publish_intake(tx: &mut Transaction, intake: IntakeId) -> Result<(), DbError> {
    execute!(tx, "UPDATE intake SET state = 'published' WHERE id = $1", intake.to_string())?;
    Ok(())
}

/// Takes back an arrival that was staged and not published.
pub(in crate::records) async fn discard_intake(db: &Db, intake: IntakeId) -> Result<(), DbError> {
    let id = intake.to_string();
    let mut tx = db.write().await?;
    let staged = fetch_optional!(
        &mut tx,
        (Option<String>,),
        "SELECT person FROM intake WHERE id = $1 AND state = 'staged'",
        &id
    )?;
    let Some((person,)) = staged else { return Ok(()) };
    if let Some(person) = person {
        execute!(&mut tx, "DELETE FROM resource WHERE person = $1 AND intake = $2", &person, &id)?;
        execute!(&mut tx, "DELETE FROM pack WHERE person = $1 AND intake = $2", &person, &id)?;
    }
    execute!(&mut tx, "DELETE FROM intake WHERE id = $1", &id)?;
    tx.commit().await
}

/// Takes back what an import that was killed had staged: everything staged before this moment.
pub(in crate::records) async fn discard_stale(db: &Db, before: Moment) -> Result<usize, DbError> {
    let mut reading = db.read().await?;
    let stale = fetch_all!(
        &mut reading,
        (String,),
        "SELECT id FROM intake WHERE state = 'staged' AND received < $1",
        before.as_micros()
    )?;
    drop(reading);
    for (id,) in &stale {
        discard_intake(db, id.parse().map_err(|_| DbError::unreadable("arrival"))?).await?;
    }
    Ok(stale.len())
}

/// The published resources that a source sent of a person, by hash, in the order of their arrival.
pub(in crate::records) async fn resources_of(
    db: &mut impl Linked,
    person: PersonId,
    source: &OdsCode,
) -> Result<HashMap<Sha, Vec<ResourceId>>, DbError> {
    let rows = fetch_all!(
        db,
        (String, String),
        "SELECT r.sha256, r.id FROM resource r JOIN intake i ON i.id = r.intake
         WHERE r.person = $1 AND r.source = $2 AND i.state = 'published' ORDER BY r.id",
        person.to_string(),
        source.as_str(),
    )?;
    let mut found: HashMap<Sha, Vec<ResourceId>> = HashMap::with_capacity(rows.len());
    for (sha, id) in rows {
        let id = id.parse().map_err(|_| DbError::unreadable("resource"))?;
        found.entry(sha_of(&sha)?).or_default().push(id);
    }
    Ok(found)
}

/// Keeps what an arrival said of itself, and what it brought again.
pub(in crate::records) async fn save_answer(
    tx: &mut Transaction,
    person: PersonId,
    answer: &Answer,
    digest: &str,
    seen_again: &[ResourceId],
) -> Result<(), DbError> {
    let body = serde_json::to_vec(answer).map_err(|_| DbError::unreadable("answer"))?;
    let seen: Vec<u8> = seen_again.iter().flat_map(|id| id.uuid().into_bytes()).collect();
    execute!(
        tx,
        "INSERT INTO answer (person, intake, source, digest, body, seen) VALUES ($1, $2, $3, $4, $5, $6)",
        person.to_string(),
        answer.intake.to_string(),
        answer.source.as_str(),
        digest,
        &body,
        &seen,
    )?;
    Ok(())
}

/// The digests of a source's arrivals for a person.
pub(in crate::records) async fn answers_with(
    db: &mut impl Linked,
    person: PersonId,
    source: &OdsCode,
) -> Result<Vec<String>, DbError> {
    let rows = fetch_all!(
        db,
        (String,),
        "SELECT a.digest FROM answer a JOIN intake i ON i.id = a.intake
         WHERE a.person = $1 AND a.source = $2 AND i.state = 'published'",
        person.to_string(),
        source.as_str(),
    )?;
    Ok(rows.into_iter().map(|(digest,)| digest).collect())
}

/// All that a person's chart is made of, but for who they are; as it is stored.
#[derive(Debug, Default)]
pub(in crate::records) struct FoldRows {
    /// What arrivals said of themselves, oldest first.
    pub(in crate::records) answers: Vec<Answer>,
    /// What later arrivals brought again: the resources, and when.
    pub(in crate::records) seen: Vec<(Vec<ResourceId>, Moment)>,
    /// The packs of items, oldest first.
    pub(in crate::records) packs: Vec<Vec<u8>>,
}

/// Reads all that was published of a person.
pub(in crate::records) async fn fold_rows(db: &mut impl Linked, person: PersonId) -> Result<FoldRows, DbError> {
    let answers = fetch_all!(
        db,
        (Vec<u8>, Vec<u8>),
        "SELECT a.body, a.seen FROM answer a JOIN intake i ON i.id = a.intake
         WHERE a.person = $1 AND i.state = 'published' ORDER BY i.received, i.id",
        person.to_string(),
    )?;
    let packs = fetch_all!(
        db,
        (Vec<u8>,),
        "SELECT p.items FROM pack p JOIN intake i ON i.id = p.intake
         WHERE p.person = $1 AND i.state = 'published' ORDER BY i.received, i.id, p.nth",
        person.to_string(),
    )?;
    let mut rows = FoldRows { packs: packs.into_iter().map(|(items,)| items).collect(), ..FoldRows::default() };
    for (body, seen) in answers {
        let answer: Answer = serde_json::from_slice(&body).map_err(|_| DbError::unreadable("answer"))?;
        if !seen.is_empty() {
            rows.seen.push((ids_of(&seen)?, answer.received));
        }
        rows.answers.push(answer);
    }
    Ok(rows)
}

fn ids_of(bytes: &[u8]) -> Result<Vec<ResourceId>, DbError> {
    let (ids, rest) = bytes.as_chunks::<16>();
    if !rest.is_empty() {
        return Err(DbError::unreadable("list of resources"));
    }
    Ok(ids.iter().map(|id| ResourceId::new(Uuid::from_bytes(*id))).collect())
}

/// A stored SHA-256.
pub(super) fn sha_of(hex: &str) -> Result<Sha, DbError> {
    let mut sha = Sha::default();
    hex::decode_to_slice(hex, &mut sha).map_err(|_| DbError::unreadable("hash"))?;
    Ok(sha)
}
