use axum::body::Bytes;
use commonweal_shared::ids::{PersonId, ResourceId};
use commonweal_shared::records::Clearance;
use commonweal_shared::system::Realm;
use commonweal_shared::time::Moment;

use crate::access::{RecordGrant, ReviewGrant};
use crate::audit::Sealed;
use crate::db::{Db, DbError, Link, Linked};
use crate::records::keep::KeptChart;
use crate::records::pack;
use crate::records::shelf::{ChartShelf, Shelved};
use crate::{execute, fetch_all, fetch_optional};

/// A chart as it is sent.
#[derive(Debug)]
pub(in crate::records) struct ServedChart {
    /// The JSON, compressed with brotli.
    pub(in crate::records) body: Bytes,
}

/// A chart that was found, still sealed.
#[derive(Debug)]
pub(in crate::records) struct FoundChart {
    /// Whether this version was opened before; says nothing about anybody.
    pub(in crate::records) opened: bool,
    /// The chart.
    pub(in crate::records) sealed: Sealed<ServedChart>,
}

/// Replaces a person's charts; the old ones are kept where somebody saw them.
pub(in crate::records) async fn keep_charts(
    db: &mut impl Linked,
    person: PersonId,
    charts: &[KeptChart],
    now: Moment,
) -> Result<(), DbError> {
    let id = person.to_string();
    hold_charts(db, &id).await?;
    for clearance in Clearance::ALL {
        let kept = charts.iter().find(|kept| kept.clearance == clearance);
        let hash = kept.map_or("", |kept| kept.hash.as_str());
        execute!(
            db,
            "INSERT INTO chart_opened (person, hash, clearance, replaced, body)
             SELECT person, hash, clearance, $3, body FROM chart
             WHERE person = $1 AND clearance = $2 AND opened = 1 AND hash <> $4
             ON CONFLICT (person, hash) DO NOTHING",
            &id,
            clearance.id(),
            now.as_micros(),
            hash,
        )?;
        let Some(kept) = kept else {
            execute!(db, "DELETE FROM chart WHERE person = $1 AND clearance = $2", &id, clearance.id())?;
            continue;
        };
        execute!(
            db,
            "INSERT INTO chart (person, clearance, hash, opened, body) VALUES ($1, $2, $3, 0, $4)
             ON CONFLICT (person, clearance) DO UPDATE SET
             opened = CASE WHEN chart.hash = excluded.hash THEN chart.opened ELSE 0 END,
             hash = excluded.hash, body = excluded.body",
            &id,
            clearance.id(),
            hash,
            &kept.body,
        )?;
    }
    Ok(())
}

/// Whoever opens one of these charts from now on waits, and then finds it replaced: else it could be marked as opened
/// after it was looked at here, and be lost. SQLite has one writer at a time, so there is nothing to hold.
async fn hold_charts(db: &mut impl Linked, person: &str) -> Result<(), DbError> {
    if let Link::Postgres(connection) = db.link() {
        let statement = "SELECT hash FROM chart WHERE person = $1 FOR UPDATE";
        sqlx::query(statement).bind(person).execute(connection).await?;
    }
    Ok(())
}

/// A person's charts, read while it is still being decided whether they may be opened: locked until there is a grant.
pub(in crate::records) struct ReadAhead {
    person: PersonId,
    realm: Realm,
    /// Clearance, whether it was opened, and the chart; the widest clearance first.
    charts: Vec<(String, bool, Shelved)>,
}

/// Reads a person's charts ahead of the decision, so that both happen at once. Nobody can look inside without a grant.
/// Bytes that are on the shelf are not read again.
pub(in crate::records) async fn read_ahead(
    db: &Db,
    shelf: &ChartShelf,
    person: PersonId,
) -> Result<ReadAhead, DbError> {
    let known = shelf.of(person);
    let known: &[Shelved] = known.as_deref().unwrap_or_default();
    let hash_of = |nth: usize| known.get(nth).map_or("", |chart| chart.hash.as_str());
    let rows = fetch_all!(
        db.read().await?,
        (String, String, i64, Option<Vec<u8>>),
        "SELECT clearance, hash, opened, CASE WHEN hash IN ($2, $3) THEN NULL ELSE body END
         FROM chart WHERE person = $1 ORDER BY clearance DESC",
        person.to_string(),
        hash_of(0),
        hash_of(1),
    )?;
    let is_new = rows.iter().any(|(.., body)| body.is_some());
    let mut charts = Vec::with_capacity(rows.len());
    for (clearance, hash, opened, body) in rows {
        let body = match body {
            Some(body) => Bytes::from(body),
            None => {
                let known = known.iter().find(|chart| chart.hash == hash);
                known.ok_or(DbError::unreadable("chart"))?.body.clone()
            }
        };
        charts.push((clearance, opened != 0, Shelved { hash, body }));
    }
    if is_new {
        shelf.put(person, charts.iter().map(|(.., chart)| chart.clone()).collect());
    }
    Ok(ReadAhead { person, realm: db.realm(), charts })
}

impl ReadAhead {
    /// The chart that this grant opens; none when there is no such person, or the grant is for another. Where nothing
    /// is restricted there is one chart for both clearances.
    pub(in crate::records) fn unlock(self, grant: &RecordGrant) -> Result<Option<FoundChart>, DbError> {
        if grant.realm() != self.realm {
            return Err(DbError::WrongRealm { granted: grant.realm(), found: self.realm });
        }
        if grant.person() != self.person {
            return Ok(None);
        }
        let all = grant.clearance() == Clearance::Restricted;
        let open = self.charts.into_iter().find(|(clearance, ..)| all || clearance == Clearance::General.id());
        Ok(open.map(|(_, opened, Shelved { hash, body })| FoundChart {
            opened,
            sealed: Sealed::new(ServedChart { body }).hashed(hash),
        }))
    }
}

/// Notes that this version was opened, so that its bytes are kept when it is replaced; answers false when it has been
/// replaced already.
pub(in crate::records) async fn mark_opened(db: &Db, grant: &RecordGrant, hash: &str) -> Result<bool, DbError> {
    db.check_realm(grant.realm())?;
    let mut tx = db.write().await?;
    let statement = "UPDATE chart SET opened = 1 WHERE person = $1 AND hash = $2";
    let marked = execute!(&mut tx, statement, grant.person().to_string(), hash)?;
    tx.commit().await?;
    Ok(marked > 0)
}

/// The bytes that were served under this hash, for whoever reviews what was seen. What is above the reviewer's own
/// clearance is as good as absent.
pub(in crate::records) async fn opened_chart(
    db: &Db,
    grant: &ReviewGrant,
    person: PersonId,
    hash: &str,
) -> Result<Option<Sealed<Vec<u8>>>, DbError> {
    db.check_realm(grant.realm())?;
    let mut reading = db.read().await?;
    let found = fetch_optional!(
        &mut reading,
        (Vec<u8>, String),
        "SELECT body, clearance FROM chart WHERE person = $1 AND hash = $2 AND opened = 1
         UNION SELECT body, clearance FROM chart_opened WHERE person = $1 AND hash = $2",
        person.to_string(),
        hash,
    )?;
    Ok(found
        .filter(|(_, seen)| seen == Clearance::General.id() || grant.clearance() == Clearance::Restricted)
        .map(|(body, _)| Sealed::new(body).hashed(hash)))
}

/// Whose record a resource belongs to; tells nothing else, so that a grant can be asked for.
pub(in crate::records) async fn person_of_resource(db: &Db, resource: ResourceId) -> Result<Option<PersonId>, DbError> {
    let mut reading = db.read().await?;
    let found = fetch_optional!(
        &mut reading,
        (String,),
        "SELECT r.person FROM resource r JOIN intake i ON i.id = r.intake
         WHERE r.id = $1 AND i.state = 'published'",
        resource.to_string(),
    )?;
    found.map(|(person,)| person.parse().map_err(|_| DbError::unreadable("person"))).transpose()
}

/// A resource's bytes as they came, and whether its source labelled it as restricted.
/// One that is above the grant's clearance is as good as absent.
pub(in crate::records) async fn resource_bytes(
    db: &Db,
    grant: &RecordGrant,
    resource: ResourceId,
) -> Result<Option<Sealed<Vec<u8>>>, DbError> {
    db.check_realm(grant.realm())?;
    let mut reading = db.read().await?;
    let found = fetch_optional!(
        &mut reading,
        (Vec<u8>, i64, i64, i64),
        "SELECT p.bytes, r.start, r.length, r.restricted FROM resource r JOIN intake i ON i.id = r.intake
         JOIN pack p ON p.person = r.person AND p.intake = r.intake AND p.nth = r.pack
         WHERE r.person = $1 AND r.id = $2 AND i.state = 'published'",
        grant.person().to_string(),
        resource.to_string(),
    )?;
    let Some((pack, start, length, restricted)) = found else { return Ok(None) };
    if restricted != 0 && grant.clearance() != Clearance::Restricted {
        return Ok(None);
    }
    let bytes = pack::unpack_bytes(&pack).map_err(|_| DbError::unreadable("pack"))?;
    let place = |number: i64| usize::try_from(number).map_err(|_| DbError::unreadable("place in a pack"));
    let (start, length) = (place(start)?, place(length)?);
    let bytes = bytes.get(start..start + length).ok_or(DbError::unreadable("place in a pack"))?;
    Ok(Some(Sealed::new(bytes.to_vec())))
}
