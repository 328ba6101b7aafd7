use serde::{Deserialize, Serialize};

use super::Label;
use crate::ids::ResourceId;
use crate::time::FhirDate;

/// What only some kinds of item have.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Detail {
    /// Nothing more.
    #[default]
    Plain,
    /// A problem or diagnosis.
    Problem(Problem),
    /// A medicine: a plan, an issue of one, or a statement.
    Medicine(Medicine),
    /// An allergy, or the statement that there is none.
    Allergy(Allergy),
    /// A finding with a value.
    Measure(Measure),
    /// A report of results.
    Report(Report),
    /// A document.
    Document(Document),
}

impl Detail {
    /// True for [`Detail::Plain`].
    pub fn is_plain(&self) -> bool {
        matches!(self, Self::Plain)
    }
}

/// A problem's own facts (records.md 5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Active now, by the source's clinical status (active, recurrence, relapse).
    pub active: bool,
    /// How significant; absent where the source does not say (never read as minor).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub significance: Option<Significance>,
}

/// GP systems' word for how much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Significance {
    /// Major.
    Major,
    /// Minor.
    Minor,
}

/// A medicine as its source describes it (records.md 4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Medicine {
    /// What this resource is.
    pub part: MedicinePart,
    /// How it is prescribed.
    pub group: MedicineGroup,
    /// Current by the source's own status (`active`, `on-hold`, `draft`, `intended`).
    pub current: bool,
    /// The dose exactly as the source wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dose: Option<String>,
    /// The route, where it is structured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// Quantity as text, such as `28 tablet`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<String>,
    /// Issues allowed under the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issues_allowed: Option<u32>,
    /// Issues made, as the source counts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issues_made: Option<u32>,
    /// Date of the last issue, as the source states it or as its newest issue shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_issue: Option<FhirDate>,
    /// When the authorisation expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<FhirDate>,
    /// Why it was stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop_reason: Option<String>,
    /// When it was stopped, where that is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<FhirDate>,
    /// When the dose was last changed inside the plan; shown as an alert.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dose_changed: Option<FhirDate>,
    /// Where it was prescribed, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prescribed_at: Option<String>,
    /// Its issues, newest first; filled by the fold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<Issue>,
}

/// What a medicine resource is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MedicinePart {
    /// An authorisation: `MedicationRequest` with intent `plan`, or a request that stands alone.
    Plan,
    /// An issue of a plan.
    Issue,
    /// A statement that it is or was taken.
    Statement,
}

/// How a medicine is prescribed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MedicineGroup {
    /// On repeat, repeat dispensing included.
    Repeat,
    /// Acute.
    Acute,
    /// By a hospital or another organisation.
    Hospital,
    /// The source does not say.
    NotStated,
}

impl MedicineGroup {
    /// The words that a person reads.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Repeat => "Repeat",
            Self::Acute => "Acute",
            Self::Hospital => "Hospital",
            Self::NotStated => "Type not stated",
        }
    }
}

/// One issue of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Issue {
    /// Our UUID of the resource.
    pub id: ResourceId,
    /// When it was issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<FhirDate>,
    /// Quantity as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<String>,
    /// Status as received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Who issued it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The dose, where it differs from the plan's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dose: Option<String>,
    /// Notes on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What must stand beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Label>,
}

/// An allergy's own facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Allergy {
    /// Active by the source's clinical status, and not in a list of ended ones.
    pub active: bool,
    /// Set when it is no allergy but the statement that there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub negation: Option<Negation>,
    /// To a drug, by category or by the kind of degraded code.
    #[serde(default)]
    pub drug: bool,
    /// Severity as received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<String>,
    /// Criticality as received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criticality: Option<String>,
    /// Reactions, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<String>,
    /// Why it was ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_reason: Option<String>,
}

/// How wide a statement of no allergies reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Negation {
    /// No known allergies: SNOMED CT 716186003.
    All,
    /// A narrower one, such as no known drug allergy (409137002): supports its own words only.
    Narrower,
}

/// A finding's value (units always with it).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Measure {
    /// A number with its unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// A value that is no number: a coded answer, a text, yes or no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Why there is no value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<String>,
    /// What the source makes of it, such as `High`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpretation: Option<String>,
    /// Reference ranges.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<Range>,
    /// Parts, such as systolic and diastolic.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Component>,
    /// Members, when it is a group's header.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<ResourceId>,
}

/// A number exactly as recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Quantity {
    /// The decimal as the source wrote it, so that its precision stays (GT10).
    pub value: String,
    /// `<`, `<=`, `>`, `>=` where the source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparator: Option<String>,
    /// The unit as the source wrote it for people; empty when it wrote none.
    #[serde(default)]
    pub unit: String,
}

impl Quantity {
    /// The number for drawing; display uses the text.
    pub fn number(&self) -> Option<f64> {
        super::decimal::parse(&self.value)
    }
}

/// A reference range.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Range {
    /// Lower bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<Quantity>,
    /// Upper bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<Quantity>,
    /// The range in the source's words, and whom it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A part of a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Component {
    /// What is measured.
    pub title: String,
    /// A number with its unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// A value that is no number, or why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A report's own facts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    /// The results that it reports.
    pub members: Vec<ResourceId>,
    /// Its conclusion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conclusion: Option<String>,
}

/// A document's own facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Document {
    /// Media type as received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Size in bytes as received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// True when the text of the document came along; otherwise the title is all that there is.
    pub inline: bool,
}
