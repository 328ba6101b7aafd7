//! The titles of the allergy section: rules AL1 to AL6.

use super::date::date;
use super::surface::{NOT_RECORDED, Surface};
use crate::time::FhirDate;

/// The four titles, and no other (AL1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AllergyTitle {
    /// At least one allergy.
    Known,
    /// A clinician stated that there are none. Nothing else may lead to this one (AL3).
    NoKnown,
    /// The record was read and says nothing.
    NotRecorded,
    /// The record was not read, or not understood.
    Unavailable,
}

/// How a title is set (AL2 to AL4). Each title has its own icon besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TitleStyle {
    /// Stronger than a value.
    Emphasised,
    /// As a value, with a reduced icon.
    Value,
    /// As a label.
    Label,
}

impl AllergyTitle {
    /// The words (AL1).
    pub const fn title(self) -> &'static str {
        match self {
            AllergyTitle::Known => "Known allergies",
            AllergyTitle::NoKnown => "No known allergies",
            AllergyTitle::NotRecorded => "Allergies not recorded",
            AllergyTitle::Unavailable => "Allergies unavailable",
        }
    }

    /// How the words are set (AL2 to AL4).
    pub const fn style(self) -> TitleStyle {
        match self {
            AllergyTitle::Known => TitleStyle::Emphasised,
            AllergyTitle::NoKnown => TitleStyle::Value,
            AllergyTitle::NotRecorded | AllergyTitle::Unavailable => TitleStyle::Label,
        }
    }

    /// Whether the title opens the section; "unavailable" offers to try again instead (AL6).
    pub const fn opens_section(self) -> bool {
        !matches!(self, AllergyTitle::Unavailable)
    }
}

/// When an allergy was last updated, shown with each (AL5).
pub fn last_updated(updated: Option<&FhirDate>) -> String {
    match updated {
        Some(updated) => format!("Last updated {}", date(updated, Surface::Clinical)),
        None => format!("Last updated {NOT_RECORDED}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn al1_four_titles_and_no_other() {
        let titles = [AllergyTitle::Known, AllergyTitle::NoKnown, AllergyTitle::NotRecorded, AllergyTitle::Unavailable];
        assert_eq!(
            titles.map(AllergyTitle::title),
            ["Known allergies", "No known allergies", "Allergies not recorded", "Allergies unavailable"]
        );
    }

    #[test]
    fn al2_al3_al4_styles() {
        assert_eq!(AllergyTitle::Known.style(), TitleStyle::Emphasised);
        assert_eq!(AllergyTitle::NoKnown.style(), TitleStyle::Value);
        assert_eq!(AllergyTitle::NotRecorded.style(), TitleStyle::Label);
        assert_eq!(AllergyTitle::Unavailable.style(), TitleStyle::Label);
    }

    #[test]
    fn al5_last_updated() {
        let updated = FhirDate::parse("2019-03").expect("the test writes a valid date");
        assert_eq!(last_updated(Some(&updated)), "Last updated Mar-2019");
        assert_eq!(last_updated(None), "Last updated Not recorded");
    }

    #[test]
    fn al6_what_opens() {
        assert!(AllergyTitle::NotRecorded.opens_section());
        assert!(!AllergyTitle::Unavailable.opens_section());
    }
}
