use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::ApiError;

/// Refuses a change that another site's page asks for (ASVS 5.0: 3.5.1, 3.5.3).
///
/// Browsers say where a request comes from in `Sec-Fetch-Site`, or else in `Origin`. A request with neither comes from
/// no browser, and no browser's cookies come with it. Signed-in changes need the session's token besides.
/// An organisation's system that sends data is such a request; its credential never comes from a browser by itself, and a
/// page of another site is refused here even with one.
pub async fn same_origin_only(request: Request, next: Next) -> Response {
    if is_change(request.method()) && !is_ours(request.headers(), request.uri()) {
        return ApiError::forbidden("other-origin", "This request came from another site, so it was refused.")
            .into_response();
    }
    next.run(request).await
}

/// Whether this method may change something.
pub(crate) fn is_change(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn is_ours(headers: &HeaderMap, uri: &Uri) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin";
    }
    let Some(origin) = headers.get(ORIGIN) else { return true };
    let host = uri.authority().map(|authority| authority.as_str().as_bytes());
    let host = host.or_else(|| headers.get(HOST).map(|host| host.as_bytes()));
    let origin = origin.as_bytes();
    let named = origin.strip_prefix(b"https://").or_else(|| origin.strip_prefix(b"http://"));
    host.is_some() && named == host
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().expect("a header"));
        }
        is_ours(&headers, &Uri::from_static("/api/session"))
    }

    #[test]
    fn what_the_browser_says_of_itself_decides() {
        assert!(ours(&[("sec-fetch-site", "same-origin"), ("host", "a.example")]));
        for site in ["cross-site", "same-site", "none", ""] {
            assert!(!ours(&[("sec-fetch-site", site), ("host", "a.example")]), "{site}");
        }
    }

    #[test]
    fn an_older_browser_is_judged_by_its_origin() {
        assert!(ours(&[("origin", "https://a.example"), ("host", "a.example")]));
        assert!(ours(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]));
        for origin in ["https://b.example", "null", "https://a.example.b.example", "https://a.example:8443"] {
            assert!(!ours(&[("origin", origin), ("host", "a.example")]), "{origin}");
        }
        assert!(!ours(&[("origin", "https://a.example")]), "no host, no comparison");
    }

    #[test]
    fn what_is_no_browser_is_let_through() {
        assert!(ours(&[("host", "a.example")]));
    }
}
