use commonweal_shared::ids::PersonId;

/// Who did something, as the log keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The account's id; `command-line` for an operator at the machine, `nobody` before a sign-in, `credential:` and its
    /// id for an organisation's own system.
    pub account: String,
    /// Their name as it is shown.
    pub name: String,
    /// The role's id.
    pub role: String,
    /// The organisation's code; empty where there is none.
    pub organisation: String,
}

impl Actor {
    /// The operator who runs a command on the machine itself.
    pub fn command_line() -> Self {
        Self {
            account: "command-line".to_owned(),
            name: "Operator at the command line".to_owned(),
            role: "operator".to_owned(),
            organisation: String::new(),
        }
    }

    /// Somebody who is not signed in.
    pub fn nobody() -> Self {
        Self { account: "nobody".to_owned(), name: String::new(), role: String::new(), organisation: String::new() }
    }

    /// The program itself.
    pub fn system() -> Self {
        Self { account: "system".to_owned(), ..Self::nobody() }
    }
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// A record's chart was answered, or said to be unchanged.
    RecordOpened,
    /// A section was shown.
    SectionOpened,
    /// An item's details were shown.
    ItemOpened,
    /// A resource's bytes were answered.
    ResourceRead,
    /// A search for people was answered.
    PeopleSearched,
    /// The first page, with the records opened lately, was answered.
    HomeRead,
    /// A relationship was claimed with a reason.
    RelationshipClaimed,
    /// Something was asked for and refused.
    AccessDenied,
    /// A person's access log was answered.
    AccessLogRead,
    /// A chart was answered as it had been served before.
    RecordReviewed,
    /// What waits to be matched was answered.
    WaitingRead,
    /// Somebody signed in.
    SignedIn,
    /// A sign-in failed.
    SignInRefused,
    /// Somebody signed out.
    SignedOut,
    /// Somebody acts in another role from now on.
    RoleSwitched,
    /// Data was taken in.
    Imported,
    /// Charts were built again from what was received.
    Rebuilt,
    /// The database was copied.
    BackedUp,
    /// A copy of the database took its place.
    Restored,
    /// All that is stored was read and checked.
    Checked,
    /// The demonstration system was loaded.
    DemonstrationLoaded,
    /// An account was added or given another role.
    AccountChanged,
    /// An account was disabled.
    AccountDisabled,
    /// An organisation was given a credential to send data with.
    CredentialAdded,
    /// A credential was revoked.
    CredentialRevoked,
    /// A checkpoint over all logs was written.
    Checkpoint,
}

impl Action {
    /// The id that the log keeps; never changed, since hashes hold it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::RecordOpened => "record.opened",
            Self::SectionOpened => "section.opened",
            Self::ItemOpened => "item.opened",
            Self::ResourceRead => "resource.read",
            Self::PeopleSearched => "people.searched",
            Self::HomeRead => "home.read",
            Self::RelationshipClaimed => "relationship.claimed",
            Self::AccessDenied => "access.denied",
            Self::AccessLogRead => "access-log.read",
            Self::RecordReviewed => "record.reviewed",
            Self::WaitingRead => "waiting.read",
            Self::SignedIn => "session.started",
            Self::SignInRefused => "session.refused",
            Self::SignedOut => "session.ended",
            Self::RoleSwitched => "session.role-switched",
            Self::Imported => "records.imported",
            Self::Rebuilt => "records.rebuilt",
            Self::BackedUp => "database.backed-up",
            Self::Restored => "database.restored",
            Self::Checked => "database.checked",
            Self::DemonstrationLoaded => "demonstration.loaded",
            Self::AccountChanged => "account.changed",
            Self::AccountDisabled => "account.disabled",
            Self::CredentialAdded => "credential.added",
            Self::CredentialRevoked => "credential.revoked",
            Self::Checkpoint => "audit.checkpoint",
        }
    }
}

/// One thing that somebody did. Holds ids and hashes, never clinical content and no person's name or number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Who.
    pub actor: Actor,
    /// What.
    pub action: Action,
    /// Whose record, where it was one person's.
    pub person: Option<PersonId>,
    /// More, in ids: a section's id, a resource's UUID, a rule's name, a count.
    pub detail: String,
    /// The hash of the chart's bytes that were served, in hex.
    pub chart_hash: Option<String>,
}

impl Event {
    /// Something that this actor did.
    pub const fn new(actor: Actor, action: Action) -> Self {
        Self { actor, action, person: None, detail: String::new(), chart_hash: None }
    }

    /// It was about this person.
    #[must_use]
    pub const fn about(mut self, person: PersonId) -> Self {
        self.person = Some(person);
        self
    }

    /// More about it, in ids only.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// The hash of the chart that was served, in hex.
    #[must_use]
    pub fn chart_hash(mut self, hash: impl Into<String>) -> Self {
        self.chart_hash = Some(hash.into());
        self
    }
}
