use std::sync::Arc;
use std::time::Instant;

use axum::body::{Body, HttpBody as _};
use axum::extract::{FromRequestParts, Path, State};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use commonweal_shared::api;
use commonweal_shared::ids::OdsCode;
use commonweal_shared::problem::{MEDIA_TYPE, Problem};
use tracing::Instrument as _;

use super::answer::{Issues, ProblemBody, Received, Resource};
use super::desk::Ticket;
use super::parcel::Parcel;
use super::{body, issues, media, refusals};
use crate::access::{IntakeGrant, intake_by_credential};
use crate::app::{App, AppState};
use crate::audit::Action;
use crate::records::{ImportTally, Publisher};
use crate::web::{ApiError, Json};
use crate::work::aside;

/// Send FHIR data of an organisation, with its own credential: R4 (UK Core) or STU3 (GP Connect).
///
/// A bundle, a single resource, or one of either on each line; plain or packed with gzip. Each bundle is taken whole or
/// not at all, and the same bytes once more change nothing, so whatever was not answered can be sent again.
#[utoipa::path(
    post, path = api::INTAKE, tag = "intake", security(("credential" = [])),
    params(("source" = OdsCode, Path, description = "The organisation whose data it is; the credential must be its own")),
    request_body(description = "FHIR as JSON in UTF-8, at most 64 MiB unless it is set otherwise", content(
        (Resource = "application/fhir+json"), (Resource = "application/json"),
        (String = "application/fhir+ndjson"), (String = "application/x-ndjson"),
    )),
    responses(
        (status = 200, body = Received, description = "It was taken; what became of it, and what to look at"),
        (status = 400, body = ProblemBody, content_type = MEDIA_TYPE, description = "The body is cut short, or no JSON; nothing was taken"),
        (status = 401, body = Problem, content_type = MEDIA_TYPE, description = "There is no credential, or none that works",
            headers(("www-authenticate" = String, description = "`Bearer`"))),
        (status = 403, body = Problem, content_type = MEDIA_TYPE, description = "The credential is not for this organisation, or a page of another site asks"),
        (status = 408, body = Problem, content_type = MEDIA_TYPE, description = "The body took too long to arrive; nothing was taken"),
        (status = 413, body = ProblemBody, content_type = MEDIA_TYPE, description = "The body or one of its resources is too large"),
        (status = 415, body = Problem, content_type = MEDIA_TYPE, description = "It says that it is no FHIR JSON, or packed otherwise than by gzip"),
        (status = 422, body = ProblemBody, content_type = MEDIA_TYPE, description = "It is no FHIR, or its data may not be stored here"),
        (status = 429, body = Problem, content_type = MEDIA_TYPE, description = "Too many requests; `Retry-After` says when to try again"),
        (status = 500, body = ProblemBody, content_type = MEDIA_TYPE, description = "Something went wrong on the server"),
        (status = 503, body = ProblemBody, content_type = MEDIA_TYPE, description = "There is no room now; `Retry-After` says when to try again"),
    )
)]
pub(super) async fn intake(
    State(app): State<AppState>,
    SourceNamed(source): SourceNamed,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Received>, ApiError> {
    let grant = intake_by_credential(&app, bearer(&headers), &source).await?;
    media::check(&headers)?;
    let limits = *app.intake.limits();
    let declared = body.size_hint().exact();
    let mut ticket = app.intake.admit(declared).map_err(|full| refusals::full(full, &limits))?;
    let bytes = body::read(body, declared, &mut ticket).await.map_err(|bad| refusals::bad_body(bad, &limits))?;
    let turn = app.intake.turn().await.map_err(|full| refusals::full(full, &limits))?;
    // A task of its own: a sender who goes away now does not break it off, so that the log gets its tally.
    let work = async move {
        let outcome = take_in(&app, &grant, bytes, ticket).await;
        drop(turn);
        outcome
    };
    tokio::spawn(work.in_current_span()).await.map_err(ApiError::internal)?.map(Json)
}

async fn take_in(app: &App, grant: &IntakeGrant, bytes: Vec<u8>, mut ticket: Ticket) -> Result<Received, ApiError> {
    let limits = *ticket.limits();
    let opened = aside(move || {
        let unpacked = body::unpack(bytes, &mut ticket).map_err(|bad| refusals::bad_body(bad, &limits))?;
        let parcel = Parcel::open(&unpacked).map_err(refusals::bad_parcel)?;
        // The room is held until the records are written: the submissions have the same bytes.
        Ok::<_, ApiError>((parcel, ticket))
    });
    let (parcel, _ticket) = opened.await.map_err(ApiError::internal)??;
    put_on_record(app, grant, Arc::new(parcel)).await
}

async fn put_on_record(app: &App, grant: &IntakeGrant, parcel: Arc<Parcel>) -> Result<Received, ApiError> {
    let source = grant.source();
    let event = |said: String| grant.event(Action::Imported).detail(format!("from {source}: {said}"));
    let mut taken = ImportTally { files: 1, ..ImportTally::default() };
    let begun = app.audit.commit(event("begun".to_owned())).await;
    begun.map_err(|error| refusals::not_audited(error, &taken))?;
    let mut found = Issues::default();
    let publisher = Publisher::new(app.db.clone(), grant.clone(), Arc::clone(&app.clock)).await;
    let publisher = publisher.map_err(|error| refusals::not_published(error, &parcel, 0, &taken))?;
    for (nth, submission) in parcel.submissions.iter().enumerate() {
        let placed = async {
            let begun = Instant::now();
            let tally = publisher.publish(Arc::clone(submission)).await?;
            app.metrics.took_in(&tally, begun.elapsed());
            taken.add(&tally);
            found.extend(issues::of_submission(&app.db, grant, &parcel, nth, &tally, app.clock.now()).await?);
            Ok(())
        };
        if let Err(error) = placed.await {
            let broken_off = app.audit.commit(event(format!("broken off after {taken}"))).await;
            broken_off.map_err(|error| refusals::not_audited(error, &taken))?;
            return Err(refusals::not_published(error, &parcel, nth, &taken));
        }
    }
    let done = app.audit.commit(event(taken.to_string())).await;
    done.map_err(|error| refusals::not_audited(error, &taken))?;
    Ok(found.with(&taken))
}

/// The credential that came with the request: the one `Authorization` header, where it is a bearer's.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut sent = headers.get_all(AUTHORIZATION).iter();
    let (scheme, credential) = sent.next()?.to_str().ok()?.trim().split_once(' ')?;
    (sent.next().is_none() && scheme.eq_ignore_ascii_case("Bearer")).then(|| credential.trim())
}

/// The organisation that the address names, whatever stands there: only the credential says which there are.
pub(super) struct SourceNamed(String);

impl<S: Send + Sync> FromRequestParts<S> for SourceNamed {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let named = Path::<String>::from_request_parts(parts, state).await;
        Ok(Self(named.map_or_else(|_| String::new(), |Path(text)| text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bearer_is_one_and_anything_else_is_none() {
        let read = |lines: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(AUTHORIZATION, line.parse().expect("a header"));
            }
            bearer(&headers).map(str::to_owned)
        };
        assert_eq!(read(&["Bearer cw_1"]).as_deref(), Some("cw_1"));
        assert_eq!(read(&["bearer  cw_1 "]).as_deref(), Some("cw_1"));
        for none in [&["Basic cw_1"][..], &["cw_1"], &["Bearer"], &["Bearer cw_1", "Bearer cw_2"], &[]] {
            assert_eq!(read(none), None, "{none:?}");
        }
    }
}
