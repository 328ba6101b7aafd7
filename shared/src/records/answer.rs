use serde::{Deserialize, Serialize};

use super::{SectionId, Warning};
use crate::ids::{IntakeId, OdsCode};
use crate::time::{FhirDate, Moment};

/// What one arrival said of itself: which sections it answers, as of when, and with what reservations.
///
/// Kept beside the items, because absence is a fact of the answer and not of any item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Which arrival.
    pub intake: IntakeId,
    /// Who sent it.
    pub source: OdsCode,
    /// When it came.
    pub received: Moment,
    /// "Data as of", where the bundle or its lists say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<FhirDate>,
    /// True when the bundle lists no sections at all, and so is an export of whatever the source holds.
    #[serde(default)]
    pub export: bool,
    /// The sections that it speaks of.
    #[serde(default)]
    pub sections: Vec<SectionAnswer>,
    /// Warnings on lists that explain a section without answering it: something was left out there all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asides: Vec<Aside>,
    /// Warnings that concern all of it.
    #[serde(default)]
    pub warnings: Vec<Warning>,
}

/// A warning about a section that stands beside its answer, or where there is no answer at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// Which section.
    pub section: SectionId,
    /// The warning.
    pub warning: Warning,
}

/// What an arrival said of one section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionAnswer {
    /// Which section.
    pub section: SectionId,
    /// "Data as of" for this section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<FhirDate>,
    /// True when the source marked it as empty, in whatever words (`nilknown` too: never "known none").
    #[serde(default)]
    pub marked_empty: bool,
    /// The source's code and note for the emptiness, as received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub empty_reason: Option<String>,
    /// True when the whole section was refused as withheld.
    #[serde(default)]
    pub withheld: bool,
    /// True when the source said that it could not answer.
    #[serde(default)]
    pub unavailable: bool,
    /// Its warnings.
    #[serde(default)]
    pub warnings: Vec<Warning>,
    /// True when the list refers to at least one item.
    #[serde(default)]
    pub lists_items: bool,
}
