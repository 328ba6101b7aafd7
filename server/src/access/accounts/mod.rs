//! Accounts: who can sign in here.

mod pass_phrase;
mod store;

use commonweal_shared::access::{Membership, Role};
use commonweal_shared::ids::{AccountId, OdsCode};
use commonweal_shared::records::Clearance;
use commonweal_shared::time::Moment;

pub use pass_phrase::PassPhraseError;
pub(super) use pass_phrase::is_right;
pub use store::{AccountLine, list_accounts};
pub(super) use store::{find_login, is_demo_account, list_demo, membership};

use crate::clock::new_uuid;
use crate::db::{Db, DbError, Transaction};

/// A new account.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The sign-in name; kept in lower case.
    pub login: String,
    /// The name as it is shown, such as `SIMMONS, Anil (Dr)`.
    pub display_name: String,
    /// How they prove who they are.
    pub proof: Proof,
    /// What they do, and where; at least one.
    pub memberships: Vec<NewMembership>,
}

/// How somebody proves who they are.
#[derive(Clone)]
pub enum Proof {
    /// By a pass phrase.
    PassPhrase(String),
    /// Not at all: a demonstration account, which works only where the server runs with `--demo`.
    Demonstration,
}

impl std::fmt::Debug for Proof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::PassPhrase(_) => "PassPhrase(…)",
            Self::Demonstration => "Demonstration",
        })
    }
}

/// One role in one organisation, which must be on file.
#[derive(Debug, Clone)]
pub struct NewMembership {
    /// The organisation.
    pub organisation: OdsCode,
    /// What they do there.
    pub role: Role,
    /// What they may see of a person in whose care they are.
    pub clearance: Clearance,
}

/// Why an account could not be added or disabled.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The sign-in name can't be one.
    #[error("\"{0}\" can't be a sign-in name: expected 2 to 64 letters, digits, dots, hyphens, underscores or @")]
    Login(String),
    /// Somebody has that sign-in name.
    #[error("there is an account with the sign-in name {0} already")]
    LoginTaken(String),
    /// Nobody has it.
    #[error("there is no account with the sign-in name {0}")]
    Unknown(String),
    /// The name to show is missing.
    #[error("the name to show can't be empty")]
    NoName,
    /// An account that can do nothing.
    #[error("an account needs at least one role in an organisation")]
    NoMembership,
    /// The pass phrase.
    #[error(transparent)]
    PassPhrase(#[from] PassPhraseError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Adds an account. The caller audits it.
///
/// # Errors
/// When a part of it can't be taken, the sign-in name is taken, or the database fails.
pub async fn add_account(tx: &mut Transaction, account: &NewAccount, now: Moment) -> Result<AccountId, AccountError> {
    let login = check_login(&account.login)?;
    if account.display_name.trim().is_empty() {
        return Err(AccountError::NoName);
    }
    if account.memberships.is_empty() {
        return Err(AccountError::NoMembership);
    }
    let (hash, demo) = match &account.proof {
        Proof::PassPhrase(pass_phrase) => (Some(pass_phrase::hash(pass_phrase)?), false),
        Proof::Demonstration => (None, true),
    };
    let id = AccountId::new(new_uuid(now));
    store::insert_account(tx, id, &login, account.display_name.trim(), hash.as_deref(), demo, now)
        .await
        .map_err(|error| if error.is_duplicate() { AccountError::LoginTaken(login.clone()) } else { error.into() })?;
    for (position, membership) in (0_i64..).zip(&account.memberships) {
        store::insert_membership(tx, id, position, membership).await?;
    }
    Ok(id)
}

/// Disables an account and ends all its sessions at once (ASVS 5.0 7.4.2). The caller audits it.
///
/// # Errors
/// When there is no such account, or the database fails.
pub async fn disable_account(tx: &mut Transaction, login: &str) -> Result<(), AccountError> {
    let login = check_login(login)?;
    if store::disable(tx, &login).await? { Ok(()) } else { Err(AccountError::Unknown(login)) }
}

/// A sign-in name as it is kept.
fn check_login(login: &str) -> Result<String, AccountError> {
    let kept = login.trim().to_lowercase();
    let fits = (2..=64).contains(&kept.chars().count())
        && kept.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@'));
    if fits { Ok(kept) } else { Err(AccountError::Login(login.chars().take(80).collect())) }
}

/// The memberships of an account with their organisations' names, in order.
pub(super) async fn memberships_of(db: &Db, account: AccountId) -> Result<Vec<Membership>, DbError> {
    store::memberships(&mut db.read().await?, account).await
}
