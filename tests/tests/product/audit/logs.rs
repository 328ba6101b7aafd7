//! Logs are for those who run the system, so they hold no person's name, number or clinical text.

use std::io::Write;
use std::sync::{LazyLock, Mutex, PoisonError};

use commonweal_shared::api;
use commonweal_tests::{Position, run};
use commonweal_training::people;
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
        for person in people() {
            let id = demo.person(person.slug);
            gp.search(&person.about.nhs_number).await.expect(200);
            gp.search(&person.about.name).await.expect(200);
            gp.open(id).await.expect(200);
            gp.get(&format!("{}?name={}", api::record(id), person.slug)).await.expect(200);
            elsewhere.open(id).await.expect(403);
            elsewhere.claim(id, "short").await.expect(422);
        }
        demo.server.anon().sign_in("thwaite", "Edith Thwaite 1938").await.expect(401);
        gp.get("/api/people/thwaite").await.expect(404);
        let logged = LOGGED.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let logged = String::from_utf8_lossy(&logged).to_lowercase();
        assert!(logged.contains("http.route=\"/api/records/{person}\""), "requests are logged by their route");
        for person in people() {
            let family = person.about.name.rsplit(' ').next().unwrap_or_default().to_lowercase();
            for secret in [family, person.about.nhs_number.clone(), demo.person(person.slug).to_string()] {
                let line = logged.lines().find(|line| line.contains(&secret));
                assert!(line.is_none(), "\"{secret}\" stands in a log: {line:?}");
            }
        }
    });
}
