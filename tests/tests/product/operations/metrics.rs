use commonweal_shared::api;
use commonweal_tests::{Engine, Position, TestServer, run};

use super::exposition::read;
use super::put_on_file;

#[test]
fn counters_on_sqlite() {
    run(counters(Engine::Sqlite));
}

#[test]
fn counters_on_postgresql() {
    if Engine::Postgres.is_here() {
        run(counters(Engine::Postgres));
    }
}

async fn counters(engine: Engine) {
    let server = TestServer::start(engine).await;
    let (_, person) = put_on_file(&server, "ZZM01", 0).await;
    server.leave_staged(person).await;
    let clinician = server.actor(Position::CLINICIAN).await;
    clinician.open(person).await.expect(403);
    clinician.claim(person, "Seen at the surgery today").await.expect(200);
    for _ in 0..3 {
        clinician.open(person).await.expect(200);
    }
    server.clock.pass(700);
    let page = server.anon().get(api::METRICS).await.expect(200);
    assert_eq!(page.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    let families = read(&page.text());
    let value = |family: &str, sample: &str| {
        let (_, samples) = families.get(family).unwrap_or_else(|| panic!("{family} is not there:\n{}", page.text()));
        *samples.get(sample).unwrap_or_else(|| panic!("{family}{sample} is not there: {samples:?}"))
    };
    let opened = |status: u16| format!("{{route=\"/api/records/{{person}}\",method=\"GET\",status=\"{status}\"}}");
    assert!((value("commonweal_http_requests_total", &opened(200)) - 3.0).abs() < 0.1);
    assert!((value("commonweal_http_requests_total", &opened(403)) - 1.0).abs() < 0.1);
    let route = "_count{route=\"/api/records/{person}\"}";
    assert!((value("commonweal_http_request_duration_seconds", route) - 4.0).abs() < 0.1);
    assert!(value("commonweal_http_requests_in_flight", "{}") >= 1.0, "this request itself");
    let events = value("commonweal_audit_events_total", "{}");
    assert!(events >= 6.0, "a sign-in, a refusal, a claim, three openings: {events}");
    let commits = value("commonweal_audit_commits_total", "{}");
    assert!((value("commonweal_audit_batch_events", "_count{}") - commits).abs() < 0.1);
    assert!((value("commonweal_audit_batch_events", "_sum{}") - events).abs() < 0.1);
    assert!(value("commonweal_audit_commit_duration_seconds", "_sum{}") > 0.0);
    for (family, expected) in [
        ("commonweal_audit_failures_total", 0.0),
        ("commonweal_database_up", 1.0),
        ("commonweal_people", 1.0),
        ("commonweal_waiting_resources", 0.0),
        ("commonweal_staged_arrivals", 1.0),
        ("commonweal_sessions", 1.0),
        ("commonweal_intake_submissions_total", 0.0),
    ] {
        assert!((value(family, "{}") - expected).abs() < 0.1, "{family}: {expected} was expected:\n{}", page.text());
    }
    assert!(value("commonweal_staged_oldest_age_seconds", "{}") >= 700.0);
    let (_, bytes) = &families["commonweal_database_bytes"];
    match engine {
        Engine::Sqlite => {
            let files: Vec<&str> = bytes.keys().map(String::as_str).collect();
            assert_eq!(
                files,
                [
                    "{file=\"care-audit.db\"}",
                    "{file=\"care-audit.db-wal\"}",
                    "{file=\"care.db\"}",
                    "{file=\"care.db-wal\"}"
                ]
            );
            assert!(bytes.values().all(|size| *size > 0.0), "{bytes:?}");
            assert!(value("commonweal_database_connections", "{pool=\"readers\",state=\"idle\"}") >= 1.0);
        }
        Engine::Postgres => {
            assert_eq!(bytes.len(), 1, "the schema");
            assert!(bytes.values().all(|size| *size > 100_000.0), "{bytes:?}");
            assert!(value("commonweal_database_connections", "{pool=\"all\",state=\"idle\"}") >= 1.0);
        }
    }
    if cfg!(target_os = "linux") {
        assert!(value("process_resident_memory_bytes", "{}") > 1_000_000.0);
    }
    assert!(value("process_start_time_seconds", "{}") > 1_700_000_000.0);
    assert!(families["commonweal_build_info"].1.keys().any(|labels| labels.contains("database=\"test\"")));
    assert!(families.contains_key("commonweal_refusals_total"));
}

#[test]
fn counters_can_be_read_while_the_database_does_not_answer() {
    run(async {
        let server = TestServer::start(Engine::Sqlite).await;
        server.db().close().await;
        let page = server.anon().get(api::METRICS).await.expect(200);
        let families = read(&page.text());
        assert!(families["commonweal_database_up"].1["{}"].abs() < 0.1);
        assert!(!families.contains_key("commonweal_people"));
        assert!(families.contains_key("commonweal_audit_events_total"));
    });
}
