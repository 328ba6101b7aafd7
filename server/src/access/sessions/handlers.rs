use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use commonweal_shared::access::{DemoSignIn, Session, SessionLimits, SignInRequest, SwitchRequest};
use commonweal_shared::api;
use commonweal_shared::ids::AccountId;
use commonweal_shared::problem::Problem;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::signed_in::{SignedIn, alive};
use super::{cookie, secret, store};
use crate::access::accounts::{find_login, is_demo_account, is_right, list_demo, memberships_of};
use crate::app::{App, AppState};
use crate::audit::{Action, Actor, Event};
use crate::web::{ApiError, ClientAddress, Json, PathId, Turn};

/// How long a session lives at most: 12 hours (product default), in microseconds.
const LONGEST: i64 = 12 * 3_600 * 1_000_000;

pub(in crate::access) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(session, sign_in, sign_out))
        .routes(routes!(switch_role))
        .routes(routes!(demo_sign_ins))
        .routes(routes!(demo_sign_in))
}

/// Who is signed in.
#[utoipa::path(get, path = api::SESSION, tag = "access", responses(
    (status = 200, body = Session, description = "Who is signed in, and until when"),
    (status = 401, body = Problem, description = "Nobody is"),
))]
async fn session(State(app): State<AppState>, who: SignedIn) -> Result<Json<Session>, ApiError> {
    Ok(Json(described(&app, who).await?))
}

/// Sign in with a local account. The answer sets the session's cookie.
#[utoipa::path(post, path = api::SESSION, tag = "access", request_body = SignInRequest, responses(
    (status = 200, body = Session, description = "Signed in"),
    (status = 401, body = Problem, description = "The name or the pass phrase is wrong; it is not said which"),
    (status = 429, body = Problem, description = "Too many failures; `Retry-After` says when to try again"),
))]
async fn sign_in(
    State(app): State<AppState>,
    address: ClientAddress,
    headers: HeaderMap,
    Json(request): Json<SignInRequest>,
) -> Result<impl IntoResponse, ApiError> {
    let login: String = request.login.trim().to_lowercase().chars().take(64).collect();
    let now = app.clock.now();
    let attempt = app.throttle.attempt(&login, address, now).map_err(|seconds| {
        let minutes = seconds.div_ceil(60);
        ApiError::too_many("There were too many failed attempts to sign in.", seconds)
            .detail(format!("Try again in {minutes} {}.", if minutes == 1 { "minute" } else { "minutes" }))
    })?;
    app.gate.take(Turn::SignIn, now)?;
    let found = find_login(&mut app.db.read().await?, &login).await?;
    // A demonstration account has no pass phrase, so it fails here as an unknown name does, and as slowly.
    let kept = found.as_ref().filter(|row| row.demo == 0).and_then(|row| row.password_hash.clone());
    let right = is_right(request.password, kept).await;
    let known = found.as_ref().map(|row| row.id.clone());
    let account = found.filter(|row| right && row.disabled == 0);
    let Some(account) = account else {
        attempt.failed();
        // The name that was typed is not kept: it may be a pass phrase in the wrong box.
        let event = Event::new(Actor::nobody(), Action::SignInRefused);
        app.audit.commit(event.detail(known.unwrap_or_default())).await?;
        return Err(ApiError::new(
            StatusCode::UNAUTHORIZED,
            "sign-in-refused",
            "The sign-in name or the pass phrase is not right.",
        ));
    };
    attempt.succeeded();
    let account = account.id.parse().map_err(|_| ApiError::internal("a stored account id"))?;
    begin(&app, account, &headers).await
}

/// Sign out. The session is dead at the server, and the browser is told to forget what it kept.
#[utoipa::path(delete, path = api::SESSION, tag = "access", responses(
    (status = 204, description = "Signed out, or nobody was signed in"),
))]
async fn sign_out(State(app): State<AppState>, who: Result<SignedIn, ApiError>) -> Result<impl IntoResponse, ApiError> {
    match who {
        Ok(who) => {
            let mut tx = app.db.write().await?;
            store::end(&mut tx, &who.token_hash).await?;
            tx.commit().await?;
            app.audit.commit(who.event(Action::SignedOut)).await?;
        }
        Err(error) if error.status() == StatusCode::UNAUTHORIZED => {}
        Err(error) => return Err(error),
    }
    Ok((
        StatusCode::NO_CONTENT,
        AppendHeaders([
            (header::SET_COOKIE, cookie::clear(&app.db.meta().instance)),
            (HeaderName::from_static("clear-site-data"), header::HeaderValue::from_static("\"cache\", \"storage\"")),
        ]),
    ))
}

/// Act in another role or organisation from now on.
#[utoipa::path(post, path = api::SESSION_ROLE, tag = "access", request_body(
    content = SwitchRequest, example = json!({ "membership": 0 }),
), responses(
    (status = 200, body = Session, description = "Acting in it"),
    (status = 422, body = Problem, description = "There is no such position in the list"),
))]
async fn switch_role(
    State(app): State<AppState>,
    who: SignedIn,
    Json(request): Json<SwitchRequest>,
) -> Result<Json<Session>, ApiError> {
    let position = i64::try_from(request.membership).unwrap_or(i64::MAX);
    let mut tx = app.db.write().await?;
    if !store::switch(&mut tx, &who.token_hash, position).await? {
        return Err(ApiError::field("membership", "You do not hold that role."));
    }
    tx.commit().await?;
    let who = alive(&app, &who.token_hash).await?.ok_or_else(ApiError::not_signed_in)?;
    app.audit.commit(who.event(Action::RoleSwitched)).await?;
    Ok(Json(described(&app, who).await?))
}

/// The demonstration sign-ins; nothing is here unless the server runs with `--demo`.
#[utoipa::path(get, path = api::DEMO, tag = "access", responses(
    (status = 200, body = Vec<DemoSignIn>, description = "Fictional people, one for each role", links(
        ("sign_in" = (operation_id = "demo_sign_in", parameters(("account" = "$response.body#/0/account")))),
    )),
    (status = 404, body = Problem, description = "This is no demonstration system"),
))]
async fn demo_sign_ins(State(app): State<AppState>) -> Result<Json<Vec<DemoSignIn>>, ApiError> {
    only_demo(&app)?;
    Ok(Json(list_demo(&app.db).await?))
}

/// Sign in as a demonstration account; nothing is here unless the server runs with `--demo`.
#[utoipa::path(
    post, path = api::DEMO_ACCOUNT, tag = "access",
    params(("account" = AccountId, Path, description = "Whom to sign in as")),
    responses(
        (status = 200, body = Session, description = "Signed in"),
        (status = 404, body = Problem, description = "This is no demonstration system, or no such account"),
    )
)]
async fn demo_sign_in(
    State(app): State<AppState>,
    PathId(account): PathId<AccountId>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, ApiError> {
    only_demo(&app)?;
    if !is_demo_account(&mut app.db.read().await?, account).await? {
        return Err(ApiError::not_found("There is no such demonstration sign-in."));
    }
    begin(&app, account, &headers).await
}

fn only_demo(app: &App) -> Result<(), ApiError> {
    if app.settings.demo { Ok(()) } else { Err(ApiError::not_found("There is nothing at this address.")) }
}

/// Begins a session with a token that nobody had before, and ends the one that the browser brought along.
async fn begin(app: &App, account: AccountId, headers: &HeaderMap) -> Result<impl IntoResponse + use<>, ApiError> {
    let now = app.clock.now();
    let instance = &app.db.meta().instance;
    let (token, csrf) = (secret::new_secret(), secret::new_secret());
    let token_hash = secret::token_hash(&token);
    let ends = now.plus_micros(LONGEST);
    let mut tx = app.db.write().await?;
    if let Some(old) = cookie::token(headers, instance) {
        store::end(&mut tx, &secret::token_hash(old)).await?;
    }
    store::begin(&mut tx, &store::NewSession { token_hash: &token_hash, account, csrf: &csrf, created: now, ends })
        .await?;
    tx.commit().await?;
    let who = alive(app, &token_hash).await?.ok_or_else(|| ApiError::internal("a new session that is not alive"))?;
    app.audit.commit(who.event(Action::SignedIn)).await?;
    let session = described(app, who).await?;
    Ok((AppendHeaders([(header::SET_COOKIE, cookie::set(instance, &token))]), Json(session)))
}

async fn described(app: &App, who: SignedIn) -> Result<Session, ApiError> {
    Ok(Session {
        account: who.account,
        memberships: memberships_of(&app.db, who.account).await?,
        display_name: who.display_name,
        acting_as: who.acting_as,
        csrf_token: who.csrf,
        limits: SessionLimits { idle_seconds: app.settings.idle_seconds, ends: who.ends },
    })
}
