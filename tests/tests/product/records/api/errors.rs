//! Errors are problems with a sentence that is safe to show.

use commonweal_shared::api;
use commonweal_tests::{Position, headers, run};
use insta::assert_snapshot;
use reqwest::Method;

use crate::demo::demo;

#[test]
fn nobody_is_signed_in() {
    run(async {
        let demo = demo().await;
        let answer = demo.server.anon().open(demo.person("callum-rigg")).await.expect(401);
        assert_snapshot!(answer.problem_text(), @r#"
        {
          "type": "not-signed-in",
          "title": "You are not signed in, or your session has ended.",
          "status": 401,
          "detail": "Sign in again.",
          "request_id": "[id]"
        }
        "#);
    });
}

#[test]
fn a_role_does_not_open_records() {
    run(async {
        let demo = demo().await;
        let trainer = demo.server.actor(Position { login: "other.trainer", ..Position::TRAINER }).await;
        let answer = trainer.open(demo.person("callum-rigg")).await.expect(403);
        assert_snapshot!(answer.problem_text(), @r#"
        {
          "type": "role-does-not-open-records",
          "title": "Your role does not open people's records.",
          "status": 403,
          "request_id": "[id]"
        }
        "#);
    });
}

#[test]
fn an_address_of_nothing() {
    run(async {
        let demo = demo().await;
        let gp = demo.server.actor(Position::CLINICIAN).await;
        for path in ["/api", "/api/", "/api/nothing", "/api/records/not-an-id", "/api/resources/7"] {
            let answer = gp.get(path).await.expect(404);
            assert_eq!(answer.problem().r#type, "not-found", "{path}");
        }
        let nobody = "/api/resources/01900000-0000-7000-8000-000000000000";
        assert_snapshot!(gp.get(nobody).await.expect(404).problem_text(), @r#"
        {
          "type": "not-found",
          "title": "There is no such resource.",
          "status": 404,
          "request_id": "[id]"
        }
        "#);
    });
}

#[test]
fn a_method_that_an_address_does_not_take() {
    run(async {
        let demo = demo().await;
        let gp = demo.server.actor(Position::CLINICIAN).await;
        let answer = gp.delete(api::HOME).await.expect(405);
        assert_snapshot!(answer.problem_text(), @r#"
        {
          "type": "method-not-allowed",
          "title": "This address does not take that method.",
          "status": 405,
          "request_id": "[id]"
        }
        "#);
    });
}

#[test]
fn a_search_that_says_too_little() {
    run(async {
        let demo = demo().await;
        let gp = demo.server.actor(Position::CLINICIAN).await;
        assert_snapshot!(gp.search("a").await.expect(422).problem_text(), @r#"
        {
          "type": "field",
          "title": "Type at least two letters of a name, with a date of birth if you have it.",
          "status": 422,
          "field": "query",
          "request_id": "[id]"
        }
        "#);
        let wrong = gp.search("999 412 0205").await.expect(422);
        assert!(!wrong.text().contains("4120205"), "what was typed is not repeated: {}", wrong.text());
    });
}

#[test]
fn a_body_that_is_no_json_or_not_the_right_one() {
    run(async {
        let demo = demo().await;
        let gp = demo.server.actor(Position::CLINICIAN).await;
        let send = async |content_type: &str, body: &str| {
            let mut sent = gp.change_headers();
            sent.extend(headers(&[("content-type", content_type)]));
            gp.ask(Method::POST, api::SEARCH, sent, body.as_bytes().to_vec()).await
        };
        let form = send("application/x-www-form-urlencoded", "query=Rigg").await.expect(415);
        assert_snapshot!(form.problem_text(), @r#"
        {
          "type": "not-json",
          "title": "Send the body as JSON, with Content-Type: application/json.",
          "status": 415,
          "request_id": "[id]"
        }
        "#);
        let broken = send("application/json", r#"{"query": "Rigg""#).await.expect(400);
        assert_snapshot!(broken.problem_text(), @r#"
        {
          "type": "bad-request",
          "title": "The body is not JSON.",
          "status": 400,
          "detail": "At line 1, column 16: it ends in the middle.",
          "request_id": "[id]"
        }
        "#);
        for body in [r#"{"query": 7}"#, r#"{"name": "Rigg"}"#, r#"{"query": "Rigg", "more": 1}"#, "[]"] {
            let other = send("application/json", body).await.expect(400);
            assert!(!other.text().contains("Rigg"), "the body is not repeated: {}", other.text());
        }
    });
}

#[test]
fn a_body_that_is_too_large() {
    run(async {
        let demo = demo().await;
        let gp = demo.server.actor(Position::CLINICIAN).await;
        let answer = gp.search(&"x".repeat(2 * 1024 * 1024)).await.expect(413);
        assert_snapshot!(answer.problem_text(), @r#"
        {
          "type": "too-large",
          "title": "The body is larger than 2 MiB, which is the most that is taken here.",
          "status": 413,
          "request_id": "[id]"
        }
        "#);
    });
}

#[test]
fn a_page_that_is_not_there_is_still_answered_with_all_headers() {
    run(async {
        let demo = demo().await;
        let anon = demo.server.anon();
        // The harness checks the headers of every answer.
        anon.get("/missing.js").await.expect(404);
        anon.get("/../../etc/passwd.txt").await.expect(404);
    });
}

#[test]
fn the_probes_and_counters_name_no_person() {
    run(async {
        let demo = demo().await;
        let anon = demo.server.anon();
        let person = demo.person("callum-rigg").to_string();
        demo.server.actor(Position::CLINICIAN).await.get(&format!("/api/records/{person}")).await.expect(200);
        assert_eq!(anon.get(api::HEALTHZ).await.expect(200).text(), "alive\n");
        assert_eq!(anon.get(api::READYZ).await.expect(200).text(), "ready\n");
        let counters = anon.get(api::METRICS).await.expect(200).text();
        assert!(counters.contains("route=\"/api/records/{person}\""), "{counters}");
        assert!(!counters.contains(&person));
    });
}
