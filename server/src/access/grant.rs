use commonweal_shared::access::{Relationship, Role};
use commonweal_shared::ids::{AccountId, OdsCode, PersonId};
use commonweal_shared::records::Clearance;
use commonweal_shared::system::Realm;

use super::SignedIn;
use crate::audit::{Action, Actor, Event};

/// Somebody who acts, and where: the part that all grants of signed-in people share.
#[derive(Debug, Clone)]
pub(super) struct Bearer {
    pub(super) realm: Realm,
    pub(super) account: AccountId,
    pub(super) display_name: String,
    pub(super) role: Role,
    pub(super) organisation: OdsCode,
    pub(super) clearance: Clearance,
}

impl Bearer {
    pub(super) fn of(who: &SignedIn, realm: Realm) -> Self {
        Self {
            realm,
            account: who.account,
            display_name: who.display_name.clone(),
            role: who.acting_as.role,
            organisation: who.acting_as.organisation.clone(),
            clearance: who.acting_as.clearance,
        }
    }

    fn actor(&self) -> Actor {
        Actor {
            account: self.account.to_string(),
            name: self.display_name.clone(),
            role: self.role.id().to_owned(),
            organisation: self.organisation.as_str().to_owned(),
        }
    }
}

macro_rules! bearer_grant {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ty),* })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name {
            bearer: Bearer,
            $($field: $kind,)*
        }

        impl $name {
            pub(super) const fn new(bearer: Bearer, $($field: $kind),*) -> Self {
                Self { bearer, $($field),* }
            }

            /// The database that it is for; a store of the other refuses it.
            pub const fn realm(&self) -> Realm {
                self.bearer.realm
            }

            /// Who acts.
            pub const fn account(&self) -> AccountId {
                self.bearer.account
            }

            /// In which role.
            pub const fn role(&self) -> Role {
                self.bearer.role
            }

            /// What may be seen of a person.
            pub const fn clearance(&self) -> Clearance {
                self.bearer.clearance
            }

            /// For which organisation.
            pub const fn organisation(&self) -> &OdsCode {
                &self.bearer.organisation
            }

            /// Who acts, as the audit log keeps it.
            pub fn actor(&self) -> Actor {
                self.bearer.actor()
            }

            /// An audit event of something that this grant was used for.
            pub fn event(&self, action: Action) -> Event {
                Event::new(self.actor(), action)
            }
        }
    )+};
}

bearer_grant! {
    /// Proof that somebody may open one person's record now: role, relationship and clearance were decided.
    RecordGrant { person: PersonId, relationship: Relationship }

    /// Proof that somebody may search for people, and see the banner line of those they find.
    SearchGrant {}

    /// Proof that somebody may review who saw what: a privacy officer.
    ReviewGrant {}

    /// Proof that somebody may see what waits to be matched.
    WaitingGrant {}
}

impl RecordGrant {
    /// Whose record.
    pub const fn person(&self) -> PersonId {
        self.person
    }

    /// Why it may be opened.
    pub const fn relationship(&self) -> &Relationship {
        &self.relationship
    }

    /// An audit event about this person.
    pub fn record_event(&self, action: Action) -> Event {
        self.event(action).about(self.person)
    }
}

/// Proof that data of this source may be taken in. Made for the operator's explicit act at the command line, for the
/// demonstration system, or for a request with the organisation's own credential.
#[derive(Debug, Clone)]
pub struct IntakeGrant {
    realm: Realm,
    source: OdsCode,
    actor: Actor,
}

impl IntakeGrant {
    pub(super) const fn new(realm: Realm, source: OdsCode, actor: Actor) -> Self {
        Self { realm, source, actor }
    }

    /// The database that it is for.
    pub const fn realm(&self) -> Realm {
        self.realm
    }

    /// The organisation whose data it is.
    pub const fn source(&self) -> &OdsCode {
        &self.source
    }

    /// An audit event of something that this grant was used for.
    pub fn event(&self, action: Action) -> Event {
        Event::new(self.actor.clone(), action)
    }
}

/// Proof that kept charts may be built again or checked: the command line only. It opens nobody's record.
#[derive(Debug, Clone, Copy)]
pub struct KeepGrant {
    realm: Realm,
}

impl KeepGrant {
    pub(super) const fn new(realm: Realm) -> Self {
        Self { realm }
    }

    /// The database that it is for.
    pub const fn realm(self) -> Realm {
        self.realm
    }

    /// An audit event of something that this grant was used for.
    pub fn event(self, action: Action) -> Event {
        Event::new(Actor::command_line(), action)
    }
}
