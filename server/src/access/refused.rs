use crate::audit::AuditError;
use crate::db::DbError;

/// Why something is not granted. The words are for the person who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refused {
    /// The first test: this role does not open people's records.
    #[error("Your role does not open people's records.")]
    RoleDoesNotOpenRecords,
    /// The second test: nothing on file says that the person is in their care.
    #[error("There is no relationship on file between this person and your organisation.")]
    NoRelationship,
    /// Only a privacy officer reviews who saw what.
    #[error("Your role does not review who opened records.")]
    RoleDoesNotReview,
    /// Only an operator or a privacy officer sees what waits to be matched.
    #[error("Your role does not see what waits to be matched.")]
    RoleDoesNotSeeWaiting,
    /// An organisation's credential is for its own data only.
    #[error("This credential is not for data of this organisation.")]
    OtherSource,
}

impl Refused {
    /// A stable id: the problem's type, and what the audit log keeps.
    pub const fn id(self) -> &'static str {
        match self {
            Self::RoleDoesNotOpenRecords => "role-does-not-open-records",
            Self::NoRelationship => "no-relationship",
            Self::RoleDoesNotReview => "role-does-not-review",
            Self::RoleDoesNotSeeWaiting => "role-does-not-see-waiting",
            Self::OtherSource => "other-source",
        }
    }
}

/// Why there is no grant: it was refused (and that was audited), or it could not be decided.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// Refused.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The database does not answer.
    #[error(transparent)]
    Database(#[from] DbError),
    /// The refusal could not be audited.
    #[error(transparent)]
    Audit(#[from] AuditError),
}
