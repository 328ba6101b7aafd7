//! Text as a reader may see it: nothing in it may turn, hide or cut what stands beside it.
//!
//! A name with a right-to-left override reads as somebody else's, and a zero-width character makes two names look the
//! same that are not. The bytes stay as they came; only what is shown, searched and compared is read through this.

use std::borrow::Cow;

/// What stands in place of a character that would have an effect and can't be shown.
const REPLACED: char = '\u{fffd}';

/// What becomes of a character.
enum Fate {
    Stays,
    /// Invisible and without meaning of its own: left out.
    LeftOut,
    /// A control character, or one that changes the order of those after it: its place is shown.
    Replaced,
    /// A line or paragraph separator.
    NewLine,
}

/// The text without characters that hide or turn others; the same text where there is none.
pub(super) fn visible(text: Cow<'_, str>) -> Cow<'_, str> {
    // Nothing below the first of them needs a closer look: the common case is one pass over the bytes.
    let suspicious = |byte: u8| byte >= 0xc2 || byte == 0x7f || (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r'));
    if !text.bytes().any(suspicious) {
        return text;
    }
    let mut before = '\0';
    let stays = |c: char| {
        let stays = matches!(fate(c, before), Fate::Stays);
        before = c;
        stays
    };
    if text.chars().all(stays) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut before = '\0';
    for c in text.chars() {
        match fate(c, before) {
            Fate::Stays => {
                out.push(c);
                before = c;
            }
            Fate::LeftOut => {}
            Fate::Replaced => out.push(REPLACED),
            Fate::NewLine => out.push('\n'),
        }
    }
    out.into()
}

fn fate(c: char, before: char) -> Fate {
    match c {
        '\t' | '\n' | '\r' => Fate::Stays,
        c if c.is_control() => Fate::Replaced,
        // Embeddings, overrides and isolates, and their ends.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Fate::Replaced,
        '\u{2028}' | '\u{2029}' => Fate::NewLine,
        // Joiners mean something in Arabic and Indic writing, and in pictures; between Latin letters they only hide.
        '\u{200c}' | '\u{200d}' if before >= '\u{590}' => Fate::Stays,
        // Soft hyphen, marks of direction, zero-width characters, fillers, invisible operators, tags.
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' => Fate::LeftOut,
        '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' => Fate::LeftOut,
        '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => Fate::LeftOut,
        _ => Fate::Stays,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> String {
        visible(text.into()).into_owned()
    }

    #[test]
    fn ordinary_text_is_not_copied() {
        for text in ["Holloway", "Zoë Gębicka", "a\tb\nc", "דוד", "می‌خواهم", "👩‍⚕️"] {
            assert!(matches!(visible(text.into()), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    #[test]
    fn what_turns_text_leaves_a_mark_and_what_hides_leaves_nothing() {
        assert_eq!(seen("\u{202e}yawolloH"), "\u{fffd}yawolloH");
        assert_eq!(seen("A\u{2066}B\u{2069}"), "A\u{fffd}B\u{fffd}");
        assert_eq!(seen("Hol\u{200b}lo\u{200d}way\u{ad}\u{feff}"), "Holloway");
        assert_eq!(seen("\u{200f}דוד\u{200e}"), "דוד");
        assert_eq!(seen("a\0b\u{1b}[31m\u{85}"), "a\u{fffd}b\u{fffd}[31m\u{fffd}");
        assert_eq!(seen("one\u{2028}two"), "one\ntwo");
    }
}
