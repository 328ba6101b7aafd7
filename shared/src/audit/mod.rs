//! What is logged of who saw or did what. Audit events hold ids and hashes, never clinical content.

use serde::{Deserialize, Serialize};

use crate::ids::{PersonId, ResourceId};
use crate::records::SectionId;
use crate::time::Moment;

/// One line of a person's access log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessEntry {
    /// When.
    pub at: Moment,
    /// What was done: `record.opened`, `section.opened`, `item.opened`, `resource.read`, `relationship.claimed` ….
    pub action: String,
    /// Who, as they are shown.
    pub who: String,
    /// In which role.
    pub role: String,
    /// For which organisation.
    pub organisation: String,
    /// The section or item, or the reason that was given.
    pub detail: Option<String>,
    /// The hash of the chart that was served; [`crate::api::RECORD_SEEN`] answers it as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chart: Option<String>,
}

/// A claimed relationship as the privacy officer sees it in the list: it names nobody (records.md 7.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClaimAlert {
    /// Opens the person's access log, under the officer's own sign-in.
    pub person: PersonId,
    /// When it was claimed.
    pub at: Moment,
    /// The organisation of the person who claimed it.
    pub organisation: String,
}

/// What the record view reports while it is open: ids only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenedReport {
    /// At most 500 at a time.
    pub events: Vec<Opened>,
}

/// Something that was opened in the view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// The section that was shown.
    pub section: SectionId,
    /// The item whose details were opened, if it was an item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ResourceId>,
}

/// How many events one [`OpenedReport`] may hold.
pub const OPENED_REPORT_MAX: usize = 500;
