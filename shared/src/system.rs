//! What this installation is: care settings, test or live, demonstration or not.

use serde::{Deserialize, Serialize};

use crate::ids::OdsCode;

/// The kinds of place that give care; the same list everywhere in the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CareSetting {
    /// Hospitals.
    Acute,
    /// Mental health services.
    MentalHealth,
    /// Community health services.
    Community,
    /// General practice.
    GeneralPractice,
    /// Optometry.
    Optometry,
    /// Ambulance services.
    Ambulance,
    /// Adult and children's social care.
    SocialCare,
    /// The voluntary sector.
    Voluntary,
    /// The integrated care board.
    Icb,
}

impl CareSetting {
    /// Every setting, in the order in which lists show them.
    pub const ALL: [Self; 9] = [
        Self::GeneralPractice,
        Self::Acute,
        Self::Community,
        Self::MentalHealth,
        Self::Ambulance,
        Self::Optometry,
        Self::SocialCare,
        Self::Voluntary,
        Self::Icb,
    ];

    /// The id that data files and addresses use.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Acute => "acute",
            Self::MentalHealth => "mental-health",
            Self::Community => "community",
            Self::GeneralPractice => "general-practice",
            Self::Optometry => "optometry",
            Self::Ambulance => "ambulance",
            Self::SocialCare => "social-care",
            Self::Voluntary => "voluntary",
            Self::Icb => "icb",
        }
    }

    /// The word that a person reads.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Acute => "Acute",
            Self::MentalHealth => "Mental health",
            Self::Community => "Community",
            Self::GeneralPractice => "GP",
            Self::Optometry => "Optometry",
            Self::Ambulance => "Ambulance",
            Self::SocialCare => "Social care",
            Self::Voluntary => "Voluntary sector",
            Self::Icb => "ICB",
        }
    }

    /// Finds a setting by its id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|setting| setting.id() == id)
    }
}

/// An organisation as every slice knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Organisation {
    /// Its code.
    pub code: OdsCode,
    /// Its name; the code again when none was ever said.
    pub name: String,
    /// What kind of care it gives, where known.
    pub setting: Option<CareSetting>,
    /// Whether it is one of those that are expected to send records.
    pub sends_records: bool,
}

/// Which of the two databases something belongs to; a grant names it, and a store of the other refuses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Realm {
    /// Real work.
    Care,
    /// Practice on synthetic people.
    Practice,
}

/// What the browser shows of the installation on every page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SystemInfo {
    /// The integrated care system's name.
    pub name: String,
    /// Test or live; permanent.
    pub database: crate::nhs_number::DatabaseKind,
    /// True when the demonstration sign-ins work here.
    pub demonstration: bool,
    /// The program's version.
    pub version: String,
}
