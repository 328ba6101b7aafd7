//! Who asks the server under test.

use std::time::{Duration, Instant};

use commonweal_shared::access::SignInRequest;
use commonweal_shared::api;
use reqwest::header::{ACCEPT_ENCODING, COOKIE, SET_COOKIE};

use crate::setup::{LOGIN, PASS_PHRASE};
use crate::times::Times;

/// A clinician's browser: signed in, and takes brotli.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    url: String,
    cookie: String,
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
        Self { http, url: url.to_owned(), cookie }
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
