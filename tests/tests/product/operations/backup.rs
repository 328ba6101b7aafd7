use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use commonweal_server::access::keep_by_operator;
use commonweal_server::clock::Clock;
use commonweal_server::db::{DatabaseSettings, testing};
use commonweal_server::ops::backup::{MANIFEST, Manifest, back_up, ready_to_copy, restore};
use commonweal_server::records::check;
use commonweal_shared::ids::PersonId;
use commonweal_shared::system::Realm;
use commonweal_tests::{Actor, Options, Position, TestServer, run};

use super::put_on_file;
use super::store::{openings, sessions};

/// Copies the server's database as the command does.
pub(super) async fn copied(server: &TestServer, folder: &Path, to: &Path) -> Manifest {
    let grant = keep_by_operator(server.db());
    let (made, manifest) =
        back_up(server.db(), grant, folder, to, server.clock.now()).await.expect("a backup can be made");
    assert_eq!(Manifest::read(&made).expect("its manifest"), manifest);
    manifest
}

/// A server on the restored backup.
pub(super) async fn restored(server: &TestServer, from: &Path, to: &Path) -> TestServer {
    let clock: Arc<dyn Clock> = server.clock.clone();
    restore(from, to, Realm::Care, &clock).await.expect("a backup can be restored");
    TestServer::start_in(to, Options::default()).await
}

/// What a clinician gets of these people, byte for byte.
async fn served(clinician: &Actor, people: &[PersonId]) -> Vec<Vec<u8>> {
    let mut bodies = Vec::new();
    for person in people {
        bodies.push(clinician.open(*person).await.expect(200).body);
    }
    bodies
}

#[test]
fn a_backup_made_while_others_read_and_import_is_whole_and_serves_the_same_charts() {
    run(async {
        let folder = tempfile::tempdir().expect("a folder");
        let copies = tempfile::tempdir().expect("a folder");
        let server = Arc::new(TestServer::start_in(folder.path(), Options::default()).await);
        let clinician = server.actor(Position::CLINICIAN).await;
        let mut people = Vec::new();
        for nth in 0..4 {
            let (_, id) = put_on_file(&server, "ZZB11", nth).await;
            clinician.claim(id, "Seen at the surgery today").await.expect(200);
            people.push(id);
        }
        let done = Arc::new(AtomicBool::new(false));
        let reading = {
            let (done, clinician, people) = (Arc::clone(&done), clinician.clone(), people.clone());
            tokio::spawn(async move {
                let mut read = 0;
                while !done.load(Ordering::SeqCst) {
                    read += served(&clinician, &people).await.len();
                }
                read
            })
        };
        let importing = {
            let (done, server) = (Arc::clone(&done), Arc::clone(&server));
            tokio::spawn(async move {
                let mut nth = 4;
                while !done.load(Ordering::SeqCst) {
                    put_on_file(&server, "ZZB12", nth).await;
                    nth += 1;
                }
                nth
            })
        };
        let mut people_before = 4;
        for round in 0..3 {
            let opened = openings(&server).await;
            let to = copies.path().join(format!("round-{round}"));
            let manifest = copied(&server, folder.path(), &to).await;
            assert!(manifest.people >= people_before, "{} people", manifest.people);
            people_before = manifest.people;
            let again = restored(&server, &to, &copies.path().join(format!("again-{round}"))).await;
            let report = check(again.db(), keep_by_operator(again.db())).await.expect("a check");
            assert!(report.is_clean(), "{report}");
            assert_eq!(i64::try_from(report.people).expect("few"), manifest.people);
            assert!(openings(&again).await >= opened, "whatever was shown before is in the copied log");
            again.stop().await;
        }
        done.store(true, Ordering::SeqCst);
        let (read, imported) = (reading.await.expect("no read failed"), importing.await.expect("no import failed"));
        assert!(read > 4 && imported > 5, "{read} read, {imported} imported meanwhile");

        let last = copies.path().join("last");
        copied(&server, folder.path(), &last).await;
        let expected = served(&clinician, &people).await;
        let again = restored(&server, &last, &copies.path().join("restored")).await;
        // Its clock begins anew, and the claims are of later.
        again.clock.pass(600);
        assert_eq!(sessions(&again).await, 0, "who was signed in when it was made is not any more");
        let clinician = again.actor(Position::CLINICIAN).await;
        assert!(served(&clinician, &people).await == expected, "the same charts, byte for byte");
    });
}

#[test]
fn a_backup_overwrites_nothing_and_leaves_nothing_half_made() {
    run(async {
        let folder = tempfile::tempdir().expect("a folder");
        let copies = tempfile::tempdir().expect("a folder");
        let server = TestServer::start_in(folder.path(), Options::default()).await;
        put_on_file(&server, "ZZB11", 0).await;
        let grant = keep_by_operator(server.db());
        let taken = copies.path().join("taken");
        std::fs::write(&taken, "something else").expect("a file can be written");
        let now = server.clock.now();
        let refused = back_up(server.db(), grant, folder.path(), &taken, now).await.expect_err("refused");
        assert!(refused.to_string().ends_with("is there already: a backup never overwrites anything"), "{refused}");
        assert_eq!(std::fs::read_to_string(&taken).expect("it is there"), "something else");

        // In a folder that is there, one is made that is named by database and time.
        let (made, manifest) =
            back_up(server.db(), grant, folder.path(), copies.path(), now).await.expect("a backup can be made");
        let name = made.file_name().expect("a name").to_string_lossy().into_owned();
        assert!(name.starts_with(&format!("commonweal-care-{}-2026", manifest.instance)), "{name}");
        let again = back_up(server.db(), grant, folder.path(), copies.path(), now).await.expect_err("the same moment");
        assert!(again.to_string().contains("is there already"), "{again}");
        let into = back_up(server.db(), grant, folder.path(), &made, now).await.expect_err("a backup in a backup");
        assert!(into.to_string().ends_with("is a backup already: a backup never overwrites anything"), "{into}");
        let mut names: Vec<String> = std::fs::read_dir(copies.path())
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        assert_eq!(names, [name.as_str(), "taken"]);
        let mut files: Vec<String> = std::fs::read_dir(&made)
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        files.sort();
        assert_eq!(files, ["care-audit.db", "care.db", MANIFEST]);
        assert_eq!((manifest.people, manifest.resources), (1, 4));
    });
}

#[test]
fn only_an_embedded_database_of_this_version_is_copied() {
    run(async {
        let folder = tempfile::tempdir().expect("a folder");
        let nothing = DatabaseSettings::folder(folder.path().join("nothing"));
        let refused = ready_to_copy(&nothing).await.expect_err("refused").to_string();
        assert!(refused.ends_with("nothing/care.db is not there: name the right folder with --data"), "{refused}");
        assert!(!folder.path().join("nothing").exists(), "looking makes nothing");
        let postgres = testing::postgres_settings("postgres://somebody@db/commonweal");
        let refused = ready_to_copy(&postgres).await.expect_err("refused").to_string();
        assert!(refused.contains("pg_dump --schema=story_") && refused.contains("pg_basebackup"), "{refused}");

        let server = TestServer::start_in(folder.path(), Options::default()).await;
        let settings = DatabaseSettings::folder(folder.path());
        ready_to_copy(&settings).await.expect("it can be copied");
        super::store::said_to_be_older(&server).await;
        let refused = ready_to_copy(&settings).await.expect_err("refused").to_string();
        assert!(refused.starts_with("this database is of an older version"), "{refused}");
    });
}
