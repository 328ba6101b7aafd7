use serde::{Deserialize, Serialize};

use crate::ids::OdsCode;
use crate::records::Clearance;

/// What somebody does in an organisation, and so what the product lets them do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Gives care; opens the records of people they have a relationship with.
    Clinician,
    /// Runs training.
    Trainer,
    /// Answers for an organisation's digital capability.
    OrgLead,
    /// Answers for a system's direction.
    IcbLead,
    /// Reviews who saw what, and why.
    PrivacyOfficer,
    /// Runs the installation: imports, people waiting to be matched.
    Operator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 6] =
        [Self::Clinician, Self::Trainer, Self::OrgLead, Self::IcbLead, Self::PrivacyOfficer, Self::Operator];

    /// The id that data files and the database use.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Clinician => "clinician",
            Self::Trainer => "trainer",
            Self::OrgLead => "org_lead",
            Self::IcbLead => "icb_lead",
            Self::PrivacyOfficer => "privacy_officer",
            Self::Operator => "operator",
        }
    }

    /// The word that a person reads.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Clinician => "Clinician",
            Self::Trainer => "Trainer",
            Self::OrgLead => "Organisation lead",
            Self::IcbLead => "ICB lead",
            Self::PrivacyOfficer => "Privacy officer",
            Self::Operator => "Operator",
        }
    }

    /// Finds a role by its id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.id() == id)
    }

    /// Whether this role opens people's records at all; the first of the three tests for each view.
    pub const fn reads_records(self) -> bool {
        matches!(self, Self::Clinician)
    }

    /// Whether this role reviews the audit log and the claimed relationships.
    pub const fn reviews_access(self) -> bool {
        matches!(self, Self::PrivacyOfficer)
    }

    /// Whether this role sees what waits to be matched.
    pub const fn sees_waiting(self) -> bool {
        matches!(self, Self::Operator | Self::PrivacyOfficer)
    }
}

/// One role in one organisation; somebody may hold several and acts in one at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Membership {
    /// The organisation.
    pub organisation: OdsCode,
    /// The organisation's name.
    pub organisation_name: String,
    /// What they do there.
    pub role: Role,
    /// What they may see of a person in whose care they are.
    pub clearance: Clearance,
}
