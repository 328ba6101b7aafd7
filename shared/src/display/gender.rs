//! Gender and sex: rules X1 and X2. They are two fields, and neither is worked out from the other.

use serde::{Deserialize, Serialize};

/// Current gender, as the person states it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Gender {
    /// Male.
    Male,
    /// Female.
    Female,
    /// Another gender that the person names.
    OtherSpecific,
    /// Nobody knows, or the source does not say.
    #[default]
    NotKnown,
    /// The person was asked and does not say.
    NotSpecified,
}

impl Gender {
    /// Reads FHIR's administrative gender. Absent is not known, and so is any code outside FHIR's
    /// four (product rule), since no code is ever shown in the place of a word.
    pub fn from_fhir(code: Option<&str>) -> Gender {
        match code {
            Some("male") => Gender::Male,
            Some("female") => Gender::Female,
            Some("other") => Gender::OtherSpecific,
            _ => Gender::NotKnown,
        }
    }

    /// The words on the screen, never shortened.
    pub const fn label(self) -> &'static str {
        match self {
            Gender::Male => "Male",
            Gender::Female => "Female",
            Gender::OtherSpecific => "Other Specific",
            Gender::NotKnown => "Not Known",
            Gender::NotSpecified => "Not Specified",
        }
    }
}

/// Sex, as registered or observed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    /// Male.
    Male,
    /// Female.
    Female,
    /// Nobody knows, or the source does not say.
    #[default]
    NotKnown,
    /// It cannot be told.
    Indeterminate,
}

impl Sex {
    /// Reads the code of a birth sex extension; what is not one of its words is not known.
    pub fn from_fhir(code: Option<&str>) -> Sex {
        match code {
            Some("male") => Sex::Male,
            Some("female") => Sex::Female,
            Some("indeterminate") => Sex::Indeterminate,
            _ => Sex::NotKnown,
        }
    }

    /// The words on the screen, never shortened.
    pub const fn label(self) -> &'static str {
        match self {
            Sex::Male => "Male",
            Sex::Female => "Female",
            Sex::NotKnown => "Not Known",
            Sex::Indeterminate => "Indeterminate",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn x1_current_gender() {
        for (code, label) in [
            (Some("male"), "Male"),
            (Some("female"), "Female"),
            (Some("other"), "Other Specific"),
            (Some("unknown"), "Not Known"),
            (None, "Not Known"),
            (Some("M"), "Not Known"),
            (Some("\u{202e}"), "Not Known"),
        ] {
            assert_eq!(Gender::from_fhir(code).label(), label, "{code:?}");
        }
        assert_eq!(Gender::NotSpecified.label(), "Not Specified");
    }

    #[test]
    fn x2_sex_is_another_field() {
        for (code, label) in [
            (Some("male"), "Male"),
            (Some("female"), "Female"),
            (Some("indeterminate"), "Indeterminate"),
            (Some("unknown"), "Not Known"),
            (Some("other"), "Not Known"),
            (None, "Not Known"),
        ] {
            assert_eq!(Sex::from_fhir(code).label(), label, "{code:?}");
        }
    }
}
