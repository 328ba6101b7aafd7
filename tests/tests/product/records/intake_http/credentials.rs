//! Who may send: the organisation's own credential, and nothing else.

use commonweal_server::access::revoke_credential;
use commonweal_server::clock::Clock as _;
use commonweal_tests::{Answer, Engine, Invented, Position, headers, run};
use insta::assert_snapshot;
use reqwest::Method;

use super::store::logged;
use super::{BUNDLE, House, OTHER, SOURCE, credential_of, path};

fn body() -> Vec<u8> {
    Invented::new("una-1", "000001", "Holloway", "1950-05-05").bundle("2026-03-01", &[]).into_bytes()
}

/// Sends a sound body, with these headers.
async fn send(house: &House, source: &str, pairs: &[(&str, &str)]) -> Answer {
    let sent = headers(&[&[("content-type", BUNDLE)], pairs].concat());
    house.server.anon().ask(Method::POST, &path(source), sent, body()).await
}

#[test]
fn without_a_credential_that_works_nothing_is_taken() {
    run(async {
        let house = House::open(Engine::Sqlite).await;
        let none = send(&house, SOURCE, &[]).await.expect(401);
        assert_eq!(none.header("www-authenticate"), Some("Bearer"));
        assert_snapshot!(none.problem_text(), @r#"
        {
          "type": "no-credential",
          "title": "This request has no credential that works here.",
          "status": 401,
          "detail": "Send the organisation's own credential in the header: Authorization: Bearer cw_…",
          "request_id": "[id]"
        }
        "#);
        let last = house.credential.chars().last().expect("a digit");
        let wrong = house.credential[..house.credential.len() - 1].to_owned() + if last == '0' { "1" } else { "0" };
        let unknown = format!("cw_{}_{}", "0".repeat(32), "0".repeat(64));
        let plain = format!("Bearer {}", house.credential);
        for credential in [&wrong, &unknown, "", "cw_", &house.credential[..40]] {
            let answer = send(&house, SOURCE, &[("authorization", &format!("Bearer {credential}"))]).await.expect(401);
            assert_eq!(answer.problem_text(), none.problem_text(), "it is not said what was wrong");
        }
        for scheme in ["Basic", "Token"] {
            send(&house, SOURCE, &[("authorization", &plain.replace("Bearer", scheme))]).await.expect(401);
        }
        for unknown_source in ["ZZZ99", "no code", "%ff"] {
            let answer = send(&house, unknown_source, &[]).await.expect(401);
            assert_eq!(answer.problem_text(), none.problem_text(), "nobody learns which organisations there are");
        }
        send(&house, SOURCE, &[("authorization", &plain)]).await.expect(200);
        send(&house, &SOURCE.to_lowercase(), &[("authorization", &plain)]).await.expect(200);
    });
}

#[test]
fn a_credential_is_for_one_organisation() {
    run(async {
        let house = House::open(Engine::Sqlite).await;
        let bearer = format!("Bearer {}", house.credential);
        let other = send(&house, OTHER, &[("authorization", &bearer)]).await.expect(403);
        assert_snapshot!(other.problem_text(), @r#"
        {
          "type": "other-source",
          "title": "This credential is not for data of this organisation.",
          "status": 403,
          "request_id": "[id]"
        }
        "#);
        for unknown in ["ZZZ99", "no code", "%ff"] {
            let answer = send(&house, unknown, &[("authorization", &bearer)]).await.expect(403);
            assert_eq!(answer.problem_text(), other.problem_text(), "nobody learns which organisations there are");
        }
        assert_eq!(logged(&house.server, "access.denied", "other-source").await, 4);
        assert_eq!(logged(&house.server, "records.imported", "%").await, 0);
        let (_, second) = credential_of(&house.server, OTHER).await;
        send(&house, OTHER, &[("authorization", &format!("Bearer {second}"))]).await.expect(200);
    });
}

#[test]
fn a_revoked_credential_is_worth_nothing_at_once() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        if !engine.is_here() {
            continue;
        }
        run(async {
            let house = House::open(engine).await;
            house.send(BUNDLE, body()).await.expect(200);
            let revoke = async || {
                let mut tx = house.server.db().write().await.expect("a transaction");
                let revoked = revoke_credential(&mut tx, house.id, house.server.clock.now()).await;
                tx.commit().await.expect("committed");
                revoked.map_err(|error| error.to_string())
            };
            assert_eq!(revoke().await, Ok(()));
            assert!(revoke().await.expect_err("it is revoked already").contains("that still works"));
            let refused = house.send(BUNDLE, body()).await.expect(401);
            assert_eq!(refused.problem().r#type, "no-credential");
            assert_eq!(logged(&house.server, "access.denied", "credential-revoked").await, 1);
        });
    }
}

#[test]
fn a_session_sends_nothing_and_a_page_of_another_site_neither() {
    run(async {
        let house = House::open(Engine::Sqlite).await;
        let operator = house.server.actor(Position::OPERATOR).await;
        let answer = operator.ask(Method::POST, &path(SOURCE), operator.change_headers(), body()).await;
        assert_eq!(answer.expect(401).problem().r#type, "no-credential", "a session is no credential");
        let bearer = format!("Bearer {}", house.credential);
        for from in [("origin", "https://elsewhere.example"), ("sec-fetch-site", "cross-site"), ("origin", "null")] {
            let answer = send(&house, SOURCE, &[("authorization", &bearer), from]).await.expect(403);
            assert_eq!(answer.problem().r#type, "other-origin", "{from:?}");
        }
        let asked = headers(&[
            ("origin", "https://elsewhere.example"),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "authorization"),
        ]);
        let preflight = house.server.anon().ask(Method::OPTIONS, &path(SOURCE), asked, Vec::new()).await;
        assert_eq!(preflight.header("access-control-allow-origin"), None);
        assert_eq!(preflight.status, 405, "no page of another site may send a credential");
    });
}
