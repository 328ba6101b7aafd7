//! Requests that no page of ours sends: every refusal is a problem, and the server stays.

use commonweal_shared::api;
use commonweal_tests::{Position, headers, run};
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderValue};

use super::wire::{Wire, asking};
use crate::demo::demo;

#[test]
fn an_address_that_cannot_be_read() {
    run(async {
        let gp = demo().await.server.actor(Position::CLINICIAN).await;
        let long = format!("/api/records/{}", "x".repeat(30_000));
        let cases = [
            ("/api/records/%FF", 404),
            ("/api/records/%", 404),
            ("/api/records/%00", 404),
            ("/api/records/..%2F..%2Fetc%2Fpasswd", 404),
            ("/api/records/%FF/seen/%FE", 400),
            ("/api/records/x/seen/%E2%28%A1", 400),
            ("/api/home?%FF=%", 200),
            ("/api/%FF", 404),
            (long.as_str(), 404),
        ];
        for (path, status) in cases {
            // The harness checks that every error of the API is a problem.
            assert_eq!(gp.get(path).await.status, status, "{path}");
        }
    });
}

#[test]
fn a_method_that_nothing_takes() {
    run(async {
        let demo = demo().await;
        let anon = demo.server.anon();
        for method in ["OPTIONS", "BREW", "PATCH", "TRACE"] {
            let method = Method::from_bytes(method.as_bytes()).expect("a method");
            let known = anon.ask(method.clone(), api::SYSTEM, HeaderMap::new(), Vec::new()).await.expect(405);
            assert_eq!(known.header("allow"), Some("GET,HEAD"), "{method}");
            anon.ask(method, "/api/nothing", HeaderMap::new(), Vec::new()).await.expect(404);
        }
        let mut wire = Wire::to(&demo.server).await;
        wire.send(&asking("HEAD", api::SYSTEM)).await;
        let head = wire.head().await.expect("an answer");
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        // No body follows: what comes next is the next answer.
        wire.send(&asking("HEAD", "/api/nothing")).await;
        let head = wire.head().await.expect("an answer");
        assert!(head.starts_with("HTTP/1.1 404"), "{head}");
    });
}

#[test]
fn what_is_known_is_compared_and_nothing_else() {
    run(async {
        let demo = demo().await;
        let gp = demo.server.actor(Position::CLINICIAN).await;
        let path = api::record(demo.person("callum-rigg"));
        for known in ["\"", "nonsense", "W/\"", "\"a\",\"b", ",,,"] {
            gp.get_if_changed(&path, known).await.expect(200);
        }
        let mut sent = HeaderMap::new();
        sent.insert("if-none-match", HeaderValue::from_bytes(b"\xff\xfe").expect("a header"));
        gp.ask(Method::GET, &path, sent, Vec::new()).await.expect(200);
    });
}

#[test]
fn a_head_that_is_too_large_is_refused_and_others_are_served() {
    run(async {
        let demo = demo().await;
        let many: String = (0..500).map(|number| format!("x-{number}: y\r\n")).collect();
        let large = format!("x: {}\r\n", "y".repeat(200_000));
        for bomb in [many, large] {
            let mut wire = Wire::to(&demo.server).await;
            wire.send(&format!("GET {} HTTP/1.1\r\nhost: a.example\r\n{bomb}\r\n", api::SYSTEM)).await;
            if let Some(reply) = wire.reply().await {
                assert_eq!(reply.status, 431);
            }
        }
        let mut wire = Wire::to(&demo.server).await;
        wire.send(&asking("GET", &format!("/{}", "x".repeat(200_000)))).await;
        if let Some(reply) = wire.reply().await {
            assert!(matches!(reply.status, 414 | 431), "{}", reply.status);
        }
        let mut wire = Wire::to(&demo.server).await;
        wire.send("nonsense\r\n\r\n").await;
        assert_eq!(wire.reply().await.map(|reply| reply.status), Some(400));
        demo.server.anon().ask(Method::GET, api::SYSTEM, headers(&[("x", "y")]), Vec::new()).await.expect(200);
    });
}
