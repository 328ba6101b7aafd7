//! The values of a JSON text and where they stand; of a broken text, as many as can be told.

use std::ops::Range;

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    /// Its bytes.
    pub(super) at: Range<usize>,
    /// Its key with the quotation marks, where it is a member of an object.
    pub(super) key: Option<Range<usize>>,
    /// The list or object that it stands in.
    pub(super) parent: Option<usize>,
}

/// Every value, each before those inside it. One that does not end reaches to the end of the text.
pub(super) fn scan(text: &[u8]) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut key: Option<Range<usize>> = None;
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let start = at;
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' => {
                at += 1;
                continue;
            }
            b'}' | b']' => {
                at += 1;
                key = None;
                if let Some(ended) = open.pop() {
                    found[ended].at.end = at;
                }
                continue;
            }
            b'{' | b'[' => at += 1,
            b'"' => at = end_of_text(text, at),
            _ => {
                let more = text[at..].iter().position(|byte| b",]}:\"{[ \t\r\n".contains(byte));
                at = more.map_or(text.len(), |more| at + more.max(1));
            }
        }
        let in_object = open.last().is_some_and(|parent| text[found[*parent].at.start] == b'{');
        let next = text[at..].iter().find(|byte| !byte.is_ascii_whitespace());
        if byte == b'"' && in_object && key.is_none() && next == Some(&b':') {
            key = Some(start..at);
            continue;
        }
        let container = matches!(byte, b'{' | b'[');
        let end = if container { text.len() } else { at };
        found.push(Span { at: start..end, key: key.take(), parent: open.last().copied() });
        if container {
            open.push(found.len() - 1);
        }
    }
    found
}

/// The byte after a text's closing quotation mark.
fn end_of_text(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = text.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    text.len()
}

/// The value of a JSON text with its escapes read; none where it is no sound text.
pub(super) fn unescaped(text: &[u8], at: &Range<usize>) -> Option<String> {
    serde_json::from_slice(&text[at.clone()]).ok()
}

/// Whether a value's key is this one.
pub(super) fn has_key(text: &[u8], span: &Span, key: &str) -> bool {
    span.key.as_ref().and_then(|at| unescaped(text, at)).is_some_and(|found| found == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_with_their_keys() {
        let text = br#"{"a": [1, "b\"]"], "c": {"d": null}}"#;
        let found: Vec<(&str, Option<&str>)> = scan(text)
            .into_iter()
            .map(|span| (span.at, span.key))
            .map(|(at, key)| {
                (
                    std::str::from_utf8(&text[at]).expect("text"),
                    key.map(|at| std::str::from_utf8(&text[at]).expect("text")),
                )
            })
            .collect();
        assert_eq!(
            found[1..],
            [
                (r#"[1, "b\"]"]"#, Some("\"a\"")),
                ("1", None),
                (r#""b\"]""#, None),
                (r#"{"d": null}"#, Some("\"c\"")),
                ("null", Some("\"d\"")),
            ]
        );
    }

    #[test]
    fn a_broken_text_gives_what_can_be_told() {
        assert_eq!(scan(b"{\"a\": [1, 2").len(), 4);
        assert_eq!(scan(b"]]}{{ bundle }}").len(), 3);
    }
}
