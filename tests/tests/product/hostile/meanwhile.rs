//! While somebody sends what does harm, the others are served.

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};

use commonweal_server::access::{add_credential, register};
use commonweal_server::clock::Clock as _;
use commonweal_shared::api;
use commonweal_shared::ids::OdsCode;
use commonweal_shared::system::Organisation;
use commonweal_tests::{Position, headers, run};
use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::Method;

use super::{House, only, una, with, with_entries};

/// How often each body is sent.
const ROUNDS: usize = 2;

#[test]
fn the_server_keeps_answering_others() {
    run(async {
        let house = House::open().await;
        let person = only(&house.take(una().bundle("2026-03-01", &[una().weight("w1", "2026-02-01", "62.5")])).await);
        let clinician = house.server.actor(Position::CLINICIAN_RESTRICTED).await;
        let before = clinician.claim_and_open(person).await.tally;
        let credential = credential(&house).await;
        let over = AtomicBool::new(false);
        let reading = async {
            let mut opened = 0;
            while !over.load(Ordering::Relaxed) || opened == 0 {
                let chart: commonweal_shared::records::Chart = clinician.open(person).await.expect(200).json();
                assert!(chart.tally.received >= before.received, "what was there stays");
                opened += 1;
            }
            opened
        };
        let bodies = bodies();
        let sending = async {
            let mut statuses = Vec::new();
            for body in bodies.iter().cycle().take(ROUNDS * bodies.len()) {
                let more = headers(&[
                    ("authorization", &format!("Bearer {credential}")),
                    ("content-type", "application/fhir+json"),
                ]);
                let path = api::INTAKE.replace("{source}", "ZZA01");
                let answer = house.server.anon().ask(Method::POST, &path, more, body.clone()).await;
                assert!(answer.status < 500, "{} {}", answer.status, answer.text());
                if answer.status >= 400 {
                    let problem = answer.problem();
                    assert!(problem.title.ends_with('.'), "a sentence: {}", problem.title);
                }
                statuses.push(answer.status);
            }
            over.store(true, Ordering::Relaxed);
            statuses
        };
        let (opened, statuses) = futures::join!(reading, sending);
        assert!(opened > 10, "{opened} openings beside {} bodies", statuses.len());
        assert_eq!(statuses[..bodies.len()], [400, 400, 422, 422, 400, 400, 400, 422, 413, 413, 200, 200]);
    });
}

async fn credential(house: &House) -> String {
    let source: OdsCode = "ZZA01".parse().expect("a code");
    let mut tx = house.server.db().write().await.expect("a transaction");
    let organisation =
        Organisation { code: source.clone(), name: "House".to_owned(), setting: None, sends_records: false };
    register(&mut tx, &organisation).await.expect("on file");
    let (_, secret) =
        add_credential(&mut tx, &source, "the tests", house.server.clock.now()).await.expect("a credential");
    tx.commit().await.expect("committed");
    secret.reveal().to_owned()
}

fn bodies() -> Vec<Vec<u8>> {
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..600 {
        bomb.write_all(&vec![b' '; 1 << 20]).expect("packed");
    }
    let text = |text: &str| text.as_bytes().to_vec();
    vec![
        text("{{ patient }}"),
        text(r#"{"resourceType": "Bundle", "entry": [{"#),
        format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000)).into_bytes(),
        with(&[&format!(r#"{{"resourceType": "Basic", "x": {}1{}}}"#, "[".repeat(10_000), "]".repeat(10_000))]).into_bytes(),
        b"\xff\xfe{\0}\0".to_vec(),
        b"\x1f\x8b\x08 and no more".to_vec(),
        vec![b' '; 8 << 20],
        text("[]"),
        bomb.finish().expect("packed"),
        with_entries(&vec!["{}"; 200_000]).into_bytes(),
        with(&[r#"{"resourceType": "Observation", "status": "final", "status": "amended", "code": {"text": "\u202e\u0000"}}"#])
            .into_bytes(),
        with(&[r#"{"resourceType": "Observation", "subject": {"reference": "Patient/somebody-else"}}"#]).into_bytes(),
    ]
}
