use serde::{Deserialize, Serialize};

use super::{Detail, SectionId};
use crate::ids::{IntakeId, OdsCode, ResourceId};
use crate::time::{FhirDate, Moment};

/// One resource as the product understands it, with its provenance; the bytes as they came are kept beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Our UUID of the resource.
    pub id: ResourceId,
    /// Who sent it.
    pub source: OdsCode,
    /// The arrival that first brought it.
    pub intake: IntakeId,
    /// When it first came.
    pub received: Moment,
    /// When it last came unchanged; equals `received` when it came once.
    pub last_seen: Moment,
    /// The FHIR resource type as received, such as `Observation`.
    pub resource_type: String,
    /// `Type/id` (or `#id` of a contained one) as received, where it had an id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The business identifier (`system|value`): the key for the same item between arrivals; `id` is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// SHA-256 of the bytes, first 16 hexadecimal digits: tells whether two resources are the same bytes.
    pub fingerprint: String,
    /// Whether it stands as a row, or belongs to others, or could not be read.
    pub standing: Standing,
    /// The section that it belongs to by its content.
    pub section: SectionId,
    /// Labelled as restricted by its source.
    #[serde(default, skip_serializing_if = "is_false")]
    pub restricted: bool,
    /// What it is, in the words to show first.
    pub title: String,
    /// The source's original wording, where it differs from the title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<String>,
    /// Its codes as received; the first is the one to compare by (SNOMED CT where there is one).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<Code>,
    /// The clinically relevant date: when it happened or began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<FhirDate>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<FhirDate>,
    /// When the source recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<FhirDate>,
    /// Who recorded or performed it, as `display::name` writes names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The organisation in whose name, where it is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// The status as received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// What must stand beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Label>,
    /// Free text notes and comments, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What only some kinds of item have.
    #[serde(default, skip_serializing_if = "Detail::is_plain")]
    pub detail: Detail,
    /// Whatever else is worth showing, as label and value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
    /// Where it points, resolved within its own bundle only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// How an item stands in the chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// A clinical fact: a row of its own, unless it folds into another.
    Row,
    /// Belongs to others (a medication, a location, a list, a bill): listed under them or in a group with this title.
    Context {
        /// Heading of the group in which it is listed when nothing else shows it, such as `Locations`.
        group: String,
    },
    /// Could not be read; shown with its reason, its bytes kept.
    Unreadable {
        /// What was wrong, where, and what was expected.
        reason: String,
    },
}

/// A code in a code system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Code {
    /// The system's short name where we know it (`SNOMED CT`, `dm+d`, `LOINC`, `Read v2`, `CTV3`), else its address.
    pub system: String,
    /// The code.
    pub code: String,
    /// The display as received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
}

/// A label and a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fact {
    /// The label, without a colon.
    pub label: String,
    /// The value.
    pub value: String,
}

/// What must stand beside an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Label {
    /// Not for disclosure to the patient or family (records.md 2.4).
    Nopat,
    /// The source marked it as entered in error.
    EnteredInError,
    /// Degraded by a transfer between systems (records.md 2.3).
    Degraded,
    /// A vaccine that was not given, or a procedure not done.
    NotGiven,
    /// Dated before birth.
    BeforeBirth,
    /// Dated after death.
    AfterDeath,
    /// Dated in the future of the moment at which it was received.
    Future,
    /// Came as text without a code.
    TextOnly,
    /// The source did not state a status.
    StatusUnknown,
    /// Its attachment can't be fetched.
    AttachmentUnavailable,
    /// It refers to something that its bundle doesn't hold, or in a way that can't be followed.
    BadReference,
    /// A date in it could not be read.
    BadDate,
    /// It was not in the newest answer of its source.
    NotInLatestAnswer,
    /// A newer version of it came later.
    EarlierVersion,
}

impl Label {
    /// The id that data files use.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Nopat => "nopat",
            Self::EnteredInError => "entered-in-error",
            Self::Degraded => "degraded",
            Self::NotGiven => "not-given",
            Self::BeforeBirth => "before-birth",
            Self::AfterDeath => "after-death",
            Self::Future => "future",
            Self::TextOnly => "text-only",
            Self::StatusUnknown => "status-unknown",
            Self::AttachmentUnavailable => "attachment-unavailable",
            Self::BadReference => "bad-reference",
            Self::BadDate => "bad-date",
            Self::NotInLatestAnswer => "not-in-latest-answer",
            Self::EarlierVersion => "earlier-version",
        }
    }

    /// The words that a person reads.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Nopat => "Not for disclosure to patient or family",
            Self::EnteredInError => "Entered in error",
            Self::Degraded => "Degraded by transfer",
            Self::NotGiven => "Not given",
            Self::BeforeBirth => "Dated before birth",
            Self::AfterDeath => "Dated after death",
            Self::Future => "Future",
            Self::TextOnly => "Text only, no code",
            Self::StatusUnknown => "Status not stated",
            Self::AttachmentUnavailable => "Attachment unavailable",
            Self::BadReference => "Refers to something not received",
            Self::BadDate => "A date could not be read",
            Self::NotInLatestAnswer => "Not in the latest answer",
            Self::EarlierVersion => "Earlier version",
        }
    }
}

/// Where an item points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What the pointing means.
    pub kind: LinkKind,
    /// The resource that is meant, of the same bundle.
    pub to: ResourceId,
}

/// What a pointing means; the one that points is the subject of the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// Is based on (an issue on its plan, a statement on its plan, a report on its request).
    BasedOn,
    /// Names its drug.
    Medication,
    /// Has as a member or result (a report or group header its observations).
    Member,
    /// Was made from this specimen.
    Specimen,
    /// Happened in this encounter.
    Encounter,
    /// Was recorded or performed by this practitioner.
    Author,
    /// Is about this practitioner (a role).
    Practitioner,
    /// Belongs to this organisation, or happened at it.
    Organisation,
    /// Happened at this place.
    Location,
    /// Lists this (a list or a plan its contents).
    Lists,
    /// The resource inside which it was contained.
    ContainedIn,
    /// Concerns this problem or reason, or is linked to it.
    Concerns,
    /// The real event behind a problem header.
    ActualProblem,
}
