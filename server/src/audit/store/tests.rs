use std::sync::Arc;
use std::sync::atomic::Ordering;

use commonweal_shared::ids::PersonId;
use commonweal_shared::time::Moment;

use crate::audit::{Action, Actor, Audit, Event, Sealed, Verified, VerifyError, verify};
use crate::clock::{Clock, SetClock, new_uuid};
use crate::db::{Db, testing};
use crate::{execute, fetch_all};

fn clock() -> Arc<dyn Clock> {
    Arc::new(SetClock::at(Moment::from_micros(1_795_000_000_000_000)))
}

fn opened() -> Event {
    let person = PersonId::new(new_uuid(Moment::from_micros(1)));
    Event::new(Actor::command_line(), Action::RecordOpened).about(person)
}

/// The engines to test on: SQLite always, PostgreSQL where the environment names a server.
async fn engines(folder: &std::path::Path) -> Vec<Db> {
    let mut engines = vec![testing::sqlite(folder).await.expect("a database")];
    if let Ok(url) = std::env::var("COMMONWEAL_TEST_POSTGRES") {
        engines.push(testing::postgres(&url).await.expect("a schema"));
    }
    engines
}

/// Changes the log behind the program's back, as somebody with the database in hand could.
async fn tamper(db: &Db, sql: &'static str) {
    let mut tx = db.write_log().await.expect("a transaction");
    if db.engine_name() == "SQLite" {
        execute!(tx, "DROP TRIGGER IF EXISTS audit_event_stays").expect("dropped");
        execute!(tx, "DROP TRIGGER IF EXISTS audit_event_remains").expect("dropped");
    } else {
        execute!(tx, "DROP TRIGGER IF EXISTS audit_event_stays ON audit_event").expect("dropped");
    }
    assert!(execute!(tx, sql).expect("changed") > 0, "{sql}");
    tx.commit().await.expect("committed");
}

async fn broken(db: &Db) -> String {
    match verify(db).await {
        Err(VerifyError::Broken(place)) => place.reason,
        other => panic!("expected a broken log, not {other:?}"),
    }
}

/// Two logs, each of three events and a checkpoint at its end.
async fn two_logs(db: &Db) {
    for _ in 0..2 {
        let audit = Audit::start(db.clone(), clock()).await.expect("a log");
        audit.commit(opened()).await.expect("committed");
        audit.commit_all(vec![opened(), opened().detail("x")]).await.expect("committed");
        audit.close().await.expect("closed");
    }
}

#[tokio::test]
async fn what_was_committed_verifies() {
    let folder = tempfile::tempdir().expect("a folder");
    for db in engines(folder.path()).await {
        two_logs(&db).await;
        // The second log begins with a checkpoint over the first one's own last entry.
        let expected = Verified { logs: 2, entries: 9, checkpoints: 3 };
        assert_eq!(verify(&db).await.expect("whole"), expected, "{}", db.engine_name());
    }
}

#[tokio::test]
async fn many_at_once_are_committed_in_few_transactions_and_in_order() {
    let folder = tempfile::tempdir().expect("a folder");
    for db in engines(folder.path()).await {
        let audit = Audit::start(db.clone(), clock()).await.expect("a log");
        let waiting: Vec<_> = (0..600)
            .map(|_| {
                let audit = audit.clone();
                tokio::spawn(async move { audit.commit_all(vec![opened(), opened()]).await })
            })
            .collect();
        for one in waiting {
            one.await.expect("a task").expect("committed");
        }
        let counts = audit.counts();
        assert_eq!((counts.batches.total(), counts.failures.load(Ordering::Relaxed)), (1_200, 0));
        let commits = counts.batches.values();
        assert!(commits < 300, "{commits} commits");
        assert_eq!(counts.durations.values(), commits);
        audit.close().await.expect("closed");
        verify(&db).await.expect("whole");
    }
}

#[tokio::test]
async fn every_change_behind_the_programs_back_is_found() {
    let changes = [
        (
            "UPDATE audit_event SET actor_name = 'somebody else' WHERE seq = 2",
            "its fields are not what its hash was made of",
        ),
        ("DELETE FROM audit_event WHERE seq = 2 AND log = (SELECT MIN(log) FROM audit_log)", "entry 2 is missing"),
        (
            "DELETE FROM audit_event WHERE seq >= 2 AND log = (SELECT MAX(log) FROM audit_log)",
            "the list of logs knows it, and it is missing",
        ),
        (
            "UPDATE audit_checkpoint SET hash = (SELECT hash FROM audit_event WHERE seq = 1 LIMIT 1)",
            "is not what its hash was made of",
        ),
        ("UPDATE audit_checkpoint_head SET seq = seq + 1", "is not what its hash was made of"),
    ];
    for (change, reason) in changes {
        let folder = tempfile::tempdir().expect("a folder");
        for db in engines(folder.path()).await {
            two_logs(&db).await;
            tamper(&db, change).await;
            let found = broken(&db).await;
            assert!(found.contains(reason), "{change}: {found}");
        }
    }
}

#[tokio::test]
async fn a_log_that_is_cut_off_with_the_list_of_logs_is_found_by_a_checkpoint() {
    let folder = tempfile::tempdir().expect("a folder");
    for db in engines(folder.path()).await {
        two_logs(&db).await;
        tamper(&db, "DELETE FROM audit_event WHERE log = (SELECT MIN(log) FROM audit_log)").await;
        tamper(&db, "DELETE FROM audit_log WHERE log = (SELECT MIN(log) FROM audit_log)").await;
        assert!(broken(&db).await.contains("checkpoint"), "{}", db.engine_name());
    }
}

#[tokio::test]
async fn the_database_itself_refuses_to_change_an_event() {
    let folder = tempfile::tempdir().expect("a folder");
    for db in engines(folder.path()).await {
        two_logs(&db).await;
        for sql in ["UPDATE audit_event SET detail = 'x'", "DELETE FROM audit_event"] {
            let mut tx = db.write_log().await.expect("a transaction");
            assert!(execute!(tx, sql).is_err(), "{sql}");
        }
    }
}

#[tokio::test]
async fn nothing_is_released_that_could_not_be_audited() {
    let folder = tempfile::tempdir().expect("a folder");
    for db in engines(folder.path()).await {
        let audit = Audit::start(db.clone(), clock()).await.expect("a log");
        let sealed = Sealed::new("clinical").hashed("c0ffee");
        assert_eq!(audit.release(sealed, opened()).await.expect("released"), "clinical");
        let sql = "SELECT chart_hash FROM audit_event WHERE chart_hash IS NOT NULL";
        let kept = fetch_all!(db.read().await.expect("a reader"), (String,), sql).expect("rows");
        assert_eq!(kept, [("c0ffee".to_owned(),)]);

        tamper(&db, "DELETE FROM audit_event WHERE seq > 0").await;
        let mut tx = db.write_log().await.expect("a transaction");
        execute!(tx, "ALTER TABLE audit_event RENAME TO audit_event_gone").expect("renamed");
        tx.commit().await.expect("committed");
        assert!(audit.release(Sealed::new("clinical"), opened()).await.is_err());

        let mut tx = db.write_log().await.expect("a transaction");
        execute!(tx, "ALTER TABLE audit_event_gone RENAME TO audit_event").expect("renamed");
        tx.commit().await.expect("committed");
        audit.release(Sealed::new("clinical"), opened()).await.expect("the chain goes on where it was");
        let sql = "SELECT seq FROM audit_event";
        let rows = fetch_all!(db.read().await.expect("a reader"), (i64,), sql).expect("rows");
        assert_eq!(rows, [(2,)], "the failed one left no gap");
    }
}

#[tokio::test]
async fn after_the_end_nothing_is_committed() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = testing::sqlite(folder.path()).await.expect("a database");
    let audit = Audit::start(db, clock()).await.expect("a log");
    audit.close().await.expect("closed");
    assert!(audit.commit(opened()).await.is_err());
    audit.close().await.expect("closing twice is no fault");
}
