//! The demonstration system: nine invented organisations, a sign-in for each role, and the synthetic people.
//!
//! It goes into an empty database only, and is made complete at every start, so that a start that was killed leaves
//! nothing half-done.

use std::sync::Arc;

use commonweal_shared::access::Role;
use commonweal_shared::ids::OdsCode;
use commonweal_shared::records::Clearance;
use commonweal_shared::system::Organisation;
use commonweal_training as training;

use crate::access::{self, AccountError, NewAccount, NewMembership, Proof};
use crate::audit::{Action, Actor, Audit, AuditError, Event};
use crate::clock::Clock;
use crate::db::{Db, DbError};
use crate::records::{PublishError, Publisher, intake};

/// Why the demonstration system could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// There is something else in the database.
    #[error("--demo needs an empty database: this one holds other organisations. Choose another folder with --data")]
    NotEmpty,
    /// The database is live.
    #[error("--demo is not for a live database")]
    Live,
    /// A bundle of a synthetic person is broken.
    #[error("a synthetic person's bundle: {0}")]
    Bundle(#[from] intake::RefusedFile),
    /// An organisation's code is broken.
    #[error(transparent)]
    Code(#[from] commonweal_shared::ids::OdsCodeError),
    /// A sign-in could not be added.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// A record could not be published.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
    /// The audit log could not be written.
    #[error(transparent)]
    Audit(#[from] AuditError),
}

/// Loads what is missing of the demonstration system.
///
/// # Errors
/// When the database is live or holds something else, or when it fails.
pub async fn load(db: &Db, audit: &Audit, clock: &Arc<dyn Clock>) -> Result<(), DemoError> {
    if db.kind() == commonweal_shared::nhs_number::DatabaseKind::Live {
        return Err(DemoError::Live);
    }
    if !db.holds_demonstration().await? {
        if !access::organisations(db).await?.is_empty() {
            return Err(DemoError::NotEmpty);
        }
        audit.commit(Event::new(Actor::system(), Action::DemonstrationLoaded)).await?;
        found(db, clock).await?;
    }
    for person in training::people() {
        for bundle in person.bundles {
            let source: OdsCode = bundle.source_code.parse()?;
            let grant = access::intake_by_operator(db, source);
            let publisher = Publisher::new(db.clone(), grant, Arc::clone(clock)).await?;
            for submission in intake::submissions(bundle.json.as_bytes())? {
                publisher.publish(submission).await?;
            }
        }
    }
    Ok(())
}

/// Organisations, sign-ins and the mark, in one transaction.
async fn found(db: &Db, clock: &Arc<dyn Clock>) -> Result<(), DemoError> {
    let mut tx = db.write().await?;
    for one in training::organisations() {
        let organisation = Organisation {
            code: one.code.parse()?,
            name: one.name.to_owned(),
            setting: Some(one.setting),
            sends_records: one.sends_records,
        };
        access::register(&mut tx, &organisation).await?;
    }
    for sign_in in SIGN_INS {
        let mut memberships = Vec::with_capacity(sign_in.does.len());
        for (code, role, clearance) in sign_in.does {
            memberships.push(NewMembership { organisation: code.parse()?, role: *role, clearance: *clearance });
        }
        let account = NewAccount {
            login: sign_in.login.to_owned(),
            display_name: sign_in.name.to_owned(),
            proof: Proof::Demonstration,
            memberships,
        };
        access::add_account(&mut tx, &account, clock.now()).await?;
    }
    db.mark_demonstration(&mut tx).await?;
    Ok(tx.commit().await?)
}

struct SignIn {
    login: &'static str,
    name: &'static str,
    does: &'static [(&'static str, Role, Clearance)],
}

/// One for each role, and clinicians of several settings: one who may see what is restricted, and one of an
/// organisation that knows nobody, who has to give a reason.
const SIGN_INS: &[SignIn] = &[
    SignIn { login: "demo.gp", name: "SIMMONS, Anil (Dr)", does: &[("ZZA04", Role::Clinician, Clearance::General)] },
    SignIn {
        login: "demo.consultant",
        name: "OKAFOR, Ngozi (Dr)",
        does: &[("ZZA01", Role::Clinician, Clearance::General), ("ZZA01", Role::Trainer, Clearance::General)],
    },
    SignIn {
        login: "demo.psychiatrist",
        name: "LINDQVIST, Maja (Dr)",
        does: &[("ZZA02", Role::Clinician, Clearance::Restricted)],
    },
    SignIn {
        login: "demo.nurse",
        name: "HAWTHORN, Bethan (Ms)",
        does: &[("ZZA03", Role::Clinician, Clearance::General)],
    },
    SignIn {
        login: "demo.linkworker",
        name: "PRICE, Owen (Mr)",
        does: &[("ZZA08", Role::Clinician, Clearance::General)],
    },
    SignIn {
        login: "demo.trainer",
        name: "ADEYEMI, Folake (Ms)",
        does: &[("ZZA09", Role::Trainer, Clearance::General)],
    },
    SignIn {
        login: "demo.orglead",
        name: "BRAITHWAITE, Colin (Mr)",
        does: &[("ZZA03", Role::OrgLead, Clearance::General)],
    },
    SignIn {
        login: "demo.icblead",
        name: "RAHMAN, Tahmina (Ms)",
        does: &[("ZZA09", Role::IcbLead, Clearance::General)],
    },
    SignIn {
        login: "demo.privacy",
        name: "WHITLOCK, Jean (Ms)",
        does: &[("ZZA09", Role::PrivacyOfficer, Clearance::General)],
    },
    SignIn {
        login: "demo.operator",
        name: "KOWALSKI, Piotr (Mr)",
        does: &[("ZZA09", Role::Operator, Clearance::General)],
    },
];
