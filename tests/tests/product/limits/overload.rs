//! When more comes than can be served: 503 with `Retry-After`, at once, and whoever is being served stays served.

use std::time::Duration;

use commonweal_server::web::{Limits, Rates};
use commonweal_shared::api;
use commonweal_tests::{Engine, Options, Position, TestServer, run};
use insta::assert_snapshot;

use super::wire::{A_SIGN_IN, Reply, Wire, arrived, asking, half_a_sign_in};

async fn server(limits: Limits) -> TestServer {
    let limits = Limits { rates: Rates::NONE, ..limits };
    TestServer::start_with(Engine::Sqlite, Options { limits: Some(limits), ..Options::default() }).await
}

async fn ask(wire: &mut Wire, path: &str) -> Option<Reply> {
    wire.send(&asking("GET", path)).await;
    wire.reply().await
}

/// A request that is being worked on: the server waits for its body.
async fn under_way(server: &TestServer) -> Wire {
    let mut wire = Wire::to(server).await;
    wire.send(&half_a_sign_in(A_SIGN_IN.len())).await;
    wire
}

/// Asks until the answer has this status, since the server may not yet know who has gone.
async fn until(server: &TestServer, status: u16) {
    for _ in 0..2_000 {
        let mut wire = Wire::to(server).await;
        if ask(&mut wire, api::SYSTEM).await.is_some_and(|reply| reply.status == status) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("no answer was {status}");
}

#[test]
fn more_requests_than_can_be_worked_on() {
    run(async {
        let server = server(Limits { requests: 2, ..Limits::default() }).await;
        let mut first = under_way(&server).await;
        let mut second = under_way(&server).await;
        arrived(&server, 2).await;
        let refused = server.anon().get(api::SYSTEM).await.expect(503);
        assert_eq!(refused.header("retry-after"), Some("2"));
        assert_snapshot!(refused.problem_text(), @r#"
        {
          "type": "busy",
          "title": "The server has as much to do as it can at this moment.",
          "status": 503,
          "detail": "Nothing was done. Try again shortly.",
          "request_id": "[id]"
        }
        "#);
        for watched in [api::HEALTHZ, api::READYZ, api::METRICS] {
            server.anon().get(watched).await.expect(200);
        }
        first.send(A_SIGN_IN).await;
        assert_eq!(first.reply().await.expect("an answer").status, 401);
        server.anon().get(api::SYSTEM).await.expect(200);
        second.send(A_SIGN_IN).await;
        assert_eq!(second.reply().await.expect("an answer").status, 401);
    });
}

#[test]
fn more_connections_than_may_be_open() {
    run(async {
        let server = server(Limits { connections: 2, ..Limits::default() }).await;
        let mut first = Wire::to(&server).await;
        let mut second = Wire::to(&server).await;
        assert_eq!(ask(&mut first, api::SYSTEM).await.expect("an answer").status, 200);
        assert_eq!(ask(&mut second, api::SYSTEM).await.expect("an answer").status, 200);
        let mut third = Wire::to(&server).await;
        let refused = ask(&mut third, api::SYSTEM).await.expect("an answer");
        assert_eq!((refused.status, refused.header("retry-after")), (503, Some("2")));
        assert_eq!(refused.problem().r#type, "busy");
        assert_eq!(third.until_closed().await, 0, "and the connection is closed");
        let mut probe = Wire::to(&server).await;
        assert_eq!(ask(&mut probe, api::HEALTHZ).await.expect("an answer").status, 200, "the server can be watched");
        assert_eq!(ask(&mut first, api::SYSTEM).await.expect("an answer").status, 200, "who is in stays in");
        drop(second);
        until(&server, 200).await;
    });
}

#[test]
fn a_crowd_beyond_all_bounds_is_closed_without_a_word_and_goes_away() {
    run(async {
        let server = server(Limits { connections: 2, ..Limits::default() }).await;
        let mut first = Wire::to(&server).await;
        assert_eq!(ask(&mut first, api::SYSTEM).await.expect("an answer").status, 200);
        let mut crowd = Vec::new();
        for _ in 0..200 {
            crowd.push(Wire::to(&server).await);
        }
        let mut last = crowd.pop().expect("one of them");
        assert_eq!(last.until_closed().await, 0);
        assert_eq!(ask(&mut first, api::SYSTEM).await.expect("an answer").status, 200);
        drop(crowd);
        until(&server, 200).await;
    });
}

#[test]
fn a_database_that_has_no_connection_left() {
    run(async {
        let server = server(Limits::default()).await;
        let gp = server.actor(Position::CLINICIAN).await;
        let mut taken = Vec::new();
        for _ in 0..8 {
            taken.push(server.db().read().await.expect("a connection"));
        }
        let refused = gp.get(api::HOME).await.expect(503);
        assert!(refused.header("retry-after").is_some());
        assert_snapshot!(refused.problem_text(), @r#"
        {
          "type": "database-unavailable",
          "title": "The database does not answer.",
          "status": 503,
          "detail": "Try again shortly.",
          "request_id": "[id]"
        }
        "#);
        drop(taken);
        gp.get(api::HOME).await.expect(200);
    });
}
