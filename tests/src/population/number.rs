//! NHS numbers of the range for tests.

/// How many there are to give: nine for each beginning of five digits.
pub(super) const NUMBERS: usize = 900_000;

/// The NHS number of this person: 999, six digits, and the check digit. Each person's is another.
///
/// Of ten numbers with the same five digits after 999, at most one has no check digit (it would be 10), so nine of
/// each ten are given.
///
/// # Panics
/// When there is none left: for person 900,000 and later ones.
pub(super) fn number_of(nth: usize) -> String {
    assert!(nth < NUMBERS, "there are {NUMBERS} people at most, and this is number {nth}");
    let beginning = format!("999{:05}", nth / 9);
    let mut numbers = (0..10).filter_map(|last| {
        let nine = format!("{beginning}{last}");
        check_digit(&nine).map(|check| format!("{nine}{check}"))
    });
    numbers.nth(nth % 9).expect("nine of ten have a check digit")
}

/// The check digit of nine digits by modulus 11; nothing where it would be 10.
fn check_digit(nine: &str) -> Option<usize> {
    let sum: usize = nine.bytes().zip((2..=10).rev()).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    match 11 - sum % 11 {
        11 => Some(0),
        10 => None,
        digit => Some(digit),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use commonweal_shared::nhs_number::NhsNumber;

    use super::*;

    #[test]
    fn numbers_are_valid_and_nobody_shares_one() {
        let people = (0..2_000).chain(NUMBERS - 2_000..NUMBERS);
        let numbers: BTreeSet<String> = people.map(number_of).collect();
        assert_eq!(numbers.len(), 4_000);
        for number in &numbers {
            assert!(number.starts_with("999"), "{number}");
            NhsNumber::parse(number).expect("a valid number");
        }
    }
}
