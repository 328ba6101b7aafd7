//! The record over HTTP. Each handler asks for a grant, reads sealed, and releases with an audit event.

use axum::extract::{Path, State};
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use commonweal_shared::access::Role;
use commonweal_shared::api::{self, Home, Recent, Waiting};
use commonweal_shared::audit::{OPENED_REPORT_MAX, OpenedReport};
use commonweal_shared::ids::{PersonId, ResourceId};
use commonweal_shared::problem::Problem;
use commonweal_shared::records::{Chart, Found, SearchRequest, SearchTerms};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::{FoundChart, ReadAhead};
use super::{keep, search, store};
use crate::access::{
    self, RecordGrant, SignedIn, Token, may_open, may_open_by, may_review, may_search, may_see_waiting,
    signed_in_beside,
};
use crate::app::{App, AppState};
use crate::audit::{self, Action};
use crate::web::{ApiError, Json, PathId, Turn};

/// How far back "opened lately" looks: 30 days, in microseconds.
const LATELY: i64 = 30 * 24 * 3_600 * 1_000_000;
/// How many unreviewed claims are listed.
const CLAIMS: i64 = 200;
/// How many records "opened lately" names.
const RECENT: i64 = 10;

/// The routes by which records are read, with their descriptions.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(home))
        .routes(routes!(people_search))
        .routes(routes!(record))
        .routes(routes!(record_opened))
        .routes(routes!(record_seen))
        .routes(routes!(resource))
        .routes(routes!(waiting))
}

/// What this person should see first, by their role.
#[utoipa::path(
    get, path = api::HOME, tag = "records",
    responses((status = 200, body = Home, description = "What needs them"), (status = 401, body = Problem))
)]
async fn home(State(app): State<AppState>, who: SignedIn) -> Result<Json<Home>, ApiError> {
    let role = who.acting_as.role;
    let mut home = Home { recent: Vec::new(), claims: Vec::new(), waiting: 0 };
    if role == Role::Clinician {
        home.recent = recent(&app, &who).await?;
    }
    if role.reviews_access() {
        let grant = may_review(&app, &who, None).await?;
        let claims = access::unreviewed_claims(&app.db, &grant, CLAIMS).await?;
        let event = grant.event(Action::HomeRead).detail(format!("{} claims", claims.len()));
        home.claims = app.audit.release(claims, event).await?;
    }
    if role.sees_waiting() {
        let grant = may_see_waiting(&app, &who).await?;
        home.waiting = store::waiting_count(&app.db, &grant).await?;
    }
    Ok(Json(home))
}

async fn recent(app: &App, who: &SignedIn) -> Result<Vec<Recent>, ApiError> {
    let grant = may_search(app, who).await?;
    let since = app.clock.now().plus_micros(-LATELY);
    let opened = audit::recently_opened(&app.db, &grant, since, RECENT).await?;
    let event = grant.event(Action::HomeRead).detail(format!("{} records opened lately", opened.len()));
    let opened = app.audit.release(opened, event).await?;
    let ids: Vec<PersonId> = opened.iter().map(|(person, _)| *person).collect();
    let people = store::identities(&app.db, &grant, &ids).await?;
    Ok(opened
        .into_iter()
        .filter_map(|(id, at)| Some(Recent { person: people.iter().find(|person| person.id == id)?.clone(), at }))
        .collect())
}

/// Find people by NHS number, or by name and date of birth. At most 50 are answered, and one more when there are more.
#[utoipa::path(
    post, path = api::SEARCH, tag = "records",
    request_body(content = SearchRequest, example = json!({ "query": "callum rigg 23 Jul 1991" })),
    responses(
        (status = 200, body = Vec<Found>, description = "Whoever was found; 51 of them mean that there are more", links(
            ("open" = (operation_id = "record", parameters(("person" = "$response.body#/0/person/id")))),
            ("claim" = (operation_id = "claim", parameters(("person" = "$response.body#/0/person/id")))),
            ("who_saw_it" = (operation_id = "access_log", parameters(("person" = "$response.body#/0/person/id")))),
        )),
        (status = 403, body = Problem, description = "This role does not open people's records"),
        (status = 422, body = Problem, description = "Nothing can be searched by what was typed"),
        (status = 429, body = Problem, description = "Too many searches; `Retry-After` says when to try again"),
    )
)]
async fn people_search(
    State(app): State<AppState>,
    who: SignedIn,
    Json(request): Json<SearchRequest>,
) -> Result<Json<Vec<Found>>, ApiError> {
    let grant = may_search(&app, &who).await?;
    app.gate.take(Turn::Search(who.account), app.clock.now())?;
    let terms = SearchTerms::parse(&request.query).map_err(|error| ApiError::field("query", error.to_string()))?;
    let sealed = search::find(&app.db, &grant, &terms).await?;
    let event = grant.event(Action::PeopleSearched).detail(format!("{} found", sealed.len()));
    let people = app.audit.release(sealed, event).await?;
    let mut found = Vec::with_capacity(people.len());
    for person in people {
        let relationship = access::relationship_on_file(&app, &grant, person.id).await?;
        found.push(Found { person, relationship });
    }
    Ok(Json(found))
}

/// A person's record, as this clearance may see it. An answer that says "unchanged" is audited like any other.
#[utoipa::path(
    get, path = api::RECORD, tag = "records", params(("person" = PersonId, Path, description = "Whose")),
    responses(
        (status = 200, body = Chart, description = "The chart", headers(
            ("etag" = String, description = "Its hash"),
            ("x-commonweal-person" = PersonId, description = "Whose it is"),
        ), links(
            ("report" = (operation_id = "record_opened", parameters(("person" = "$response.body#/person/id")))),
            ("first" = (operation_id = "resource", parameters(("resource" = "$response.body#/sections/0/rows/0/id")))),
        )),
        (status = 304, description = "It is the one that If-None-Match names"),
        (status = 403, body = Problem, description = "No relationship, or a role that opens no records"),
        (status = 404, body = Problem, description = "There is no such person"),
    )
)]
async fn record(
    State(app): State<AppState>,
    token: Token,
    PathId(person): PathId<PersonId>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let deciding = async {
        let (who, on_file) = signed_in_beside(&app, token, person).await?;
        Ok::<_, ApiError>(may_open_by(&app, &who, person, &on_file).await?)
    };
    let (grant, ahead) = tokio::join!(deciding, store::read_ahead(&app.db, &app.charts, person));
    let grant = grant?;
    let found = kept_to_be_shown_again(&app, &grant, ahead?).await?;
    let hash = found.sealed.chart_hash().unwrap_or_default().to_owned();
    let etag = format!("\"{hash}\"");
    let unchanged = headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes());
    let detail = if unchanged { "unchanged" } else { grant.relationship().kind.id() };
    let chart = app.audit.release(found.sealed, grant.record_event(Action::RecordOpened).detail(detail)).await?;
    let mut response = if unchanged {
        StatusCode::NOT_MODIFIED.into_response()
    } else if takes_brotli(&headers) {
        let body = ([(CONTENT_ENCODING, HeaderValue::from_static("br"))], chart.body);
        body.into_response()
    } else {
        keep::unpack(&chart.body).map_err(ApiError::internal)?.into_response()
    };
    let out = response.headers_mut();
    out.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    out.insert(VARY, HeaderValue::from_name(ACCEPT_ENCODING));
    out.insert(ETAG, HeaderValue::try_from(etag).map_err(ApiError::internal)?);
    about(&mut response, person)?;
    Ok(response)
}

/// What was served must be there to be shown again (records.md 7.6), so it is marked before the answer. One that an
/// arrival replaced before it could be marked is gone: the newer one is opened then.
async fn kept_to_be_shown_again(app: &App, grant: &RecordGrant, mut ahead: ReadAhead) -> Result<FoundChart, ApiError> {
    /// Replaced as often as that between two statements, a record is under a flood of arrivals.
    const TRIES: usize = 8;
    for _ in 0..TRIES {
        let found = ahead.unlock(grant)?.ok_or_else(no_such_person)?;
        let hash = found.sealed.chart_hash().unwrap_or_default();
        if found.opened || store::mark_opened(&app.db, grant, hash).await? {
            return Ok(found);
        }
        ahead = store::read_ahead(&app.db, &app.charts, grant.person()).await?;
    }
    Err(ApiError::unavailable("record-changes", "This record is being changed at this moment.")
        .detail("Try again shortly."))
}

/// What was opened in the view: sections and items, by id.
#[utoipa::path(
    post, path = api::RECORD_OPENED, tag = "records", params(("person" = PersonId, Path, description = "Whose")),
    request_body(content = OpenedReport, example = json!({ "events": [{ "section": "allergies" }] })),
    responses(
        (status = 204, description = "It is in the audit log"),
        (status = 403, body = Problem, description = "No relationship, or a role that opens no records"),
        (status = 422, body = Problem, description = "More than 500 at once"),
    )
)]
async fn record_opened(
    State(app): State<AppState>,
    who: SignedIn,
    PathId(person): PathId<PersonId>,
    Json(report): Json<OpenedReport>,
) -> Result<StatusCode, ApiError> {
    let grant = may_open(&app, &who, person).await?;
    if report.events.len() > OPENED_REPORT_MAX {
        let found = report.events.len();
        return Err(ApiError::field(
            "events",
            format!("At most {OPENED_REPORT_MAX} events at once; there were {found}."),
        ));
    }
    let events = report.events.iter().map(|opened| match opened.item {
        Some(item) => grant.record_event(Action::ItemOpened).detail(format!("{}/{item}", opened.section.id())),
        None => grant.record_event(Action::SectionOpened).detail(opened.section.id()),
    });
    app.audit.commit_all(events.collect()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A person's record as it was served under this hash: what somebody saw, for whoever reviews it.
#[utoipa::path(
    get, path = api::RECORD_SEEN, tag = "records",
    params(
        ("person" = PersonId, Path, description = "Whose"),
        ("hash" = String, Path, description = "The hash that the access log has, in hex"),
    ),
    responses(
        (status = 200, body = Chart, description = "The chart as it was",
            headers(("x-commonweal-person" = PersonId, description = "Whose it is"))),
        (status = 403, body = Problem, description = "This role does not review who opened records"),
        (status = 404, body = Problem, description = "Nothing was served under this hash"),
    )
)]
async fn record_seen(
    State(app): State<AppState>,
    who: SignedIn,
    Path((person, hash)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let missing = || ApiError::not_found("Nothing was served under this hash.");
    let person: PersonId = person.parse().map_err(|_| missing())?;
    let grant = may_review(&app, &who, Some(person)).await?;
    let sealed = store::opened_chart(&app.db, &grant, person, &hash).await?.ok_or_else(missing)?;
    let body = app.audit.release(sealed, grant.event(Action::RecordReviewed).about(person)).await?;
    let mut response = keep::unpack(&body).map_err(ApiError::internal)?.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    about(&mut response, person)?;
    Ok(response)
}

/// One resource's bytes, exactly as its source sent them.
#[utoipa::path(
    get, path = api::RESOURCE, tag = "records", params(("resource" = ResourceId, Path, description = "Which")),
    responses(
        (status = 200, description = "As received", content_type = "application/fhir+json", body = Object,
            headers(("x-commonweal-person" = PersonId, description = "Whose it is"))),
        (status = 403, body = Problem, description = "No relationship, or a role that opens no records"),
        (status = 404, body = Problem, description = "There is no such resource, or not for this clearance"),
    )
)]
async fn resource(
    State(app): State<AppState>,
    who: SignedIn,
    PathId(id): PathId<ResourceId>,
) -> Result<Response, ApiError> {
    let missing = || ApiError::not_found("There is no such resource.");
    let person = store::person_of_resource(&app.db, id).await?.ok_or_else(missing)?;
    let grant = may_open(&app, &who, person).await?;
    let sealed = store::resource_bytes(&app.db, &grant, id).await?.ok_or_else(missing)?;
    let event = grant.record_event(Action::ResourceRead).detail(id.to_string());
    let bytes = app.audit.release(sealed, event).await?;
    let mut response = bytes.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/fhir+json; charset=utf-8"));
    about(&mut response, person)?;
    Ok(response)
}

/// What waits to be matched, by arrival and reason, newest first.
#[utoipa::path(
    get, path = api::WAITING, tag = "records",
    responses(
        (status = 200, body = Vec<Waiting>, description = "At most the newest 500; names nobody"),
        (status = 403, body = Problem, description = "This role does not see what waits"),
    )
)]
async fn waiting(State(app): State<AppState>, who: SignedIn) -> Result<Json<Vec<Waiting>>, ApiError> {
    let grant = may_see_waiting(&app, &who).await?;
    let sealed = store::waiting(&app.db, &grant).await?;
    let event = grant.event(Action::WaitingRead).detail(format!("{} listed", sealed.len()));
    Ok(Json(app.audit.release(sealed, event).await?))
}

fn no_such_person() -> ApiError {
    ApiError::not_found("There is no such person.")
}

fn takes_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|one| {
        let mut parts = one.trim().split(';');
        parts.next() == Some("br") && !parts.any(|part| part.trim() == "q=0")
    })
}

/// Names the person, so that a browser drops an answer about somebody else (complaint C21).
fn about(response: &mut Response, person: PersonId) -> Result<(), ApiError> {
    let value = HeaderValue::try_from(person.to_string()).map_err(ApiError::internal)?;
    response.headers_mut().insert(HeaderName::from_static(api::PERSON_HEADER), value);
    Ok(())
}
