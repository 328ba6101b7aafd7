use commonweal_shared::nhs_number::DatabaseKind;
use commonweal_shared::system::Realm;

use super::{DatabaseSettings, Db, DbError, testing};
use crate::{execute, fetch_all, fetch_optional, in_transaction, on_read};

/// The engines to test on: SQLite always, PostgreSQL where the environment names a server.
async fn engines(folder: &std::path::Path) -> Vec<Db> {
    let mut engines = vec![testing::sqlite(folder).await.expect("a database")];
    if let Ok(url) = std::env::var("COMMONWEAL_TEST_POSTGRES") {
        engines.push(testing::postgres(&url).await.expect("a schema"));
    }
    engines
}

#[tokio::test]
async fn one_statement_runs_on_either_engine() -> Result<(), DbError> {
    let folder = tempfile::tempdir().expect("a folder");
    for db in engines(folder.path()).await {
        let mut tx = db.write().await?;
        execute!(
            tx,
            "INSERT INTO organisation (name, code, sends_records) VALUES ($2, $1, $3)",
            "ZZA01",
            "Hill",
            1_i64
        )?;
        tx.commit().await?;

        let mut lost = db.write().await?;
        execute!(lost, "DELETE FROM organisation")?;
        drop(lost);

        let names: Vec<(String, i64)> =
            on_read!(db, c => sqlx::query_as("SELECT name, sends_records FROM organisation").fetch_all(c).await)?;
        assert_eq!(names, [("Hill".to_owned(), 1)], "{}", db.engine_name());

        let none = in_transaction!(db, tx => {
            fetch_optional!(tx, (String,), "SELECT code FROM organisation WHERE code = $1", "ZZA99").map_err(DbError::from)
        })?;
        assert_eq!(none, None);
    }
    Ok(())
}

#[tokio::test]
async fn a_second_row_under_a_unique_key_is_a_duplicate() -> Result<(), DbError> {
    let folder = tempfile::tempdir().expect("a folder");
    for db in engines(folder.path()).await {
        let insert = "INSERT INTO organisation (code, name, sends_records) VALUES ($1, $2, 0)";
        let mut tx = db.write().await?;
        execute!(tx, insert, "ZZA01", "Hill")?;
        let error = DbError::from(execute!(tx, insert, "ZZA01", "Dale").expect_err("a duplicate"));
        assert!(error.is_duplicate(), "{}", db.engine_name());
    }
    Ok(())
}

#[tokio::test]
async fn a_reader_of_sqlite_cannot_write_and_never_waits_for_the_writer() -> Result<(), DbError> {
    let folder = tempfile::tempdir().expect("a folder");
    let db = testing::sqlite(folder.path()).await?;
    let mut tx = db.write().await?;
    execute!(tx, "INSERT INTO organisation (code, name, sends_records) VALUES ('ZZA01', 'Hill', 0)")?;
    let mut reading = db.read().await?;
    assert!(fetch_all!(reading, (String,), "SELECT name FROM organisation")?.is_empty());
    assert!(execute!(reading, "DELETE FROM organisation").is_err());
    Ok(())
}

#[tokio::test]
async fn a_test_database_never_becomes_live() -> Result<(), DbError> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut settings = DatabaseSettings::folder(folder.path());
    let first = Db::open(&settings).await?;
    assert_eq!(first.kind(), DatabaseKind::Test);
    settings.create_live = true;
    let refused = Db::open(&settings).await.expect_err("refused");
    assert!(refused.to_string().starts_with("this database was created for tests"), "{refused}");
    settings.realm = Realm::Practice;
    let live = Db::open(&settings).await?;
    assert_eq!(live.kind(), DatabaseKind::Live);
    assert_ne!(live.meta().instance, first.meta().instance);
    settings.create_live = false;
    assert_eq!(Db::open(&settings).await?.kind(), DatabaseKind::Live, "a live database stays live without being told");
    assert!(live.check_realm(Realm::Care).is_err());
    Ok(())
}

#[tokio::test]
async fn a_database_that_is_not_there_is_not_made_by_looking() -> Result<(), DbError> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut places = vec![DatabaseSettings::folder(folder.path().join("new"))];
    if let Ok(url) = std::env::var("COMMONWEAL_TEST_POSTGRES") {
        places.push(testing::postgres_settings(&url));
    }
    for settings in places {
        let refused = Db::open_existing(&settings).await.expect_err("refused");
        assert!(refused.to_string().starts_with("nothing of Commonweal is in"), "{refused}");
        Db::open(&settings).await?;
        Db::open_existing(&settings).await?;
    }
    assert!(folder.path().join("new").exists());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn several_that_begin_on_a_new_folder_at_once_all_open_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let openings: Vec<_> = (0..6)
        .map(|_| {
            let settings = DatabaseSettings::folder(folder.path());
            tokio::spawn(async move { Db::open(&settings).await.map(|db| db.meta().instance.clone()) })
        })
        .collect();
    let mut instances = Vec::new();
    for opening in openings {
        instances.push(opening.await.expect("no panic").expect("it opens"));
    }
    instances.dedup();
    assert_eq!(instances.len(), 1, "all of them opened the same database");
}

#[tokio::test]
async fn a_file_of_another_program_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = format!("sqlite://{}/care.db?mode=rwc", folder.path().display());
    let other = sqlx::SqlitePool::connect(&file).await.expect("a file");
    sqlx::query("CREATE TABLE theirs (x)").execute(&other).await.expect("a table");
    other.close().await;
    let refused = testing::sqlite(folder.path()).await.expect_err("refused");
    assert!(refused.to_string().contains("another program"), "{refused}");
}

#[tokio::test]
async fn a_writer_that_met_a_full_disk_writes_again_when_there_is_room() -> Result<(), DbError> {
    let folder = tempfile::tempdir().expect("a folder");
    let db = testing::sqlite(folder.path()).await?;
    let mut tx = db.write_log().await?;
    // No page more than there are: what the engine says is what it says of a full disk.
    let pages = fetch_all!(&mut tx, (i64,), "PRAGMA page_count")?[0].0;
    fetch_all!(&mut tx, (i64,), sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}")))?;
    tx.commit().await?;
    let long = "x".repeat(100_000);
    let insert = "INSERT INTO audit_log (log, started, head_seq, head_hash, covered_seq) VALUES ($1, 0, 0, $2, 0)";
    let mut tx = db.write_log().await?;
    let full = execute!(&mut tx, insert, &long, long.as_bytes()).expect_err("there is no room");
    assert!(full.to_string().contains("full"), "{full}");
    drop(tx);
    let mut tx = db.write_log().await?;
    execute!(&mut tx, insert, &long, long.as_bytes())?;
    tx.commit().await
}

#[tokio::test]
async fn a_database_that_lost_its_audit_log_is_not_given_a_new_one() -> Result<(), DbError> {
    let folder = tempfile::tempdir().expect("a folder");
    testing::sqlite(folder.path()).await?.close().await;
    std::fs::remove_file(folder.path().join("care-audit.db")).expect("it was there");
    let refused = testing::sqlite(folder.path()).await.expect_err("refused");
    assert!(refused.to_string().contains("care-audit.db is missing beside"), "{refused}");
    assert!(!folder.path().join("care-audit.db").exists());
    Ok(())
}
