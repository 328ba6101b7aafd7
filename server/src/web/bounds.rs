use std::borrow::Cow;
use std::collections::HashSet;

/// How deep arrays and objects may stand in each other (ux-and-safety.md 5.3).
const DEEPEST: usize = 64;
/// How many items an array, or members an object, may have.
const MOST: usize = 10_000;
/// How much of a key is repeated in an answer, in characters.
const KEY_SHOWN: usize = 40;

/// What is wrong with a body's shape, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OutOfBounds {
    /// The place, such as `events[3].item`; empty at the top.
    pub(super) path: String,
    /// A sentence: what is there, and what is the most.
    pub(super) what: String,
    /// From 1.
    pub(super) line: usize,
    /// From 1, in bytes.
    pub(super) column: usize,
}

/// Walks over a JSON text before anything is made of it: how deep, how many, and no key twice.
///
/// It does not recurse, so that no depth can hurt it, and it is no parser: what is not JSON is left to the one that
/// comes after it.
///
/// # Errors
/// The first place that is out of bounds.
pub(super) fn check(text: &[u8]) -> Result<(), OutOfBounds> {
    let mut open: Vec<Level<'_>> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'{' | b'[' => {
                if open.len() == DEEPEST {
                    let what = format!("Arrays and objects stand in each other more than {DEEPEST} deep.");
                    return Err(found(text, at, &open, what));
                }
                open.push(if byte == b'{' { Level::object() } else { Level::Array { items: 1 } });
            }
            b'}' | b']' => {
                open.pop();
            }
            b',' => {
                let full = match open.last_mut() {
                    Some(Level::Array { items }) => {
                        *items += 1;
                        (*items > MOST).then(|| format!("This array has more than {MOST} items."))
                    }
                    Some(Level::Object { keys, expects_key, .. }) => {
                        *expects_key = true;
                        (keys.len() >= MOST).then(|| format!("This object has more than {MOST} members."))
                    }
                    None => None,
                };
                if let Some(what) = full {
                    open.pop();
                    return Err(found(text, at, &open, what));
                }
            }
            b'"' => {
                let end = end_of_string(text, at);
                if let Some(Level::Object { keys, expects_key, key }) = open.last_mut()
                    && *expects_key
                {
                    *expects_key = false;
                    // Two spellings of one key are one key. A key that is no JSON string is the parser's business.
                    let Ok(unescaped) = read_key(&text[at..end]) else { return Ok(()) };
                    if !keys.insert(unescaped.clone()) {
                        let what = format!("The key \"{}\" stands twice in one object.", shown(&unescaped));
                        open.pop();
                        return Err(found(text, at, &open, what));
                    }
                    *key = unescaped;
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    Ok(())
}

enum Level<'t> {
    Object { keys: HashSet<Cow<'t, str>>, expects_key: bool, key: Cow<'t, str> },
    Array { items: usize },
}

impl Level<'_> {
    fn object() -> Self {
        Self::Object { keys: HashSet::new(), expects_key: true, key: Cow::Borrowed("") }
    }
}

/// One past a string's closing quote, or the end of the text.
fn end_of_string(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

/// A key as it is meant, borrowed where it stands as it is meant.
fn read_key(quoted: &[u8]) -> Result<Cow<'_, str>, serde_json::Error> {
    match quoted {
        [b'"', plain @ .., b'"'] if !plain.contains(&b'\\') => match std::str::from_utf8(plain) {
            Ok(plain) => Ok(Cow::Borrowed(plain)),
            Err(_) => serde_json::from_slice::<String>(quoted).map(Cow::Owned),
        },
        _ => serde_json::from_slice::<String>(quoted).map(Cow::Owned),
    }
}

fn shown(key: &str) -> String {
    let mut text: String = key.chars().take(KEY_SHOWN).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if key.chars().nth(KEY_SHOWN).is_some() {
        text.push('…');
    }
    text
}

fn found(text: &[u8], at: usize, open: &[Level<'_>], what: String) -> OutOfBounds {
    let mut path = String::new();
    for level in open {
        match level {
            Level::Array { items } => path.push_str(&format!("[{}]", items - 1)),
            Level::Object { key, .. } => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&shown(key));
            }
        }
    }
    let before = &text[..at];
    let line_starts = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    OutOfBounds { path, what, line, column: at - line_starts + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> (String, String, usize, usize) {
        let OutOfBounds { path, what, line, column } = check(text.as_bytes()).expect_err("out of bounds");
        (path, what, line, column)
    }

    #[test]
    fn a_key_that_stands_twice_is_named_with_its_place() {
        let (path, what, line, column) = wrong("{\"a\": [1, {\"b\": 1,\n  \"b\": 2}]}");
        assert_eq!((path.as_str(), line, column), ("a[1]", 2, 3));
        assert_eq!(what, "The key \"b\" stands twice in one object.");
        assert!(wrong(r#"{"query": 1, "\u0071uery": 2}"#).1.contains("\"query\" stands twice"), "another spelling");
    }

    #[test]
    fn the_same_key_in_two_objects_and_in_a_text_is_no_key_twice() {
        for fine in [r#"[{"a":1},{"a":2}]"#, r#"{"a":{"a":"a"},"b":"\"a\":,{[","c":"a"}"#, "", "nonsense", "]}]"] {
            assert_eq!(check(fine.as_bytes()), Ok(()), "{fine}");
        }
    }

    #[test]
    fn sixty_four_is_deep_enough_and_ten_thousand_harm_nothing() {
        let nested = |deep: usize| format!("{}{}", "[".repeat(deep), "]".repeat(deep));
        assert_eq!(check(nested(64).as_bytes()), Ok(()));
        assert!(wrong(&nested(65)).1.contains("more than 64 deep"));
        assert!(wrong(&"[".repeat(2_000_000)).1.contains("more than 64 deep"));
        let (path, ..) = wrong(&r#"{"a":"#.repeat(10_000));
        assert_eq!(path, ["a"; 64].join("."));
    }

    #[test]
    fn an_array_has_ten_thousand_items_at_most_and_an_object_as_many_members() {
        let array = |items: usize| format!("{{\"events\":[{}]}}", vec!["0"; items].join(","));
        assert_eq!(check(array(10_000).as_bytes()), Ok(()));
        let (path, what, ..) = wrong(&array(10_001));
        assert_eq!((path.as_str(), what.as_str()), ("events", "This array has more than 10000 items."));
        let members: Vec<String> = (0..10_001).map(|number| format!("\"k{number}\":0")).collect();
        assert!(wrong(&format!("{{{}}}", members.join(","))).1.contains("more than 10000 members"));
    }

    #[test]
    fn a_key_is_repeated_in_part_only() {
        let key = "k".repeat(1_000);
        let (_, what, ..) = wrong(&format!("{{\"{key}\":1,\"{key}\":1}}"));
        assert!(what.len() < 100, "{what}");
    }
}
