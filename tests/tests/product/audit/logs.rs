//! Logs are for those who run the system, so they hold no person's name, number or clinical text.

use std::io::Write;
use std::sync::{LazyLock, Mutex, PoisonError};

use commonweal_server::access::{add_credential, keep_by_operator, register};
use commonweal_server::clock::Clock as _;
use commonweal_server::records::check;
use commonweal_shared::api;
use commonweal_shared::ids::OdsCode;
use commonweal_shared::records::Chart;
use commonweal_shared::system::Organisation;
use commonweal_tests::{Actor, Answer, Engine, Invented, Position, TestServer, headers, run};
use commonweal_training::people;
use reqwest::Method;
use tracing_subscriber::EnvFilter;

use crate::demo::demo;

/// All that this program logs.
static LOGGED: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Kept;

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOGGED.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Keeps what is logged from here on, at the finest level; every other test's lines are kept with it.
static KEEPING: LazyLock<()> = LazyLock::new(|| {
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new("warn,commonweal_server=trace"))
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(|| Kept)
        .init();
});

#[test]
fn logs_name_no_person() {
    LazyLock::force(&KEEPING);
    run(async {
        let demo = demo().await;
        let gp = demo.server.actor(Position::CLINICIAN).await;
        let elsewhere = demo.server.actor(Position { login: "logged", ..Position::CLINICIAN_ELSEWHERE }).await;
        let officer = demo.server.actor(Position::PRIVACY_OFFICER).await;
        for person in people() {
            let id = demo.person(person.slug);
            gp.search(&person.about.nhs_number).await.expect(200);
            gp.search(&person.about.name).await.expect(200);
            let opened = gp.open(id).await.expect(200);
            gp.get(&format!("{}?name={}", api::record(id), person.slug)).await.expect(200);
            elsewhere.open(id).await.expect(403);
            elsewhere.claim(id, "short").await.expect(422);
            all_of_one_record(&gp, &officer, &opened).await;
        }
        demo.server.anon().sign_in("thwaite", "Edith Thwaite 1938").await.expect(401);
        gp.get("/api/people/thwaite").await.expect(404);
        for actor in [&gp, &officer, &demo.server.actor(Position::OPERATOR).await] {
            actor.get(api::HOME).await.expect(200);
            actor.get(api::SESSION).await.expect(200);
        }
        demo.server.actor(Position::OPERATOR).await.get(api::WAITING).await.expect(200);
        gp.ask(Method::POST, api::SEARCH, gp.change_headers(), br#"{"query": "Edith Thwaite", "query": 7"#.to_vec())
            .await;
        let checked = check(demo.server.db(), keep_by_operator(demo.server.db())).await.expect("a check");
        assert!(checked.is_clean(), "{checked}");

        let logged = LOGGED.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let logged = String::from_utf8_lossy(&logged).to_lowercase();
        assert!(logged.contains("http.route=\"/api/records/{person}\""), "requests are logged by their route");
        assert!(logged.contains("a request was answered. http.status=200 duration.us="), "and each has its line");
        for person in people() {
            let family = person.about.name.rsplit(' ').next().unwrap_or_default().to_lowercase();
            let born = person.about.born.to_lowercase();
            let secrets = [family, born, person.about.nhs_number.clone(), demo.person(person.slug).to_string()];
            for secret in secrets.into_iter().chain(clinical_texts(demo.chart(person.slug))) {
                let line = logged.lines().find(|line| line.contains(&secret));
                assert!(line.is_none(), "\"{secret}\" stands in a log: {line:?}");
            }
        }
    });
}

/// Everything that is asked of one record: a resource, what was opened, the access log, what was served.
async fn all_of_one_record(gp: &Actor, officer: &Actor, opened: &Answer) {
    let chart: Chart = opened.json();
    let id = chart.person.id;
    let etag = opened.header("etag").expect("an etag");
    gp.get_if_changed(&api::record(id), etag).await.expect(304);
    let section = chart.sections.iter().find(|section| !section.rows.is_empty()).expect("a section with a row");
    let row = &section.rows[0];
    gp.read(row.id).await.expect(200);
    let report = serde_json::json!({ "events": [{ "section": section.id, "item": row.id }] });
    gp.post(&api::record_opened(id), &report).await.expect(204);
    officer.get(&api::record_access_log(id)).await.expect(200);
    let seen = api::RECORD_SEEN.replace("{person}", &id.to_string()).replace("{hash}", etag.trim_matches('"'));
    officer.get(&seen).await.expect(200);
}

/// What is long enough to be nobody else's words: titles, wordings and notes of a record.
fn clinical_texts(chart: &Chart) -> Vec<String> {
    let rows = chart.sections.iter().flat_map(|section| &section.rows);
    let texts = rows.flat_map(|row| std::iter::once(&row.title).chain(&row.wording).chain(&row.notes));
    let mut texts: Vec<String> = texts.map(|text| text.to_lowercase()).filter(|text| text.len() >= 12).collect();
    texts.sort();
    texts.dedup();
    texts
}

/// What an organisation's system sends is logged neither by what it holds nor by the credential, taken or refused.
#[test]
fn logs_hold_no_credential_and_nothing_of_what_was_sent_with_it() {
    LazyLock::force(&KEEPING);
    run(async {
        let server = TestServer::start(Engine::Sqlite).await;
        let source: OdsCode = "ZZA31".parse().expect("a code");
        let name = "Logged House".to_owned();
        let organisation = Organisation { code: source.clone(), name, setting: None, sends_records: false };
        let mut tx = server.db().write().await.expect("a transaction");
        register(&mut tx, &organisation).await.expect("on file");
        let (_, secret) = add_credential(&mut tx, &source, "", server.clock.now()).await.expect("a credential");
        tx.commit().await.expect("committed");
        let somebody = Invented::new("logged-person-1", "000034", "Quillfeather", "1950-05-05");
        let bundle = somebody.bundle("2026-03-01", &[somebody.weight("w1", "2026-02-01", "62.50")]);
        let send = async |source: &str, credential: &str, body: &str| {
            let bearer = format!("Bearer {credential}");
            let sent = headers(&[("authorization", &bearer), ("content-type", "application/fhir+json")]);
            let path = api::INTAKE.replace("{source}", source);
            server.anon().ask(Method::POST, &path, sent, body.as_bytes().to_vec()).await.status
        };
        let cut = &bundle[..bundle.find("Quillfeather").expect("the name") + 12];
        assert_eq!(send("ZZA31", secret.reveal(), cut).await, 400);
        assert_eq!(send("ZZA31", secret.reveal(), &bundle).await, 200);
        assert_eq!(send("ZZA32", secret.reveal(), &bundle).await, 403);
        assert_eq!(send("ZZA31", &format!("{}0", secret.reveal()), &bundle).await, 401);
        let logged = LOGGED.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let logged = String::from_utf8_lossy(&logged).to_lowercase();
        assert!(logged.contains("http.route=\"/api/intake/{source}\""), "requests are logged by their route");
        let hidden = secret.reveal().rsplit('_').next().expect("the secret part");
        for secret in [hidden, "quillfeather", "logged-person-1", &somebody.number] {
            let line = logged.lines().find(|line| line.contains(secret));
            assert!(line.is_none(), "\"{secret}\" stands in a log: {line:?}");
        }
    });
}
