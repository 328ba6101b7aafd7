use commonweal_shared::access::{Relationship, Role};
use commonweal_shared::ids::{OdsCode, PersonId};

use super::decide::decide;
use super::store;
use crate::access::grant::Bearer;
use crate::access::{
    AccessError, IntakeGrant, KeepGrant, RecordGrant, Refused, ReviewGrant, SearchGrant, SignedIn, WaitingGrant,
};
use crate::app::App;
use crate::audit::{Action, Actor};
use crate::db::{Db, DbError};

/// Decides whether somebody may open this person's record now. A refusal is audited, with the rule that refused.
///
/// # Errors
/// [`Refused`] inside of [`AccessError::Refused`], or a database that does not answer.
pub async fn may_open(app: &App, who: &SignedIn, person: PersonId) -> Result<RecordGrant, AccessError> {
    let now = app.clock.now();
    let on_file =
        store::on_file(&mut app.db.read().await?, person, &who.acting_as.organisation, who.account, now).await?;
    may_open_by(app, who, person, &on_file).await
}

/// The same by what is on file between them, where that was read already.
///
/// # Errors
/// As [`may_open`].
pub async fn may_open_by(
    app: &App,
    who: &SignedIn,
    person: PersonId,
    on_file: &[Relationship],
) -> Result<RecordGrant, AccessError> {
    match decide(who.acting_as.role, on_file, app.clock.now()) {
        Ok(relationship) => Ok(RecordGrant::new(Bearer::of(who, app.db.realm()), person, relationship)),
        Err(refused) => Err(deny(app, who, refused, Some(person)).await),
    }
}

/// Decides whether somebody may search for people: who opens records may.
///
/// # Errors
/// As [`may_open`].
pub async fn may_search(app: &App, who: &SignedIn) -> Result<SearchGrant, AccessError> {
    if allowed(who, Role::reads_records) {
        return Ok(SearchGrant::new(Bearer::of(who, app.db.realm())));
    }
    Err(deny(app, who, Refused::RoleDoesNotOpenRecords, None).await)
}

/// Decides whether somebody may review who saw what.
///
/// # Errors
/// As [`may_open`].
pub async fn may_review(app: &App, who: &SignedIn, person: Option<PersonId>) -> Result<ReviewGrant, AccessError> {
    if allowed(who, Role::reviews_access) {
        return Ok(ReviewGrant::new(Bearer::of(who, app.db.realm())));
    }
    Err(deny(app, who, Refused::RoleDoesNotReview, person).await)
}

/// Decides whether somebody may see what waits to be matched.
///
/// # Errors
/// As [`may_open`].
pub async fn may_see_waiting(app: &App, who: &SignedIn) -> Result<WaitingGrant, AccessError> {
    if allowed(who, Role::sees_waiting) {
        return Ok(WaitingGrant::new(Bearer::of(who, app.db.realm())));
    }
    Err(deny(app, who, Refused::RoleDoesNotSeeWaiting, None).await)
}

/// A grant to take in data of this source, for the operator at the command line and the demonstration system.
pub fn intake_by_operator(db: &Db, source: OdsCode) -> IntakeGrant {
    IntakeGrant::new(db.realm(), source, Actor::command_line())
}

/// A grant to build kept charts again or to check them, for the command line.
pub fn keep_by_operator(db: &Db) -> KeepGrant {
    KeepGrant::new(db.realm())
}

/// The relationship with this person by which the searcher would open the record; none means that a reason is asked.
///
/// # Errors
/// When the grant is of the other realm, or the database fails.
pub async fn relationship_on_file(
    app: &App,
    grant: &SearchGrant,
    person: PersonId,
) -> Result<Option<Relationship>, DbError> {
    app.db.check_realm(grant.realm())?;
    let now = app.clock.now();
    let on_file = store::on_file(&mut app.db.read().await?, person, grant.organisation(), grant.account(), now).await?;
    Ok(decide(grant.role(), &on_file, now).ok())
}

fn allowed(who: &SignedIn, rule: fn(Role) -> bool) -> bool {
    rule(who.acting_as.role)
}

/// Audits a refusal (ASVS 5.0 16.3.2): the rule that refused, never the data.
pub(super) async fn deny(app: &App, who: &SignedIn, refused: Refused, person: Option<PersonId>) -> AccessError {
    let mut event = who.event(Action::AccessDenied).detail(refused.id());
    event.person = person;
    match app.audit.commit(event).await {
        Ok(()) => refused.into(),
        Err(error) => error.into(),
    }
}
