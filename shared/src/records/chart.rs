use serde::{Deserialize, Serialize};

use super::{Absence, Code, Detail, Fact, Held, Label, Person, SectionId, Warning};
use crate::ids::{OdsCode, ResourceId};
use crate::system::CareSetting;
use crate::time::{FhirDate, Moment};

/// A person's record as one clearance may see it: what the browser receives.
///
/// It holds no date of today: what is current, recent or stale is said by the one who shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Chart {
    /// Who it is about.
    pub person: Person,
    /// When data last arrived.
    pub received: Option<Moment>,
    /// Every organisation that sent something, and every one that is expected to and did not.
    pub sources: Vec<Source>,
    /// Every section, always all of them, in [`SectionId::ALL`]'s order.
    pub sections: Vec<SectionChart>,
    /// What could not be read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<Unreadable>,
    /// What was received and is kept back because it names another person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<Held>,
    /// What adds up.
    pub tally: Tally,
    /// True while a degraded drug allergy is present: a system that prescribes must prevent it (records.md 2.3).
    pub prescribing_blocked: bool,
}

impl Chart {
    /// The section with this id.
    pub fn section(&self, id: SectionId) -> Option<&SectionChart> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// The source with this code.
    pub fn source(&self, code: &OdsCode) -> Option<&Source> {
        self.sources.iter().find(|source| &source.code == code)
    }
}

/// `received = shown + folded + unreadable`, over what this viewer may see; what is withheld is in none of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tally {
    /// Resources received.
    pub received: u32,
    /// Resources that stand as a row.
    pub shown: u32,
    /// Resources that belong to a row or to a group, and are reached from there.
    pub folded: u32,
    /// Resources that could not be read.
    pub unreadable: u32,
}

/// An organisation that sends records, as the strip above the record shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Source {
    /// Its code.
    pub code: OdsCode,
    /// Its name.
    pub name: String,
    /// Its setting, where known.
    pub setting: Option<CareSetting>,
    /// When something last came from it; nothing ever did when absent.
    pub received: Option<Moment>,
    /// "Data as of", as it says.
    pub as_of: Option<FhirDate>,
    /// It says that it withholds something, anywhere.
    pub withholds: bool,
    /// It says that its answer is partial, anywhere.
    pub partial: bool,
    /// Items that can be seen, of this source.
    pub items: u32,
    /// Items of this source that could not be read.
    pub unreadable: u32,
    /// Warnings that concern all that it sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

/// A section with its state, its rows, and what stands behind them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SectionChart {
    /// Which.
    pub id: SectionId,
    /// The sources' states combined, worst news first (records.md 2).
    pub state: Absence,
    /// Each source's own state.
    pub sources: Vec<SourceSection>,
    /// The rows, newest first.
    pub rows: Vec<Row>,
    /// What folded into this section without belonging to one row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
}

/// What one source says of one section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SourceSection {
    /// Which source.
    pub source: OdsCode,
    /// Its state.
    pub state: Absence,
    /// Items of it in this section that can be seen.
    pub items: u32,
    /// "Data as of" for this section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<FhirDate>,
    /// Its warnings, word for word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
    /// Why there is nothing, in its own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// One fact, with all that stands behind it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Row {
    /// Our UUID of the resource that speaks for the row.
    pub id: ResourceId,
    /// The source of that resource.
    pub source: OdsCode,
    /// The FHIR resource type as received.
    pub resource_type: String,
    /// What it is.
    pub title: String,
    /// The source's original wording, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<String>,
    /// Codes as received.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<Code>,
    /// When it happened or began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<FhirDate>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<FhirDate>,
    /// When the source recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<FhirDate>,
    /// When we received it.
    pub received: Moment,
    /// Who recorded or performed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// In the name of which organisation, where it is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Status as received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// What must stand beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Label>,
    /// Notes and comments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What only some kinds have.
    #[serde(default, skip_serializing_if = "Detail::is_plain")]
    pub detail: Detail,
    /// Whatever else is worth showing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
    /// The encounter in which it happened, if that is a row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encounter: Option<ResourceId>,
    /// Rows of this record that it is linked with (problems, requests, members).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<ResourceId>,
    /// Every resource behind the row, the one that speaks for it first.
    pub provenance: Vec<Part>,
    /// Other versions of the same fact, whole: from other sources, or earlier ones of the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub also: Vec<Row>,
    /// In which respects the versions differ, as sentences.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<String>,
    /// The section by content, where the row stands in another (the sensitive one).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_section: Option<SectionId>,
}

/// A resource behind a row or in a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Part {
    /// The organisation that sent it.
    pub source: OdsCode,
    /// Our UUID of it; `GET /api/resources/{uuid}` answers its bytes.
    pub id: ResourceId,
    /// Its reference as received, or null.
    pub reference: Option<String>,
    /// What it is to the row.
    pub role: PartRole,
    /// What it is, in a few words, where it is not the row itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// What a resource is to its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PartRole {
    /// Speaks for the row.
    Main,
    /// Says the same thing.
    Duplicate,
    /// An earlier version of it.
    Earlier,
    /// The plan behind a medicine.
    Plan,
    /// A statement about a medicine.
    Statement,
    /// An issue of a plan.
    Issue,
    /// The drug that it names.
    Medication,
    /// The specimen that it was made from.
    Specimen,
    /// How the source arranged it: a list, a topic, a heading.
    Arrangement,
    /// Gives it its context: a role, a place.
    Context,
    /// Listed in a group.
    Listed,
}

/// Resources that folded into a section without belonging to one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Group {
    /// What they are, such as `Claims`.
    pub title: String,
    /// Each of them.
    pub parts: Vec<Part>,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unreadable {
    /// The resource; its bytes can be had like any other's.
    pub part: Part,
    /// Its type, as far as it says.
    pub resource_type: String,
    /// What was wrong, where, and what was expected.
    pub reason: String,
    /// When it came.
    pub received: Moment,
}
