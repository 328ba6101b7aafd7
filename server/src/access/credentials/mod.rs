//! Credentials of organisations: with what an organisation's own system sends its data over HTTP.
//!
//! A credential is for one organisation and for nothing but sending. Nobody signs in with it.

mod admit;
mod id;
mod secret;
mod store;

use commonweal_shared::ids::OdsCode;
use commonweal_shared::time::Moment;

pub use admit::{CredentialError, intake_by_credential};
pub use id::CredentialId;
pub use secret::Secret;
pub use store::list_credentials;

use crate::clock::new_uuid;
use crate::db::{DbError, Transaction};

/// The longest label, in characters.
const LABEL: usize = 80;

/// A credential as the operator's list shows it; the secret itself is nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialLine {
    /// Its id; the audit log names it as `credential:` and this.
    pub id: CredentialId,
    /// Whose data may be sent with it.
    pub organisation: OdsCode,
    /// What the operator calls it; may be empty.
    pub label: String,
    /// When it was made.
    pub created: Moment,
    /// When it was last used, to the minute.
    pub last_used: Option<Moment>,
    /// Since when it is worth nothing.
    pub revoked: Option<Moment>,
}

/// Why a credential could not be added or revoked.
#[derive(Debug, thiserror::Error)]
pub enum CredentialChangeError {
    /// The label is too long, or holds what can't be shown on a line.
    #[error("--label: expected at most {LABEL} characters on one line")]
    Label,
    /// There is none with this id that still works.
    #[error("there is no credential {0} that still works: `commonweal credential list` shows them all")]
    Unknown(CredentialId),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Adds a credential of an organisation that is on file; answers the one text that is ever shown of it.
/// The caller audits it.
///
/// # Errors
/// When the label can't be taken, the organisation is not on file, or the database fails.
pub async fn add_credential(
    tx: &mut Transaction,
    organisation: &OdsCode,
    label: &str,
    now: Moment,
) -> Result<(CredentialId, Secret), CredentialChangeError> {
    let label = label.trim();
    if label.chars().count() > LABEL || label.chars().any(char::is_control) {
        return Err(CredentialChangeError::Label);
    }
    let id = CredentialId::new(new_uuid(now));
    let secret = Secret::new(id);
    store::insert(tx, id, organisation, label, &secret.hash(), now).await?;
    Ok((id, secret))
}

/// Revokes a credential: the next request with it is refused. The caller audits it.
///
/// # Errors
/// When there is none that still works, or the database fails.
pub async fn revoke_credential(
    tx: &mut Transaction,
    id: CredentialId,
    now: Moment,
) -> Result<(), CredentialChangeError> {
    if store::revoke(tx, id, now).await? { Ok(()) } else { Err(CredentialChangeError::Unknown(id)) }
}
