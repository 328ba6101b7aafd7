//! Who asks the server under test.

use std::time::{Duration, Instant};

use commonweal_shared::access::{Session, SignInRequest};
use commonweal_shared::api;
use reqwest::RequestBuilder;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_TYPE, COOKIE, RETRY_AFTER, SET_COOKIE};

use crate::setup::{LOGIN, PASS_PHRASE};
use crate::times::Times;

/// A clinician's browser: signed in, and takes brotli.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    url: String,
    cookie: String,
    csrf: String,
}

/// An answer, whatever it is.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) status: u16,
    /// Seconds after which it may be asked again, where the answer says so.
    pub(crate) retry_after: Option<u64>,
    pub(crate) body: Vec<u8>,
    pub(crate) took: Duration,
}

impl Client {
    /// Signs in at the server that answers here.
    pub(crate) async fn sign_in(url: &str) -> Self {
        let http = reqwest::Client::builder().no_proxy().tcp_nodelay(true).build().expect("a client");
        let request = SignInRequest { login: LOGIN.to_owned(), password: PASS_PHRASE.to_owned() };
        let answer = http
            .post(format!("{url}{}", api::SESSION))
            .header("sec-fetch-site", "same-origin")
            .json(&request)
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 200, "the sign-in is taken");
        let set = answer.headers().get(SET_COOKIE).and_then(|value| value.to_str().ok()).expect("a cookie is set");
        let cookie = set.split(';').next().expect("a cookie has a value").to_owned();
        let session: Session = answer.json().await.expect("a session");
        Self { http, url: url.to_owned(), cookie, csrf: session.csrf_token }
    }

    /// Asks for this once, and takes whatever is answered.
    pub(crate) async fn ask(&self, path: &str) -> Asked {
        let request = self.http.get(format!("{}{path}", self.url)).header(ACCEPT_ENCODING, "br");
        answered(request.header(COOKIE, &self.cookie)).await
    }

    /// Posts this as a signed-in page does.
    pub(crate) async fn post(&self, path: &str, body: &serde_json::Value) -> Asked {
        let request = self.http.post(format!("{}{path}", self.url)).json(body).header("sec-fetch-site", "same-origin");
        answered(request.header(COOKIE, &self.cookie).header(api::CSRF_HEADER, &self.csrf)).await
    }

    /// Sends a bundle as an organisation's system does.
    pub(crate) async fn contribute(&self, source: &str, credential: &str, bundle: String) -> Asked {
        let request = self.http.post(format!("{}{}", self.url, api::INTAKE.replace("{source}", source)));
        let request = request.header(CONTENT_TYPE, "application/fhir+json").bearer_auth(credential);
        answered(request.body(bundle)).await
    }

    /// Asks once, reads the whole answer, and says how long that took.
    pub(crate) async fn get(&self, path: &str) -> (Vec<u8>, Duration) {
        let begin = Instant::now();
        let request = self.http.get(format!("{}{path}", self.url)).header(COOKIE, &self.cookie);
        let answer = request.header(ACCEPT_ENCODING, "br").send().await.expect("an answer");
        let status = answer.status();
        let body = answer.bytes().await.expect("a whole answer");
        let took = begin.elapsed();
        assert_eq!(status, 200, "{path}");
        (body.to_vec(), took)
    }

    /// Asks so often, once after the other.
    pub(crate) async fn times(&self, path: &str, often: usize) -> Times {
        let mut times = Times::default();
        for _ in 0..often {
            times.add(self.get(path).await.1);
        }
        times
    }

    /// How many answers a second so many clients get in this time.
    pub(crate) async fn throughput(&self, path: &str, clients: usize, time: Duration) -> f64 {
        let begin = Instant::now();
        let end = begin + time;
        let clients: Vec<_> = (0..clients)
            .map(|_| {
                let (client, path) = (self.clone(), path.to_owned());
                tokio::spawn(async move {
                    let mut answers = 0_u32;
                    while Instant::now() < end {
                        client.get(&path).await;
                        answers += 1;
                    }
                    answers
                })
            })
            .collect();
        let mut answers = 0;
        for client in clients {
            answers += client.await.expect("a client that asks");
        }
        f64::from(answers) / begin.elapsed().as_secs_f64()
    }

    /// How long so many audit commits took in the server's own process, made by so many clients at once.
    pub(crate) async fn commits(&self, n: usize, clients: usize) -> Times {
        let (body, _) = self.get(&format!("/bench/commits?n={n}&clients={clients}")).await;
        let micros: Vec<u64> = serde_json::from_slice(&body).expect("a list of times");
        micros.into_iter().map(Duration::from_micros).collect()
    }
}

async fn answered(request: RequestBuilder) -> Asked {
    let begin = Instant::now();
    let answer = request.send().await.expect("an answer");
    let status = answer.status().as_u16();
    let retry_after = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let body = answer.bytes().await.expect("a whole answer").to_vec();
    Asked { status, retry_after, body, took: begin.elapsed() }
}
