//! A grant names its realm, and every store of the other realm refuses it.

use std::sync::Arc;

use axum::extract::FromRequestParts as _;
use axum::http::Request;
use commonweal_server::access::{
    self, SignInThrottle, SignedIn, intake_by_operator, keep_by_operator, may_review, may_search,
};
use commonweal_server::app::App;
use commonweal_server::audit::{self, Audit};
use commonweal_server::clock::Clock;
use commonweal_server::db::{DatabaseSettings, Db, DbError};
use commonweal_server::ops::Metrics;
use commonweal_server::records::{ChartShelf, IntakeDesk, PublishError, Publisher, RebuildError, rebuild};
use commonweal_server::web::Gate;
use commonweal_shared::ids::PersonId;
use commonweal_shared::system::Realm;

use super::Stage;

impl Stage {
    /// The practice space is a second database; nothing that opens it opens the one of real work.
    pub(super) async fn grants_of_the_other_realm_are_refused(&self, person: PersonId) {
        let clock: Arc<dyn Clock> = self.server.clock.clone();
        let settings = &self.server.app.settings;
        let practice = DatabaseSettings { realm: Realm::Practice, ..settings.database.clone() };
        let practice = Db::open(&practice).await.expect("the practice space can be opened");
        let care = self.server.db();

        let intake = intake_by_operator(&practice, "ZZB01".parse().expect("a code"));
        let refused = Publisher::new(care.clone(), intake, Arc::clone(&clock)).await.expect_err("refused");
        assert!(matches!(refused, PublishError::Database(DbError::WrongRealm { .. })), "{refused}");
        let refused = rebuild(care, keep_by_operator(&practice), &clock).await.expect_err("refused");
        assert!(matches!(refused, RebuildError::Database(DbError::WrongRealm { .. })), "{refused}");

        let elsewhere = Arc::new(App {
            audit: Audit::start(practice.clone(), Arc::clone(&clock)).await.expect("a log"),
            db: practice,
            clock,
            settings: settings.clone(),
            metrics: Metrics::default(),
            charts: ChartShelf::default(),
            throttle: SignInThrottle::default(),
            gate: Gate::new(settings.limits),
            intake: IntakeDesk::new(settings.intake),
        });
        let officer = self.signed_in(&self.server.actor(commonweal_tests::Position::PRIVACY_OFFICER).await).await;
        let review = may_review(&elsewhere, &officer, Some(person)).await.expect("granted there");
        wrong_realm(&audit::person_log(care, &review, person, 10).await.map(drop));
        wrong_realm(&access::unreviewed_claims(care, &review, 10).await.map(drop));
        let clinician = self.signed_in(&self.clinician).await;
        let search = may_search(&elsewhere, &clinician).await.expect("granted there");
        wrong_realm(&audit::recently_opened(care, &search, elsewhere.clock.now(), 10).await.map(drop));
        wrong_realm(&access::relationship_on_file(&self.server.app, &search, person).await.map(drop));
    }

    /// Who an actor is, as handlers get to know it.
    async fn signed_in(&self, actor: &commonweal_tests::Actor) -> SignedIn {
        let request =
            Request::get("/").header("cookie", actor.cookie().expect("signed in")).body(()).expect("a request");
        let (mut parts, ()) = request.into_parts();
        SignedIn::from_request_parts(&mut parts, &self.server.app).await.expect("signed in")
    }
}

fn wrong_realm(outcome: &Result<(), DbError>) {
    assert!(matches!(outcome, Err(DbError::WrongRealm { .. })), "{outcome:?}");
}
