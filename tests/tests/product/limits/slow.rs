//! Clients that are slow, or say nothing: each is given so long, and no longer.

use std::time::Duration;

use commonweal_server::web::{Limits, Rates};
use commonweal_shared::api;
use commonweal_tests::{Engine, Options, TestServer, run};
use insta::assert_snapshot;

use super::wire::{A_SIGN_IN, Wire, asking, half_a_sign_in};

const SHORT: Duration = Duration::from_millis(500);

async fn server(limits: Limits) -> TestServer {
    let limits = Limits { rates: Rates::NONE, ..limits };
    TestServer::start_with(Engine::Sqlite, Options { limits: Some(limits), ..Options::default() }).await
}

#[test]
fn a_head_that_does_not_come() {
    run(async {
        let server = server(Limits { head: SHORT, ..Limits::default() }).await;
        // Nothing at all; the beginning of what may be HTTP/2; a request without its end.
        for beginning in ["", "P", "PRI * HTTP/2", "GET / HTTP/1.1\r\nhost: a.example\r\n"] {
            let mut wire = Wire::to(&server).await;
            wire.send(beginning).await;
            assert_eq!(wire.until_closed().await, 0, "{beginning:?}");
        }
        // One more byte before each time is over, as slowloris does it.
        let mut wire = Wire::to(&server).await;
        wire.send("GET / HTTP/1.1\r\nx: ").await;
        let mut drops = 0;
        while drops < 100 && wire.send("y").await {
            drops += 1;
            tokio::time::sleep(SHORT / 6).await;
        }
        assert!(drops < 100, "the head was awaited for ever");
        server.anon().get(api::SYSTEM).await.expect(200);
    });
}

#[test]
fn a_connection_that_is_left_idle() {
    run(async {
        let server = server(Limits { head: SHORT, ..Limits::default() }).await;
        let mut wire = Wire::to(&server).await;
        for _ in 0..2 {
            wire.send(&asking("GET", api::SYSTEM)).await;
            assert_eq!(wire.reply().await.expect("an answer").status, 200);
        }
        assert_eq!(wire.until_closed().await, 0);
    });
}

#[test]
fn a_body_that_stops_and_one_that_drips() {
    run(async {
        let server = server(Limits { pause: SHORT, ..Limits::default() }).await;
        let mut wire = Wire::to(&server).await;
        wire.send(&half_a_sign_in(A_SIGN_IN.len())).await;
        wire.send(&A_SIGN_IN[..7]).await;
        let refused = wire.reply().await.expect("an answer");
        assert_eq!(refused.status, 408);
        let problem = refused.problem();
        assert_snapshot!(problem.title, @"The body of this request came too slowly.");
        assert_eq!(wire.until_closed().await, 0, "the rest of the body is not awaited");
        let mut drip = Wire::to(&server).await;
        drip.send(&half_a_sign_in(100_000)).await;
        let mut drops = 0;
        while drops < 100 && drip.send(" ").await {
            drops += 1;
            tokio::time::sleep(SHORT / 6).await;
        }
        assert!(drops < 100, "the body was awaited for ever");
    });
}

#[test]
fn an_answer_that_takes_too_long() {
    run(async {
        let server = server(Limits { request: SHORT * 2, ..Limits::default() }).await;
        // Its database has no connection left, and would say so later.
        let mut taken = Vec::new();
        for _ in 0..8 {
            taken.push(server.db().read().await.expect("a connection"));
        }
        let refused = server.anon().get(api::SYSTEM).await.expect(503);
        assert_eq!(refused.header("retry-after"), Some("5"));
        assert_snapshot!(refused.problem_text(), @r#"
        {
          "type": "too-slow",
          "title": "This took too long and was stopped.",
          "status": 503,
          "detail": "Try again shortly.",
          "request_id": "[id]"
        }
        "#);
        drop(taken);
        server.anon().get(api::SYSTEM).await.expect(200);
    });
}

#[test]
fn an_answer_that_nobody_takes() {
    run(async {
        let server = server(Limits { pause: SHORT, ..Limits::default() }).await;
        let length = server.anon().get(api::OPENAPI).await.expect(200).body.len();
        let times = 40 * 1024 * 1024 / length;
        let mut wire = Wire::with_window(&server, Some(16 * 1024)).await;
        wire.send(&asking("GET", api::OPENAPI).repeat(times)).await;
        tokio::time::sleep(SHORT * 4).await;
        let came = wire.until_closed().await;
        assert!(came < times * length, "all {came} bytes came: nothing was cut off");
        server.anon().get(api::SYSTEM).await.expect(200);
    });
}
