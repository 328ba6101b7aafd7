use serde::{Deserialize, Serialize};

use crate::ids::{OdsCode, PersonId};
use crate::nhs_number::{NhsNumber, VerificationStatus};
use crate::time::FhirDate;

/// Who a record is about: what the banner shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Person {
    /// Ours.
    pub id: PersonId,
    /// What identifies them to a human being.
    pub identity: Identity,
}

/// The facts that set one person apart from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Identity {
    /// The official name.
    pub name: PersonNameOnFile,
    /// Other names: previous, preferred.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_names: Vec<PersonNameOnFile>,
    /// Date of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<FhirDate>,
    /// Date of death, where a date is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub died: Option<FhirDate>,
    /// True when they have died, date known or not.
    #[serde(default)]
    pub deceased: bool,
    /// Gender as received (`male`, `female`, `other`, `unknown`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<String>,
    /// The NHS number that is on file.
    pub number: NumberOnFile,
    /// Addresses, the current one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Address>,
    /// Telephone numbers and mail addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub telecoms: Vec<Telecom>,
    /// The registered practice, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practice: Option<String>,
    /// The registered practice, by code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practice_code: Option<OdsCode>,
    /// Languages and needs in communicating, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub communication: Vec<String>,
}

/// A name in its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonNameOnFile {
    /// Family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// Given names, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<String>,
    /// Titles, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prefix: Vec<String>,
    /// `official`, `maiden`, `nickname` … as received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#use: Option<String>,
}

/// What is known of somebody's NHS number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum NumberOnFile {
    /// A number that passes its check digit.
    Stated {
        /// The number.
        number: NhsNumber,
        /// Its verification status, where a source stated one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<VerificationStatus>,
    },
    /// Digits that a source sent as an NHS number and that are none; they never identify anyone.
    Invalid {
        /// As received.
        received: String,
    },
    /// No number.
    None {
        /// Why, where a source said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
}

/// An address as received.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Address {
    /// Lines, town, district, in order; absent parts left out.
    pub lines: Vec<String>,
    /// Postcode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// `home`, `temp`, `old` … as received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#use: Option<String>,
}

/// A telephone number or mail address as received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Telecom {
    /// `phone`, `email` … as received.
    pub system: String,
    /// The number or address.
    pub value: String,
    /// `home`, `work`, `mobile` as received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#use: Option<String>,
}
