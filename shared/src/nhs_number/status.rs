//! How well a source verified the number.

use serde::{Deserialize, Serialize};

/// What the number's source says about its verification (England's codes 01 to 08).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum VerificationStatus {
    /// 01: number present and verified.
    #[serde(rename = "01")]
    Verified,
    /// 02: number present but not traced.
    #[serde(rename = "02")]
    NotTraced,
    /// 03: trace required.
    #[serde(rename = "03")]
    TraceRequired,
    /// 04: trace attempted, no match or more than one.
    #[serde(rename = "04")]
    NoSingleMatch,
    /// 05: trace needs to be resolved, number or details conflict.
    #[serde(rename = "05")]
    Conflict,
    /// 06: trace in progress.
    #[serde(rename = "06")]
    InProgress,
    /// 07: number not present and trace not required.
    #[serde(rename = "07")]
    NotPresent,
    /// 08: trace postponed, a baby under six weeks old.
    #[serde(rename = "08")]
    Postponed,
}

/// What the view shows beside the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumberMark {
    /// The number alone.
    Plain,
    /// The number with the tag "unverified".
    Unverified,
    /// The number with a warning.
    Warning,
    /// An interruption that is answered before any record is opened.
    Interruption,
    /// No number: "No NHS number".
    NoNumber,
    /// "Trace postponed".
    Postponed,
}

/// A verification code that is not in the table. It is not the same as none: such a number does
/// not join.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("NHS number verification status {found:?} is not known: 01 to 08 was expected")]
pub struct UnknownStatus {
    /// The code found.
    pub found: String,
}

impl VerificationStatus {
    /// All codes in their order.
    pub const ALL: [VerificationStatus; 8] = [
        VerificationStatus::Verified,
        VerificationStatus::NotTraced,
        VerificationStatus::TraceRequired,
        VerificationStatus::NoSingleMatch,
        VerificationStatus::Conflict,
        VerificationStatus::InProgress,
        VerificationStatus::NotPresent,
        VerificationStatus::Postponed,
    ];

    /// Reads the code of England's code system; the same codes stand in STU3 and R4.
    ///
    /// # Errors
    ///
    /// [`UnknownStatus`] for any other text.
    pub fn from_code(code: &str) -> Result<VerificationStatus, UnknownStatus> {
        let known = VerificationStatus::ALL.into_iter().find(|status| status.code() == code);
        known.ok_or_else(|| UnknownStatus { found: code.to_owned() })
    }

    /// The code, `01` to `08`.
    pub fn code(self) -> &'static str {
        match self {
            VerificationStatus::Verified => "01",
            VerificationStatus::NotTraced => "02",
            VerificationStatus::TraceRequired => "03",
            VerificationStatus::NoSingleMatch => "04",
            VerificationStatus::Conflict => "05",
            VerificationStatus::InProgress => "06",
            VerificationStatus::NotPresent => "07",
            VerificationStatus::Postponed => "08",
        }
    }

    /// The display text of the code.
    pub fn display(self) -> &'static str {
        match self {
            VerificationStatus::Verified => "Number present and verified",
            VerificationStatus::NotTraced => "Number present but not traced",
            VerificationStatus::TraceRequired => "Trace required",
            VerificationStatus::NoSingleMatch => "Trace attempted - No match or multiple match found",
            VerificationStatus::Conflict => "Trace needs to be resolved - (NHS number or patient detail conflict)",
            VerificationStatus::InProgress => "Trace in progress",
            VerificationStatus::NotPresent => "Number not present and trace not required",
            VerificationStatus::Postponed => "Trace postponed (baby under six weeks old)",
        }
    }

    /// What the view shows.
    pub fn mark(self) -> NumberMark {
        match self {
            VerificationStatus::Verified => NumberMark::Plain,
            VerificationStatus::NotTraced | VerificationStatus::TraceRequired | VerificationStatus::InProgress => {
                NumberMark::Unverified
            }
            VerificationStatus::NoSingleMatch => NumberMark::Warning,
            VerificationStatus::Conflict => NumberMark::Interruption,
            VerificationStatus::NotPresent => NumberMark::NoNumber,
            VerificationStatus::Postponed => NumberMark::Postponed,
        }
    }

    /// Whether a number of this status may join records across sources: only a verified one, or
    /// one whose source states no status (product rule). For an optional status write
    /// `status.is_none_or(VerificationStatus::joins)`.
    pub fn joins(self) -> bool {
        self == VerificationStatus::Verified
    }
}

impl NumberMark {
    /// The words beside the number, none for a plain one.
    pub fn label(self) -> Option<&'static str> {
        match self {
            NumberMark::Plain => None,
            NumberMark::Unverified => Some("unverified"),
            NumberMark::Warning => Some("Warning: no single match was found for this NHS number"),
            NumberMark::Interruption => Some("Stop: the NHS number or the person's details conflict"),
            NumberMark::NoNumber => Some("No NHS number"),
            NumberMark::Postponed => Some("Trace postponed"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_view_of_each_status() {
        let marks = [
            ("01", NumberMark::Plain),
            ("02", NumberMark::Unverified),
            ("03", NumberMark::Unverified),
            ("04", NumberMark::Warning),
            ("05", NumberMark::Interruption),
            ("06", NumberMark::Unverified),
            ("07", NumberMark::NoNumber),
            ("08", NumberMark::Postponed),
        ];
        for (code, mark) in marks {
            let status = VerificationStatus::from_code(code);
            assert_eq!(status.as_ref().map(|status| status.mark()).ok(), Some(mark));
            assert_eq!(status.map(VerificationStatus::code), Ok(code));
        }
        assert_eq!(NumberMark::Plain.label(), None);
        assert_eq!(NumberMark::Unverified.label(), Some("unverified"));
        assert_eq!(NumberMark::NoNumber.label(), Some("No NHS number"));
        assert_eq!(NumberMark::Postponed.label(), Some("Trace postponed"));
    }

    #[test]
    fn only_a_verified_number_joins_or_one_without_a_status() {
        for status in VerificationStatus::ALL {
            assert_eq!(status.joins(), status.code() == "01");
        }
        let none: Option<VerificationStatus> = None;
        assert!(none.is_none_or(VerificationStatus::joins));
        assert!(VerificationStatus::from_code("1").is_err());
        assert!(VerificationStatus::from_code("09").is_err());
    }

    #[test]
    fn on_the_wire_the_code() {
        let json = serde_json::to_string(&VerificationStatus::Conflict);
        assert_eq!(json.ok().as_deref(), Some("\"05\""));
        assert!(serde_json::from_str::<VerificationStatus>("\"5\"").is_err());
    }
}
