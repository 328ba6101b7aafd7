use serde::{Deserialize, Serialize};

use super::Person;
use crate::access::Relationship;
use crate::nhs_number::NhsNumber;
use crate::time::{FhirDate, Precision};

/// A search for a person; sent as a body, so that names never stand in an address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SearchRequest {
    /// What was typed: an NHS number, or names and a date of birth in any order.
    pub query: String,
}

/// A person who was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Found {
    /// What the banner line shows.
    pub person: Person,
    /// The relationship on file with the one who asks; none means that opening asks for a reason.
    pub relationship: Option<Relationship>,
}

/// What a search asks, parsed: the form and the server both call [`SearchTerms::parse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SearchTerms {
    /// By number alone.
    Number(NhsNumber),
    /// By words of the name, all of which must begin a part of it, and a date of birth.
    NameAndBirth {
        /// Lower-case words, at least one.
        words: Vec<String>,
        /// The date of birth, where one was typed.
        born: Option<FhirDate>,
    },
}

/// Why a search can't be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SearchError {
    /// Nothing was typed.
    #[error("Type an NHS number, or a name and a date of birth.")]
    Empty,
    /// Digits that are no NHS number.
    #[error("{0}")]
    Number(String),
    /// Too little to search by.
    #[error("Type at least two letters of a name, with a date of birth if you have it.")]
    TooLittle,
}

impl SearchTerms {
    /// Reads what was typed. Dates are taken as `14-Aug-1980`, `14/08/1980`, `14 Aug 1980`, `1980-08-14` or a year.
    ///
    /// # Errors
    /// When nothing was typed, when ten or so digits are no NHS number, or when there is too little to search by.
    pub fn parse(query: &str) -> Result<Self, SearchError> {
        let query = query.trim();
        if query.is_empty() {
            return Err(SearchError::Empty);
        }
        let digits = query.chars().filter(char::is_ascii_digit).count();
        let numeric = query.chars().all(|c| c.is_ascii_digit() || c == ' ' || c == '-');
        if numeric && digits >= 9 {
            return NhsNumber::parse(query).map(Self::Number).map_err(|error| SearchError::Number(error.to_string()));
        }
        let (words, born) = split_date(query);
        let letters: usize = words.iter().map(|word| word.chars().count()).sum();
        if letters < 2 && born.is_none() {
            return Err(SearchError::TooLittle);
        }
        if words.is_empty() && born.as_ref().is_some_and(|date| date.precision() == Precision::Year) {
            return Err(SearchError::TooLittle);
        }
        Ok(Self::NameAndBirth { words, born })
    }
}

fn split_date(query: &str) -> (Vec<String>, Option<FhirDate>) {
    let tokens: Vec<&str> = query
        .split(|c: char| c.is_whitespace() || c == ',' || c == '(' || c == ')')
        .filter(|t| !t.is_empty())
        .collect();
    let mut words = Vec::new();
    let mut born = None;
    let mut at = 0;
    while at < tokens.len() {
        // A date may be one token (14/08/1980) or three (14 Aug 1980).
        let three = tokens.get(at..at + 3).map(|t| t.join("-"));
        if let Some(date) = three.as_deref().and_then(typed_date) {
            born = Some(date);
            at += 3;
        } else if let Some(date) = typed_date(tokens[at]) {
            born = Some(date);
            at += 1;
        } else {
            words.push(tokens[at].to_lowercase());
            at += 1;
        }
    }
    (words, born)
}

fn typed_date(text: &str) -> Option<FhirDate> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    match parts.as_slice() {
        [year] if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) => FhirDate::parse(year).ok(),
        [year, month, day] if year.len() == 4 => FhirDate::parse(&format!("{year}-{month:0>2}-{day:0>2}")).ok(),
        [day, month, year] if year.len() == 4 => {
            let month = month_number(month)?;
            FhirDate::parse(&format!("{year}-{month:02}-{day:0>2}")).ok()
        }
        _ => None,
    }
}

fn month_number(text: &str) -> Option<u8> {
    const NAMES: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    if let Ok(number) = text.parse::<u8>() {
        return (1..=12).contains(&number).then_some(number);
    }
    let lower = text.to_lowercase();
    let found = NAMES.iter().position(|name| lower.starts_with(name))?;
    u8::try_from(found + 1).ok()
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_number_is_a_number_however_it_is_typed() {
        for typed in ["9990000018", "999 000 0018", "999-000-0018"] {
            assert!(matches!(SearchTerms::parse(typed), Ok(SearchTerms::Number(_))), "{typed}");
        }
        assert!(matches!(SearchTerms::parse("9990000010"), Err(SearchError::Number(_))));
    }

    #[test]
    fn name_and_birth_come_in_any_order() {
        for typed in
            ["Skelly Horace 21/04/1925", "21-Apr-1925 horace skelly", "1925-04-21 SKELLY, Horace", "horace 21 apr 1925"]
        {
            let Ok(SearchTerms::NameAndBirth { words, born }) = SearchTerms::parse(typed) else { panic!("{typed}") };
            assert_eq!(born.expect("a date").as_str(), "1925-04-21", "{typed}");
            assert!(words.contains(&"horace".to_owned()), "{typed}");
        }
    }

    #[test]
    fn too_little_is_said_to_be_too_little() {
        assert_eq!(SearchTerms::parse("  "), Err(SearchError::Empty));
        assert_eq!(SearchTerms::parse("a"), Err(SearchError::TooLittle));
        assert_eq!(SearchTerms::parse("1925"), Err(SearchError::TooLittle));
    }
}
