//! Sessions live at the server: they end when they are idle, when they are old, and when somebody signs out.

use commonweal_shared::access::{Role, Session};
use commonweal_shared::api;
use commonweal_shared::records::Clearance;
use commonweal_tests::{Engine, Position, TestServer, run};
use insta::assert_snapshot;

#[test]
fn a_session_ends_when_it_is_idle() {
    run(async {
        let server = TestServer::start(Engine::Sqlite).await;
        let actor = server.actor(Position::TRAINER).await;
        let idle = i64::from(TestServer::IDLE_SECONDS);
        for _ in 0..3 {
            server.clock.pass(idle - 60);
            actor.get(api::SESSION).await.expect(200);
        }
        server.clock.pass(idle + 60);
        actor.get(api::SESSION).await.expect(401);
        server.clock.pass(-idle);
        actor.get(api::SESSION).await.expect(401);
    });
}

#[test]
fn a_session_ends_after_twelve_hours_however_busy() {
    run(async {
        let server = TestServer::start(Engine::Sqlite).await;
        let actor = server.actor(Position::TRAINER).await;
        let ends = actor.session().limits.ends;
        let step = i64::from(TestServer::IDLE_SECONDS) - 60;
        for _ in 0..(12 * 3_600 / step) {
            server.clock.pass(step);
            let now: Session = actor.get(api::SESSION).await.expect(200).json();
            assert_eq!(now.limits.ends, ends, "use does not prolong it");
        }
        server.clock.pass(step);
        actor.get(api::SESSION).await.expect(401);
    });
}

#[test]
fn signing_out_kills_the_session_at_once() {
    run(async {
        let server = TestServer::start(Engine::Sqlite).await;
        let actor = server.actor(Position::TRAINER).await;
        let copied = actor.clone();
        let answer = actor.delete(api::SESSION).await.expect(204);
        assert_eq!(answer.header("clear-site-data"), Some("\"cache\", \"storage\""));
        assert!(answer.header("set-cookie").is_some_and(|set| set.contains("Max-Age=0")), "the cookie is taken back");
        copied.get(api::SESSION).await.expect(401);
        copied.get(api::HOME).await.expect(401);
    });
}

#[test]
fn signing_in_again_gives_another_token_and_ends_the_one_before() {
    run(async {
        let server = TestServer::start(Engine::Sqlite).await;
        let mut actor = server.actor(Position::TRAINER).await;
        let before = actor.clone();
        actor.sign_in(Position::TRAINER.login, TestServer::pass_phrase()).await.expect(200);
        assert_ne!(actor.cookie(), before.cookie());
        assert_ne!(actor.session().csrf_token, before.session().csrf_token);
        before.get(api::SESSION).await.expect(401);
        actor.get(api::SESSION).await.expect(200);
    });
}

#[test]
fn the_cookie_is_as_strict_as_cookies_get() {
    run(async {
        let server = TestServer::start(Engine::Sqlite).await;
        server.actor(Position::TRAINER).await;
        let mut actor = server.anon();
        let answer = actor.sign_in(Position::TRAINER.login, TestServer::pass_phrase()).await.expect(200);
        let set = answer.header("set-cookie").expect("a cookie");
        assert!(set.starts_with("__Host-commonweal-"), "{set}");
        for part in ["; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"] {
            assert!(set.contains(part), "{set}");
        }
        assert!(!answer.text().contains(set.split(['=', ';']).nth(1).expect("a token")), "scripts never see the token");
    });
}

#[test]
fn a_wrong_pass_phrase_and_an_unknown_name_are_told_alike() {
    run(async {
        let server = TestServer::start(Engine::Sqlite).await;
        server.actor(Position::TRAINER).await;
        let wrong = server.anon().sign_in(Position::TRAINER.login, "not the pass phrase").await.expect(401);
        let unknown = server.anon().sign_in("nobody.at.all", "not the pass phrase").await.expect(401);
        assert_eq!(wrong.problem_text(), unknown.problem_text());
        assert_snapshot!(wrong.problem_text(), @r#"
        {
          "type": "sign-in-refused",
          "title": "The sign-in name or the pass phrase is not right.",
          "status": 401,
          "request_id": "[id]"
        }
        "#);
        server.anon().get(api::SESSION).await.expect(401);
    });
}

#[test]
fn guessing_is_slowed_down() {
    run(async {
        let server = TestServer::start(Engine::Sqlite).await;
        server.actor(Position::TRAINER).await;
        for _ in 0..5 {
            server.anon().sign_in(Position::TRAINER.login, "not the pass phrase").await.expect(401);
        }
        let waits = server.anon().sign_in(Position::TRAINER.login, TestServer::pass_phrase()).await.expect(429);
        assert!(waits.header("retry-after").is_some());
        assert_snapshot!(waits.problem_text(), @r#"
        {
          "type": "too-many-attempts",
          "title": "There were too many failed attempts to sign in.",
          "status": 429,
          "detail": "Try again in 15 minutes.",
          "request_id": "[id]"
        }
        "#);
        server.clock.pass(15 * 60 + 1);
        server.anon().sign_in(Position::TRAINER.login, TestServer::pass_phrase()).await.expect(200);
    });
}

#[test]
fn somebody_acts_in_one_role_at_a_time() {
    run(async {
        let server = TestServer::start(Engine::Sqlite).await;
        let position = Position::new("both", Role::Trainer, "ZZA09", Clearance::General);
        let actor = server.actor(position).await;
        assert_eq!(actor.session().acting_as.role, Role::Trainer);
        let answer = actor.post(api::SESSION_ROLE, &serde_json::json!({ "membership": 1 })).await.expect(422);
        assert_snapshot!(answer.problem_text(), @r#"
        {
          "type": "field",
          "title": "You do not hold that role.",
          "status": 422,
          "field": "membership",
          "request_id": "[id]"
        }
        "#);
    });
}
