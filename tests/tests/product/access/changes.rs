//! A change is taken only from the page that the person signed in to.

use commonweal_shared::api::{self, CSRF_HEADER};
use commonweal_tests::{Actor, Answer, Position, headers, run};
use insta::assert_snapshot;
use reqwest::Method;
use reqwest::header::HeaderMap;

use crate::demo::demo;

async fn search(actor: &Actor, headers: HeaderMap) -> Answer {
    actor.ask(Method::POST, api::SEARCH, headers, br#"{"query": "Rigg"}"#.to_vec()).await
}

fn with(actor: &Actor, more: &[(&str, &str)]) -> HeaderMap {
    let token = [("content-type", "application/json"), (CSRF_HEADER, actor.session().csrf_token.as_str())];
    headers(&[&token, more].concat())
}

#[test]
fn without_the_sessions_token_nothing_changes() {
    run(async {
        let demo = demo().await;
        let actor = demo.server.actor(Position::CLINICIAN).await;
        let other = demo.server.actor(Position::CLINICIAN).await;
        let none = search(&actor, headers(&[("content-type", "application/json")])).await.expect(403);
        assert_snapshot!(none.problem_text(), @r#"
        {
          "type": "csrf",
          "title": "This request did not come from the page that you signed in to, so it was refused.",
          "status": 403,
          "detail": "Load the page again.",
          "request_id": "[id]"
        }
        "#);
        let wrong = "0".repeat(64);
        for token in [wrong.as_str(), "", &other.session().csrf_token, &actor.session().csrf_token[..63]] {
            let sent = headers(&[("content-type", "application/json"), (CSRF_HEADER, token)]);
            let refused = search(&actor, sent).await.expect(403);
            assert_eq!(refused.problem().r#type, "csrf", "\"{token}\"");
        }
        search(&actor, with(&actor, &[])).await.expect(200);
    });
}

#[test]
fn a_change_that_another_site_asks_for_is_refused() {
    run(async {
        let demo = demo().await;
        let actor = demo.server.actor(Position::CLINICIAN).await;
        let host = demo.server.url.trim_start_matches("http://").to_owned();
        let foreign = search(&actor, with(&actor, &[("origin", "https://elsewhere.example")])).await.expect(403);
        assert_snapshot!(foreign.problem_text(), @r#"
        {
          "type": "other-origin",
          "title": "This request came from another site, so it was refused.",
          "status": 403,
          "request_id": "[id]"
        }
        "#);
        for (name, value) in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "null")] {
            let refused = search(&actor, with(&actor, &[(name, value)])).await.expect(403);
            assert_eq!(refused.problem().r#type, "other-origin", "{name}: {value}");
        }
        search(&actor, with(&actor, &[("sec-fetch-site", "same-origin")])).await.expect(200);
        search(&actor, with(&actor, &[("origin", &format!("http://{host}"))])).await.expect(200);
    });
}

#[test]
fn signing_in_is_refused_to_another_site_too() {
    run(async {
        let demo = demo().await;
        let sent = headers(&[("content-type", "application/json"), ("sec-fetch-site", "cross-site")]);
        let body = br#"{"login": "gp", "password": "a pass phrase of the tests"}"#.to_vec();
        demo.server.anon().ask(Method::POST, api::SESSION, sent, body).await.expect(403);
    });
}

#[test]
fn nobody_is_signed_out_by_another_page() {
    run(async {
        let demo = demo().await;
        let actor = demo.server.actor(Position::CLINICIAN).await;
        actor.ask(Method::DELETE, api::SESSION, HeaderMap::new(), Vec::new()).await.expect(403);
        actor.ask(Method::DELETE, api::SESSION, with(&actor, &[("origin", "null")]), Vec::new()).await.expect(403);
        actor.get(api::SESSION).await.expect(200);
    });
}
