use serde::{Deserialize, Serialize};

/// What is known of a section at a source: exactly one of five states (records.md 2), never an empty list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Absence {
    /// At least one item.
    Present,
    /// A clinician stated that there are none; from an explicit coded assertion only.
    KnownNone,
    /// The source was read and holds nothing.
    NoneRecorded,
    /// Something exists, or may exist, and is not given.
    Withheld,
    /// Not asked, not reached, not understood, or not supported.
    Unavailable,
}

impl Absence {
    /// The id that data files use.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::KnownNone => "known-none",
            Self::NoneRecorded => "none-recorded",
            Self::Withheld => "withheld",
            Self::Unavailable => "unavailable",
        }
    }
}

/// A warning that a source put on its answer; shown word for word beside the data that it concerns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Warning {
    /// What kind of warning it is.
    pub code: WarningCode,
    /// The source's own text, or the mandated one when it sent a code alone.
    pub text: String,
}

/// The kinds of warning (records.md 2.2), and one for whatever else a source says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum WarningCode {
    /// Items were left out for confidentiality or by the person's choice.
    ConfidentialItems,
    /// The record is still on its way from the previous practice.
    DataInTransit,
    /// Something from a third party has not been filed yet.
    DataAwaitingFiling,
    /// The source ignored a part of the question, so information is missing.
    NotSupported,
    /// The person dissented from sharing at the source.
    NoConsent,
    /// The source marked a list as empty and sent items all the same.
    MarkedEmpty,
    /// Anything else that the source said.
    Other,
}

impl WarningCode {
    /// The code as sources write it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::ConfidentialItems => "confidential-items",
            Self::DataInTransit => "data-in-transit",
            Self::DataAwaitingFiling => "data-awaiting-filing",
            Self::NotSupported => "not-supported",
            Self::NoConsent => "no-consent",
            Self::MarkedEmpty => "marked-empty",
            Self::Other => "other",
        }
    }

    /// The text that must be shown when a source sent the code without one; mandated wordings, not to be reworded.
    pub const fn mandated_text(self) -> &'static str {
        match self {
            Self::ConfidentialItems => "Items excluded due to confidentiality and/or patient preferences.",
            Self::DataInTransit => {
                "Patient record transfer from previous GP practice not yet complete; information recorded before the registration date may be missing."
            }
            Self::DataAwaitingFiling => {
                "Patient data may be incomplete as there is data supplied by a third party awaiting review before becoming available."
            }
            Self::NotSupported => "This source could not answer all that was asked; information is missing.",
            Self::NoConsent => "This person has asked this source not to share.",
            Self::MarkedEmpty => "The source marked this section as empty, yet sent items in it. They are shown.",
            Self::Other => "The source gave a warning.",
        }
    }

    /// Whether it means that something is withheld.
    pub const fn withholds(self) -> bool {
        matches!(self, Self::ConfidentialItems | Self::NoConsent)
    }

    /// Whether it means that part of the answer is missing for another reason.
    pub const fn partial(self) -> bool {
        matches!(self, Self::DataInTransit | Self::DataAwaitingFiling | Self::NotSupported)
    }
}
