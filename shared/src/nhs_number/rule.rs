//! Which numbers a database takes, so that test people and real ones never meet.

use super::number::NhsNumber;
use serde::{Deserialize, Serialize};

/// What a database was created for. The choice is permanent and stands on every page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum DatabaseKind {
    /// For testing and teaching; what a database is unless it was created as live.
    Test,
    /// For real people.
    Live,
}

/// What is to be done with somebody who has this number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumberRule {
    /// Take the record in.
    Accept,
    /// Keep it aside until a person has decided; the reason is a sentence to show.
    HoldForReview(&'static str),
    /// Do not take it in; the reason is a sentence to show.
    Refuse(&'static str),
}

/// The product rule of the domain notes 3.2: a live database refuses 999 numbers and holds any
/// other number that starts with 9; a test one refuses every number that does not.
pub fn accept(kind: DatabaseKind, number: &NhsNumber) -> NumberRule {
    match kind {
        DatabaseKind::Live if number.starts_999() => {
            NumberRule::Refuse("This is a live database: NHS numbers that start with 999 are for testing only.")
        }
        DatabaseKind::Live if number.is_test_range() => {
            NumberRule::HoldForReview("NHS numbers that start with 9 are used for testing: this one waits for review.")
        }
        DatabaseKind::Test if !number.is_test_range() => {
            NumberRule::Refuse("This is a test database: it takes only NHS numbers that start with 9.")
        }
        DatabaseKind::Live | DatabaseKind::Test => NumberRule::Accept,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn test_people_and_real_ones_never_meet() {
        let rule = |kind, text| accept(kind, &NhsNumber::parse(text).expect("a valid number"));
        // Ten zeros stand for a number outside the test range: valid, and nobody's.
        let (ours, nine, other) = ("9990000018", "9000000009", "0000000000");
        assert_eq!(rule(DatabaseKind::Test, ours), NumberRule::Accept);
        assert_eq!(rule(DatabaseKind::Test, nine), NumberRule::Accept);
        assert!(matches!(rule(DatabaseKind::Test, other), NumberRule::Refuse(_)));
        assert!(matches!(rule(DatabaseKind::Live, ours), NumberRule::Refuse(_)));
        assert!(matches!(rule(DatabaseKind::Live, "9999999999"), NumberRule::Refuse(_)));
        assert!(matches!(rule(DatabaseKind::Live, nine), NumberRule::HoldForReview(_)));
        assert_eq!(rule(DatabaseKind::Live, other), NumberRule::Accept);
    }
}
