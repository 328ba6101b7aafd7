use std::error::Error;
use std::fmt;

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use commonweal_shared::access::ReasonError;
use commonweal_shared::problem::{MEDIA_TYPE, Problem};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::access::{AccessError, CredentialError, Refused};
use crate::audit::AuditError;
use crate::db::DbError;

/// What a handler answers when it can't do what was asked: the one place where an error becomes a status.
///
/// The caller is told a kind and a safe sentence; the log is told the cause, under the same request id.
/// Domain errors know nothing of this; they are turned into it by `From`.
pub struct ApiError {
    status: StatusCode,
    kind: &'static str,
    title: String,
    detail: Option<String>,
    field: Option<&'static str>,
    retry_after: Option<u32>,
    asks_bearer: bool,
    members: Option<Box<Map<String, Value>>>,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl ApiError {
    /// An answer of this status; `kind` is a stable id, `title` a sentence that is safe to show.
    pub fn new(status: StatusCode, kind: &'static str, title: impl Into<String>) -> Self {
        Self {
            status,
            kind,
            title: title.into(),
            detail: None,
            field: None,
            retry_after: None,
            asks_bearer: false,
            members: None,
            cause: None,
        }
    }

    /// 404: there is no such thing, or none that this person may know of.
    pub fn not_found(title: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", title)
    }

    /// 405.
    pub fn method_not_allowed() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "This address does not take that method.")
    }

    /// 400: the request can't be read.
    pub fn bad_request(title: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad-request", title)
    }

    /// 422: one field of a form can't be taken; the sentence stands beside it.
    pub fn field(field: &'static str, title: impl Into<String>) -> Self {
        Self { field: Some(field), ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "field", title) }
    }

    /// 401: nobody is signed in, or the session has ended.
    pub fn not_signed_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not-signed-in", "You are not signed in, or your session has ended.")
            .detail("Sign in again.")
    }

    /// 401: no credential of an organisation came with the request, or none that works.
    pub fn no_credential() -> Self {
        let title = "This request has no credential that works here.";
        Self {
            asks_bearer: true,
            ..Self::new(StatusCode::UNAUTHORIZED, "no-credential", title)
                .detail("Send the organisation's own credential in the header: Authorization: Bearer cw_…")
        }
    }

    /// 403.
    pub fn forbidden(kind: &'static str, title: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, kind, title)
    }

    /// 429, with the seconds after which it may be tried again.
    pub fn too_many(title: impl Into<String>, retry_after: u32) -> Self {
        Self { retry_after: Some(retry_after), ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-attempts", title) }
    }

    /// 408: the body came too slowly.
    pub fn body_too_slow() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "too-slow", "The body of this request came too slowly.")
            .detail("Send it again over a better connection.")
    }

    /// 500: the cause goes to the log.
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong on the server.")
            .detail("Try again. If it stays, give the request id to the people who run this system.")
            .cause(cause)
    }

    /// 503: something that the server needs does not answer; the cause goes to the log.
    pub fn unavailable(kind: &'static str, title: impl Into<String>) -> Self {
        Self { retry_after: Some(5), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, kind, title) }
    }

    /// What to do about it.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// A member of its own beside those that every problem has (RFC 9457, 3.2). Left out when it can't be JSON.
    #[must_use]
    pub fn member(mut self, name: &'static str, value: impl Serialize) -> Self {
        if let Ok(value) = serde_json::to_value(value) {
            self.members.get_or_insert_default().insert(name.to_owned(), value);
        }
        self
    }

    /// The seconds after which it may be tried again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Why it happened, for the log only.
    #[must_use]
    pub fn cause(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// The status that it will be answered with.
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    fn log(&self) {
        let Some(cause) = &self.cause else { return };
        let mut chain = cause.to_string();
        let mut source = cause.source();
        while let Some(inner) = source {
            chain.push_str(": ");
            chain.push_str(&inner.to_string());
            source = inner.source();
        }
        if self.status.is_server_error() {
            tracing::error!(problem.kind = self.kind, error.cause = %chain, "A request failed.");
        } else {
            tracing::info!(problem.kind = self.kind, error.cause = %chain, "A request was refused.");
        }
    }
}

/// A problem with its members as it goes out.
#[derive(Debug, Clone, Serialize)]
struct Told {
    #[serde(flatten)]
    problem: Problem,
    #[serde(flatten)]
    members: Map<String, Value>,
}

impl Told {
    fn body(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a problem is plain data, which always serialises")
    }
}

/// Writes the request's id into an answer that is a problem.
pub(super) fn name_request(response: &mut Response, id: &str) {
    if let Some(mut told) = response.extensions_mut().remove::<Told>() {
        id.clone_into(&mut told.problem.request_id);
        response.headers_mut().remove(CONTENT_LENGTH);
        *response.body_mut() = Body::from(told.body());
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        self.log();
        let problem = Problem {
            r#type: self.kind.to_owned(),
            title: self.title,
            status: self.status.as_u16(),
            detail: self.detail,
            field: self.field.map(str::to_owned),
            request_id: String::new(),
        };
        let told = Told { problem, members: self.members.map(|members| *members).unwrap_or_default() };
        let mut response = (self.status, told.body()).into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.asks_bearer {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        // The outermost layer writes the body again, with the request id in it.
        response.extensions_mut().insert(told);
        response
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError").field("status", &self.status).field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl From<DbError> for ApiError {
    fn from(error: DbError) -> Self {
        Self::unavailable("database-unavailable", "The database does not answer.")
            .detail("Try again shortly.")
            .cause(error)
    }
}

impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        DbError::from(error).into()
    }
}

impl From<AuditError> for ApiError {
    fn from(error: AuditError) -> Self {
        Self::unavailable("audit-unavailable", "This can't be shown now, because the access log can't be written.")
            .detail("Try again shortly. If it stays, tell the people who run this system.")
            .cause(error)
    }
}

impl From<Refused> for ApiError {
    fn from(refused: Refused) -> Self {
        Self::forbidden(refused.id(), refused.to_string())
    }
}

impl From<AccessError> for ApiError {
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::Refused(refused) => refused.into(),
            AccessError::Database(error) => error.into(),
            AccessError::Audit(error) => error.into(),
        }
    }
}

impl From<CredentialError> for ApiError {
    fn from(error: CredentialError) -> Self {
        match error {
            CredentialError::None => Self::no_credential(),
            CredentialError::Access(error) => error.into(),
        }
    }
}

impl From<ReasonError> for ApiError {
    fn from(error: ReasonError) -> Self {
        Self::field("reason", error.to_string())
    }
}
