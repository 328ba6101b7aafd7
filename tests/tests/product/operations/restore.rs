use std::path::Path;
use std::sync::Arc;

use commonweal_server::clock::Clock;
use commonweal_server::ops::backup::{MANIFEST, restore};
use commonweal_shared::system::Realm;
use commonweal_tests::{Options, TestServer, run};

use super::backup::copied;
use super::put_on_file;

/// Copies a backup so that it can be spoilt.
fn another(from: &Path, to: &Path) {
    std::fs::create_dir(to).expect("a folder");
    for name in ["care.db", "care-audit.db", MANIFEST] {
        std::fs::copy(from.join(name), to.join(name)).expect("a file can be copied");
    }
}

fn edit(backup: &Path, change: impl Fn(String) -> String) {
    let path = backup.join(MANIFEST);
    let text = std::fs::read_to_string(&path).expect("a manifest");
    let changed = change(text.clone());
    assert_ne!(text, changed, "nothing was changed");
    std::fs::write(path, changed).expect("it can be written");
}

#[test]
fn what_is_not_the_backup_that_was_made_is_refused_in_a_sentence() {
    run(async {
        let data = tempfile::tempdir().expect("a folder");
        let folder = tempfile::tempdir().expect("a folder");
        let server = TestServer::start_in(data.path(), Options::default()).await;
        put_on_file(&server, "ZZB11", 0).await;
        let good = folder.path().join("good");
        copied(&server, data.path(), &good).await;
        let clock: Arc<dyn Clock> = server.clock.clone();
        let place = |name: &str| folder.path().join(name);

        let gone = place("gone");
        another(&good, &gone);
        std::fs::remove_file(gone.join("care-audit.db")).expect("it was there");
        let flipped = place("flipped");
        another(&good, &flipped);
        let mut bytes = std::fs::read(flipped.join("care.db")).expect("it is there");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(flipped.join("care.db"), bytes).expect("it can be written");
        let short = place("short");
        another(&good, &short);
        std::fs::write(short.join("care-audit.db"), "").expect("it can be written");
        let newer = place("newer");
        another(&good, &newer);
        edit(&newer, |text| text.replace("\"schema\": ", "\"schema\": 99"));
        let later = place("later");
        another(&good, &later);
        edit(&later, |text| text.replace("\"format\": 1", "\"format\": 2").replace("\"0.1.0\"", "\"9.0.0\""));
        let practice = place("practice");
        another(&good, &practice);
        edit(&practice, |text| text.replace("\"realm\": \"care\"", "\"realm\": \"practice\""));
        let elsewhere = place("elsewhere");
        another(&good, &elsewhere);
        edit(&elsewhere, |text| text.replace("\"care.db\"", "\"../good/care.db\""));
        let miscounted = place("miscounted");
        another(&good, &miscounted);
        edit(&miscounted, |text| text.replace("\"people\": 1", "\"people\": 2"));

        let cases = [
            (place("nowhere"), "manifest.json: not found: expected a folder that commonweal backup made"),
            (gone, "gone: care-audit.db is missing, and the manifest names it"),
            (flipped, "care.db is not the file that was written: its SHA-256 is "),
            (short, "care-audit.db is not the file that was written: its SHA-256 is "),
            (newer, "care.db was written by the newer version 0.1.0 (its schema is 99"),
            (later, "manifest.json: written by the newer version 9.0.0: restore it with that one"),
            (practice, "a backup of the practice database, and one of the care database was expected"),
            (elsewhere, "its manifest names ../good/care.db, care-audit.db, and care.db, care-audit.db were expected"),
            (miscounted, "the copy is not whole, so it was not kept: its contents are not what its manifest counts"),
        ];
        let new = place("new");
        for (from, expected) in cases {
            let refused = restore(&from, &new, Realm::Care, &clock).await.expect_err("refused").to_string();
            assert!(refused.contains(expected), "{refused}");
            let left = std::fs::read_dir(&new).map(Iterator::count).unwrap_or(0);
            assert_eq!(left, 0, "{expected}: nothing is left in the new folder");
        }
        let refused = restore(&good, data.path(), Realm::Care, &clock).await.expect_err("refused").to_string();
        assert!(refused.contains("care.db is there already: restore into a folder without a database"), "{refused}");
        restore(&good, &new, Realm::Care, &clock).await.expect("the good one is restored");
    });
}
