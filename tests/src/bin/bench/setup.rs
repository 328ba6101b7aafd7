//! What must be on file before anything is measured, put there past HTTP.

use std::path::Path;
use std::sync::Arc;

use commonweal_server::access::{self, NewAccount, NewMembership, Proof, intake_by_operator};
use commonweal_server::clock::{Clock, SystemClock};
use commonweal_server::db::{DatabaseSettings, Db};
use commonweal_server::records::{Publisher, source_on_file};
use commonweal_shared::access::Role;
use commonweal_shared::ids::{OdsCode, PersonId};
use commonweal_shared::records::Clearance;
use commonweal_tests::population::{Source, one_person_with, sources};
use commonweal_tests::publish;

/// The sign-in of the clinician who opens records.
pub(crate) const LOGIN: &str = "bench";
/// Their pass phrase.
pub(crate) const PASS_PHRASE: &str = "a pass phrase of the benches";

/// Somebody with a record of this length.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Long {
    /// How many resources their record consists of.
    pub(crate) items: usize,
    /// Who they are.
    pub(crate) person: PersonId,
}

/// A new database in this folder with all sources on file.
pub(crate) async fn database(folder: &Path) -> Db {
    let db = Db::open(&DatabaseSettings::folder(folder)).await.expect("a new database");
    for source in sources() {
        let code = code(source);
        source_on_file(&db, &code, Some(source.name), Some(source.setting)).await.expect("a source on file");
    }
    db
}

/// A source's code.
pub(crate) fn code(source: &Source) -> OdsCode {
    source.code.parse().expect("an organisation's code")
}

/// People with records of these lengths, and a clinician of their practice, who may therefore open them.
pub(crate) async fn long_records(folder: &Path, lengths: &[usize]) -> Vec<Long> {
    let db = database(folder).await;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let mut found = Vec::new();
    let mut practice = None;
    for items in lengths {
        let sent = one_person_with(*items).submissions.remove(0);
        let code = practice.insert(code(sent.source));
        let grant = intake_by_operator(&db, code.clone());
        let publisher = Publisher::new(db.clone(), grant, Arc::clone(&clock)).await.expect("a publisher");
        let tally = publish(&publisher, &sent.json).await;
        assert_eq!((tally.resources, tally.waiting, tally.unreadable), (*items, 0, 0), "{tally}");
        found.push(Long { items: *items, person: *tally.people.first().expect("a person") });
    }
    if let Some(organisation) = practice {
        let membership = NewMembership { organisation, role: Role::Clinician, clearance: Clearance::General };
        let account = NewAccount {
            login: LOGIN.to_owned(),
            display_name: "BENCH, Clinician".to_owned(),
            proof: Proof::PassPhrase(PASS_PHRASE.to_owned()),
            memberships: vec![membership],
        };
        let mut tx = db.write().await.expect("a transaction");
        access::add_account(&mut tx, &account, clock.now()).await.expect("an account");
        tx.commit().await.expect("an account");
    }
    db.close().await;
    found
}
