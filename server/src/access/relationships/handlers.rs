use axum::extract::State;
use commonweal_shared::access::{ClaimRequest, Relationship, RelationshipKind, check_reason};
use commonweal_shared::api;
use commonweal_shared::audit::AccessEntry;
use commonweal_shared::ids::PersonId;
use commonweal_shared::problem::Problem;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::decide::CLAIM_LASTS;
use super::grants::deny;
use super::store::{self, NewClaim};
use crate::access::{Refused, SignedIn, may_review};
use crate::app::AppState;
use crate::audit::{self, Action};
use crate::clock::new_uuid;
use crate::web::{ApiError, Json, PathId, Turn};

/// How much of an access log is answered: the newest entries.
const LOG_SHOWN: i64 = 2_000;

pub(in crate::access) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(claim)).routes(routes!(access_log))
}

/// Claim a relationship with a person, with a reason. A privacy officer is told at once.
#[utoipa::path(
    post, path = api::RECORD_CLAIM, tag = "access", params(("person" = PersonId, Path, description = "Whom")),
    request_body(content = ClaimRequest, example = json!({ "reason": "Seen today in the emergency department." })),
    responses(
        (status = 200, body = Relationship, description = "It holds for twelve hours, for this account", links(
            ("open" = (operation_id = "record", parameters(("person" = "$request.path.person")))),
        )),
        (status = 403, body = Problem, description = "This role does not open people's records"),
        (status = 404, body = Problem, description = "There is no such person"),
        (status = 422, body = Problem, description = "The reason is too short or too long"),
        (status = 429, body = Problem, description = "Too many claims; `Retry-After` says when to try again"),
    )
)]
async fn claim(
    State(app): State<AppState>,
    who: SignedIn,
    PathId(person): PathId<PersonId>,
    Json(request): Json<ClaimRequest>,
) -> Result<Json<Relationship>, ApiError> {
    if !who.acting_as.role.reads_records() {
        return Err(deny(&app, &who, Refused::RoleDoesNotOpenRecords, Some(person)).await.into());
    }
    app.gate.take(Turn::Claim(who.account), app.clock.now())?;
    let reason = check_reason(&request.reason)?;
    if !store::is_known(&mut app.db.read().await?, person).await? {
        return Err(ApiError::not_found("There is no such person."));
    }
    let at = app.clock.now();
    let until = at.plus_micros(CLAIM_LASTS);
    let id = new_uuid(at).to_string();
    // Audited first: a claim that nobody can find must not open anything.
    app.audit.commit(who.event(Action::RelationshipClaimed).about(person).detail(&id)).await?;
    let organisation = &who.acting_as.organisation;
    let new = NewClaim { id: &id, person, account: who.account, organisation, reason, at, until };
    let mut tx = app.db.write().await?;
    store::put_claim(&mut tx, &new).await?;
    tx.commit().await?;
    tracing::info!("A relationship was claimed; a privacy officer will see it.");
    Ok(Json(Relationship { kind: RelationshipKind::Claimed, since: at, until: Some(until) }))
}

/// Who saw or did what with a person's record, newest first; privacy officers only.
#[utoipa::path(
    get, path = api::RECORD_ACCESS_LOG, tag = "access", params(("person" = PersonId, Path, description = "Whose")),
    responses(
        (status = 200, body = Vec<AccessEntry>, description = "The newest 2,000; reading them is one itself", links(
            ("as_it_was_seen" = (operation_id = "record_seen", parameters(
                ("person" = "$request.path.person"), ("hash" = "$response.body#/0/chart"),
            ))),
        )),
        (status = 403, body = Problem, description = "This role does not review who opened records"),
    )
)]
async fn access_log(
    State(app): State<AppState>,
    who: SignedIn,
    PathId(person): PathId<PersonId>,
) -> Result<Json<Vec<AccessEntry>>, ApiError> {
    let grant = may_review(&app, &who, Some(person)).await?;
    let sealed = audit::person_log(&app.db, &grant, person, LOG_SHOWN).await?;
    let event = grant.event(Action::AccessLogRead).about(person);
    Ok(Json(app.audit.release(sealed, event).await?))
}
