//! The end: what has begun is finished, what is idle does not delay it, and nothing delays it for ever.

use std::time::Duration;

use commonweal_server::web::{Limits, Rates};
use commonweal_shared::api;
use commonweal_tests::{Engine, Options, TestServer, run};
use tokio::net::TcpStream;

use super::wire::{A_SIGN_IN, Wire, arrived, asking, half_a_sign_in};

/// After this long a test gives up on the server.
const GIVE_UP: Duration = Duration::from_secs(20);

async fn server(limits: Limits) -> TestServer {
    let limits = Limits { rates: Rates::NONE, ..limits };
    TestServer::start_with(Engine::Sqlite, Options { limits: Some(limits), ..Options::default() }).await
}

async fn idle(server: &TestServer) -> Wire {
    let mut wire = Wire::to(server).await;
    wire.send(&asking("GET", api::SYSTEM)).await;
    assert_eq!(wire.reply().await.expect("an answer").status, 200);
    wire
}

#[test]
fn a_request_that_has_begun_is_finished_and_no_other_begins() {
    run(async {
        let server = server(Limits::default()).await;
        let address = server.url.trim_start_matches("http://").to_owned();
        let mut idle = idle(&server).await;
        let mut begun = Wire::to(&server).await;
        begun.send(&half_a_sign_in(A_SIGN_IN.len())).await;
        arrived(&server, 1).await;
        let ending = tokio::spawn(server.stop());
        assert_eq!(idle.until_closed().await, 0, "an idle connection is closed");
        assert!(TcpStream::connect(&address).await.is_err(), "nobody new is let in");
        assert!(!ending.is_finished());
        begun.send(A_SIGN_IN).await;
        let answer = begun.reply().await.expect("an answer");
        assert_eq!((answer.status, answer.header("connection")), (401, Some("close")));
        tokio::time::timeout(GIVE_UP, ending).await.expect("it ends").expect("in order");
    });
}

#[test]
fn the_probe_says_so_before_the_door_is_shut() {
    run(async {
        let server = server(Limits { drain: Duration::from_secs(2), ..Limits::default() }).await;
        let anon = server.anon();
        anon.get(api::READYZ).await.expect(200);
        let ending = tokio::spawn(server.stop());
        let mut said = anon.get(api::READYZ).await;
        while said.status == 200 {
            said = anon.get(api::READYZ).await;
        }
        assert_eq!((said.status, said.problem().r#type.as_str()), (503, "ending"));
        anon.get(api::HEALTHZ).await.expect(200);
        anon.get(api::SYSTEM).await.expect(200);
        tokio::time::timeout(GIVE_UP, ending).await.expect("it ends").expect("in order");
    });
}

#[test]
fn nothing_delays_it_for_ever() {
    run(async {
        let limits = Limits { end: Duration::from_millis(300), ..Limits::default() };
        let server = server(limits).await;
        let _idle = idle(&server).await;
        let mut half_a_head = Wire::to(&server).await;
        half_a_head.send("GET / HTTP/1.1\r\n").await;
        let mut never_sent = Wire::to(&server).await;
        never_sent.send(&half_a_sign_in(A_SIGN_IN.len())).await;
        arrived(&server, 1).await;
        tokio::time::timeout(GIVE_UP, server.stop()).await.expect("it ends");
        assert_eq!(never_sent.until_closed().await, 0);
    });
}
