use std::time::Instant;

use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::header::HeaderValue;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use commonweal_shared::api;
use tracing::Instrument as _;

use super::ApiError;
use super::plain::as_problem;
use super::problem::name_request;
use crate::app::AppState;

/// The id that finds an answer in the log; it also stands in the header `x-request-id`.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

impl<S: Send + Sync> FromRequestParts<S> for RequestId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| ApiError::internal("a request without an id"))
    }
}

/// The outermost layer: gives the request an id and a span, counts it, and writes the id into problems.
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
    let in_flight = app.metrics.begin();
    let mut response = as_problem(next.run(request).instrument(span.clone()).await);
    let took = started.elapsed();
    let status = response.status();
    drop(in_flight);
    app.metrics.request(&method, route, status, took);
    span.in_scope(|| {
        let (status, took) = (status.as_u16(), u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
        // Whoever watches asks every few seconds.
        if matches!(route, api::HEALTHZ | api::READYZ | api::METRICS) {
            tracing::debug!(http.status = status, duration.us = took, "A request was answered.");
        } else {
            tracing::info!(http.status = status, duration.us = took, "A request was answered.");
        }
    });
    name_request(&mut response, &id);
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}
