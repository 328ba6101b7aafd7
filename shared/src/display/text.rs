//! Text from outside made safe to show, and small helpers with words.

use std::borrow::Cow;

/// Takes out what could make a text show something else than it says: control characters except
/// newline and tab, and the characters that turn the direction of writing around (U+202A to
/// U+202E, U+2066 to U+2069). Line breaks of other kinds become newlines, so that words do not
/// run together. Everything else stays as it was received.
pub fn safe(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|character| is_line_break(character) || is_unsafe(character)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if is_line_break(character) {
            if !(character == '\r' && characters.peek() == Some(&'\n')) {
                out.push('\n');
            }
        } else if !is_unsafe(character) {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

/// Carriage return, vertical tab, form feed, next line.
fn is_line_break(character: char) -> bool {
    matches!(character, '\r' | '\u{b}' | '\u{c}' | '\u{85}')
}

fn is_unsafe(character: char) -> bool {
    (character.is_control() && character != '\n' && character != '\t')
        || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text for one line: made safe, white space at the ends taken away and elsewhere made one
/// space.
pub fn one_line(text: &str) -> String {
    let text = safe(text);
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The text on one line, or none when nothing is left of it.
pub(super) fn some_line(text: Option<&str>) -> Option<String> {
    text.map(one_line).filter(|line| !line.is_empty())
}

/// A number with its noun: `1 item`, `2 items`, `1,001 items`.
///
/// The noun is given in the singular; the plural is made by the usual English rules, and `person`
/// becomes `people`.
pub fn count(noun: &str, number: usize) -> String {
    let mut out = thousands(&number.to_string());
    out.push(' ');
    if number == 1 {
        out.push_str(noun);
    } else {
        out.push_str(&plural(noun));
    }
    out
}

fn plural(noun: &str) -> String {
    if let Some(stem) = noun.strip_suffix("person") {
        return format!("{stem}people");
    }
    if let Some(stem) = noun.strip_suffix('y')
        && !stem.ends_with(['a', 'e', 'i', 'o', 'u'])
    {
        return format!("{stem}ies");
    }
    if ["s", "x", "z", "ch", "sh"].iter().any(|ending| noun.ends_with(ending)) {
        return format!("{noun}es");
    }
    format!("{noun}s")
}

/// Puts commas into a run of digits, from one thousand on (rule M5). What is not only digits comes
/// back as it is.
pub(super) fn thousands(digits: &str) -> String {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits.to_owned();
    }
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn safe_takes_out_what_misleads() {
        for (input, output) in [
            ("plain, 5 µg — Zoë 李", "plain, 5 µg — Zoë 李"),
            ("", ""),
            ("two\nlines\tand a tab", "two\nlines\tand a tab"),
            ("two\r\nlines\rand\u{85}more\u{c}\u{b}", "two\nlines\nand\nmore\n\n"),
            ("nul\0bell\u{7}esc\u{1b}[31m\u{9f}", "nulbellesc[31m"),
            ("not \u{202e}gm 5\u{202c} this", "not gm 5 this"),
            ("\u{2066}isolated\u{2069}", "isolated"),
        ] {
            assert_eq!(safe(input), output, "{input:?}");
        }
        assert!(matches!(safe("plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn one_line_is_one_line() {
        assert_eq!(one_line("  a \r\n b\u{a0}\u{202e}c\0 "), "a b c");
        assert_eq!(some_line(Some(" \u{202e} ")), None);
    }

    #[test]
    fn count_agrees_with_its_noun() {
        for (noun, number, output) in [
            ("item", 0, "0 items"),
            ("item", 1, "1 item"),
            ("item", 1_001, "1,001 items"),
            ("allergy", 2, "2 allergies"),
            ("day", 2, "2 days"),
            ("address", 3, "3 addresses"),
            ("person", 2, "2 people"),
            ("source", 1_234_567, "1,234,567 sources"),
        ] {
            assert_eq!(count(noun, number), output);
        }
    }
}
