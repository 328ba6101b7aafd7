use commonweal_shared::ids::OdsCode;

use super::secret::Secret;
use super::{CredentialId, store};
use crate::access::{AccessError, IntakeGrant, Refused};
use crate::app::App;
use crate::audit::{Action, Actor, AuditError, Event};
use crate::db::DbError;

/// How old the stored "last used" may get before it is written again: a minute, in microseconds.
const TOUCH_AFTER: i64 = 60 * 1_000_000;

/// Why a request may not send data.
#[derive(Debug, thiserror::Error)]
pub enum CredentialError {
    /// It has no credential, or one that does not work: unknown, wrong or revoked; it is not said which.
    #[error("This request has no credential that works here.")]
    None,
    /// It has one that is for another organisation, or nobody could decide.
    #[error(transparent)]
    Access(#[from] AccessError),
}

impl From<DbError> for CredentialError {
    fn from(error: DbError) -> Self {
        Self::Access(error.into())
    }
}

impl From<AuditError> for CredentialError {
    fn from(error: AuditError) -> Self {
        Self::Access(error.into())
    }
}

/// Decides whether a request with this credential may send data of this source, as the address names it.
///
/// A source that is not on file is refused like one that the credential is not for, so nobody learns which are. The
/// refusal of a credential that was known is audited; one that was never ours says of nobody that they tried.
///
/// # Errors
/// [`CredentialError::None`], [`Refused::OtherSource`] inside of [`CredentialError::Access`], or a database or an audit
/// log that does not answer.
pub async fn intake_by_credential(
    app: &App,
    credential: Option<&str>,
    source: &str,
) -> Result<IntakeGrant, CredentialError> {
    let (id, secret) = credential.and_then(Secret::parse).ok_or(CredentialError::None)?;
    let row = store::find(&mut app.db.read().await?, id).await?.ok_or(CredentialError::None)?;
    if !secret.has_hash(&row.secret_hash) {
        return Err(CredentialError::None);
    }
    let organisation: OdsCode = row.organisation.parse().map_err(|_| DbError::unreadable("organisation code"))?;
    let actor = actor(id, &organisation);
    let now = app.clock.now();
    if row.revoked.is_some() {
        app.audit.commit(Event::new(actor, Action::AccessDenied).detail("credential-revoked")).await?;
        return Err(CredentialError::None);
    }
    if source.parse().as_ref() != Ok(&organisation) {
        let refused = Refused::OtherSource;
        app.audit.commit(Event::new(actor, Action::AccessDenied).detail(refused.id())).await?;
        return Err(CredentialError::Access(refused.into()));
    }
    if row.last_used.is_none_or(|last| now.as_micros() - last >= TOUCH_AFTER) {
        let mut tx = app.db.write().await?;
        store::touch(&mut tx, id, now).await?;
        tx.commit().await?;
    }
    Ok(IntakeGrant::new(app.db.realm(), organisation, actor))
}

/// The system that sends, as the audit log keeps it.
fn actor(id: CredentialId, organisation: &OdsCode) -> Actor {
    Actor {
        account: format!("credential:{id}"),
        name: "The organisation's own system".to_owned(),
        role: "source".to_owned(),
        organisation: organisation.as_str().to_owned(),
    }
}
