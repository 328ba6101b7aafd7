//! Words inside a medicine's line: capitals (M1) and characters that are misread (M12).

use crate::display::text::one_line;

/// What stands for brackets and strokes (M12).
const BLACK_DOT: &str = " • ";

/// A generic name in lower case (M1).
///
/// Capitals stay where they carry meaning: single letters and parts with digits (`amphotericin B`,
/// `vitamin B12`), abbreviations (`BCG`) and words with capitals inside (`HCl`). When the source
/// wrote the whole name in capitals, a part counts as an abbreviation if it has no vowel. A part
/// with letters beyond ASCII stays as received: tables for those letters would cost the browser
/// more than the few such names are worth.
pub(super) fn generic_name(name: &str) -> String {
    let name = one_line(name);
    let all_capitals = !name.bytes().any(|byte| byte.is_ascii_lowercase());
    let lower = |part: &str| {
        if keeps_capitals(part, all_capitals) { part.to_owned() } else { part.to_ascii_lowercase() }
    };
    by_parts(&name, lower)
}

fn keeps_capitals(part: &str, all_capitals: bool) -> bool {
    let mut letters = part.bytes().filter(u8::is_ascii_alphabetic);
    if !part.is_ascii() || has_digit(part) || letters.clone().count() == 1 {
        return true;
    }
    if all_capitals {
        return !letters.any(|letter| b"AEIOUY".contains(&letter));
    }
    letters.skip(1).any(|letter| letter.is_ascii_uppercase())
}

/// A brand in upper case (M1); parts with digits and the unit behind a number stay as received, so
/// that `120mg` does not become `120MG`.
pub(super) fn brand_name(name: &str) -> String {
    let name = one_line(name);
    let mut after_number = false;
    let mut words = Vec::new();
    for word in name.split(' ') {
        let kept = after_number && word.chars().count() <= 4;
        after_number = word.ends_with(|c: char| c.is_ascii_digit());
        let upper = |part: &str| {
            if kept || has_digit(part) { part.to_owned() } else { part.to_uppercase() }
        };
        words.push(by_parts(word, upper));
    }
    words.join(" ")
}

fn has_digit(part: &str) -> bool {
    part.chars().any(|c| c.is_ascii_digit())
}

/// Applies a change to each part between spaces and hyphens.
fn by_parts(name: &str, change: impl Fn(&str) -> String) -> String {
    name.split_inclusive([' ', '-']).map(change).collect()
}

/// A text that the line itself words, without the characters that M12 forbids: signs before a
/// number become words, a slash between units becomes "per", brackets and strokes a black dot.
///
/// A slash between two digits stays unless it is a half or a quarter, since no word is right for
/// every such pair (product rule).
pub(super) fn line_text(text: &str) -> String {
    let characters: Vec<char> = one_line(text).chars().collect();
    let mut out = String::with_capacity(characters.len() + 16);
    let mut index = 0;
    while let Some(&character) = characters.get(index) {
        index += 1;
        match character {
            '<' | '>' | '≤' | '≥' => {
                let rest = characters.get(index..).unwrap_or_default();
                let (words, used) = sign(character, rest);
                out.push_str(words);
                index += used;
            }
            '/' => index += slash(&mut out, characters.get(index..).unwrap_or_default()),
            '\\' | '|' => out.push_str(BLACK_DOT),
            '&' => out.push_str(" and "),
            '@' => out.push_str(" at "),
            '°' => out.push_str(" degrees "),
            other => out.push(other),
        }
    }
    let out = one_line(&out);
    out.trim_matches([' ', '•']).to_owned()
}

/// The words for a sign before a number, and how many characters after it they stand for.
fn sign(character: char, rest: &[char]) -> (&'static str, usize) {
    let spaces = |from: &[char]| from.iter().take_while(|c| **c == ' ').count();
    let equals = rest.first() == Some(&'=');
    let used = usize::from(equals) + spaces(rest.get(usize::from(equals)..).unwrap_or_default());
    let before_number = rest.get(used).is_some_and(|c| c.is_ascii_digit() || *c == '.');
    let words = match (character, equals) {
        _ if !before_number => return (BLACK_DOT, 0),
        ('<', false) => " less than ",
        ('>', false) => " more than ",
        ('<' | '≤', _) => " less than or equal to ",
        _ => " more than or equal to ",
    };
    (words, used)
}

/// Writes what a slash stands for, and says how many characters after it are used up.
fn slash(out: &mut String, rest: &[char]) -> usize {
    let digits_before: String = out.chars().rev().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let digits_after: String = rest.iter().take_while(|c| c.is_ascii_digit() || **c == '.').collect();
    let fraction = match (digits_before.as_str(), digits_after.as_str()) {
        ("1", "2") => Some('½'),
        ("1", "4") => Some('¼'),
        ("3", "4") => Some('¾'),
        _ => None,
    };
    if let Some(fraction) = fraction {
        out.pop();
        out.push(fraction);
        return 1;
    }
    if !digits_before.is_empty() && !digits_after.is_empty() {
        out.push('/');
        return 0;
    }
    let letters_before: String = out.trim_end().chars().rev().take_while(|c| c.is_ascii_alphabetic()).collect();
    let letters_before: String = letters_before.chars().rev().collect();
    let after = rest.iter().skip_while(|c| **c == ' ');
    let letters_after: String = after.take_while(|c| c.is_ascii_alphabetic()).collect();
    let between_units = is_unit(&letters_before) && is_unit(&letters_after);
    out.push_str(if between_units { " per " } else { BLACK_DOT });
    0
}

fn is_unit(word: &str) -> bool {
    let units = [
        "mg",
        "g",
        "kg",
        "ml",
        "l",
        "mcg",
        "ug",
        "microgram",
        "micrograms",
        "nanograms",
        "unit",
        "units",
        "mmol",
        "dose",
        "min",
        "hr",
        "h",
        "hour",
        "day",
        "week",
        "drop",
        "drops",
    ];
    units.contains(&word.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn m1_generic_lower_case() {
        for (input, output) in [
            ("Diltiazem", "diltiazem"),
            ("Amphotericin B", "amphotericin B"),
            ("AMPHOTERICIN B", "amphotericin B"),
            ("Co-codamol", "co-codamol"),
            ("BCG vaccine", "BCG vaccine"),
            ("BCG VACCINE", "BCG vaccine"),
            ("LIQUID PARAFFIN AND OIL", "liquid paraffin and oil"),
            ("Vitamin B12", "vitamin B12"),
            ("Diltiazem HCl", "diltiazem HCl"),
            ("Éphédrine Mix", "Éphédrine mix"),
            ("", ""),
            ("\u{202e}", ""),
        ] {
            assert_eq!(generic_name(input), output, "{input:?}");
        }
    }

    #[test]
    fn m1_brand_upper_case() {
        for (input, output) in [
            ("Calcicard CR", "CALCICARD CR"),
            ("Adcal-D3", "ADCAL-D3"),
            ("Calcicard CR 120mg", "CALCICARD CR 120mg"),
            ("Calcicard 120 mg tablets", "CALCICARD 120 mg TABLETS"),
        ] {
            assert_eq!(brand_name(input), output, "{input:?}");
        }
    }

    #[test]
    fn m12_characters_that_are_misread() {
        for (input, output) in [
            ("<5 mg", "less than 5 mg"),
            ("if > 5 mg", "if more than 5 mg"),
            ("<=5 mg", "less than or equal to 5 mg"),
            ("≥ 5 mg", "more than or equal to 5 mg"),
            ("<sugar free>", "sugar free"),
            ("oral <sugar free> once", "oral • sugar free • once"),
            ("5 mg/kg/day", "5 mg per kg per day"),
            ("2 mL / hour", "2 mL per hour"),
            ("tablet/capsule", "tablet • capsule"),
            ("oral|rectal\\nasal", "oral • rectal • nasal"),
            ("morning & night @ home", "morning and night at home"),
            ("below 25°C", "below 25 degrees C"),
            ("1/2 tablet", "½ tablet"),
            ("11/2 tablet", "11/2 tablet"),
            ("1/2.5", "1/2.5"),
            ("20/10", "20/10"),
            ("/", ""),
            ("<", ""),
        ] {
            assert_eq!(line_text(input), output, "{input:?}");
        }
    }
}
