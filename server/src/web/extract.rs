use std::error::Error;
use std::str::FromStr;

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::ApiError;
use super::bounds;
use super::paced::TooSlow;

/// A JSON body, in or out. What can't be read is answered with a problem that says where, and never repeats a value.
#[derive(Debug, Clone)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            return Err(ApiError::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not-json",
                "Send the body as JSON, with Content-Type: application/json.",
            ));
        }
        let body = Bytes::from_request(request, state).await.map_err(|error| unread(&error))?;
        read(&body).map(Self)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let named = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    named.split(';').next().is_some_and(|name| name.trim().eq_ignore_ascii_case("application/json"))
}

/// Why a body did not come whole.
fn unread(error: &BytesRejection) -> ApiError {
    if let BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) = error {
        return ApiError::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            "The body is larger than 2 MiB, which is the most that is taken here.",
        );
    }
    if came_too_slowly(error) {
        ApiError::body_too_slow()
    } else {
        ApiError::bad_request("The body did not come whole.")
    }
}

/// Whether a body could not be read because its client sent too little for too long.
pub fn came_too_slowly(error: &(dyn Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| (*error).source()).any(|error| error.is::<TooSlow>())
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    if let Err(wrong) = bounds::check(body) {
        let place = place(&wrong.path, wrong.line, wrong.column);
        return Err(ApiError::bad_request("The body is not what this address takes.")
            .detail(format!("{place}: {}", wrong.what)));
    }
    let mut text = serde_json::Deserializer::from_slice(body);
    let value: Result<T, _> = serde_path_to_error::deserialize(&mut text);
    let value = value.map_err(|error| wrong(&error))?;
    text.end().map_err(|error| not_json(&error))?;
    Ok(value)
}

fn not_json(error: &serde_json::Error) -> ApiError {
    let what = if error.is_eof() { "it ends in the middle" } else { "what stands there is not JSON" };
    ApiError::bad_request("The body is not JSON.")
        .detail(format!("{}: {what}.", place("", error.line(), error.column())))
}

fn wrong(error: &serde_path_to_error::Error<serde_json::Error>) -> ApiError {
    let inner = error.inner();
    if !inner.is_data() {
        return not_json(inner);
    }
    let path = error.path().to_string();
    // A path through what the body itself names may be as long as the body.
    let path = if path == "." || path.len() > 200 { "" } else { path.as_str() };
    ApiError::bad_request("The body is not what this address takes; the OpenAPI document describes it.")
        .detail(format!("{}: {}.", place(path, inner.line(), inner.column()), expected(&inner.to_string())))
}

/// What was expected, of a message that may repeat what was sent: only the words of our own types are taken from it.
fn expected(message: &str) -> String {
    let message = message.rsplit_once(" at line ").map_or(message, |(message, _)| message);
    if message.starts_with("missing field `") {
        return format!("{} is expected there", message.replacen("missing field", "the field", 1));
    }
    if message.starts_with("unknown field `") {
        return message.rsplit_once(", expected ").map_or_else(
            || "no field is expected there".to_owned(),
            |(_, expected)| format!("a field of another name was expected: {expected}"),
        );
    }
    message
        .rsplit_once(", expected ")
        .filter(|_| message.starts_with("invalid ") || message.starts_with("unknown "))
        .map_or_else(
            || "another value was expected".to_owned(),
            // A type's name means nothing to those who send.
            |(_, expected)| match expected {
                "u8" | "u16" | "u32" | "u64" | "usize" => "expected a whole number, 0 or more".to_owned(),
                "i8" | "i16" | "i32" | "i64" | "isize" => "expected a whole number".to_owned(),
                _ if expected.starts_with("struct ") => "expected an object".to_owned(),
                _ => format!("expected {expected}"),
            },
        )
}

fn place(path: &str, line: usize, column: usize) -> String {
    let name = if path.is_empty() { String::new() } else { format!("{path}, ") };
    format!("At {name}line {line}, column {column}")
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// The one identifier in the address. An address with something else there is an address of nothing.
#[derive(Debug, Clone, Copy)]
pub struct PathId<T>(pub T);

impl<T: FromStr, S: Send + Sync> FromRequestParts<S> for PathId<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let text = Path::<String>::from_request_parts(parts, state).await.ok().map(|Path(text)| text);
        text.and_then(|text| text.parse().ok())
            .map(Self)
            .ok_or_else(|| ApiError::not_found("There is nothing at this address."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_expected_is_said_and_what_was_sent_is_not() {
        let cases = [
            ("invalid type: integer `7`, expected a string at line 1 column 11", "expected a string"),
            (
                "invalid type: string \"a, expected b\", expected u32 at line 1 column 2",
                "expected a whole number, 0 or more",
            ),
            ("invalid type: null, expected struct SearchRequest at line 1 column 4", "expected an object"),
            ("missing field `query` at line 1 column 2", "the field `query` is expected there"),
            (
                "unknown field `Rigg`, expected `query` at line 1 column 7",
                "a field of another name was expected: `query`",
            ),
            ("Rigg is no id at line 1 column 7", "another value was expected"),
        ];
        for (message, said) in cases {
            assert_eq!(expected(message), said);
        }
    }

    #[test]
    fn json_is_known_by_its_name_alone() {
        let named = |name: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, name.parse().expect("a header"));
            is_json(&headers)
        };
        assert!(named("application/json") && named("Application/JSON; charset=utf-8"));
        assert!(!named("text/json") && !named("application/jsonx") && !named("application/fhir+json") && !named(""));
        assert!(!is_json(&HeaderMap::new()));
    }
}
