use std::path::Path;
use std::sync::Arc;

use commonweal_server::access::{self, NewAccount, NewMembership, Proof};
use commonweal_server::app::{AppState, build};
use commonweal_server::clock::Clock as _;
use commonweal_server::config::ServeSettings;
use commonweal_server::db::{DatabaseSettings, Db};
use commonweal_server::records::IntakeLimits;
use commonweal_server::web::{Limits, Rates};
use commonweal_shared::access::Role;
use commonweal_shared::ids::OdsCode;
use commonweal_shared::records::Clearance;
use commonweal_shared::system::Organisation;
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::{Actor, Engine, StoryClock};

/// The pass phrase of every account of the tests.
const PASS_PHRASE: &str = "a pass phrase of the tests";

/// How a test's server differs from the usual one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// With the demonstration system loaded, and its sign-ins.
    pub demo: bool,
    /// With these limits; else with the usual ones without rates, since a story asks as fast as it can.
    pub limits: Option<Limits>,
    /// What it takes in at most of what organisations send.
    pub intake: IntakeLimits,
}

/// A server of the real make, on a free port, with a database of its own; it ends when it is dropped.
pub struct TestServer {
    /// Where it answers.
    pub url: String,
    /// The application behind it: its database, its audit log.
    pub app: AppState,
    /// Its clock.
    pub clock: Arc<StoryClock>,
    client: reqwest::Client,
    end: Option<oneshot::Sender<()>>,
    served: Option<JoinHandle<()>>,
    /// Removed with it, where it is its own.
    folder: Option<TempDir>,
}

impl TestServer {
    /// After how long without a request its sessions end.
    pub const IDLE_SECONDS: u32 = 15 * 60;

    /// A server with an empty database.
    pub async fn start(engine: Engine) -> Self {
        Self::start_with(engine, Options::default()).await
    }

    /// A server with these options.
    ///
    /// # Panics
    /// When it can't begin.
    pub async fn start_with(engine: Engine, options: Options) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let database = engine.new_database(folder.path());
        Self { folder: Some(folder), ..Self::start_on(database, options).await }
    }

    /// A server with the embedded database in this folder, which stays when the server has ended.
    ///
    /// # Panics
    /// When it can't begin.
    pub async fn start_in(folder: &Path, options: Options) -> Self {
        Self::start_on(DatabaseSettings::folder(folder), options).await
    }

    /// A server on this database.
    ///
    /// # Panics
    /// When it can't begin.
    pub async fn start_on(database: DatabaseSettings, options: Options) -> Self {
        let clock = Arc::new(StoryClock::new());
        let settings = ServeSettings {
            listen: ([127, 0, 0, 1], 0).into(),
            database,
            demo: options.demo,
            tls: None,
            trusted_proxies: Vec::new(),
            idle_seconds: Self::IDLE_SECONDS,
            name: None,
            limits: options.limits.unwrap_or(Limits { rates: Rates::NONE, ..Limits::default() }),
            intake: options.intake,
        };
        let served = build(settings, clock.clone()).await.expect("the server begins");
        let (url, app) = (served.url.clone(), Arc::clone(&served.app));
        let (end, ended) = oneshot::channel();
        let served = tokio::spawn(served.run(async move {
            // A dropped sender ends the server, too.
            let _ = ended.await;
        }));
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        Self { url, app, clock, client, end: Some(end), served: Some(served), folder: None }
    }

    /// Its database.
    pub fn db(&self) -> &Db {
        &self.app.db
    }

    /// Ends it in order: the audit log gets its last checkpoint.
    ///
    /// # Panics
    /// When the server panicked.
    pub async fn stop(mut self) {
        drop(self.end.take());
        if let Some(served) = self.served.take() {
            served.await.expect("the server ends in order");
        }
        drop(self.folder.take());
    }

    /// Somebody who is not signed in.
    pub fn anon(&self) -> Actor {
        Actor::new(self.client.clone(), &self.url)
    }

    /// Somebody in this position, signed in; their account and organisation are put on file where they are not yet.
    ///
    /// # Panics
    /// When they can't sign in.
    pub async fn actor(&self, position: Position) -> Actor {
        self.put_on_file(position).await;
        let mut actor = self.anon();
        actor.sign_in(position.login, PASS_PHRASE).await.expect(200);
        actor
    }

    async fn put_on_file(&self, position: Position) {
        let known = access::list_accounts(self.db()).await.expect("the accounts can be listed");
        if known.iter().any(|account| account.login == position.login) {
            return;
        }
        let code: OdsCode = position.organisation.parse().expect("an organisation's code");
        let organisations = access::organisations(self.db()).await.expect("the organisations can be listed");
        let mut tx = self.db().write().await.expect("a transaction");
        if !organisations.iter().any(|one| one.code == code) {
            let name = format!("Organisation {code}");
            let organisation = Organisation { code: code.clone(), name, setting: None, sends_records: false };
            access::register(&mut tx, &organisation).await.expect("an organisation can be put on file");
        }
        let account = NewAccount {
            login: position.login.to_owned(),
            display_name: format!("TEST, {}", position.login),
            proof: Proof::PassPhrase(PASS_PHRASE.to_owned()),
            memberships: vec![NewMembership { organisation: code, role: position.role, clearance: position.clearance }],
        };
        match access::add_account(&mut tx, &account, self.clock.now()).await {
            Ok(_) => tx.commit().await.expect("an account can be added"),
            // Two tests that share a server added it at once.
            Err(access::AccountError::LoginTaken(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }

    /// The pass phrase of the accounts that [`TestServer::actor`] makes.
    pub const fn pass_phrase() -> &'static str {
        PASS_PHRASE
    }
}

/// A sign-in, and what may be done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The sign-in name.
    pub login: &'static str,
    /// The role.
    pub role: Role,
    /// The organisation's code; in the demonstration system its organisations have these.
    pub organisation: &'static str,
    /// What they may see.
    pub clearance: Clearance,
}

impl Position {
    /// A GP: the demonstration system's practice, which knows all of its people.
    pub const CLINICIAN: Self = Self::new("gp", Role::Clinician, "ZZA04", Clearance::General);
    /// A clinician who knows nobody.
    pub const CLINICIAN_ELSEWHERE: Self = Self::new("elsewhere", Role::Clinician, "ZZA08", Clearance::General);
    /// A clinician who may see what is restricted.
    pub const CLINICIAN_RESTRICTED: Self = Self::new("restricted", Role::Clinician, "ZZA02", Clearance::Restricted);
    /// Runs training.
    pub const TRAINER: Self = Self::new("trainer", Role::Trainer, "ZZA09", Clearance::General);
    /// Answers for an organisation.
    pub const ORG_LEAD: Self = Self::new("orglead", Role::OrgLead, "ZZA01", Clearance::General);
    /// Answers for a system.
    pub const ICB_LEAD: Self = Self::new("icblead", Role::IcbLead, "ZZA09", Clearance::General);
    /// Reviews access.
    pub const PRIVACY_OFFICER: Self = Self::new("officer", Role::PrivacyOfficer, "ZZA09", Clearance::General);
    /// Runs the installation.
    pub const OPERATOR: Self = Self::new("operator", Role::Operator, "ZZA09", Clearance::General);

    /// A position.
    pub const fn new(login: &'static str, role: Role, organisation: &'static str, clearance: Clearance) -> Self {
        Self { login, role, organisation, clearance }
    }
}
