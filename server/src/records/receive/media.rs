//! What a body says that it is.

use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};

use crate::web::ApiError;

/// What is taken; also in the description of the surface.
pub(super) const TYPES: [&str; 4] =
    ["application/fhir+json", "application/json", "application/fhir+ndjson", "application/x-ndjson"];

/// Refuses what is no FHIR JSON by its own word, or is packed otherwise than by gzip.
pub(super) fn check(headers: &HeaderMap) -> Result<(), ApiError> {
    let one = |name| -> Result<Option<String>, ()> {
        let mut values = headers.get_all(name).iter();
        let first = values.next().map(|value| value.to_str().map(str::to_ascii_lowercase));
        if values.next().is_some() { Err(()) } else { first.transpose().map_err(|_| ()) }
    };
    let media = one(CONTENT_TYPE).ok().flatten().unwrap_or_default();
    let mut parts = media.split(';').map(str::trim);
    let known = parts.next().is_some_and(|essence| TYPES.contains(&essence));
    let utf8 = parts.all(|part| {
        part.strip_prefix("charset=").is_none_or(|charset| matches!(charset.trim_matches('"'), "utf-8" | "utf8"))
    });
    if !known || !utf8 {
        let title = format!("Send FHIR as JSON in UTF-8, with one of these as Content-Type: {}.", TYPES.join(", "));
        return Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-fhir-json", title));
    }
    match one(CONTENT_ENCODING).as_ref().map(Option::as_deref) {
        Ok(None | Some("" | "identity" | "gzip" | "x-gzip")) => Ok(()),
        _ => Err(ApiError::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "not-gzip",
            "Send the body as it is, or packed once with gzip.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().expect("a header"));
        }
        check(&headers).is_ok()
    }

    #[test]
    fn fhir_json_is_taken_plain_or_packed() {
        for media in TYPES {
            assert!(taken(&[("content-type", media)]), "{media}");
        }
        assert!(taken(&[("content-type", "Application/FHIR+JSON; charset=UTF-8; fhirVersion=4.0")]));
        assert!(taken(&[("content-type", TYPES[0]), ("content-encoding", "gzip")]));
    }

    #[test]
    fn nothing_else_is() {
        assert!(!taken(&[]));
        for media in ["application/fhir+xml", "text/plain", "application/jsonx", "", "application/json; charset=utf-16"]
        {
            assert!(!taken(&[("content-type", media)]), "{media}");
        }
        for encoding in ["br", "deflate", "gzip, gzip"] {
            assert!(!taken(&[("content-type", TYPES[0]), ("content-encoding", encoding)]), "{encoding}");
        }
        assert!(!taken(&[("content-type", TYPES[0]), ("content-type", TYPES[1])]), "two types are none");
    }
}
