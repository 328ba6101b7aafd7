//! The number itself.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A number of ten digits that passed the modulus 11 check.
///
/// Passing the check says nothing about whether the number was issued, nor to whom. Never rely on
/// it alone to match a person.
///
/// `Display` groups it as 3-3-4 with single spaces (rule I1); [`NhsNumber::digits`] is what is
/// stored, sent and copied (rule I2). `Debug` hides real numbers, so that none reaches a log.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, example = "9990000018"))]
#[serde(try_from = "String", into = "String")]
pub struct NhsNumber(String);

/// Why a text is no NHS number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NhsNumberError {
    /// A character other than a digit, a space or a dash.
    #[error("character {position} is {found:?}: only digits, spaces and dashes were expected")]
    Character {
        /// The character.
        found: char,
        /// Its place, counted from 1.
        position: usize,
    },
    /// Not ten digits.
    #[error("{found} digits: 10 were expected")]
    Length {
        /// How many digits there were.
        found: usize,
    },
    /// The tenth digit does not follow from the first nine.
    #[error("the last digit is {found}: {expected} was expected from the first nine")]
    CheckDigit {
        /// The digit that the first nine give.
        expected: u8,
        /// The digit found.
        found: u8,
    },
    /// The first nine digits have no check digit, so that no such number exists.
    #[error("no NHS number begins with these nine digits")]
    NeverIssued,
}

impl NhsNumber {
    /// Reads a number; spaces and dashes between the digits or around them are passed over, also
    /// the non-breaking and typographic ones that come with a paste. Digits of other scripts are
    /// refused.
    ///
    /// # Errors
    ///
    /// [`NhsNumberError`] with the facts.
    pub fn parse(text: &str) -> Result<NhsNumber, NhsNumberError> {
        let mut digits = String::with_capacity(10);
        for (index, found) in text.chars().enumerate() {
            if found.is_ascii_digit() {
                digits.push(found);
            } else if !is_separator(found) {
                return Err(NhsNumberError::Character { found, position: index + 1 });
            }
        }
        if digits.len() != 10 {
            return Err(NhsNumberError::Length { found: digits.len() });
        }
        let expected = check_digit(&digits).ok_or(NhsNumberError::NeverIssued)?;
        let found = digits.bytes().next_back().map_or(0, |byte| byte - b'0');
        if found != expected {
            return Err(NhsNumberError::CheckDigit { expected, found });
        }
        Ok(NhsNumber(digits))
    }

    /// The ten digits without spaces.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// Whether the number starts with 9: used for testing, for no real patient (service manual).
    pub fn is_test_range(&self) -> bool {
        self.0.starts_with('9')
    }

    /// Whether the number starts with 999, from which this product's own fixtures are made.
    pub fn starts_999(&self) -> bool {
        self.0.starts_with("999")
    }
}

/// The check digit of the first nine digits; none where the remainder leaves no single digit.
fn check_digit(digits: &str) -> Option<u8> {
    let weighted = digits.bytes().take(9).zip((2..=10).rev());
    let sum: u32 = weighted.map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
    match 11 - sum % 11 {
        11 => Some(0),
        10 => None,
        digit => u8::try_from(digit).ok(),
    }
}

/// Spaces and dashes that people type or paste between the groups.
pub(super) fn is_separator(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '-' | '\u{2010}'..='\u{2014}' | '\u{2212}')
}

impl fmt::Display for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, digit) in self.0.chars().enumerate() {
            if index == 3 || index == 6 {
                fmt::Write::write_char(f, ' ')?;
            }
            fmt::Write::write_char(f, digit)?;
        }
        Ok(())
    }
}

impl fmt::Debug for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = if self.is_test_range() { self.digits() } else { "hidden" };
        write!(f, "NhsNumber({shown})")
    }
}

impl TryFrom<String> for NhsNumber {
    type Error = NhsNumberError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        NhsNumber::parse(&text)
    }
}

impl std::str::FromStr for NhsNumber {
    type Err = NhsNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        NhsNumber::parse(text)
    }
}

impl From<NhsNumber> for String {
    fn from(number: NhsNumber) -> String {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn digits(text: &str) -> Result<String, NhsNumberError> {
        NhsNumber::parse(text).map(|number| number.digits().to_owned())
    }

    #[test]
    fn the_table_of_section_3_2() {
        for text in ["9990000018", "9990000034", "9990000093", "9990000123", "9999999999"] {
            assert_eq!(digits(text), Ok(text.to_owned()));
        }
        for text in ["999 000 0018", "999-000-0018", " 9990000018 ", "999\u{a0}000\u{2011}0018"] {
            assert_eq!(digits(text), Ok("9990000018".to_owned()));
        }
        assert_eq!(digits("9990000010"), Err(NhsNumberError::CheckDigit { expected: 8, found: 0 }));
        for text in ["9991234567", "9990000000", "1234567890"] {
            assert_eq!(digits(text), Err(NhsNumberError::NeverIssued), "{text}");
        }
        assert_eq!(digits("999000001"), Err(NhsNumberError::Length { found: 9 }));
        assert_eq!(digits("99900000180"), Err(NhsNumberError::Length { found: 11 }));
        assert_eq!(digits("９９９００００１８"), Err(NhsNumberError::Character { found: '９', position: 1 }));
        assert_eq!(digits(""), Err(NhsNumberError::Length { found: 0 }));
        assert!(digits("9990000018\u{202e}").is_err());
        assert!(digits("99900000l8").is_err());
    }

    #[test]
    fn i1_three_three_four() {
        let number = NhsNumber::parse("9990000018").map(|number| number.to_string());
        assert_eq!(number, Ok("999 000 0018".to_owned()));
    }

    #[test]
    fn i2_stored_and_copied_as_ten_digits() {
        let number = NhsNumber::parse("999 000 0018").expect("a valid number");
        assert_eq!(serde_json::to_string(&number).ok().as_deref(), Some("\"9990000018\""));
        assert_eq!(serde_json::from_str::<NhsNumber>("\"9990000018\"").ok(), Some(number));
        assert!(serde_json::from_str::<NhsNumber>("\"9990000010\"").is_err());
    }

    #[test]
    fn ranges_and_what_a_log_may_see() {
        let ours = NhsNumber::parse("9990000018").expect("a valid number");
        assert!(ours.is_test_range() && ours.starts_999());
        assert_eq!(format!("{ours:?}"), "NhsNumber(9990000018)");
        // Ten zeros pass the arithmetic and belong to nobody.
        let other = NhsNumber::parse("0000000000").expect("a valid number");
        assert!(!other.is_test_range() && !other.starts_999());
        assert_eq!(format!("{other:?}"), "NhsNumber(hidden)");
    }
}
