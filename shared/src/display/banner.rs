//! The lines of the patient banner: rules B1 to B6, B13 and B14.

use super::age::{age, age_at_death};
use super::date::date;
use super::gender::Gender;
use super::name::PersonName;
use super::surface::{NOT_KNOWN, Surface};
use crate::nhs_number::NhsNumber;
use crate::time::{FhirDate, Moment};
use std::fmt;

/// Whether the person has died, as far as the record says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Deceased {
    /// Nothing says so.
    #[default]
    No,
    /// Yes, on a day that is not stated.
    DateNotKnown,
    /// Yes, then.
    On(FhirDate),
}

/// What the first zone of the banner is made from.
#[derive(Clone, Debug)]
pub struct Banner<'a> {
    /// The person's name.
    pub name: &'a PersonName,
    /// The date of birth.
    pub born: Option<&'a FhirDate>,
    /// Whether and when the person died.
    pub deceased: &'a Deceased,
    /// The current gender.
    pub gender: Gender,
    /// The NHS number.
    pub nhs_number: Option<&'a NhsNumber>,
}

/// The labels of the banner, as the guidance words them (B2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BannerLabel {
    /// The name stands without a label.
    Name,
    /// "Preferred name"
    PreferredName,
    /// "Born"
    Born,
    /// "Died"
    Died,
    /// "Age at Death"
    AgeAtDeath,
    /// "Gender"
    Gender,
    /// "NHS No."
    NhsNumber,
}

impl BannerLabel {
    /// The words, without a colon (B2, B3); the name has none.
    pub const fn words(self) -> &'static str {
        match self {
            BannerLabel::Name => "",
            BannerLabel::PreferredName => "Preferred name",
            BannerLabel::Born => "Born",
            BannerLabel::Died => "Died",
            BannerLabel::AgeAtDeath => "Age at Death",
            BannerLabel::Gender => "Gender",
            BannerLabel::NhsNumber => "NHS No.",
        }
    }

    /// What the label means, for those who ask (B13).
    pub const fn definition(self) -> &'static str {
        match self {
            BannerLabel::Name => "Family name, given names and title",
            BannerLabel::PreferredName => "The name that the person prefers to be called by",
            BannerLabel::Born => "Date of birth, with the age today",
            BannerLabel::Died => "Date of death",
            BannerLabel::AgeAtDeath => "Age on the day of death",
            BannerLabel::Gender => "Current gender, as the person states it",
            BannerLabel::NhsNumber => "The person's number in the NHS in England",
        }
    }
}

/// One line: a label and its value. `Display` puts a space between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BannerLine {
    /// The label.
    pub label: BannerLabel,
    /// The value, never empty.
    pub value: String,
}

impl fmt::Display for BannerLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.label.words() {
            "" => f.write_str(&self.value),
            label => write!(f, "{label} {}", self.value),
        }
    }
}

impl Banner<'_> {
    /// The lines in their order: name, preferred name, date of birth, then for somebody who died
    /// the date and the age at death, gender, NHS number (B1).
    ///
    /// The age of somebody alive stands in brackets behind the date of birth (B4), the age at
    /// death on a line of its own without them (B5). What is not known says so (B6).
    pub fn lines(&self, at: Moment) -> Vec<BannerLine> {
        let line = |label, value| BannerLine { label, value };
        let mut lines = vec![line(BannerLabel::Name, self.name.show(Surface::Clinical))];
        if let Some(preferred) = self.name.preferred() {
            lines.push(line(BannerLabel::PreferredName, preferred));
        }
        lines.push(line(BannerLabel::Born, self.born_value(at)));
        if let Some((died, age)) = self.death_values() {
            lines.push(line(BannerLabel::Died, died));
            lines.push(line(BannerLabel::AgeAtDeath, age));
        }
        lines.push(line(BannerLabel::Gender, self.gender.label().to_owned()));
        let number = self.nhs_number.map_or_else(|| NOT_KNOWN.to_owned(), NhsNumber::to_string);
        lines.push(line(BannerLabel::NhsNumber, number));
        lines
    }

    fn born_value(&self, at: Moment) -> String {
        let Some(born) = self.born else {
            return NOT_KNOWN.to_owned();
        };
        let shown = date(born, Surface::Clinical);
        match self.deceased {
            Deceased::No => match age(born, at) {
                Some(age) => format!("{shown} ({age})"),
                None => shown,
            },
            Deceased::DateNotKnown | Deceased::On(_) => shown,
        }
    }

    fn death_values(&self) -> Option<(String, String)> {
        let not_known = || NOT_KNOWN.to_owned();
        match self.deceased {
            Deceased::No => None,
            Deceased::DateNotKnown => Some((not_known(), not_known())),
            Deceased::On(died) => {
                let age = self.born.and_then(|born| age_at_death(born, died));
                Some((date(died, Surface::Clinical), age.unwrap_or_else(not_known)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn parsed(text: &str) -> FhirDate {
        FhirDate::parse(text).expect("the test writes a valid date")
    }

    fn lines(born: Option<&str>, deceased: &Deceased, gender: Option<&str>) -> Vec<String> {
        let name = PersonName {
            family: Some("o'brien".to_owned()),
            given: Some("Mary Jane".to_owned()),
            prefix: Some("mrs".to_owned()),
            preferred: Some("Molly".to_owned()),
            ..PersonName::default()
        };
        let born = born.map(parsed);
        let number = NhsNumber::parse("9990000018").expect("a valid number");
        let banner = Banner {
            name: &name,
            born: born.as_ref(),
            deceased,
            gender: Gender::from_fhir(gender),
            nhs_number: Some(&number),
        };
        let today = Moment::parse("2026-11-22T12:00:00Z").expect("a valid instant");
        banner.lines(today).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn b1_order() {
        assert_eq!(
            lines(Some("1980-08-14"), &Deceased::No, Some("female")),
            [
                "O'BRIEN, Mary Jane (Mrs)",
                "Preferred name Molly",
                "Born 14-Aug-1980 (46y)",
                "Gender Female",
                "NHS No. 999 000 0018",
            ]
        );
    }

    #[test]
    fn b2_b3_labels_without_colon() {
        let line = BannerLine { label: BannerLabel::Born, value: "14-Aug-1980".to_owned() };
        assert_eq!(line.to_string(), "Born 14-Aug-1980");
        let died = Deceased::On(parsed("2025-01-03"));
        let all = lines(Some("1980-08-14"), &died, Some("female")).join("\n");
        for label in ["Born ", "Gender ", "NHS No. ", "Died ", "Age at Death ", "Preferred name "] {
            assert!(all.contains(label), "{label}");
        }
        assert!(!all.contains(':'));
    }

    #[test]
    fn b4_age_of_the_living() {
        let lines = lines(Some("1980-08-14"), &Deceased::No, None);
        assert!(lines.contains(&"Born 14-Aug-1980 (46y)".to_owned()));
    }

    #[test]
    fn b5_deceased() {
        let died = Deceased::On(parsed("2025-01-03"));
        let shown = lines(Some("1980-08-14"), &died, Some("female"));
        assert_eq!(shown[2..5], ["Born 14-Aug-1980", "Died 03-Jan-2025", "Age at Death 44y"]);
        assert!(!shown.join("\n").contains("y)"));
        let unknown = lines(Some("1980-08-14"), &Deceased::DateNotKnown, None);
        assert_eq!(unknown[3..5], ["Died Not Known", "Age at Death Not Known"]);
    }

    #[test]
    fn b6_unknown_values() {
        let shown = lines(None, &Deceased::No, None);
        assert_eq!(shown[2..4], ["Born Not Known", "Gender Not Known"]);
        assert!(!shown.join("\n").contains('?'));
        let name = PersonName::default();
        let banner =
            Banner { name: &name, born: None, deceased: &Deceased::No, gender: Gender::NotKnown, nhs_number: None };
        let lines = banner.lines(Moment::from_micros(0));
        assert_eq!(lines[0].to_string(), "Not Known");
        assert_eq!(lines[3].to_string(), "NHS No. Not Known");
    }

    #[test]
    fn b13_every_label_has_a_definition() {
        for label in [
            BannerLabel::Name,
            BannerLabel::PreferredName,
            BannerLabel::Born,
            BannerLabel::Died,
            BannerLabel::AgeAtDeath,
            BannerLabel::Gender,
            BannerLabel::NhsNumber,
        ] {
            assert!(!label.definition().is_empty());
        }
    }
}
