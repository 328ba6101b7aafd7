use commonweal_shared::access::{ClaimRequest, Session, SignInRequest};
use commonweal_shared::api::{self, CSRF_HEADER};
use commonweal_shared::ids::{PersonId, ResourceId};
use commonweal_shared::records::{Chart, Found, SearchRequest};
use reqwest::header::{COOKIE, HeaderMap, HeaderName, HeaderValue, SET_COOKIE};
use reqwest::{Client, Method};
use serde::Serialize;

use crate::{Answer, TestServer};

/// Somebody at a browser: carries a cookie and the session's token, as a browser would.
///
/// The cookie is handled by hand: it is `Secure`, and over plain HTTP only browsers send such a cookie to this very
/// machine.
#[derive(Debug, Clone)]
pub struct Actor {
    client: Client,
    url: String,
    cookie: Option<String>,
    session: Option<Session>,
}

impl Actor {
    /// Somebody who has not signed in.
    pub(crate) fn new(client: Client, url: &str) -> Self {
        Self { client, url: url.to_owned(), cookie: None, session: None }
    }

    /// The session, as the browser knows it.
    ///
    /// # Panics
    /// When nobody signed in.
    pub fn session(&self) -> &Session {
        self.session.as_ref().expect("this actor signed in")
    }

    /// The cookie as it is sent, so that a test can show what a thief could do with it.
    pub fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }

    /// The same browser, with the same cookie, at another server.
    #[must_use]
    pub fn at(&self, server: &TestServer) -> Self {
        Self { url: server.url.clone(), ..self.clone() }
    }

    /// Asks with a method, headers beyond a browser's own, and a body; everything else is made of this.
    pub async fn ask(&self, method: Method, path: &str, headers: HeaderMap, body: Vec<u8>) -> Answer {
        let mut request = self.client.request(method, format!("{}{path}", self.url)).body(body);
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        let response = request.headers(headers).send().await.expect("the server answers");
        Answer::of(path, response).await
    }

    /// `GET`.
    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, HeaderMap::new(), Vec::new()).await
    }

    /// `GET`, when what is known has this `ETag`.
    pub async fn get_if_changed(&self, path: &str, etag: &str) -> Answer {
        self.ask(Method::GET, path, headers(&[("if-none-match", etag)]), Vec::new()).await
    }

    /// `POST` as the page does it: JSON, with the session's token.
    pub async fn post(&self, path: &str, body: &impl Serialize) -> Answer {
        let body = serde_json::to_vec(body).expect("a request is plain data");
        self.ask(Method::POST, path, self.change_headers(), body).await
    }

    /// `DELETE` as the page does it.
    pub async fn delete(&self, path: &str) -> Answer {
        self.ask(Method::DELETE, path, self.change_headers(), Vec::new()).await
    }

    /// What the page sends with a change.
    pub fn change_headers(&self) -> HeaderMap {
        let mut found = headers(&[("content-type", "application/json"), ("sec-fetch-site", "same-origin")]);
        if let Some(session) = &self.session {
            found.extend(headers(&[(CSRF_HEADER, &session.csrf_token)]));
        }
        found
    }

    /// Signs in with a pass phrase.
    pub async fn sign_in(&mut self, login: &str, password: &str) -> Answer {
        let request = SignInRequest { login: login.to_owned(), password: password.to_owned() };
        let answer = self.post(api::SESSION, &request).await;
        self.keep(&answer);
        answer
    }

    /// Signs in as a demonstration account.
    pub async fn sign_in_as_demo(&mut self, account: commonweal_shared::ids::AccountId) -> Answer {
        let answer = self.post(&api::demo_account(account), &serde_json::json!({})).await;
        self.keep(&answer);
        answer
    }

    fn keep(&mut self, answer: &Answer) {
        if answer.status != 200 {
            return;
        }
        let set = answer.headers.get(SET_COOKIE).and_then(|value| value.to_str().ok()).expect("a cookie is set");
        self.cookie = set.split(';').next().map(str::to_owned);
        self.session = Some(answer.json());
    }

    /// Opens a record.
    pub async fn open(&self, person: PersonId) -> Answer {
        self.get(&api::record(person)).await
    }

    /// Opens a record that this actor may open.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn chart(&self, person: PersonId) -> Chart {
        self.open(person).await.expect(200).json()
    }

    /// Claims a relationship with somebody.
    pub async fn claim(&self, person: PersonId, reason: &str) -> Answer {
        self.post(&api::record_claim(person), &ClaimRequest { reason: reason.to_owned() }).await
    }

    /// Claims a relationship, and opens the record.
    ///
    /// # Panics
    /// When one of both is refused.
    pub async fn claim_and_open(&self, person: PersonId) -> Chart {
        self.claim(person, "Reviewing the record on their behalf").await.expect(200);
        self.chart(person).await
    }

    /// Reads one resource's bytes.
    pub async fn read(&self, resource: ResourceId) -> Answer {
        self.get(&api::resource(resource)).await
    }

    /// Searches for people.
    pub async fn search(&self, query: &str) -> Answer {
        self.post(api::SEARCH, &SearchRequest { query: query.to_owned() }).await
    }

    /// Searches for people, and answers whom it found.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn find(&self, query: &str) -> Vec<Found> {
        self.search(query).await.expect(200).json()
    }
}

/// Headers of names and values.
///
/// # Panics
/// When one of them can't be a header.
pub fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
    let pair = |(name, value): &(&str, &str)| {
        let name: HeaderName = name.parse().expect("a header's name");
        (name, HeaderValue::from_str(value).expect("a header's value"))
    };
    pairs.iter().map(pair).collect()
}
