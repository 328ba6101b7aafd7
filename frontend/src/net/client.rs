//! The one place where requests leave the browser.

use commonweal_shared::api::{CSRF_HEADER, PERSON_HEADER};
use commonweal_shared::ids::PersonId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{ArrayBuffer, Reflect, Uint8Array};
use web_sys::{Headers, Request, RequestInit, Response};

use super::failure::Failure;
use super::flight::{Flight, TIMEOUT_SECONDS};
use super::{json, signs};

/// Asks for something that is about nobody in particular.
///
/// # Errors
/// [`Failure`].
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    decode(&exchange("GET", path, None, None).await?)
}

/// Asks for something about a person; an answer about anybody else is dropped unread.
///
/// # Errors
/// [`Failure`]; [`Failure::Unreadable`] when the answer is about another person.
pub async fn get_about<T: DeserializeOwned>(person: PersonId, path: &str) -> Result<T, Failure> {
    decode(&exchange("GET", path, None, Some(person)).await?)
}

/// Asks for the bytes of something about a person, as they came from the source.
///
/// # Errors
/// As [`get_about`].
pub async fn get_bytes_about(person: PersonId, path: &str) -> Result<Vec<u8>, Failure> {
    exchange("GET", path, None, Some(person)).await
}

/// Sends a change. An empty answer reads as `()`.
///
/// # Errors
/// [`Failure`].
pub async fn post<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, Failure> {
    decode(&exchange("POST", path, Some(encode(body)?), None).await?)
}

/// Sends a change that concerns a person; an answer about anybody else is dropped unread.
///
/// # Errors
/// As [`get_about`].
pub async fn post_about<T: DeserializeOwned>(
    person: PersonId,
    path: &str,
    body: &impl Serialize,
) -> Result<T, Failure> {
    decode(&exchange("POST", path, Some(encode(body)?), Some(person)).await?)
}

/// Deletes something; whatever the answer holds is passed over.
///
/// # Errors
/// [`Failure`].
pub async fn delete(path: &str) -> Result<(), Failure> {
    exchange("DELETE", path, None, None).await.map(drop)
}

/// Sends a last word while the page is being left: the browser delivers it after the page is gone,
/// and nobody learns whether it arrived.
pub fn post_and_leave(path: &str, body: &impl Serialize) {
    let Ok(body) = encode(body) else { return };
    let Ok((init, headers)) = request_init("POST", Some(&body)) else { return };
    // The binding has no setter for it; a browser without keepalive just sends it as usual.
    let _ = Reflect::set(&init, &JsValue::from_str("keepalive"), &JsValue::TRUE);
    init.set_headers(&headers);
    if let (Some(window), Ok(request)) = (web_sys::window(), Request::new_with_str_and_init(path, &init)) {
        let _ = window.fetch_with_request(&request);
    }
}

fn encode(body: &impl Serialize) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec(body).map_err(|_| Failure::Unreadable)
}

fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    let body = if body.is_empty() { b"null" } else { body };
    json::read(body).map_err(|_| Failure::Unreadable)
}

/// Sends one request and reads the whole answer.
async fn exchange(
    method: &str,
    path: &str,
    body: Option<Vec<u8>>,
    about: Option<PersonId>,
) -> Result<Vec<u8>, Failure> {
    let flight = Flight::start();
    let lost = |_: JsValue| {
        if flight.is_overdue() { Failure::too_slow(TIMEOUT_SECONDS) } else { Failure::Offline }
    };
    let (init, headers) = request_init(method, body.as_deref()).map_err(lost)?;
    init.set_headers(&headers);
    init.set_signal(flight.signal().as_ref());
    let request = Request::new_with_str_and_init(path, &init).map_err(lost)?;
    let window = web_sys::window().ok_or(Failure::Offline)?;
    let response: Response = JsFuture::from(window.fetch_with_request(&request)).await.map_err(lost)?.unchecked_into();
    let buffer: ArrayBuffer =
        JsFuture::from(response.array_buffer().map_err(lost)?).await.map_err(lost)?.unchecked_into();
    let bytes = Uint8Array::new(&buffer).to_vec();
    if !response.ok() {
        let failure = Failure::from_answer(response.status(), &bytes, header(&response, "x-request-id"));
        if failure == Failure::SignedOut {
            signs::tell_signed_out();
        }
        return Err(failure);
    }
    signs::mark_answer();
    if let Some(asked) = about
        && !is_about(asked, header(&response, PERSON_HEADER).as_deref())
    {
        return Err(Failure::Unreadable);
    }
    Ok(bytes)
}

fn request_init(method: &str, body: Option<&[u8]>) -> Result<(RequestInit, Headers), JsValue> {
    let init = RequestInit::new();
    let headers = Headers::new()?;
    init.set_method(method);
    headers.set("accept", "application/json")?;
    if let Some(body) = body {
        headers.set("content-type", "application/json")?;
        init.set_body(&Uint8Array::from(body));
    }
    if method != "GET"
        && let Some(token) = signs::csrf_token()
    {
        headers.set(CSRF_HEADER, &token)?;
    }
    Ok((init, headers))
}

fn header(response: &Response, name: &str) -> Option<String> {
    response.headers().get(name).ok().flatten()
}

/// Whether an answer that names this person may be shown as one about `asked`. One that names
/// nobody may: the body names its person too, and who shows it compares that.
fn is_about(asked: PersonId, named: Option<&str>) -> bool {
    named.is_none_or(|named| named.parse() == Ok(asked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_about_somebody_else_is_dropped() {
        let asked: PersonId = "0192f0c1-2b3c-7d4e-8f50-123456789abc".parse().expect("an id");
        assert!(is_about(asked, None));
        assert!(is_about(asked, Some("0192f0c1-2b3c-7d4e-8f50-123456789abc")));
        assert!(!is_about(asked, Some("0192f0c1-2b3c-7d4e-8f50-123456789abd")));
        assert!(!is_about(asked, Some("")), "a header that names nobody properly is no match");
    }

    #[test]
    fn an_empty_answer_is_nothing() {
        assert_eq!(decode::<()>(b""), Ok(()));
        assert_eq!(decode::<u8>(b""), Err(Failure::Unreadable));
    }
}
