use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use commonweal_shared::access::{Membership, Relationship};
use commonweal_shared::api::CSRF_HEADER;
use commonweal_shared::ids::{AccountId, PersonId};
use commonweal_shared::time::Moment;

use super::store::{self, SessionRow};
use super::{cookie, secret};
use crate::access::accounts::membership;
use crate::app::{App, AppState};
use crate::audit::{Action, Actor, Event};
use crate::db::DbError;
use crate::web::{ApiError, Turn, is_change};

/// How old the stored "last seen" may get before it is written again. A session may live that much longer than its
/// idle limit, never less.
const TOUCH_AFTER: i64 = 30 * 1_000_000;

/// Somebody whose session is alive; handlers that need one take it as an argument.
///
/// Taking it also checks, on every change, that the request carries the session's own token (ASVS 5.0 3.5.1).
#[derive(Clone)]
pub struct SignedIn {
    /// Who.
    pub account: AccountId,
    /// Their name as it is shown.
    pub display_name: String,
    /// The role and organisation in which they act.
    pub acting_as: Membership,
    /// The moment at which the session ends in any case.
    pub ends: Moment,
    /// True for a demonstration account.
    pub demo: bool,
    pub(super) csrf: String,
    pub(super) token_hash: [u8; 32],
}

impl SignedIn {
    /// Who they are, as the audit log keeps it.
    pub fn actor(&self) -> Actor {
        Actor {
            account: self.account.to_string(),
            name: self.display_name.clone(),
            role: self.acting_as.role.id().to_owned(),
            organisation: self.acting_as.organisation.as_str().to_owned(),
        }
    }

    /// An audit event of something that they did without a grant.
    pub fn event(&self, action: Action) -> Event {
        Event::new(self.actor(), action)
    }
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn").field("account", &self.account).finish_non_exhaustive()
    }
}

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, ApiError> {
        let token = cookie::token(&parts.headers, &app.db.meta().instance).ok_or_else(ApiError::not_signed_in)?;
        let who = alive(app, &secret::token_hash(token)).await?.ok_or_else(ApiError::not_signed_in)?;
        app.gate.take(Turn::User(who.account), app.clock.now())?;
        if is_change(&parts.method) {
            let sent = parts.headers.get(CSRF_HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
            if !secret::same(sent, &who.csrf) {
                return Err(ApiError::forbidden(
                    "csrf",
                    "This request did not come from the page that you signed in to, so it was refused.",
                )
                .detail("Load the page again."));
            }
        }
        Ok(who)
    }
}

/// The session that a request names; whether it is alive is not known yet.
#[derive(Clone, Copy)]
pub struct Token([u8; 32]);

impl FromRequestParts<AppState> for Token {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, ApiError> {
        let token = cookie::token(&parts.headers, &app.db.meta().instance).ok_or_else(ApiError::not_signed_in)?;
        Ok(Self(secret::token_hash(token)))
    }
}

/// Who a reading request's token is of, with all that is on file between this person and the organisation in which
/// they act: one look at the database in place of two, for the request that clinicians wait for most.
///
/// # Errors
/// 401 without a live session, 429 when it asks too often, or a database that does not answer.
pub async fn signed_in_beside(
    app: &App,
    token: Token,
    person: PersonId,
) -> Result<(SignedIn, Vec<Relationship>), ApiError> {
    let now = app.clock.now();
    let found = store::find_beside(&mut app.db.read().await?, &token.0, person, now).await?;
    let Some((row, on_file)) = found else { return Err(ApiError::not_signed_in()) };
    let who = still_alive(app, &token.0, row).await?.ok_or_else(ApiError::not_signed_in)?;
    app.gate.take(Turn::User(who.account), now)?;
    Ok((who, on_file))
}

/// The session of this token, when it is alive: known, of an account that may sign in here, and within both limits.
pub(super) async fn alive(app: &App, token_hash: &[u8; 32]) -> Result<Option<SignedIn>, DbError> {
    match store::find(&mut app.db.read().await?, token_hash).await? {
        Some(row) => still_alive(app, token_hash, row).await,
        None => Ok(None),
    }
}

async fn still_alive(app: &App, token_hash: &[u8; 32], row: SessionRow) -> Result<Option<SignedIn>, DbError> {
    let now = app.clock.now().as_micros();
    let idle = i64::from(app.settings.idle_seconds) * 1_000_000;
    let barred = row.disabled != 0 || (row.demo != 0 && !app.settings.demo);
    if barred || now >= row.ends || now - row.last_seen > idle + TOUCH_AFTER {
        let mut tx = app.db.write().await?;
        store::end(&mut tx, token_hash).await?;
        tx.commit().await?;
        return Ok(None);
    }
    if now - row.last_seen >= TOUCH_AFTER {
        let mut tx = app.db.write().await?;
        store::touch(&mut tx, token_hash, Moment::from_micros(now)).await?;
        tx.commit().await?;
    }
    Ok(Some(SignedIn {
        account: row.account.parse().map_err(|_| DbError::unreadable("account"))?,
        display_name: row.display_name,
        acting_as: membership((row.organisation, row.organisation_name, row.role, row.clearance))?,
        ends: Moment::from_micros(row.ends),
        demo: row.demo != 0,
        csrf: row.csrf,
        token_hash: *token_hash,
    }))
}
