use serde::{Deserialize, Serialize};

use super::Membership;
use crate::ids::AccountId;
use crate::time::Moment;

/// Somebody signed in, as the browser knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Who.
    pub account: AccountId,
    /// Their name as it is shown, such as `SIMMONS, Anil (Dr)`.
    pub display_name: String,
    /// The role and organisation in which they act now.
    pub acting_as: Membership,
    /// All that they could act as.
    pub memberships: Vec<Membership>,
    /// Goes back with every change, in the header `x-csrf-token`.
    pub csrf_token: String,
    /// The limits, so that the browser can warn before the end (WCAG 2.2.1).
    pub limits: SessionLimits,
}

/// When a session ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionLimits {
    /// Seconds without any request until it ends.
    pub idle_seconds: u32,
    /// The moment at which it ends in any case.
    pub ends: Moment,
}

/// Signing in with a local account.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignInRequest {
    /// The sign-in name.
    pub login: String,
    /// The pass phrase.
    pub password: String,
}

/// One of the sign-ins that a demonstration system offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DemoSignIn {
    /// Whom to sign in as.
    pub account: AccountId,
    /// Their name.
    pub display_name: String,
    /// What they do, and where.
    pub memberships: Vec<Membership>,
}

/// Acting in another role or organisation from now on: the position in [`Session::memberships`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SwitchRequest {
    /// Position in the list of memberships, from 0.
    #[cfg_attr(feature = "openapi", schema(maximum = 4_294_967_295_u32))]
    pub membership: usize,
}

/// Why somebody may open a person's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RelationshipKind {
    /// The person is registered with the organisation.
    Registered,
    /// The person was referred to the organisation.
    Referred,
    /// The person is on a list of the organisation, such as those it holds a record of.
    Listed,
    /// The clinician said so, with a reason; a privacy officer is told at once.
    Claimed,
}

impl RelationshipKind {
    /// Every kind, strongest first.
    pub const ALL: [Self; 4] = [Self::Registered, Self::Referred, Self::Listed, Self::Claimed];

    /// The id that the database uses.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Referred => "referred",
            Self::Listed => "listed",
            Self::Claimed => "claimed",
        }
    }

    /// The words that a person reads.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Registered => "registered with your organisation",
            Self::Referred => "referred to your organisation",
            Self::Listed => "known to your organisation",
            Self::Claimed => "you gave a reason",
        }
    }

    /// Finds a kind by its id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

/// A relationship on file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Relationship {
    /// Which kind.
    pub kind: RelationshipKind,
    /// Since when.
    pub since: Moment,
    /// Until when, for a claim.
    pub until: Option<Moment>,
}

/// Claiming a relationship with a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ClaimRequest {
    /// Why, in the clinician's own words; see [`check_reason`].
    pub reason: String,
}

/// What is wrong with a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReasonError {
    /// Too short to be a reason.
    #[error("Say why you need this record, in at least 10 characters. You wrote {found}.")]
    TooShort {
        /// How many characters there were.
        found: usize,
    },
    /// Longer than anybody reads.
    #[error("Say why in at most 500 characters. You wrote {found}.")]
    TooLong {
        /// How many characters there were.
        found: usize,
    },
}

/// Checks a reason; the form and the server both call this.
///
/// # Errors
/// When it has fewer than 10 characters or more than 500, white space at the ends not counted.
pub fn check_reason(reason: &str) -> Result<&str, ReasonError> {
    let reason = reason.trim();
    match reason.chars().count() {
        found @ 0..10 => Err(ReasonError::TooShort { found }),
        found if found > 500 => Err(ReasonError::TooLong { found }),
        _ => Ok(reason),
    }
}
