use commonweal_shared::access::{DemoSignIn, Membership, Role};
use commonweal_shared::ids::AccountId;
use commonweal_shared::records::Clearance;
use commonweal_shared::time::Moment;

use super::NewMembership;
use crate::db::{Db, DbError, Linked, Transaction};
use crate::{execute, fetch_all, fetch_optional};

/// Stores an account.
pub(super) async fn insert_account(
    tx: &mut Transaction,
    id: AccountId,
    login: &str,
    display_name: &str,
    password_hash: Option<&str>,
    demo: bool,
    now: Moment,
) -> Result<(), DbError> {
    execute!(
        tx,
        "INSERT INTO account (id, login, display_name, password_hash, demo, disabled, created) \
         VALUES ($1, $2, $3, $4, $5, 0, $6)",
        id.to_string(),
        login,
        display_name,
        password_hash,
        i64::from(demo),
        now.as_micros()
    )?;
    Ok(())
}

/// Stores one of an account's memberships.
pub(super) async fn insert_membership(
    tx: &mut Transaction,
    account: AccountId,
    position: i64,
    membership: &NewMembership,
) -> Result<(), DbError> {
    execute!(
        tx,
        "INSERT INTO membership (account, position, organisation, role, clearance) VALUES ($1, $2, $3, $4, $5)",
        account.to_string(),
        position,
        membership.organisation.as_str(),
        membership.role.id(),
        membership.clearance.id()
    )?;
    Ok(())
}

/// Disables an account and removes its sessions; answers whether there is one.
pub(super) async fn disable(tx: &mut Transaction, login: &str) -> Result<bool, DbError> {
    let found = execute!(tx, "UPDATE account SET disabled = 1 WHERE login = $1", login)?;
    execute!(tx, "DELETE FROM session WHERE account = (SELECT id FROM account WHERE login = $1)", login)?;
    Ok(found > 0)
}

/// What a sign-in needs to know of an account.
#[derive(sqlx::FromRow)]
pub(in crate::access) struct LoginRow {
    pub(in crate::access) id: String,
    pub(in crate::access) password_hash: Option<String>,
    pub(in crate::access) disabled: i64,
    pub(in crate::access) demo: i64,
}

/// The account with this sign-in name.
pub(in crate::access) async fn find_login(db: &mut impl Linked, login: &str) -> Result<Option<LoginRow>, DbError> {
    let sql = "SELECT id, password_hash, disabled, demo FROM account WHERE login = $1";
    Ok(fetch_optional!(db, LoginRow, sql, login)?)
}

/// Whether this is a demonstration account that may sign in.
pub(in crate::access) async fn is_demo_account(db: &mut impl Linked, id: AccountId) -> Result<bool, DbError> {
    let sql = "SELECT id FROM account WHERE id = $1 AND demo = 1 AND disabled = 0";
    Ok(fetch_optional!(db, (String,), sql, id.to_string())?.is_some())
}

type MembershipRow = (String, String, String, String);

/// What an account can act as, in order.
pub(in crate::access) async fn memberships(
    db: &mut impl Linked,
    account: AccountId,
) -> Result<Vec<Membership>, DbError> {
    let rows = fetch_all!(
        db,
        MembershipRow,
        "SELECT m.organisation, o.name, m.role, m.clearance FROM membership m \
         JOIN organisation o ON o.code = m.organisation WHERE m.account = $1 ORDER BY m.position",
        account.to_string()
    )?;
    rows.into_iter().map(membership).collect()
}

/// Reads a membership's columns.
pub(in crate::access) fn membership((code, name, role, clearance): MembershipRow) -> Result<Membership, DbError> {
    Ok(Membership {
        organisation: code.parse().map_err(|_| DbError::unreadable("organisation code"))?,
        organisation_name: name,
        role: Role::from_id(&role).ok_or(DbError::unreadable("role"))?,
        clearance: Clearance::from_id(&clearance).ok_or(DbError::unreadable("clearance"))?,
    })
}

/// The demonstration sign-ins, in the order in which they were made.
pub(in crate::access) async fn list_demo(db: &Db) -> Result<Vec<DemoSignIn>, DbError> {
    let mut reading = db.read().await?;
    let rows = fetch_all!(
        reading,
        (String, String),
        "SELECT id, display_name FROM account WHERE demo = 1 AND disabled = 0 ORDER BY created, login"
    )?;
    let mut sign_ins = Vec::with_capacity(rows.len());
    for (id, display_name) in rows {
        let account = id.parse().map_err(|_| DbError::unreadable("account"))?;
        let memberships = memberships(&mut reading, account).await?;
        sign_ins.push(DemoSignIn { account, display_name, memberships });
    }
    Ok(sign_ins)
}

/// An account as the operator's list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLine {
    /// The sign-in name.
    pub login: String,
    /// The name as it is shown.
    pub display_name: String,
    /// True for a demonstration account.
    pub demo: bool,
    /// True when it can't sign in any more.
    pub disabled: bool,
    /// What they can act as.
    pub memberships: Vec<Membership>,
}

/// All accounts, by sign-in name.
///
/// # Errors
/// When the database fails.
pub async fn list_accounts(db: &Db) -> Result<Vec<AccountLine>, DbError> {
    let mut reading = db.read().await?;
    let rows = fetch_all!(
        reading,
        (String, String, String, i64, i64),
        "SELECT id, login, display_name, demo, disabled FROM account ORDER BY login"
    )?;
    let mut lines = Vec::with_capacity(rows.len());
    for (id, login, display_name, demo, disabled) in rows {
        let account = id.parse().map_err(|_| DbError::unreadable("account"))?;
        let memberships = memberships(&mut reading, account).await?;
        lines.push(AccountLine { login, display_name, demo: demo != 0, disabled: disabled != 0, memberships });
    }
    Ok(lines)
}
