//! HTTP/2 by hand: what a browser never does with it.

use std::time::Duration;

use commonweal_server::web::{Limits, Rates};
use commonweal_shared::api;
use commonweal_tests::{Engine, Options, TestServer, run};

use super::wire::Wire;

/// The preface and empty settings.
const HELLO: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";
/// GET, http, the address /api/system of a.example, compressed as RFC 7541 says.
const ASK: &[u8] = b"\x82\x86\x04\x0b/api/system\x41\x09a.example";
/// Types of frames, and the flags of a head without a body after it.
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const GOAWAY: u8 = 7;
const CONTINUATION: u8 = 9;
const WHOLE: u8 = 5;

async fn server(limits: Limits) -> TestServer {
    let limits = Limits { rates: Rates::NONE, ..limits };
    TestServer::start_with(Engine::Sqlite, Options { limits: Some(limits), ..Options::default() }).await
}

fn frame(kind: u8, flags: u8, stream: u32, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).expect("a short frame").to_be_bytes();
    let mut frame = length[1..].to_vec();
    frame.extend([kind, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend(body);
    frame
}

/// The types of the frames that came until the server closed the connection.
async fn kinds(wire: &mut Wire) -> Vec<u8> {
    let came = wire.all_until_closed().await;
    let mut kinds = Vec::new();
    let mut rest = came.as_slice();
    while let [a, b, c, kind, ..] = *rest {
        kinds.push(kind);
        let length = 9 + u32::from_be_bytes([0, a, b, c]);
        rest = rest.get(usize::try_from(length).expect("a length")..).unwrap_or_default();
    }
    kinds
}

#[test]
fn a_connection_that_is_left_idle() {
    run(async {
        let server = server(Limits { head: Duration::from_millis(500), ..Limits::default() }).await;
        let mut wire = Wire::to(&server).await;
        wire.send([HELLO, &frame(HEADERS, WHOLE, 1, ASK)].concat()).await;
        let kinds = kinds(&mut wire).await;
        assert!(kinds.contains(&HEADERS), "it is answered: {kinds:?}");
        assert!(kinds.contains(&GOAWAY), "and told that the connection ends: {kinds:?}");
    });
}

#[test]
fn requests_that_are_taken_back_at_once() {
    run(async {
        let server = server(Limits::default()).await;
        let mut wire = Wire::to(&server).await;
        let mut flood = HELLO.to_vec();
        for stream in (1..4_000).step_by(2) {
            flood.extend(frame(HEADERS, WHOLE, stream, ASK));
            flood.extend(frame(RST_STREAM, 0, stream, &8_u32.to_be_bytes()));
        }
        wire.send(flood).await;
        let kinds = kinds(&mut wire).await;
        assert!(kinds.contains(&GOAWAY), "the connection is ended: {kinds:?}");
        server.anon().get(api::SYSTEM).await.expect(200);
    });
}

#[test]
fn header_fields_without_an_end() {
    run(async {
        let server = server(Limits::default()).await;
        let mut wire = Wire::to(&server).await;
        // A head that goes on: its first frame lacks the flag that says it is whole, and so do all that follow.
        let mut flood = HELLO.to_vec();
        flood.extend(frame(HEADERS, 0, 1, ASK));
        let field = [&b"\x00\x01x\x7f\x81\x77"[..], &[b'y'; 374]].concat();
        for _ in 0..20_000 {
            flood.extend(frame(CONTINUATION, 0, 1, &field));
        }
        wire.send(flood).await;
        wire.until_closed().await;
        server.anon().get(api::SYSTEM).await.expect(200);
    });
}
