//! Rule I3: the number is grouped while it is typed, and the caret stays where the person works.

use super::number::is_separator;

/// Groups what was typed so far as 3-3-4 and says where the caret belongs.
///
/// `caret` and the answer count UTF-16 units, as a browser's text box does. What holds anything
/// but digits, spaces and dashes is left alone, so that the person sees what has to be mended;
/// digits beyond the tenth stay too. No space is put after the last digit, so that deleting from
/// the end never gets stuck.
pub fn reformat_while_typing(input: &str, caret: usize) -> (String, usize) {
    if !input.chars().all(|character| character.is_ascii_digit() || is_separator(character)) {
        return (input.to_owned(), caret.min(input.encode_utf16().count()));
    }
    // Digits and separators are one UTF-16 unit each, so characters can be counted instead.
    let before = || input.chars().take(caret);
    let digits_before = before().filter(char::is_ascii_digit).count();
    let after_separator = before().last().is_some_and(is_separator);
    let mut text = String::with_capacity(input.len() + 2);
    let mut place = 0;
    for (index, digit) in input.chars().filter(char::is_ascii_digit).enumerate() {
        if index == 3 || index == 6 {
            text.push(' ');
            if index == digits_before && after_separator {
                place = text.len();
            }
        }
        text.push(digit);
        if index + 1 == digits_before {
            place = text.len();
        }
    }
    (text, place)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    /// Shows the caret as a bar.
    fn typed(input: &str) -> String {
        let caret = input.chars().position(|character| character == '|');
        let caret = caret.expect("the test marks the caret");
        let (mut text, place) = reformat_while_typing(&input.replace('|', ""), caret);
        text.insert(place, '|');
        text
    }

    #[test]
    fn i3_reformat_while_typing() {
        for (input, output) in [
            ("|", "|"),
            ("9|", "9|"),
            ("999|", "999|"),
            ("9990|", "999 0|"),
            ("999 0001|", "999 000 1|"),
            ("9990000018|", "999 000 0018|"),
            ("999-000-0018|", "999 000 0018|"),
            // A digit put in, and one taken out, in the middle.
            ("9991| 000 0018", "999 1|00 00018"),
            ("99| 000 0018", "99|0 000 018"),
            // Deleting the space leaves the caret before it, so that the next one deletes a digit.
            ("999|000 0018", "999| 000 0018"),
            ("999 |000 0018", "999 |000 0018"),
            ("|9990000018", "|999 000 0018"),
            (" | 9990000018", "|999 000 0018"),
            ("999 |", "999|"),
            ("99900000180|", "999 000 00180|"),
            // What cannot be a number is left alone.
            ("99a9|0000018", "99a9|0000018"),
        ] {
            assert_eq!(typed(input), output, "{input}");
        }
    }

    #[test]
    fn hostile_carets_and_text() {
        assert_eq!(reformat_while_typing("999", usize::MAX), ("999".to_owned(), 3));
        assert_eq!(reformat_while_typing("😀", 99), ("😀".to_owned(), 2));
        assert_eq!(reformat_while_typing("９９９0", 1), ("９９９0".to_owned(), 1));
        assert_eq!(reformat_while_typing("999\u{a0}0", 5), ("999 0".to_owned(), 5));
    }
}
