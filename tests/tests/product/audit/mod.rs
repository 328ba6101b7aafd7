//! Who saw what is committed before anything is answered: no audit, no chart.

mod logs;

use commonweal_server::audit::verify;
use commonweal_shared::api;
use commonweal_shared::audit::AccessEntry;
use commonweal_shared::ids::PersonId;
use commonweal_shared::records::Chart;
use commonweal_tests::{Actor, Engine, Options, Position, TestServer, run};
use insta::assert_snapshot;
use serde_json::json;

/// A small record with one person on file, whom the clinician knows.
async fn one_person() -> (TestServer, Actor, PersonId) {
    let server = TestServer::start(Engine::Sqlite).await;
    let clinician = server.actor(Position::CLINICIAN).await;
    let tally = server.import_text("ZZD01", BUNDLE).await;
    let person = *tally.people.first().expect("one person");
    clinician.claim(person, "Seen at the surgery today").await.expect(200);
    (server, clinician, person)
}

/// A person with one problem.
const BUNDLE: &str = r#"{"resourceType": "Bundle", "type": "collection", "timestamp": "2026-11-01T08:00:00Z", "entry": [
    {"resource": {"resourceType": "Patient", "id": "p", "birthDate": "1970-02-03",
        "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000093"}],
        "name": [{"use": "official", "family": "Lambrigg", "given": ["Ora"]}]}},
    {"resource": {"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/p"},
        "code": {"text": "Sprained ankle"}, "recordedDate": "2026-10-31"}}
]}"#;

/// The same with another problem beside it.
fn later_bundle() -> String {
    BUNDLE
        .replace("2026-11-01", "2026-11-02")
        .replace("Sprained ankle", "Sprained ankle, left")
        .replace("\"c\"", "\"c2\"")
}

async fn log_of(server: &TestServer, person: PersonId) -> Vec<AccessEntry> {
    let officer = server.actor(Position::PRIVACY_OFFICER).await;
    officer.get(&api::record_access_log(person)).await.expect(200).json()
}

#[test]
fn every_opening_stands_in_the_log_with_the_hash_of_what_was_served() {
    run(async {
        let (server, clinician, person) = one_person().await;
        let first = clinician.open(person).await.expect(200);
        let etag = first.header("etag").expect("an etag").to_owned();
        clinician.get_if_changed(&api::record(person), &etag).await.expect(304);
        let opened: Vec<AccessEntry> =
            log_of(&server, person).await.into_iter().filter(|entry| entry.action == "record.opened").collect();
        let [unchanged, opened] = &opened[..] else { panic!("two openings were expected: {opened:?}") };
        for entry in [opened, unchanged] {
            assert_eq!(entry.chart.as_deref(), Some(etag.trim_matches('"')));
            assert_eq!((entry.who.as_str(), entry.role.as_str()), ("TEST, gp", "Clinician"));
        }
        assert_eq!(unchanged.detail.as_deref(), Some("unchanged"), "a 304 is audited, too");
        assert!(unchanged.at > opened.at);
    });
}

#[test]
fn refusals_readings_and_reports_stand_in_it_too() {
    run(async {
        let (server, clinician, person) = one_person().await;
        let chart = clinician.chart(person).await;
        let row = chart.sections.iter().flat_map(|section| &section.rows).next().expect("a row");
        clinician.read(row.id).await.expect(200);
        let report = json!({ "events": [{ "section": "problems" }, { "section": "problems", "item": row.id }] });
        clinician.post(&api::record_opened(person), &report).await.expect(204);
        server.actor(Position::CLINICIAN_ELSEWHERE).await.open(person).await.expect(403);
        server.actor(Position::TRAINER).await.open(person).await.expect(403);
        let mut found: Vec<String> = log_of(&server, person)
            .await
            .into_iter()
            .map(|entry| format!("{} by {}: {}", entry.action, entry.who, entry.detail.unwrap_or_default()))
            .collect();
        found.reverse();
        let expected = [
            "relationship.claimed by TEST, gp: Seen at the surgery today".to_owned(),
            "record.opened by TEST, gp: claimed".to_owned(),
            format!("resource.read by TEST, gp: {}", row.id),
            "section.opened by TEST, gp: problems".to_owned(),
            format!("item.opened by TEST, gp: problems/{}", row.id),
            "access.denied by TEST, elsewhere: no-relationship".to_owned(),
            "access.denied by TEST, trainer: role-does-not-open-records".to_owned(),
        ];
        assert_eq!(found, expected);
        assert!(
            log_of(&server, person).await.iter().any(|entry| entry.action == "access-log.read"),
            "reading it is logged"
        );
    });
}

#[test]
fn no_more_than_five_hundred_events_are_reported_at_once() {
    run(async {
        let (_server, clinician, person) = one_person().await;
        let many: Vec<_> = (0..501).map(|_| json!({ "section": "problems" })).collect();
        clinician.post(&api::record_opened(person), &json!({ "events": many })).await.expect(422);
        clinician.post(&api::record_opened(person), &json!({ "events": many[..500] })).await.expect(204);
    });
}

#[test]
fn what_was_seen_can_be_seen_again_after_the_record_changed() {
    run(async {
        let (server, clinician, person) = one_person().await;
        let seen = clinician.open(person).await.expect(200);
        server.import_text("ZZD01", &later_bundle()).await;
        let now = clinician.open(person).await.expect(200);
        assert_ne!(seen.body, now.body);
        let officer = server.actor(Position::PRIVACY_OFFICER).await;
        for answer in [&seen, &now] {
            let hash = answer.header("etag").expect("an etag").trim_matches('"');
            let path = api::RECORD_SEEN.replace("{person}", &person.to_string()).replace("{hash}", hash);
            let again = officer.get(&path).await.expect(200);
            assert_eq!(again.body, answer.body, "the very bytes that were served");
            assert_eq!(again.person(), Some(person.to_string().as_str()));
            clinician.get(&path).await.expect(403);
        }
        let never = api::RECORD_SEEN.replace("{person}", &person.to_string()).replace("{hash}", &"0".repeat(64));
        officer.get(&never).await.expect(404);
    });
}

/// Asks for everything that holds a person's data; nothing may be answered with it.
async fn nothing_is_answered(clinician: &Actor, chart: &Chart) {
    let person = chart.person.id;
    let row = chart.sections.iter().flat_map(|section| &section.rows).next().expect("a row");
    let refused = [
        clinician.open(person).await,
        clinician.read(row.id).await,
        clinician.search("Lambrigg").await,
        clinician.get(api::HOME).await,
        clinician.claim(person, "Seen at the surgery today").await,
    ];
    for answer in refused {
        let answer = answer.expect(503);
        assert!(!answer.text().contains("Sprained") && !answer.text().contains("Lambrigg"), "{}", answer.text());
    }
}

#[test]
fn without_the_log_nothing_is_shown() {
    run(async {
        let (server, clinician, person) = one_person().await;
        let chart = clinician.chart(person).await;
        let etag = clinician.open(person).await.header("etag").expect("an etag").to_owned();
        server.take_away_log().await;
        nothing_is_answered(&clinician, &chart).await;
        let unchanged = clinician.get_if_changed(&api::record(person), &etag).await.expect(503);
        assert_snapshot!(unchanged.problem_text(), @r#"
        {
          "type": "audit-unavailable",
          "title": "This can't be shown now, because the access log can't be written.",
          "status": 503,
          "detail": "Try again shortly. If it stays, tell the people who run this system.",
          "request_id": "[id]"
        }
        "#);
        server.give_back_log().await;
        assert!(clinician.chart(person).await == chart, "it is shown again when it can be logged again");
        verify(server.db()).await.expect("the log has no gap");
    });
}

#[test]
fn when_the_writer_has_ended_nothing_is_shown() {
    run(async {
        let (server, clinician, person) = one_person().await;
        let chart = clinician.chart(person).await;
        server.app.audit.close().await.expect("a last checkpoint");
        nothing_is_answered(&clinician, &chart).await;
    });
}

#[test]
fn a_server_that_ended_in_order_leaves_a_log_that_is_whole() {
    run(async {
        let folder = tempfile::tempdir().expect("a folder");
        for run in 1..=2 {
            let server = TestServer::start_in(folder.path(), Options::default()).await;
            server.actor(Position::TRAINER).await;
            server.stop().await;
            let server = TestServer::start_in(folder.path(), Options::default()).await;
            let verified = verify(server.db()).await.expect("the log is whole");
            assert_eq!(verified.logs, 2 * run, "one for each process that wrote");
            assert!(verified.checkpoints >= run, "{verified:?}");
            server.stop().await;
        }
    });
}
