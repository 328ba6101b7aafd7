use std::collections::BTreeMap;
use std::io::{Seek as _, SeekFrom, Write as _};

use commonweal_server::access::keep_by_operator;
use commonweal_server::db::{DatabaseSettings, Db};
use commonweal_server::records::{CheckReport, check};
use commonweal_shared::ids::PersonId;
use commonweal_tests::{Engine, Options, Position, TestServer, run};
use sha2::{Digest as _, Sha256};

use super::put_on_file;
use super::store::{Damage, damage, damage_the_rest};
use crate::demo::demo;

async fn checked(db: &Db) -> CheckReport {
    check(db, keep_by_operator(db)).await.expect("a check")
}

#[test]
fn the_demonstration_system_is_clean() {
    run(async {
        let demo = demo().await;
        let report = checked(demo.server.db()).await;
        assert!(report.is_clean(), "{report}");
        assert_eq!(report.people, u64::try_from(demo.people.len()).expect("few"));
        assert!(report.resources > 100 && report.charts >= report.people && report.audit.is_some(), "{report:?}");
        assert_eq!(report.rebuild_needed, 0);
    });
}

#[test]
fn every_damage_is_found_and_nothing_else_on_sqlite() {
    run(every_damage_is_found(Engine::Sqlite));
}

#[test]
fn every_damage_is_found_and_nothing_else_on_postgresql() {
    if Engine::Postgres.is_here() {
        run(every_damage_is_found(Engine::Postgres));
    }
}

/// A chart that is whole in itself, with a space at its end that the program would not write.
fn otherwise(json: &[u8]) -> Damage {
    let mut json = json.to_vec();
    json.push(b' ');
    let mut body = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 3, ..Default::default() };
    brotli::BrotliCompress(&mut &json[..], &mut body, &params).expect("a chart can be packed");
    let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    Damage::ChartOtherwise(leak(hex::encode(Sha256::digest(&json))), leak(hex::encode(body)))
}

async fn every_damage_is_found(engine: Engine) {
    let server = TestServer::start(engine).await;
    let mut people = Vec::new();
    for nth in 0..15 {
        people.push(put_on_file(&server, "ZZC01", nth).await);
    }
    let ids: Vec<PersonId> = people.iter().map(|(_, id)| *id).collect();
    // Somebody saw a chart that is replaced, and somebody's data waits.
    let clinician = server.actor(Position::CLINICIAN).await;
    clinician.claim(ids[13], "Seen at the surgery today").await.expect(200);
    clinician.chart(ids[13]).await;
    let later = people[13].0.bundle("2026-11-01", &[people[13].0.weight("w-3", "2026-11-01", "70")]);
    server.import_text("ZZC01", &later).await;
    let stranger = commonweal_tests::Invented { born: "1999-09-09", ..people[0].0.clone() };
    server.import_text("ZZC02", &stranger.bundle("2026-11-01", &[stranger.weight("x", "2026-11-01", "70")])).await;
    server.leave_staged(ids[14]).await;
    clinician.claim(ids[12], "Seen at the surgery today").await.expect(200);
    let shown = clinician.open(ids[12]).await.expect(200);

    let before = checked(server.db()).await;
    assert!(before.is_clean(), "{before}");
    assert_eq!((before.people, before.replaced_charts, before.waiting, before.rebuild_needed), (15, 1, 2, 0));
    assert_eq!(before.left_over.arrivals, 1, "what is staged is counted, and no fault");
    assert!(before.left_over.resources > 0);

    let damages = [
        Damage::Byte,
        Damage::Items,
        Damage::Row,
        Damage::Section,
        Damage::Arrival,
        Damage::Unpublished,
        Damage::ChartHash,
        Damage::ChartBody,
        Damage::ChartGone,
        Damage::ChartOfAnother(ids[0]),
        Damage::RowOfAnother(ids[11]),
    ];
    for (person, one) in ids.iter().zip(damages) {
        damage(&server, engine, *person, one).await;
    }
    damage(&server, engine, ids[12], otherwise(&shown.body)).await;
    damage_the_rest(&server).await;
    server.forge_log(engine).await;

    let report = checked(server.db()).await;
    assert_eq!(report.rebuild_needed, 1, "a chart that differs in its form alone was made by another version");
    let told = report.to_string();
    assert!(!told.contains("Ravenstone") && !told.contains("Body weight") && !told.contains("999000"), "{told}");
    insta::allow_duplicates! {
        insta::assert_snapshot!(without_ids(&told, &ids), @"
        fault: arrival [id], waiting entry 1: its bytes do not have the hash that was stored with them
        fault: arrival [id]: rows of answer name this arrival, which is not on file
        fault: audit log: log [id], entry 3: its fields are not what its hash was made of
        fault: person P00, resource [id]: its bytes do not have the hash that was stored with them
        fault: person P01, arrival [id], pack 0: its items cannot be read
        fault: person P01: no chart can be made of what is stored
        fault: person P02, arrival [id], pack 0: holds the item [id], and no resource of this person has that id
        fault: person P02, resource [id]: an arrival brought it again, and it is not on file
        fault: person P02: 3 resources are on file, and a chart counts 4
        fault: person P03, resource [id]: its row and its item say different things
        fault: person P04, arrival [id]: resources name it, and it is not on file
        fault: person P04, general chart: it does not hold what was received
        fault: person P04, resource [id]: an arrival brought it again, and it is not on file
        fault: person P04, restricted chart: it does not hold what was received
        fault: person P05, general chart: it does not hold what was received
        fault: person P05, resource [id]: an arrival brought it again, and it is not on file
        fault: person P05, restricted chart: it does not hold what was received
        fault: person P06, general chart: what it unpacks to does not have its hash
        fault: person P07, general chart: it cannot be unpacked
        fault: person P08, restricted chart: it is not there
        fault: person P09, general chart: it does not hold what was received
        fault: person P10, arrival [id], pack 0: holds the item [id], and no resource of this person has that id
        fault: person P10, resource [id]: an arrival brought it again, and it is not on file
        fault: person P10: 3 resources are on file, and a chart counts 4
        fault: person P11, resource [id]: the pack with its bytes is not there
        fault: person P11: 5 resources are on file, and a chart counts 4
        fault: person P13, replaced chart [id]: what it unpacks to does not have its hash
        fault: person [id]: rows of relationship name this person, who is not on file
        ");
    }
}

/// Replaces ids by who they are, and hashes by a mark.
fn without_ids(told: &str, people: &[PersonId]) -> String {
    let known: BTreeMap<String, String> =
        people.iter().enumerate().map(|(nth, id)| (id.to_string(), format!("P{nth:02}"))).collect();
    let word = |word: &str| {
        let bare = word.trim_end_matches([',', ':', '.']);
        let end = &word[bare.len()..];
        let hex = bare.chars().all(|sign| sign.is_ascii_hexdigit() || sign == '-');
        match known.get(bare) {
            Some(name) => format!("{name}{end}"),
            None if hex && bare.len() >= 32 => format!("[id]{end}"),
            None => word.to_owned(),
        }
    };
    let line = |line: &str| line.split(' ').map(word).collect::<Vec<_>>().join(" ");
    let mut faults: Vec<String> = told.lines().filter(|line| line.starts_with("fault: ")).map(line).collect();
    faults.sort();
    faults.join("\n")
}

#[test]
fn a_damaged_file_is_told_of() {
    run(async {
        let folder = tempfile::tempdir().expect("a folder");
        let server = TestServer::start_in(folder.path(), Options { demo: true, ..Options::default() }).await;
        server.stop().await;
        let path = folder.path().join("care.db");
        let length = std::fs::metadata(&path).expect("the file is there").len();
        let mut file = std::fs::OpenOptions::new().write(true).open(&path).expect("the file can be opened");
        // A run of pages in the middle, where the data is.
        file.seek(SeekFrom::Start(length / 2 / 4096 * 4096)).expect("it is that long");
        file.write_all(&[0xA5; 5 * 4096]).expect("it can be written");
        drop(file);
        let db = Db::open_existing(&DatabaseSettings::folder(folder.path())).await.expect("it opens all the same");
        let report = checked(&db).await;
        assert!(report.faults.iter().any(|fault| fault.place == "database"), "{report}");
        db.close().await;
    });
}
