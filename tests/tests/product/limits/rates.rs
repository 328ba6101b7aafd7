//! How often something may be asked: 429 with the seconds to wait, and after these it works again.

use commonweal_server::web::{Limits, Rate, Rates};
use commonweal_shared::access::Role;
use commonweal_shared::api;
use commonweal_shared::ids::PersonId;
use commonweal_shared::records::Clearance;
use commonweal_tests::{Answer, Engine, Options, Position, TestServer, run};
use insta::assert_snapshot;

const COLLEAGUE: Position = Position::new("colleague", Role::Clinician, "ZZA04", Clearance::General);

async fn server(rates: Rates) -> TestServer {
    let limits = Limits { rates, ..Limits::default() };
    TestServer::start_with(Engine::Sqlite, Options { limits: Some(limits), ..Options::default() }).await
}

#[track_caller]
fn wait(answer: &Answer) -> i64 {
    assert_eq!(answer.status, 429, "{}", answer.text());
    answer.header("retry-after").and_then(|value| value.parse().ok()).expect("seconds to wait")
}

#[test]
fn one_person_asks_too_often_and_a_colleague_does_not_notice() {
    run(async {
        let server = server(Rates { user: Rate::new(1, 60, 3), ..Rates::NONE }).await;
        let gp = server.actor(Position::CLINICIAN).await;
        for _ in 0..3 {
            gp.get(api::HOME).await.expect(200);
        }
        let refused = gp.get(api::HOME).await;
        assert_eq!(wait(&refused), 60);
        assert_snapshot!(refused.problem_text(), @r#"
        {
          "type": "too-many-requests",
          "title": "You are asking for more at once than one person may ask for.",
          "status": 429,
          "detail": "Try again in 60 seconds.",
          "request_id": "[id]"
        }
        "#);
        let again = server.actor(Position::CLINICIAN).await;
        wait(&again.get(api::HOME).await);
        server.actor(COLLEAGUE).await.get(api::HOME).await.expect(200);
        server.clock.pass(60);
        gp.get(api::HOME).await.expect(200);
        wait(&gp.get(api::HOME).await);
        let counters = server.anon().get(api::METRICS).await.expect(200).text();
        assert!(counters.contains("commonweal_refusals_total{reason=\"user\"} 3\n"), "{counters}");
    });
}

#[test]
fn one_address_asks_too_often_and_those_who_watch_the_server_still_learn_how_it_is() {
    run(async {
        let server = server(Rates { address: Rate::new(1, 10, 5), ..Rates::NONE }).await;
        let anon = server.anon();
        for _ in 0..5 {
            anon.get(api::SYSTEM).await.expect(200);
        }
        assert_eq!(wait(&anon.get(api::SYSTEM).await), 10);
        assert_eq!(wait(&anon.get("/api/nothing").await), 10);
        for watched in [api::HEALTHZ, api::READYZ, api::METRICS] {
            anon.get(watched).await.expect(200);
        }
        server.clock.pass(10);
        anon.get(api::SYSTEM).await.expect(200);
    });
}

#[test]
fn searches_are_fewer_than_requests() {
    run(async {
        let server = server(Rates { search: Rate::a_minute(2), ..Rates::NONE }).await;
        let gp = server.actor(Position::CLINICIAN).await;
        for _ in 0..2 {
            gp.search("Rigg 1950").await;
        }
        let refused = gp.search("Rigg 1950").await;
        assert_eq!(wait(&refused), 30);
        assert_snapshot!(refused.problem_text(), @r#"
        {
          "type": "too-many-requests",
          "title": "You have searched for people very often in a short time.",
          "status": 429,
          "detail": "Try again in 30 seconds.",
          "request_id": "[id]"
        }
        "#);
        gp.get(api::HOME).await.expect(200);
        server.clock.pass(30);
        assert_ne!(gp.search("Rigg 1950").await.status, 429);
    });
}

#[test]
fn claims_are_fewer_still() {
    run(async {
        let server = server(Rates { claim: Rate::an_hour(2), ..Rates::NONE }).await;
        let gp = server.actor(Position::CLINICIAN_ELSEWHERE).await;
        let nobody: PersonId = "01900000-0000-7000-8000-000000000000".parse().expect("an id");
        for _ in 0..2 {
            gp.claim(nobody, "Asked for help at our door").await.expect(404);
        }
        let refused = gp.claim(nobody, "Asked for help at our door").await;
        assert_eq!(wait(&refused), 30 * 60);
        assert_snapshot!(refused.problem_text(), @r#"
        {
          "type": "too-many-requests",
          "title": "You have claimed very many relationships in a short time.",
          "status": 429,
          "detail": "Try again in 30 minutes. If it can't wait, ask a colleague who may open the record.",
          "request_id": "[id]"
        }
        "#);
        server.clock.pass(30 * 60);
        // Their session has ended meanwhile.
        let again = server.actor(Position::CLINICIAN_ELSEWHERE).await;
        again.claim(nobody, "Asked for help at our door").await.expect(404);
    });
}

#[test]
fn attempts_to_sign_in_are_counted_over_all_names() {
    run(async {
        let server = server(Rates { sign_in: Rate::new(1, 60, 2), ..Rates::NONE }).await;
        server.anon().sign_in("nobody", "nothing").await.expect(401);
        let gp = server.actor(Position::CLINICIAN).await;
        let refused = server.anon().sign_in("gp", TestServer::pass_phrase()).await;
        assert!((1..=60).contains(&wait(&refused)));
        assert_snapshot!(refused.problem().title, @"Very many people are signing in at this moment.");
        gp.get(api::HOME).await.expect(200);
        server.clock.pass(60);
        // That it was refused is no failure of the name.
        server.anon().sign_in("gp", TestServer::pass_phrase()).await.expect(200);
    });
}
