//! Opening a record over HTTP.

use commonweal_shared::api::{self, Home};
use commonweal_shared::records::Chart;
use commonweal_tests::{Position, headers, run};
use reqwest::Method;
use sha2::{Digest as _, Sha256};

use crate::demo::demo;

#[test]
fn a_record_has_the_hash_of_its_bytes_and_names_its_person() {
    run(async {
        let demo = demo().await;
        let gp = demo.server.actor(Position::CLINICIAN).await;
        let person = demo.person("edith-thwaite");
        let answer = gp.open(person).await.expect(200);
        let etag = answer.header("etag").expect("an etag").to_owned();
        assert_eq!(etag, format!("\"{}\"", hex::encode(Sha256::digest(&answer.body))));
        assert_eq!(answer.person(), Some(person.to_string().as_str()));
        assert_eq!(answer.header("content-type"), Some("application/json"));

        let unchanged = gp.get_if_changed(&api::record(person), &etag).await.expect(304);
        assert_eq!((unchanged.body.len(), unchanged.person()), (0, Some(person.to_string().as_str())));
        assert_eq!(unchanged.header("etag"), Some(etag.as_str()));
        gp.get_if_changed(&api::record(person), "\"another\"").await.expect(200);
    });
}

#[test]
fn a_record_is_the_same_packed_and_unpacked() {
    run(async {
        let demo = demo().await;
        let gp = demo.server.actor(Position::CLINICIAN).await;
        let path = api::record(demo.person("edith-thwaite"));
        let plain = gp.get(&path).await.expect(200);
        let packed =
            gp.ask(Method::GET, &path, headers(&[("accept-encoding", "gzip, br")]), Vec::new()).await.expect(200);
        assert_eq!(packed.header("content-encoding"), Some("br"));
        assert!(packed.body.len() * 4 < plain.body.len(), "{} of {} bytes", packed.body.len(), plain.body.len());
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut packed.body.as_slice(), &mut unpacked).expect("brotli");
        assert_eq!(unpacked, plain.body);
        let refused =
            gp.ask(Method::GET, &path, headers(&[("accept-encoding", "br;q=0")]), Vec::new()).await.expect(200);
        assert_eq!(refused.header("content-encoding"), None);
    });
}

#[test]
fn each_clearance_has_its_own_chart() {
    run(async {
        let demo = demo().await;
        let gp = demo.server.actor(Position::CLINICIAN).await;
        let person = demo.person("callum-rigg");
        let (part, whole) = (gp.open(person).await, demo.clinician.open(person).await);
        assert_ne!(part.header("etag"), whole.header("etag"));
        let (part, whole): (Chart, Chart) = (part.json(), whole.json());
        assert!(part.tally.received < whole.tally.received, "what is withheld is in no count");
        let etag = demo.clinician.open(person).await.header("etag").expect("an etag").to_owned();
        gp.get_if_changed(&api::record(person), &etag).await.expect(200);
    });
}

#[test]
fn records_opened_lately_come_first_and_only_to_who_opened_them() {
    run(async {
        let demo = demo().await;
        let reader = Position { login: "reader", ..Position::CLINICIAN };
        let reader = demo.server.actor(reader).await;
        let before: Home = reader.get(api::HOME).await.expect(200).json();
        assert!(before.recent.is_empty() && before.claims.is_empty());
        for slug in ["edith-thwaite", "callum-rigg", "edith-thwaite"] {
            reader.open(demo.person(slug)).await.expect(200);
        }
        let after: Home = reader.get(api::HOME).await.expect(200).json();
        let recent: Vec<_> = after.recent.iter().map(|one| one.person.id).collect();
        assert_eq!(recent, [demo.person("edith-thwaite"), demo.person("callum-rigg")]);
    });
}

#[test]
fn people_are_found_by_number_and_by_name_with_birth() {
    run(async {
        let demo = demo().await;
        let gp = demo.server.actor(Position::CLINICIAN).await;
        let one = |slug: &str| demo.person(slug);
        let found =
            async |query: &str| -> Vec<_> { gp.find(query).await.into_iter().map(|found| found.person.id).collect() };
        let sheilas = found("parkin sheila").await;
        assert_eq!(sheilas.len(), 2, "two people have nearly one name: both are offered");
        assert!(sheilas.contains(&one("sheila-parkin-february")) && sheilas.contains(&one("sheila-parkin-december")));
        assert_eq!(found("Callum Rigg 23/07/1991").await, [one("callum-rigg")]);
        assert_eq!(found("999 412 0204").await, [one("callum-rigg")]);
        assert_eq!(found("rigg 24-Jul-1991").await, []);
        let known = gp.find("9994120204").await;
        assert!(known[0].relationship.is_some(), "the practice sent the record, so it knows him");
        let elsewhere = demo.server.actor(Position { login: "finder", ..Position::CLINICIAN_ELSEWHERE }).await;
        assert!(elsewhere.find("9994120204").await[0].relationship.is_none(), "opening will ask for a reason");
    });
}
