//! Measured numbers: as recorded, with their unit (rules GT3, GT10), and comparators in words.
//!
//! A number is text here, from the source to the screen: the digits that were recorded say how
//! exact it is, and a binary fraction would not keep them.

use super::text::one_line;

/// What a source puts before a number that is only a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparator {
    /// `<`
    LessThan,
    /// `<=`
    AtMost,
    /// `>=`
    AtLeast,
    /// `>`
    GreaterThan,
}

impl Comparator {
    /// Reads FHIR's code.
    pub fn from_fhir(code: &str) -> Option<Comparator> {
        match code {
            "<" => Some(Comparator::LessThan),
            "<=" => Some(Comparator::AtMost),
            ">=" => Some(Comparator::AtLeast),
            ">" => Some(Comparator::GreaterThan),
            _ => None,
        }
    }

    /// The words, since the sign is easily misread.
    pub const fn words(self) -> &'static str {
        match self {
            Comparator::LessThan => "less than",
            Comparator::AtMost => "less than or equal to",
            Comparator::AtLeast => "greater than or equal to",
            Comparator::GreaterThan => "greater than",
        }
    }
}

/// A number exactly as recorded with its unit: `7.10 mmol/L`, `less than 5 mg/L`, `6.5%`.
pub fn quantity(comparator: Option<Comparator>, value: &str, unit: Option<&str>) -> String {
    let mut out = String::new();
    if let Some(comparator) = comparator {
        out.push_str(comparator.words());
        out.push(' ');
    }
    out.push_str(&one_line(value));
    push_unit(&mut out, unit);
    out
}

/// A range of reference: `3.5 to 5.3 mmol/L`, `3.5 mmol/L or more`, `5.3 mmol/L or less`; none
/// without a bound. Who it holds for is the caller's to say (GT8).
pub fn reference_range(low: Option<&str>, high: Option<&str>, unit: Option<&str>) -> Option<String> {
    let mut out = match (low, high) {
        (None, None) => return None,
        (Some(low), Some(high)) => format!("{} to {}", one_line(low), one_line(high)),
        (Some(bound), None) | (None, Some(bound)) => one_line(bound),
    };
    push_unit(&mut out, unit);
    match (low, high) {
        (Some(_), None) => out.push_str(" or more"),
        (None, Some(_)) => out.push_str(" or less"),
        _ => {}
    }
    Some(out)
}

fn push_unit(out: &mut String, unit: Option<&str>) {
    let unit = unit.map(unit_words).unwrap_or_default();
    if unit.is_empty() {
        return;
    }
    if unit != "%" {
        out.push(' ');
    }
    out.push_str(&unit);
}

/// A unit for people: codes that UCUM writes for machines become what is printed on a report, and
/// every other unit stays as received. `mm[Hg]` is `mmHg`, `{score}` is `score`.
pub fn unit_words(unit: &str) -> String {
    let unit = one_line(unit);
    let known = match unit.as_str() {
        "1" => "",
        "mm[Hg]" => "mmHg",
        "Cel" => "°C",
        "[degF]" => "°F",
        "10*9/L" => "10^9/L",
        "10*12/L" => "10^12/L",
        "10*3/uL" => "10^3/uL",
        "10*6/uL" => "10^6/uL",
        "kg/m2" => "kg/m²",
        "/min" => "per min",
        "[in_i]" => "in",
        "[lb_av]" => "lb",
        _ => return unbraced(&unit),
    };
    known.to_owned()
}

/// UCUM puts remarks into braces, with an underscore for a space.
fn unbraced(unit: &str) -> String {
    let mut inside = false;
    let mut out = String::with_capacity(unit.len());
    for character in unit.chars() {
        match character {
            '{' => inside = true,
            '}' => inside = false,
            '_' if inside => out.push(' '),
            _ => out.push(character),
        }
    }
    out
}

/// A number that may have lost digits on its way to the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundedNumber {
    /// The number.
    pub text: String,
    /// Whether digits were left out.
    pub rounded: bool,
}

impl RoundedNumber {
    /// The number, and the word that it is rounded where it is (GT10).
    pub fn show(&self) -> String {
        if self.rounded { format!("{} (rounded)", self.text) } else { self.text.clone() }
    }
}

/// Rounds to so many decimal places, halves away from zero, and says whether it did (GT10). A
/// number with fewer places gets no zeros; what is no plain number stays as it is.
pub fn round_decimal(value: &str, places: usize) -> RoundedNumber {
    let as_it_is = |value: &str| RoundedNumber { text: one_line(value), rounded: false };
    let Some(decimal) = Decimal::parse(value) else {
        return as_it_is(value);
    };
    if decimal.fraction.len() <= places {
        return as_it_is(value);
    }
    let (kept, dropped) = decimal.fraction.split_at(places);
    let mut digits: Vec<u8> = [decimal.whole.as_bytes(), kept.as_bytes()].concat();
    if dropped.starts_with(|first| first >= '5') {
        let mut carry = true;
        for digit in digits.iter_mut().rev() {
            if !carry {
                break;
            }
            carry = *digit == b'9';
            *digit = if carry { b'0' } else { *digit + 1 };
        }
        if carry {
            digits.insert(0, b'1');
        }
    }
    let mut text = String::with_capacity(digits.len() + 2);
    if decimal.negative && digits.iter().any(|digit| *digit != b'0') {
        text.push('-');
    }
    let point = digits.len() - places;
    for (index, digit) in digits.into_iter().enumerate() {
        if index == point {
            text.push('.');
        }
        text.push(char::from(digit));
    }
    RoundedNumber { text, rounded: true }
}

/// Pads the numbers of a column so that their decimal points stand below each other (GT10).
///
/// The padding is figure spaces (U+2007) and punctuation spaces (U+2008), which are as wide as a
/// digit and a point where digits are tabular. What is no plain number stays as it is.
pub fn align_decimals(values: &[&str]) -> Vec<String> {
    let sizes = |value: &str| {
        let decimal = Decimal::parse(value)?;
        Some((decimal.whole.len() + usize::from(decimal.negative), decimal.fraction.len()))
    };
    let all: Vec<Option<(usize, usize)>> = values.iter().map(|value| sizes(value)).collect();
    let widest = all.iter().flatten().map(|(whole, _)| *whole).max().unwrap_or(0);
    let longest = all.iter().flatten().map(|(_, fraction)| *fraction).max().unwrap_or(0);
    let pad = |(value, size): (&&str, &Option<(usize, usize)>)| {
        let value = one_line(value);
        let Some((whole, fraction)) = size else {
            return value;
        };
        let point = if *fraction == 0 && longest > 0 { "\u{2008}" } else { "" };
        let (left, right) = ("\u{2007}".repeat(widest - whole), longest - fraction);
        format!("{left}{value}{point}{}", "\u{2007}".repeat(right))
    };
    values.iter().zip(&all).map(pad).collect()
}

/// A plain decimal number: digits, perhaps with a sign and a point, and with no exponent.
pub(super) struct Decimal<'a> {
    pub(super) negative: bool,
    /// Digits before the point; empty in `.5`.
    pub(super) whole: &'a str,
    /// Digits after the point.
    pub(super) fraction: &'a str,
}

impl Decimal<'_> {
    pub(super) fn parse(text: &str) -> Option<Decimal<'_>> {
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let is_number = plain(whole) && plain(fraction) && !(whole.is_empty() && fraction.is_empty());
        is_number.then_some(Decimal { negative, whole, fraction })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn gt10_recorded_precision() {
        assert_eq!(quantity(None, "7.10", Some("mmol/L")), "7.10 mmol/L");
        assert_eq!(quantity(None, "120", Some("mm[Hg]")), "120 mmHg");
        assert_eq!(quantity(None, "6.5", Some("%")), "6.5%");
        assert_eq!(quantity(None, "12", Some("{score}")), "12 score");
        assert_eq!(quantity(None, "1.20E3", None), "1.20E3");
        let less = Comparator::from_fhir("<");
        assert_eq!(quantity(less, "5", Some("mg/L")), "less than 5 mg/L");
        assert_eq!(Comparator::from_fhir("\u{2264}"), None);
        for (code, words) in
            [("<=", "less than or equal to"), (">=", "greater than or equal to"), (">", "greater than")]
        {
            assert_eq!(Comparator::from_fhir(code).map(Comparator::words), Some(words));
        }
    }

    #[test]
    fn gt3_units_for_people() {
        for (unit, words) in [
            ("mL/min/{1.73_m2}", "mL/min/1.73 m2"),
            ("Cel", "°C"),
            ("10*9/L", "10^9/L"),
            ("1", ""),
            ("mmol/L", "mmol/L"),
            ("a_b", "a_b"),
        ] {
            assert_eq!(unit_words(unit), words);
        }
    }

    #[test]
    fn gt8_reference_ranges() {
        let of = |low, high| reference_range(low, high, Some("mmol/L")).unwrap_or_default();
        assert_eq!(of(Some("3.5"), Some("5.3")), "3.5 to 5.3 mmol/L");
        assert_eq!(of(Some("3.50"), None), "3.50 mmol/L or more");
        assert_eq!(of(None, Some("5.3")), "5.3 mmol/L or less");
        assert_eq!(of(None, None), "");
    }

    #[test]
    fn gt10_say_when_rounded() {
        for (value, places, shown) in [
            ("7.149", 1, "7.1 (rounded)"),
            ("7.15", 1, "7.2 (rounded)"),
            ("9.99", 1, "10.0 (rounded)"),
            ("-9.99", 0, "-10 (rounded)"),
            ("-0.04", 1, "0.0 (rounded)"),
            (".95", 1, "1.0 (rounded)"),
            ("7.1", 1, "7.1"),
            ("7", 3, "7"),
            ("7.10", 1, "7.1 (rounded)"),
            ("about 7.123", 1, "about 7.123"),
            ("1e-7", 1, "1e-7"),
            ("", 1, ""),
        ] {
            assert_eq!(round_decimal(value, places).show(), shown, "{value}");
        }
    }

    #[test]
    fn gt10_decimal_points_aligned() {
        let aligned = align_decimals(&["7.10", "12", "-0.5", "none"]);
        let spaced: Vec<String> =
            aligned.iter().map(|value| value.replace('\u{2007}', "_").replace('\u{2008}', "~")).collect();
        assert_eq!(spaced, ["_7.10", "12~__", "-0.5_", "none"]);
        assert_eq!(align_decimals(&["1", "20"]), ["\u{2007}1", "20"]);
        assert!(align_decimals(&[]).is_empty());
    }
}
