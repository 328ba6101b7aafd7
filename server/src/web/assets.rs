use std::borrow::Cow;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::ApiError;
use super::headers::is_api;

/// The browser side as it was built: inside the program when it is released, read from the folder while developing.
#[derive(RustEmbed)]
#[folder = "../target/site"]
struct Site;

/// Answers everything that no route answers: files of the browser side, its page for its own addresses, or a problem.
pub async fn serve_asset(request: Request) -> Response {
    let path = request.uri().path();
    if is_api(path) {
        return ApiError::not_found("There is nothing at this address.").into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return ApiError::method_not_allowed().into_response();
    }
    let file = path.trim_start_matches('/');
    match page_or_file(file) {
        Some(name) => answer(name, request.headers()),
        None => ApiError::not_found("There is no such file.").into_response(),
    }
}

/// Which file an address means: itself, or the one page for addresses of the browser side, which never hold a dot.
fn page_or_file(path: &str) -> Option<&str> {
    let compressed = path.ends_with(".br") || path.ends_with(".gz");
    let hidden = path.split('/').any(|part| part.is_empty() || part.starts_with('.'));
    match path {
        "" => Some("index.html"),
        _ if path.contains('.') => (!compressed && !hidden).then_some(path),
        _ => Some("index.html"),
    }
}

fn answer(name: &str, asked: &HeaderMap) -> Response {
    let Some((file, encoding)) = best_encoding(name, asked) else {
        if name == "index.html" {
            return not_built();
        }
        return ApiError::not_found("There is no such file.").into_response();
    };
    let tag = format!("\"{}\"", hex::encode(&file.metadata.sha256_hash()[..16]));
    let unchanged = asked
        .get(IF_NONE_MATCH)
        .and_then(|known| known.to_str().ok())
        .is_some_and(|known| known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag));
    let mut response = if unchanged {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let body = match file.data {
            Cow::Borrowed(bytes) => Body::from(bytes),
            Cow::Owned(bytes) => Body::from(bytes),
        };
        Response::new(body)
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(caching(name)));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    response
}

/// The smallest form of a file that the browser takes. The compressed ones stand beside it since it was built.
fn best_encoding(name: &str, asked: &HeaderMap) -> Option<(EmbeddedFile, Option<&'static str>)> {
    for (encoding, ending) in [("br", "br"), ("gzip", "gz")] {
        if takes(asked, encoding)
            && let Some(file) = Site::get(&format!("{name}.{ending}"))
        {
            return Some((file, Some(encoding)));
        }
    }
    Site::get(name).map(|file| (file, None))
}

/// Whether `Accept-Encoding` names this encoding, and not with a weight of nothing.
fn takes(asked: &HeaderMap, encoding: &str) -> bool {
    let lists = asked.get_all(ACCEPT_ENCODING).iter().filter_map(|list| list.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|part| {
        let mut parts = part.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let weight = parts.find_map(|parameter| parameter.strip_prefix("q="));
        named && weight.is_none_or(|weight| weight.parse::<f32>().is_ok_and(|weight| weight > 0.0))
    })
}

/// A name with a hash in it never holds anything else; every other name is asked for again each time.
fn caching(name: &str) -> &'static str {
    let stem = name.rsplit('/').next().unwrap_or(name).split('.').next().unwrap_or_default();
    let hash = stem.rsplit_once('-').map_or("", |(_, hash)| hash);
    let hashed = hash.len() >= 8 && hash.bytes().all(|b| b.is_ascii_hexdigit());
    if hashed { "public, max-age=31536000, immutable" } else { "no-cache" }
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn not_built() -> Response {
    ApiError::not_found("The browser side is not part of this build.")
        .detail("Build it with: cargo xtask build")
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_a_dot_is_the_page() {
        for path in ["", "find", "records/0192f0c1-2b3c-7d4e-8f50-123456789abc/medicines"] {
            assert_eq!(page_or_file(path), Some("index.html"), "{path}");
        }
        assert_eq!(page_or_file("assets/app-0123abcd.css"), Some("assets/app-0123abcd.css"));
        for path in ["app.css.br", ".env", "assets/../secret", "assets//x.css", ".git/config"] {
            assert_eq!(page_or_file(path), None, "{path}");
        }
    }

    #[test]
    fn only_hashed_names_are_kept_for_ever() {
        assert!(caching("records-0123456789abcdef.wasm").contains("immutable"));
        for name in ["index.html", "manifest.json", "assets/images/nhsuk-icon-cross.svg", "start-once.js"] {
            assert_eq!(caching(name), "no-cache", "{name}");
        }
    }

    #[test]
    fn an_encoding_of_weight_nothing_is_not_taken() {
        let asked = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, value.parse().expect("a header"));
            takes(&headers, "br")
        };
        assert!(asked("gzip, deflate, br, zstd") && asked("br;q=0.5"));
        assert!(!asked("gzip") && !asked("br;q=0") && !asked("br; q=0.0") && !asked("brown"));
    }
}
