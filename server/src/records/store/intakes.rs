use std::collections::HashMap;

use commonweal_shared::ids::{IntakeId, OdsCode, PersonId, ResourceId};
use commonweal_shared::records::{Answer, Detail, Item};
use commonweal_shared::time::Moment;

use crate::access::IntakeGrant;
use crate::db::{Db, DbError, Linked, Transaction};
use crate::{execute, fetch_all, on};

/// A resource on its way in.
#[derive(Debug)]
pub(in crate::records) struct NewResource<'a> {
    pub(in crate::records) entry: usize,
    /// Came inside another resource, and is an item of its own.
    pub(in crate::records) contained: bool,
    pub(in crate::records) sha256: String,
    pub(in crate::records) bytes: &'a [u8],
    pub(in crate::records) item: &'a Item,
    /// The item as JSON, made once.
    pub(in crate::records) json: Vec<u8>,
}

/// Notes that an arrival is being staged: nothing of it can be seen.
pub(in crate::records) async fn begin_intake(
    tx: &mut Transaction,
    grant: &IntakeGrant,
    intake: IntakeId,
    received: Moment,
) -> Result<(), DbError> {
    execute!(
        tx,
        "INSERT INTO intake (id, source, received, state) VALUES ($1, $2, $3, 'staged')",
        intake.to_string(),
        grant.source().as_str(),
        received.as_micros(),
    )?;
    Ok(())
}

/// Stages some resources of an arrival, with their rows for questions to the whole population.
pub(in crate::records) async fn stage(
    tx: &mut Transaction,
    person: PersonId,
    intake: IntakeId,
    resources: &[NewResource<'_>],
) -> Result<(), DbError> {
    if resources.is_empty() {
        return Ok(());
    }
    let (person, intake) = (person.to_string(), intake.to_string());
    on!(tx, c => {
        let mut sql = sqlx::QueryBuilder::new(
            "INSERT INTO resource (person, id, intake, entry, contained, source, sha256, last_seen, restricted, item, bytes) ",
        );
        sql.push_values(resources, |mut row, new| {
            row.push_bind(&person)
                .push_bind(new.item.id.to_string())
                .push_bind(&intake)
                .push_bind(i64::try_from(new.entry).unwrap_or(i64::MAX))
                .push_bind(i64::from(new.contained))
                .push_bind(new.item.source.as_str())
                .push_bind(&new.sha256)
                .push_bind(new.item.last_seen.as_micros())
                .push_bind(i64::from(new.item.restricted))
                .push_bind(&new.json)
                .push_bind(new.bytes);
        });
        sql.build().execute(&mut *c).await?;
        let mut sql = sqlx::QueryBuilder::new(
            "INSERT INTO item (person, id, intake, section, system, code, date, value, unit, source, label) ",
        );
        sql.push_values(resources, |mut row, new| {
            let item = new.item;
            let code = item.codes.first();
            let (value, unit) = value_and_unit(item);
            row.push_bind(&person)
                .push_bind(item.id.to_string())
                .push_bind(&intake)
                .push_bind(item.section.id())
                .push_bind(code.map(|code| code.system.as_str()))
                .push_bind(code.map(|code| code.code.as_str()))
                .push_bind(item.when.as_ref().map(|when| when.as_str()))
                .push_bind(value)
                .push_bind(unit)
                .push_bind(item.source.as_str())
                .push_bind(item.title.as_str());
        });
        sql.build().execute(&mut *c).await.map(|_| ())
    })?;
    Ok(())
}

fn value_and_unit(item: &Item) -> (Option<&str>, Option<&str>) {
    let Detail::Measure(measure) = &item.detail else { return (None, None) };
    match &measure.quantity {
        Some(quantity) => (Some(&quantity.value), Some(&quantity.unit)),
        None => (measure.text.as_deref(), None),
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
    execute!(&mut tx, "DELETE FROM item WHERE intake = $1", &id)?;
    execute!(&mut tx, "DELETE FROM resource WHERE intake = $1", &id)?;
    execute!(&mut tx, "DELETE FROM intake WHERE id = $1 AND state = 'staged'", &id)?;
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
) -> Result<HashMap<String, Vec<ResourceId>>, DbError> {
    let rows = fetch_all!(
        db,
        (String, String),
        "SELECT r.sha256, r.id FROM resource r JOIN intake i ON i.id = r.intake
         WHERE r.person = $1 AND r.source = $2 AND i.state = 'published' ORDER BY r.id",
        person.to_string(),
        source.as_str(),
    )?;
    let mut found: HashMap<String, Vec<ResourceId>> = HashMap::with_capacity(rows.len());
    for (sha, id) in rows {
        let id = id.parse().map_err(|_| DbError::unreadable("resource"))?;
        found.entry(sha).or_default().push(id);
    }
    Ok(found)
}

/// Notes that these resources came again.
pub(in crate::records) async fn touch(
    tx: &mut Transaction,
    person: PersonId,
    resources: &[ResourceId],
    seen: Moment,
) -> Result<(), DbError> {
    let person = person.to_string();
    for chunk in resources.chunks(500) {
        on!(tx, c => {
            let mut sql = sqlx::QueryBuilder::new("UPDATE resource SET last_seen = ");
            sql.push_bind(seen.as_micros()).push(" WHERE person = ").push_bind(&person).push(" AND id IN (");
            let mut ids = sql.separated(", ");
            for id in chunk {
                ids.push_bind(id.to_string());
            }
            sql.push(")");
            sql.build().execute(&mut *c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Keeps what an arrival said of itself.
pub(in crate::records) async fn save_answer(
    tx: &mut Transaction,
    person: PersonId,
    answer: &Answer,
    digest: &str,
) -> Result<(), DbError> {
    let body = serde_json::to_vec(answer).map_err(|_| DbError::unreadable("answer"))?;
    execute!(
        tx,
        "INSERT INTO answer (person, intake, source, digest, body) VALUES ($1, $2, $3, $4, $5)",
        person.to_string(),
        answer.intake.to_string(),
        answer.source.as_str(),
        digest,
        &body,
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

/// All that a person's chart is made of, but for who they are.
#[derive(Debug, Default)]
pub(in crate::records) struct FoldRows {
    pub(in crate::records) answers: Vec<Answer>,
    pub(in crate::records) items: Vec<Item>,
}

/// Reads all that was published of a person.
pub(in crate::records) async fn fold_rows(db: &mut impl Linked, person: PersonId) -> Result<FoldRows, DbError> {
    let answers = fetch_all!(
        db,
        (Vec<u8>,),
        "SELECT a.body FROM answer a JOIN intake i ON i.id = a.intake
         WHERE a.person = $1 AND i.state = 'published' ORDER BY i.received, i.id",
        person.to_string(),
    )?;
    let items = fetch_all!(
        db,
        (Vec<u8>, i64),
        "SELECT r.item, r.last_seen FROM resource r JOIN intake i ON i.id = r.intake
         WHERE r.person = $1 AND i.state = 'published' ORDER BY r.id",
        person.to_string(),
    )?;
    Ok(FoldRows {
        answers: answers
            .into_iter()
            .map(|(body,)| serde_json::from_slice(&body).map_err(|_| DbError::unreadable("answer")))
            .collect::<Result<_, _>>()?,
        items: items
            .into_iter()
            .map(|(json, last_seen)| {
                let mut item: Item = serde_json::from_slice(&json).map_err(|_| DbError::unreadable("item"))?;
                item.last_seen = Moment::from_micros(last_seen);
                Ok(item)
            })
            .collect::<Result<_, DbError>>()?,
    })
}
