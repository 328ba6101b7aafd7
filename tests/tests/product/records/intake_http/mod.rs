//! Data that an organisation's own system sends over HTTP.

mod credentials;
mod limits;
mod refused;
mod store;
mod taken;

use commonweal_server::access::{CredentialId, add_credential, register};
use commonweal_server::clock::Clock as _;
use commonweal_shared::api;
use commonweal_shared::ids::OdsCode;
use commonweal_shared::system::Organisation;
use commonweal_tests::{Answer, Engine, Options, TestServer, headers};
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::Value;

/// The organisation that sends.
const SOURCE: &str = "ZZA01";
/// Another one that is on file.
const OTHER: &str = "ZZA02";
const BUNDLE: &str = "application/fhir+json";
const LINES: &str = "application/fhir+ndjson";

/// A server, and an organisation with a credential.
struct House {
    server: TestServer,
    id: CredentialId,
    credential: String,
}

impl House {
    async fn open(engine: Engine) -> Self {
        Self::open_with(engine, Options::default()).await
    }

    async fn open_with(engine: Engine, options: Options) -> Self {
        let server = TestServer::start_with(engine, options).await;
        for code in [SOURCE, OTHER] {
            let code: OdsCode = code.parse().expect("a code");
            let organisation =
                Organisation { name: format!("House {code}"), code, setting: None, sends_records: false };
            let mut tx = server.db().write().await.expect("a transaction");
            register(&mut tx, &organisation).await.expect("on file");
            tx.commit().await.expect("committed");
        }
        let (id, credential) = credential_of(&server, SOURCE).await;
        Self { server, id, credential }
    }

    /// Sends a body as it is, with the credential.
    async fn send(&self, media: &str, body: impl Into<Vec<u8>>) -> Answer {
        self.send_with(headers(&[("content-type", media)]), body).await
    }

    /// The same with more headers.
    async fn send_with(&self, more: HeaderMap, body: impl Into<Vec<u8>>) -> Answer {
        let mut sent = headers(&[("authorization", &format!("Bearer {}", self.credential))]);
        sent.extend(more);
        self.server.anon().ask(Method::POST, &path(SOURCE), sent, body.into()).await
    }
}

/// The address of an organisation's intake.
fn path(source: &str) -> String {
    api::INTAKE.replace("{source}", source)
}

/// A new credential of this organisation.
async fn credential_of(server: &TestServer, source: &str) -> (CredentialId, String) {
    let mut tx = server.db().write().await.expect("a transaction");
    let source = source.parse().expect("a code");
    let (id, secret) = add_credential(&mut tx, &source, "the tests", server.clock.now()).await.expect("a credential");
    tx.commit().await.expect("committed");
    (id, secret.reveal().to_owned())
}

/// One number of an answer's tally.
#[track_caller]
fn tally(answer: &Answer, name: &str) -> u64 {
    answer.json::<Value>()["tally"][name].as_u64().unwrap_or_else(|| panic!("no {name} in {}", answer.text()))
}

/// The tally's numbers of placed, folded, unreadable, waiting and unchanged resources, and of people.
#[track_caller]
fn tallied(answer: &Answer) -> [u64; 6] {
    let names = ["placed", "folded", "unreadable", "waiting", "unchanged", "people"];
    let [placed, folded, unreadable, waiting, unchanged, people] = names.map(|name| tally(answer, name));
    assert_eq!(tally(answer, "resources"), placed + folded + unreadable + waiting + unchanged, "{}", answer.text());
    [placed, folded, unreadable, waiting, unchanged, people]
}
