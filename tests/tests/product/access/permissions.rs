//! Every endpoint asked by every actor.

use std::collections::BTreeSet;

use commonweal_server::app::described_routes;
use commonweal_shared::api;
use commonweal_shared::records::SectionId;
use commonweal_tests::{Actor, Position, run};
use reqwest::Method;
use serde_json::{Value, json};

use crate::demo::{Demo, demo};

/// The actors, in the order of the table's columns. The first has not signed in.
const ACTORS: [(&str, Option<Position>); 9] = [
    ("anon", None),
    ("clinician", Some(Position::CLINICIAN)),
    ("clinician without relationship", Some(Position::CLINICIAN_ELSEWHERE)),
    ("restricted clinician", Some(Position::CLINICIAN_RESTRICTED)),
    ("trainer", Some(Position::TRAINER)),
    ("org_lead", Some(Position::ORG_LEAD)),
    ("icb_lead", Some(Position::ICB_LEAD)),
    ("privacy_officer", Some(Position::PRIVACY_OFFICER)),
    ("operator", Some(Position::OPERATOR)),
];

/// An endpoint, and the status that each actor gets.
struct Line {
    method: Method,
    path: &'static str,
    statuses: [u16; 9],
}

const fn line(method: Method, path: &'static str, statuses: [u16; 9]) -> Line {
    Line { method, path, statuses }
}

/// What an endpoint answers to whoever may not use it, and to whoever may.
#[rustfmt::skip]
const TABLE: &[Line] = &[
    //                                             anon gp   else rest trai org  icb  priv oper
    line(Method::GET,    api::HEALTHZ,           [200, 200, 200, 200, 200, 200, 200, 200, 200]),
    line(Method::GET,    api::READYZ,            [200, 200, 200, 200, 200, 200, 200, 200, 200]),
    line(Method::GET,    api::METRICS,           [200, 200, 200, 200, 200, 200, 200, 200, 200]),
    line(Method::GET,    api::OPENAPI,           [200, 200, 200, 200, 200, 200, 200, 200, 200]),
    line(Method::GET,    api::SYSTEM,            [200, 200, 200, 200, 200, 200, 200, 200, 200]),
    line(Method::GET,    api::DEMO,              [200, 200, 200, 200, 200, 200, 200, 200, 200]),
    line(Method::GET,    api::SESSION,           [401, 200, 200, 200, 200, 200, 200, 200, 200]),
    line(Method::POST,   api::SESSION_ROLE,      [401, 200, 200, 200, 200, 200, 200, 200, 200]),
    line(Method::GET,    api::HOME,              [401, 200, 200, 200, 200, 200, 200, 200, 200]),
    line(Method::POST,   api::SEARCH,            [401, 200, 200, 200, 403, 403, 403, 403, 403]),
    line(Method::GET,    api::RECORD,            [401, 200, 403, 200, 403, 403, 403, 403, 403]),
    line(Method::POST,   api::RECORD_OPENED,     [401, 204, 403, 204, 403, 403, 403, 403, 403]),
    line(Method::GET,    api::RESOURCE,          [401, 200, 403, 200, 403, 403, 403, 403, 403]),
    line(Method::GET,    api::RECORD_ACCESS_LOG, [401, 403, 403, 403, 403, 403, 403, 200, 403]),
    line(Method::GET,    api::RECORD_SEEN,       [401, 403, 403, 403, 403, 403, 403, 200, 403]),
    line(Method::GET,    api::WAITING,           [401, 403, 403, 403, 403, 403, 403, 200, 200]),
    line(Method::POST,   api::RECORD_CLAIM,      [401, 200, 200, 200, 403, 403, 403, 403, 403]),
    // Nobody's session sends data: that takes an organisation's own credential.
    line(Method::POST,   api::INTAKE,            [401, 401, 401, 401, 401, 401, 401, 401, 401]),
    // These two end what was: the first begins another session, the second ends it.
    line(Method::POST,   api::DEMO_ACCOUNT,      [200, 200, 200, 200, 200, 200, 200, 200, 200]),
    line(Method::POST,   api::SESSION,           [200, 200, 200, 200, 200, 200, 200, 200, 200]),
    line(Method::DELETE, api::SESSION,           [204, 204, 204, 204, 204, 204, 204, 204, 204]),
];

/// Asks one endpoint about one of the synthetic people, as the page would.
async fn ask(demo: &Demo, actor: &mut Actor, line: &Line) -> u16 {
    let person = demo.person("callum-rigg");
    let section = demo.chart("callum-rigg").section(SectionId::Allergies).expect("always there");
    let resource = section.rows.first().expect("an allergy").id;
    let seen = if line.path == api::RECORD_SEEN {
        let general = demo.server.actor(Position::CLINICIAN).await;
        general.open(person).await.header("etag").expect("an etag").trim_matches('"').to_owned()
    } else {
        String::new()
    };
    let path = line.path.replace("{person}", &person.to_string()).replace("{resource}", &resource.to_string());
    let path = path.replace("{hash}", &seen);
    let body: Value = match line.path {
        api::SESSION_ROLE => json!({ "membership": 0 }),
        api::SEARCH => json!({ "query": "Rigg" }),
        api::RECORD_OPENED => json!({ "events": [{ "section": "allergies" }] }),
        api::RECORD_CLAIM => json!({ "reason": "Called by the person's wife at night" }),
        api::DEMO_ACCOUNT => {
            let offered: Vec<commonweal_shared::access::DemoSignIn> = actor.get(api::DEMO).await.json();
            return actor.sign_in_as_demo(offered[0].account).await.status;
        }
        api::SESSION if line.method == Method::POST => {
            return actor.sign_in(Position::TRAINER.login, commonweal_tests::TestServer::pass_phrase()).await.status;
        }
        _ => Value::Null,
    };
    match line.method {
        Method::GET => actor.get(&path).await.status,
        Method::DELETE => actor.delete(&path).await.status,
        _ => actor.post(&path, &body).await.status,
    }
}

#[test]
fn every_endpoint_answers_every_actor_as_the_table_says() {
    run(async {
        let demo = demo().await;
        demo.server.actor(Position::TRAINER).await;
        let mut wrong = Vec::new();
        for (column, (name, position)) in ACTORS.into_iter().enumerate() {
            let mut actor = match position {
                Some(position) => demo.server.actor(position).await,
                None => demo.server.anon(),
            };
            for line in TABLE {
                let found = ask(demo, &mut actor, line).await;
                if found != line.statuses[column] {
                    let expected = line.statuses[column];
                    wrong.push(format!("{name} {} {}: expected {expected}, found {found}", line.method, line.path));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}

#[test]
fn the_table_names_every_endpoint_that_there_is() {
    let document = serde_json::to_value(described_routes().to_openapi()).expect("the document is plain data");
    let paths = document["paths"].as_object().expect("it has paths");
    let methods = |path: &str| paths[path].as_object().expect("a path has methods").keys().cloned().collect::<Vec<_>>();
    let mut described: BTreeSet<(String, String)> = BTreeSet::new();
    for path in paths.keys() {
        described.extend(methods(path).into_iter().map(|method| (method.to_uppercase(), path.clone())));
    }
    // The document's own address is not described in it.
    described.insert(("GET".to_owned(), api::OPENAPI.to_owned()));
    let table: BTreeSet<(String, String)> =
        TABLE.iter().map(|line| (line.method.to_string(), line.path.to_owned())).collect();
    assert_eq!(table, described);
}

/// What is above the reviewer's own clearance is as good as absent, also as something that somebody saw.
#[test]
fn a_reviewer_of_general_clearance_gets_no_restricted_chart() {
    run(async {
        let demo = demo().await;
        let person = demo.person("callum-rigg");
        let seen = demo.clinician.open(person).await.header("etag").expect("an etag").trim_matches('"').to_owned();
        let officer = demo.server.actor(Position::PRIVACY_OFFICER).await;
        let path = api::RECORD_SEEN.replace("{person}", &person.to_string()).replace("{hash}", &seen);
        assert_eq!(officer.get(&path).await.status, 404);
    });
}
