use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::header::{CONTENT_LENGTH, HeaderValue};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use commonweal_shared::problem::Problem;
use tracing::Instrument as _;

use super::ApiError;
use super::problem::problem_body;
use crate::app::AppState;

/// How long a request may take, all in all. Taking data in is a command, not a request, so nothing is longer.
const LONGEST: Duration = Duration::from_secs(30);

/// The id that finds an answer in the log; it also stands in the header `x-request-id`.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

impl<S: Send + Sync> FromRequestParts<S> for RequestId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| ApiError::internal("a request without an id"))
    }
}

/// The outermost layer: gives the request an id, a span and a time limit, counts it, and writes the id into problems.
///
/// The span and the counters know the route (`/api/records/{person}`), never the address or the query, so that no
/// identifier of a person reaches a log.
pub async fn observe(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    let id = crate::clock::new_uuid(app.clock.now()).simple().to_string();
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("(page)", MatchedPath::as_str);
    let span = tracing::info_span!("request", request.id = %id, http.method = %method, http.route = route);
    let started = Instant::now();
    let mut response = async {
        tokio::time::timeout(LONGEST, next.run(request)).await.unwrap_or_else(|_| {
            ApiError::unavailable("too-slow", "This took too long and was stopped.")
                .detail("Try again shortly.")
                .cause("the time limit for a request")
                .into_response()
        })
    }
    .instrument(span.clone())
    .await;
    let took = started.elapsed();
    let status = response.status();
    app.metrics.request(&method, route, status, took);
    span.in_scope(|| {
        tracing::debug!(http.status = status.as_u16(), duration.us = took.as_micros(), "A request was answered.");
    });
    if let Some(mut problem) = response.extensions_mut().remove::<Problem>() {
        problem.request_id.clone_from(&id);
        response.headers_mut().remove(CONTENT_LENGTH);
        *response.body_mut() = Body::from(problem_body(&problem));
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}
