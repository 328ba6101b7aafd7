//! Who signs in, in which role, and what they may do: grants, as values that every store function asks for.

mod accounts;
mod credentials;
mod grant;
mod organisations;
mod refused;
mod relationships;
mod sessions;

pub use accounts::{
    AccountError, AccountLine, NewAccount, NewMembership, PassPhraseError, Proof, add_account, disable_account,
    list_accounts,
};
pub use credentials::{
    CredentialChangeError, CredentialError, CredentialId, CredentialLine, Secret, add_credential, intake_by_credential,
    list_credentials, revoke_credential,
};
pub use grant::{IntakeGrant, KeepGrant, RecordGrant, ReviewGrant, SearchGrant, WaitingGrant};
pub use organisations::{organisations, register};
pub use refused::{AccessError, Refused};
pub use relationships::{
    intake_by_operator, keep_by_operator, may_open, may_open_by, may_review, may_search, may_see_waiting,
    put_relationship, relate, relationship_on_file, unreviewed_claims,
};
pub use sessions::{SignInThrottle, SignedIn, Token, count_sessions, signed_in_beside};

use utoipa_axum::router::OpenApiRouter;

use crate::app::AppState;

/// The routes of this slice.
pub fn router() -> OpenApiRouter<AppState> {
    sessions::router().merge(relationships::router())
}
