use commonweal_shared::ids::OdsCode;
use commonweal_shared::time::Moment;

use super::{CredentialId, CredentialLine};
use crate::db::{Db, DbError, Linked, Transaction};
use crate::{execute, fetch_all, fetch_optional};

/// A credential as it is stored, for whoever shows one.
#[derive(sqlx::FromRow)]
pub(super) struct CredentialRow {
    pub(super) organisation: String,
    pub(super) secret_hash: Vec<u8>,
    pub(super) last_used: Option<i64>,
    pub(super) revoked: Option<i64>,
}

/// Stores a new credential.
pub(super) async fn insert(
    tx: &mut Transaction,
    id: CredentialId,
    organisation: &OdsCode,
    label: &str,
    secret_hash: &[u8; 32],
    now: Moment,
) -> Result<(), DbError> {
    execute!(
        tx,
        "INSERT INTO credential (id, organisation, label, secret_hash, created) VALUES ($1, $2, $3, $4, $5)",
        id.to_string(),
        organisation.as_str(),
        label,
        secret_hash.as_slice(),
        now.as_micros()
    )?;
    Ok(())
}

/// The credential with this id.
pub(super) async fn find(db: &mut impl Linked, id: CredentialId) -> Result<Option<CredentialRow>, DbError> {
    let sql = "SELECT organisation, secret_hash, last_used, revoked FROM credential WHERE id = $1";
    Ok(fetch_optional!(db, CredentialRow, sql, id.to_string())?)
}

/// Marks a credential as in use.
pub(super) async fn touch(tx: &mut Transaction, id: CredentialId, now: Moment) -> Result<(), DbError> {
    let sql = "UPDATE credential SET last_used = $2 WHERE id = $1 AND (last_used IS NULL OR last_used < $2)";
    execute!(tx, sql, id.to_string(), now.as_micros())?;
    Ok(())
}

/// Revokes a credential; answers whether there is one that was not revoked before.
pub(super) async fn revoke(tx: &mut Transaction, id: CredentialId, now: Moment) -> Result<bool, DbError> {
    let sql = "UPDATE credential SET revoked = $2 WHERE id = $1 AND revoked IS NULL";
    Ok(execute!(tx, sql, id.to_string(), now.as_micros())? > 0)
}

/// All credentials, by organisation and then by age.
///
/// # Errors
/// When the database fails.
pub async fn list_credentials(db: &Db) -> Result<Vec<CredentialLine>, DbError> {
    let rows = fetch_all!(
        db.read().await?,
        (String, String, String, i64, Option<i64>, Option<i64>),
        "SELECT id, organisation, label, created, last_used, revoked FROM credential \
         ORDER BY organisation, created, id"
    )?;
    rows.into_iter()
        .map(|(id, organisation, label, created, last_used, revoked)| {
            Ok(CredentialLine {
                id: id.parse().map_err(|_| DbError::unreadable("credential"))?,
                organisation: organisation.parse().map_err(|_| DbError::unreadable("organisation code"))?,
                label,
                created: Moment::from_micros(created),
                last_used: last_used.map(Moment::from_micros),
                revoked: revoked.map(Moment::from_micros),
            })
        })
        .collect()
}
