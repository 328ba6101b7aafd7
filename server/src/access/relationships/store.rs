use commonweal_shared::access::{Relationship, RelationshipKind};
use commonweal_shared::audit::ClaimAlert;
use commonweal_shared::ids::{AccountId, OdsCode, PersonId};
use commonweal_shared::system::CareSetting;
use commonweal_shared::time::Moment;

use crate::access::ReviewGrant;
use crate::audit::Sealed;
use crate::db::{Db, DbError, Linked};
use crate::{execute, fetch_all};

/// Puts on file that an organisation which sent a person's data knows them: registered with a general practice,
/// listed with any other. What is on file already stays as it is.
///
/// # Errors
/// When the database fails.
pub async fn relate(
    tx: &mut impl Linked,
    person: PersonId,
    organisation: &OdsCode,
    setting: Option<CareSetting>,
    since: Moment,
) -> Result<(), DbError> {
    let kind = match setting {
        Some(CareSetting::GeneralPractice) => RelationshipKind::Registered,
        _ => RelationshipKind::Listed,
    };
    put_relationship(tx, person, organisation, kind, since).await
}

/// Puts a relationship on file, such as a referral. What is on file already stays as it is.
///
/// # Errors
/// When the database fails.
pub async fn put_relationship(
    tx: &mut impl Linked,
    person: PersonId,
    organisation: &OdsCode,
    kind: RelationshipKind,
    since: Moment,
) -> Result<(), DbError> {
    execute!(
        tx,
        "INSERT INTO relationship (person, organisation, kind, since) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (person, organisation, kind) DO NOTHING",
        person.to_string(),
        organisation.as_str(),
        kind.id(),
        since.as_micros()
    )?;
    Ok(())
}

/// All that is on file between a person and an organisation, claims by this account that have not ended included.
pub(super) async fn on_file(
    db: &mut impl Linked,
    person: PersonId,
    organisation: &OdsCode,
    account: AccountId,
    now: Moment,
) -> Result<Vec<Relationship>, DbError> {
    let rows = fetch_all!(
        db,
        (String, i64, Option<i64>),
        "SELECT kind, since, CAST(NULL AS BIGINT) FROM relationship WHERE person = $1 AND organisation = $2 \
         UNION ALL SELECT 'claimed', at, until FROM claim \
         WHERE person = $1 AND organisation = $2 AND account = $3 AND until > $4",
        person.to_string(),
        organisation.as_str(),
        account.to_string(),
        now.as_micros()
    )?;
    rows.into_iter().map(|(kind, since, until)| relationship(&kind, since, until)).collect()
}

/// A stored relationship.
pub(in crate::access) fn relationship(kind: &str, since: i64, until: Option<i64>) -> Result<Relationship, DbError> {
    Ok(Relationship {
        kind: RelationshipKind::from_id(kind).ok_or(DbError::unreadable("kind of relationship"))?,
        since: Moment::from_micros(since),
        until: until.map(Moment::from_micros),
    })
}

/// A claim, as it is stored.
pub(super) struct NewClaim<'a> {
    pub(super) id: &'a str,
    pub(super) person: PersonId,
    pub(super) account: AccountId,
    pub(super) organisation: &'a OdsCode,
    pub(super) reason: &'a str,
    pub(super) at: Moment,
    pub(super) until: Moment,
}

/// Whether there is somebody to claim a relationship with. The only look that this slice takes at people.
pub(super) async fn is_known(db: &mut impl Linked, person: PersonId) -> Result<bool, DbError> {
    Ok(!fetch_all!(db, (String,), "SELECT id FROM person WHERE id = $1", person.to_string())?.is_empty())
}

/// Stores a claim.
pub(super) async fn put_claim(tx: &mut impl Linked, claim: &NewClaim<'_>) -> Result<(), DbError> {
    execute!(
        tx,
        "INSERT INTO claim (person, id, account, organisation, reason, at, until) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        claim.person.to_string(),
        claim.id,
        claim.account.to_string(),
        claim.organisation.as_str(),
        claim.reason,
        claim.at.as_micros(),
        claim.until.as_micros()
    )?;
    Ok(())
}

/// The claims that nobody has reviewed, newest first, at most `limit`. They name neither person nor claimant
/// (records.md 7.1): the person's id only opens the access log, under the officer's own grant.
///
/// # Errors
/// When the grant is of the other realm, or the database fails.
pub async fn unreviewed_claims(db: &Db, grant: &ReviewGrant, limit: i64) -> Result<Sealed<Vec<ClaimAlert>>, DbError> {
    db.check_realm(grant.realm())?;
    let rows = fetch_all!(
        db.read().await?,
        (String, i64, String),
        "SELECT c.person, c.at, COALESCE(o.name, c.organisation) FROM claim c \
         LEFT JOIN organisation o ON o.code = c.organisation \
         WHERE c.reviewed IS NULL ORDER BY c.at DESC LIMIT $1",
        limit
    )?;
    let alerts = rows.into_iter().map(|(person, at, organisation)| {
        let person = person.parse().map_err(|_| DbError::unreadable("person"))?;
        Ok(ClaimAlert { person, at: Moment::from_micros(at), organisation })
    });
    Ok(Sealed::new(alerts.collect::<Result<_, DbError>>()?))
}
