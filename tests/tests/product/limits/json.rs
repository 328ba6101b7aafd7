//! Bodies of our own API: 2 MiB, 64 deep, 10,000 items, no key twice; each refusal says where and what was expected.

use commonweal_shared::api;
use commonweal_tests::{Answer, headers, run};
use insta::assert_snapshot;
use reqwest::Method;

use super::wire::{Wire, half_a_sign_in};
use crate::demo::demo;

async fn send(body: impl Into<Vec<u8>>) -> Answer {
    let sent = headers(&[("content-type", "application/json"), ("sec-fetch-site", "same-origin")]);
    demo().await.server.anon().ask(Method::POST, api::SESSION, sent, body.into()).await
}

#[track_caller]
fn detail(answer: &Answer) -> String {
    answer.problem().detail.expect("a detail")
}

#[test]
fn a_key_that_stands_twice() {
    run(async {
        let answer = send("{\"login\": \"amy\",\n \"password\": \"Rigg\", \"login\": \"Rigg\"}").await.expect(400);
        assert_snapshot!(answer.problem_text(), @r#"
        {
          "type": "bad-request",
          "title": "The body is not what this address takes.",
          "status": 400,
          "detail": "At line 2, column 22: The key \"login\" stands twice in one object.",
          "request_id": "[id]"
        }
        "#);
        assert!(!answer.text().contains("Rigg"), "a value is not repeated");
        let elsewhere = send(r#"{"login": [{}, {"b": 1, "\u0062": 2}]}"#).await.expect(400);
        assert_snapshot!(detail(&elsewhere), @r#"At login[1], line 1, column 25: The key "b" stands twice in one object."#);
    });
}

#[test]
fn too_deep_or_too_many() {
    run(async {
        for deep in [65, 10_000, 1_000_000] {
            let answer = send("[".repeat(deep)).await.expect(400);
            assert!(detail(&answer).contains("column 65: Arrays and objects stand in each other more than 64 deep."));
        }
        let deep = send(format!("{}7{}", r#"{"login":"#.repeat(10_000), "}".repeat(10_000))).await.expect(400);
        assert!(detail(&deep).contains("more than 64 deep"), "{}", detail(&deep));
        let many = send(format!("{{\"login\": [{}0]}}", "0,".repeat(10_000))).await.expect(400);
        assert_snapshot!(detail(&many), @"At login, line 1, column 20011: This array has more than 10000 items.");
    });
}

#[test]
fn another_value_than_was_expected() {
    run(async {
        let cases = [
            r#"{"login": 7, "password": "Rigg"}"#,
            r#"{"login": "Rigg"}"#,
            r#"["Rigg"]"#,
            r#"{"login": "Rigg", "password": "#,
            r#"{"login": "Rigg", "password": Rigg}"#,
            r#"{"login": "Rigg", "password": "Rigg"} and more"#,
            "{{ login }}",
            "",
        ];
        let mut said = Vec::new();
        for case in cases {
            let answer = send(case).await.expect(400);
            assert!(!answer.text().contains("Rigg"), "a value is not repeated: {}", answer.text());
            let problem = answer.problem();
            said.push(format!("{} {}", problem.title, problem.detail.expect("a detail")));
        }
        assert_snapshot!(said.join("\n"), @r"
        The body is not what this address takes; the OpenAPI document describes it. At login, line 1, column 11: expected a string.
        The body is not what this address takes; the OpenAPI document describes it. At line 1, column 17: the field `password` is expected there.
        The body is not what this address takes; the OpenAPI document describes it. At line 1, column 8: expected an object.
        The body is not JSON. At line 1, column 30: it ends in the middle.
        The body is not JSON. At line 1, column 31: what stands there is not JSON.
        The body is not JSON. At line 1, column 39: what stands there is not JSON.
        The body is not JSON. At line 1, column 2: what stands there is not JSON.
        The body is not JSON. At line 1, column 0: it ends in the middle.
        ");
        let no_text = send(b"{\"login\": \"\xff\"}".to_vec()).await.expect(400);
        assert_eq!(no_text.problem().title, "The body is not JSON.");
    });
}

#[test]
fn another_kind_of_body() {
    run(async {
        for kind in ["text/plain", "application/fhir+json", "application/xml", "multipart/form-data", "nonsense", ""] {
            let sent = headers(&[("content-type", kind), ("sec-fetch-site", "same-origin")]);
            let body = br#"{"login": "amy", "password": "x"}"#.to_vec();
            let answer = demo().await.server.anon().ask(Method::POST, api::SESSION, sent, body).await.expect(415);
            assert_eq!(answer.problem().r#type, "not-json", "{kind}");
        }
    });
}

#[test]
fn three_hundred_mebibytes_of_spaces_are_refused_after_two() {
    run(async {
        let server = &demo().await.server;
        let spaces = " ".repeat(64 * 1024);
        let mut announced = Wire::to(server).await;
        announced.send(&half_a_sign_in(300 * 1024 * 1024)).await;
        let mut streamed = Wire::to(server).await;
        let head = half_a_sign_in(0).replace("content-length: 0", "transfer-encoding: chunked");
        streamed.send(&head).await;
        let mut sent = 0;
        for _ in 0..300 * 16 {
            let piece = format!("{:x}\r\n{spaces}\r\n", spaces.len());
            if !announced.send(&spaces).await && !streamed.send(&piece).await {
                break;
            }
            streamed.send(&piece).await;
            sent += spaces.len();
        }
        assert!(sent < 100 * 1024 * 1024, "the server read on for {sent} bytes");
        server.anon().get(api::SYSTEM).await.expect(200);
        let whole = send(vec![b' '; 2 * 1024 * 1024 + 1]).await.expect(413);
        assert_eq!(whole.problem().title, "The body is larger than 2 MiB, which is the most that is taken here.");
    });
}
