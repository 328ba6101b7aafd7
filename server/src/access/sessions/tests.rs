//! Sessions through the whole surface, with a clock that the tests move.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use commonweal_shared::access::{Role, Session};
use commonweal_shared::api;
use commonweal_shared::ids::AccountId;
use commonweal_shared::problem::Problem;
use commonweal_shared::records::Clearance;
use commonweal_shared::system::Organisation;
use commonweal_shared::time::Moment;
use serde::de::DeserializeOwned;
use tower::ServiceExt as _;

use crate::access::{NewAccount, NewMembership, Proof, add_account, disable_account, register};
use crate::app::{AppState, build, router};
use crate::clock::{Clock, SetClock};
use crate::config::{Told, parse_listen};

const PASS_PHRASE: &str = "a pass phrase for amy";

struct House {
    app: AppState,
    router: Router,
    clock: Arc<SetClock>,
    demo_account: AccountId,
    _folder: tempfile::TempDir,
}

/// A server with one clinician, `amy`, and one demonstration account; it does not run with `--demo`.
async fn house() -> House {
    let folder = tempfile::tempdir().expect("a folder");
    let told =
        Told { data: Some(folder.path().to_owned()), listen: parse_listen("127.0.0.1:0").ok(), ..Told::default() };
    let clock = Arc::new(SetClock::at(Moment::from_micros(1_795_000_000_000_000)));
    let served = build(told.serve().expect("settings"), Arc::clone(&clock) as Arc<dyn Clock>).await.expect("a server");
    let app = Arc::clone(&served.app);
    let organisation = Organisation {
        code: "ZZA01".parse().expect("a code"),
        name: "Hill".to_owned(),
        setting: None,
        sends_records: false,
    };
    let membership =
        NewMembership { organisation: organisation.code.clone(), role: Role::Clinician, clearance: Clearance::General };
    let account = |login: &str, proof| NewAccount {
        login: login.to_owned(),
        display_name: login.to_uppercase(),
        proof,
        memberships: vec![membership.clone()],
    };
    let mut tx = app.db.write().await.expect("a transaction");
    register(&mut tx, &organisation).await.expect("registered");
    let amy = account("amy", Proof::PassPhrase(PASS_PHRASE.to_owned()));
    add_account(&mut tx, &amy, clock.now()).await.expect("amy");
    let demo = account("demo", Proof::Demonstration);
    let demo_account = add_account(&mut tx, &demo, clock.now()).await.expect("a demonstration account");
    tx.commit().await.expect("committed");
    House { router: router(Arc::clone(&app)), app, clock, demo_account, _folder: folder }
}

impl House {
    async fn ask(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.expect("an answer")
    }

    async fn sign_in(&self, login: &str, password: &str) -> Response<Body> {
        let body = serde_json::json!({ "login": login, "password": password }).to_string();
        self.ask(
            post(api::SESSION).header(header::CONTENT_TYPE, "application/json").body(body.into()).expect("a request"),
        )
        .await
    }

    /// Amy's cookie and token.
    async fn amy(&self) -> (String, String) {
        let answer = self.sign_in("amy", PASS_PHRASE).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let cookie = answer.headers()[header::SET_COOKIE].to_str().expect("text").to_owned();
        let cookie = cookie.split(';').next().expect("a pair").to_owned();
        (cookie, read::<Session>(answer).await.csrf_token)
    }

    async fn session(&self, cookie: &str) -> StatusCode {
        let request = Request::get(api::SESSION).header(header::COOKIE, cookie).body(Body::empty());
        self.ask(request.expect("a request")).await.status()
    }
}

fn post(path: &str) -> axum::http::request::Builder {
    Request::post(path)
}

async fn read<T: DeserializeOwned>(answer: Response<Body>) -> T {
    let bytes = to_bytes(answer.into_body(), 1 << 20).await.expect("a body");
    serde_json::from_slice(&bytes).expect("what was promised")
}

#[tokio::test]
async fn a_session_ends_after_its_idle_limit_and_lives_on_while_it_is_used() {
    let house = house().await;
    let (cookie, _) = house.amy().await;
    for _ in 0..3 {
        house.clock.pass(14 * 60);
        assert_eq!(house.session(&cookie).await, StatusCode::OK);
    }
    house.clock.pass(16 * 60);
    assert_eq!(house.session(&cookie).await, StatusCode::UNAUTHORIZED);
    house.clock.pass(-16 * 60);
    assert_eq!(house.session(&cookie).await, StatusCode::UNAUTHORIZED, "it is gone, not asleep");
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_however_it_is_used() {
    let house = house().await;
    let (cookie, _) = house.amy().await;
    for _ in 0..71 {
        house.clock.pass(10 * 60);
        assert_eq!(house.session(&cookie).await, StatusCode::OK);
    }
    house.clock.pass(10 * 60);
    assert_eq!(house.session(&cookie).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_change_needs_the_sessions_own_token() {
    let house = house().await;
    let (cookie, token) = house.amy().await;
    let sign_out = |token: &str| {
        let request = Request::delete(api::SESSION).header(header::COOKIE, &cookie).header(api::CSRF_HEADER, token);
        house.ask(request.body(Body::empty()).expect("a request"))
    };
    for wrong in ["", "x", &token[1..]] {
        let answer = sign_out(wrong).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
        assert_eq!(read::<Problem>(answer).await.r#type, "csrf");
    }
    let answer = sign_out(&token).await;
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    assert_eq!(answer.headers()["clear-site-data"], "\"cache\", \"storage\"");
    assert_eq!(house.session(&cookie).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once() {
    let house = house().await;
    let (cookie, _) = house.amy().await;
    let mut tx = house.app.db.write().await.expect("a transaction");
    disable_account(&mut tx, "amy").await.expect("disabled");
    tx.commit().await.expect("committed");
    assert_eq!(house.session(&cookie).await, StatusCode::UNAUTHORIZED);
    assert_eq!(house.sign_in("amy", PASS_PHRASE).await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_pass_phrase_are_answered_alike_and_then_slowed_down() {
    let house = house().await;
    let mut answers = Vec::new();
    for login in ["amy", "nobody", "demo"] {
        let mut problem: Problem = read(house.sign_in(login, "a wrong pass phrase").await).await;
        problem.request_id.clear();
        answers.push(problem);
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    for _ in 0..4 {
        assert_eq!(house.sign_in("amy", "a wrong pass phrase").await.status(), StatusCode::UNAUTHORIZED);
    }
    let slowed = house.sign_in("amy", PASS_PHRASE).await;
    assert_eq!(slowed.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(slowed.headers()[header::RETRY_AFTER], "901");
}

#[tokio::test]
async fn demonstration_sign_ins_are_nowhere_without_the_demonstration() {
    let house = house().await;
    let list = Request::get(api::DEMO).body(Body::empty()).expect("a request");
    assert_eq!(house.ask(list).await.status(), StatusCode::NOT_FOUND);
    let one = post(&api::demo_account(house.demo_account)).body(Body::empty()).expect("a request");
    assert_eq!(house.ask(one).await.status(), StatusCode::NOT_FOUND);
    for pass_phrase in ["", "demo"] {
        assert_eq!(house.sign_in("demo", pass_phrase).await.status(), StatusCode::UNAUTHORIZED);
    }
}
