use commonweal_shared::api::PERSON_HEADER;
use commonweal_shared::problem::{MEDIA_TYPE, Problem};
use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;

/// An answer over HTTP, read to its end.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

/// Headers that stand on every answer, errors included, with what they must say.
const ON_EVERY_ANSWER: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("content-security-policy", "default-src 'self'"),
    ("content-security-policy", "frame-ancestors 'none'"),
];

impl Answer {
    /// Reads an answer, and checks what is true of every answer of this server: its security headers and request id,
    /// and that an error of the API is a problem that names the same status and id.
    pub(crate) async fn of(path: &str, response: reqwest::Response) -> Self {
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = response.bytes().await.expect("an answer can be read to its end").to_vec();
        let answer = Self { status, headers, body };
        for (name, part) in ON_EVERY_ANSWER {
            let value = answer.header(name).unwrap_or_default();
            assert!(value.contains(part), "{path}: {name} is \"{value}\", and \"{part}\" was expected in it");
        }
        assert_eq!(
            answer.header("strict-transport-security"),
            None,
            "{path}: only over TLS does a browser learn to insist"
        );
        let api = path.starts_with("/api");
        if api {
            assert_eq!(
                answer.header("cache-control"),
                Some("no-store"),
                "{path}: no cache may keep an answer of the API"
            );
        }
        if api && status >= 400 {
            let problem = answer.problem();
            assert_eq!(problem.status, status, "{path}");
            assert_eq!(Some(problem.request_id.as_str()), answer.header("x-request-id"), "{path}");
        }
        answer
    }

    /// One header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Whom the answer says it is about.
    pub fn person(&self) -> Option<&str> {
        self.header(PERSON_HEADER)
    }

    /// Fails the test unless the status is this one.
    ///
    /// # Panics
    /// When it is not.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON of this type.
    ///
    /// # Panics
    /// When it is not.
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in: {}", self.text()))
    }

    /// The body as a problem.
    ///
    /// # Panics
    /// When it is not one.
    #[track_caller]
    pub fn problem(&self) -> Problem {
        assert_eq!(self.header("content-type"), Some(MEDIA_TYPE), "{} {}", self.status, self.text());
        self.json()
    }

    /// The body as a problem for a snapshot, its request id replaced, since each answer has another.
    ///
    /// # Panics
    /// When it is not a problem.
    #[track_caller]
    pub fn problem_text(&self) -> String {
        let problem = Problem { request_id: "[id]".to_owned(), ..self.problem() };
        serde_json::to_string_pretty(&problem).expect("a problem is plain data")
    }
}
