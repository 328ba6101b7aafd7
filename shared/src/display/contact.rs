//! Telephone numbers and addresses: rules T1 and A1.

use super::surface::NOT_RECORDED;
use super::text::{one_line, some_line};

/// Country calling codes of two digits, besides those of one (1 and 7); all others have three
/// (ITU-T E.164).
const TWO_DIGIT_COUNTRIES: [&str; 44] = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51",
    "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90",
    "91", "92", "93", "94", "95", "98",
];

/// The digits of the longest number there is, with the `00` before it (ITU-T E.164); more are two
/// numbers in one field.
const LONGEST: usize = 17;

/// A telephone number (T1): without +44 for the United Kingdom (`0113 496 0000`), with + and one
/// space for other countries (`+33 123456789`). What follows the number, such as an extension,
/// stays. What is no number comes back as received, nothing as `Not recorded`.
pub fn phone(text: &str) -> String {
    let line = one_line(text);
    let line = line.strip_prefix("tel:").unwrap_or(&line).trim();
    let is_part = |character: char| character.is_ascii_digit() || " +()-.".contains(character);
    let end = line.find(|character| !is_part(character)).unwrap_or(line.len());
    let (head, tail) = line.split_at(end);
    let tail = tail.trim();
    if head.trim().is_empty() {
        return if line.is_empty() { NOT_RECORDED.to_owned() } else { line.to_owned() };
    }
    let shown = number(head.trim());
    if tail.is_empty() { shown } else { format!("{shown} {tail}") }
}

fn number(head: &str) -> String {
    let digits: String = head.chars().filter(char::is_ascii_digit).collect();
    if digits.len() > LONGEST {
        return head.to_owned();
    }
    let international =
        if head.starts_with('+') || head.starts_with("(+") { Some(digits.as_str()) } else { digits.strip_prefix("00") };
    match international {
        // The zero in brackets of "+44 (0)113" is for those who dial inside the country.
        Some(rest) => match rest.strip_prefix("44") {
            Some("") => head.to_owned(),
            Some(national) => grouped(&format!("0{}", national.trim_start_matches('0'))),
            None => foreign(rest),
        },
        // A number in its own grouping keeps it.
        None if head.len() == digits.len() => grouped(&digits),
        None => head.to_owned(),
    }
}

fn foreign(digits: &str) -> String {
    let length = match digits.get(..2) {
        Some(two) if two.starts_with(['1', '7']) => 1,
        Some(two) if TWO_DIGIT_COUNTRIES.contains(&two) => 2,
        _ => 3,
    };
    match digits.split_at_checked(length) {
        Some((country, rest)) if !rest.is_empty() => format!("+{country} {rest}"),
        _ => format!("+{digits}"),
    }
}

/// A national number in the groups that are usual for its range; others stay in one piece.
fn grouped(digits: &str) -> String {
    let bytes = digits.as_bytes();
    let (first, second) = match (bytes, bytes.len()) {
        ([b'0', b'2', ..], 11) => (3, 4),
        ([b'0', b'3' | b'8' | b'9', ..], 11) => (4, 3),
        // Large towns: 011x and 01x1.
        ([b'0', b'1', b'1', ..] | [b'0', b'1', _, b'1', ..], 11) => (4, 3),
        ([b'0', b'1' | b'7', ..], 11) => (5, 6),
        _ => return digits.to_owned(),
    };
    let (area, rest) = digits.split_at(first);
    match rest.split_at(second) {
        (middle, "") => format!("{area} {middle}"),
        (middle, last) => format!("{area} {middle} {last}"),
    }
}

/// An address on one line (A1): comma and space between the parts, absent ones skipped, the
/// postcode at the end. Nothing at all is `Not recorded`.
pub fn address(parts: &[Option<&str>], postcode_as_received: Option<&str>) -> String {
    let mut shown: Vec<String> = parts
        .iter()
        .filter_map(|part| some_line(*part))
        .map(|part| part.trim_matches([',', ' ']).to_owned())
        .filter(|part| !part.is_empty())
        .collect();
    shown.extend(some_line(postcode_as_received).map(|code| postcode(&code)));
    if shown.is_empty() { NOT_RECORDED.to_owned() } else { shown.join(", ") }
}

/// A postcode in capitals with its space: `ls15py` is `LS1 5PY`. What does not look like one of
/// the United Kingdom comes back as received.
pub fn postcode(text: &str) -> String {
    let line = one_line(text);
    let code: String = line.chars().filter(|character| *character != ' ').collect::<String>().to_uppercase();
    let is_british = code.is_ascii() && (5..=7).contains(&code.len()) && {
        let (outward, inward) = code.split_at(code.len() - 3);
        let inward = inward.as_bytes();
        outward.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && outward.starts_with(|first: char| first.is_ascii_uppercase())
            && inward[0].is_ascii_digit()
            && inward[1..].iter().all(u8::is_ascii_uppercase)
    };
    if !is_british {
        return line;
    }
    let (outward, inward) = code.split_at(code.len() - 3);
    format!("{outward} {inward}")
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn t1_telephone() {
        // Numbers from the ranges that are kept for drama.
        for (input, output) in [
            ("+441134960000", "0113 496 0000"),
            ("+44 (0)113 496 0000", "0113 496 0000"),
            ("00441134960000", "0113 496 0000"),
            ("01134960000", "0113 496 0000"),
            ("02079460000", "020 7946 0000"),
            ("07700900000", "07700 900000"),
            ("01632960001", "01632 960001"),
            ("03069990000", "0306 999 0000"),
            ("0113 496 0000", "0113 496 0000"),
            ("(0113) 496-0000", "(0113) 496-0000"),
            ("tel:+441134960000", "0113 496 0000"),
            ("+44 113 496 0000 ext 12", "0113 496 0000 ext 12"),
            ("0033123456789", "+33 123456789"),
            ("+33 1 23 45 67 89", "+33 123456789"),
            ("+12025550100", "+1 2025550100"),
            ("+353 1 234 5678", "+353 12345678"),
            ("+98 21 1234", "+98 211234"),
            ("+44 20 7946 0000 / +44 20 7946 0001", "020 7946 0000 / +44 20 7946 0001"),
            ("+44 20 7946 0000 020 7946 0001", "+44 20 7946 0000 020 7946 0001"),
            ("+44", "+44"),
            ("+", "+"),
            ("999", "999"),
            ("555-123-4567", "555-123-4567"),
            ("ask the warden", "ask the warden"),
            ("", "Not recorded"),
            (" \u{202e} ", "Not recorded"),
        ] {
            assert_eq!(phone(input), output, "{input:?}");
        }
    }

    #[test]
    fn a1_address() {
        assert_eq!(address(&[Some("12 High St"), None, Some("Leeds")], Some("ls15py")), "12 High St, Leeds, LS1 5PY");
        assert_eq!(address(&[Some("12 High St,"), Some(" ")], None), "12 High St");
        assert_eq!(address(&[], None), "Not recorded");
        assert_eq!(address(&[Some("1 Main Street"), Some("Boston")], Some("02119")), "1 Main Street, Boston, 02119");
    }

    #[test]
    fn a1_postcode() {
        for (input, output) in [
            ("ls15py", "LS1 5PY"),
            ("EC1A  1BB", "EC1A 1BB"),
            ("w1a 0ax", "W1A 0AX"),
            ("02119", "02119"),
            ("D02 AF30", "D02 AF30"),
            ("né1 5py", "né1 5py"),
            ("", ""),
        ] {
            assert_eq!(postcode(input), output, "{input:?}");
        }
    }
}
