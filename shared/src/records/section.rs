use serde::{Deserialize, Serialize};

/// The sections of a record. Their ids are fixed: training tasks and access logs name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SectionId {
    /// Alerts and flags.
    Alerts,
    /// Allergies and adverse reactions, ended ones too.
    Allergies,
    /// Problems and diagnoses.
    Problems,
    /// Medicines, as plans with their issues.
    Medicines,
    /// Laboratory and imaging results, and the reports that they belong to.
    Results,
    /// Vital signs and other findings.
    Observations,
    /// Consultations, attendances, admissions, calls.
    Encounters,
    /// Procedures done, and not done.
    Procedures,
    /// Vaccines given, and not given.
    Immunisations,
    /// Letters and other documents.
    Documents,
    /// Referrals, requests, recalls and appointments.
    Referrals,
    /// Care plans, goals, and what matters to the person.
    CarePlans,
    /// Social and family context.
    Social,
    /// People, teams and organisations involved.
    People,
    /// What the source labelled as restricted.
    Sensitive,
    /// Everything that has no section of its own, so that nothing is invisible.
    Other,
}

impl SectionId {
    /// Every section, in the order in which the view lists them.
    pub const ALL: [Self; 16] = [
        Self::Alerts,
        Self::Problems,
        Self::Medicines,
        Self::Allergies,
        Self::Results,
        Self::Observations,
        Self::Encounters,
        Self::Procedures,
        Self::Immunisations,
        Self::Documents,
        Self::Referrals,
        Self::CarePlans,
        Self::Social,
        Self::People,
        Self::Sensitive,
        Self::Other,
    ];

    /// The id in addresses, logs and training tasks.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Alerts => "alerts",
            Self::Allergies => "allergies",
            Self::Problems => "problems",
            Self::Medicines => "medicines",
            Self::Results => "results",
            Self::Observations => "observations",
            Self::Encounters => "encounters",
            Self::Procedures => "procedures",
            Self::Immunisations => "immunisations",
            Self::Documents => "documents",
            Self::Referrals => "referrals",
            Self::CarePlans => "care-plans",
            Self::Social => "social",
            Self::People => "people",
            Self::Sensitive => "sensitive",
            Self::Other => "other",
        }
    }

    /// The heading that a person reads.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Alerts => "Alerts and flags",
            Self::Allergies => "Allergies",
            Self::Problems => "Problems",
            Self::Medicines => "Medicines",
            Self::Results => "Results",
            Self::Observations => "Observations",
            Self::Encounters => "Encounters",
            Self::Procedures => "Procedures",
            Self::Immunisations => "Immunisations",
            Self::Documents => "Documents",
            Self::Referrals => "Referrals and appointments",
            Self::CarePlans => "Care plans and goals",
            Self::Social => "Social and family",
            Self::People => "People and teams",
            Self::Sensitive => "Sensitive",
            Self::Other => "Other",
        }
    }

    /// Finds a section by its id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.id() == id)
    }
}

/// How much of a record somebody may see: a chart is kept ready for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Clearance {
    /// All but what a source labelled as restricted.
    General,
    /// That too.
    Restricted,
}

impl Clearance {
    /// Both clearances.
    pub const ALL: [Self; 2] = [Self::General, Self::Restricted];

    /// The id that the database uses.
    pub const fn id(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Restricted => "restricted",
        }
    }

    /// Finds a clearance by its id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|clearance| clearance.id() == id)
    }
}
