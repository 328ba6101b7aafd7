//! JSON as a tree that keeps what FHIR needs: decimals as they were written, and keys that occur twice.

use std::borrow::Cow;
use std::fmt;

use hifijson::SliceLexer;
use hifijson::num::LexWrite as _;
use hifijson::str::LexAlloc as _;
use hifijson::token::{Expect, Lex as _};

use super::visible::visible;

/// Deeper than any resource that means something; beyond it a resource is refused, so that the
/// stack never runs out.
const DEEPEST: usize = 100;
/// More keys than any resource has in one object; each is looked for among all of them.
const MOST_KEYS: usize = 10_000;
/// How much of a path is told in an error; keys may be as long as somebody likes.
const PATH: usize = 200;

/// A JSON value. Text without escapes is borrowed from the bytes.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node<'a> {
    /// `null`, and what is absent.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number exactly as written, so that its precision stays (display rule GT10).
    Number(&'a str),
    /// A text, as a reader may see it (see [`visible`]).
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Node<'a>>),
    /// An object, its keys in the order of the source and as often as they came.
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
}

static NULL: Node<'static> = Node::Null;

/// Why a value could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {problem}")]
pub(super) struct JsonError {
    path: String,
    problem: String,
}

/// Reads one value; `name` begins the path in errors.
pub(super) fn parse<'a>(raw: &'a str, name: &str) -> Result<Node<'a>, JsonError> {
    let mut lexer = SliceLexer::new(raw.as_bytes());
    lexer.exactly_one(SliceLexer::ws_peek, |next, lexer| node(next, lexer, 0)).map_err(|mut failure: Failure| {
        failure.path.push(name.to_owned());
        failure.path.reverse();
        JsonError { path: short(&failure.path.join(".")), problem: failure.problem }
    })
}

/// A path as it is told: never longer than anybody reads, and without what can't be seen.
pub(super) fn short(path: &str) -> String {
    let seen = visible(path.into());
    match seen.char_indices().nth(PATH) {
        Some((end, _)) => format!("{}…", &seen[..end]),
        None => seen.into_owned(),
    }
}

/// What was wrong, and the keys that lead to it, the last one first.
struct Failure {
    path: Vec<String>,
    problem: String,
}

impl<E: fmt::Display> From<E> for Failure {
    fn from(problem: E) -> Self {
        let problem = problem.to_string();
        let half = problem.contains("surrogate");
        let problem =
            if half { "an escape that is half a character, such as \\ud83d alone".to_owned() } else { problem };
        Self { path: Vec::new(), problem }
    }
}

/// Reads the value that begins with `next`, in one pass.
fn node<'a>(next: u8, lexer: &mut SliceLexer<'a>, depth: usize) -> Result<Node<'a>, Failure> {
    if depth > DEEPEST {
        return Err(format!("nested deeper than {DEEPEST} levels, which no resource needs").into());
    }
    match next {
        b'{' => {
            let mut fields = Vec::new();
            lexer.discarded().seq(b'}', SliceLexer::ws_peek, |next, lexer| {
                lexer.expect(|_| Some(next), b'"').ok_or(Expect::String)?;
                if fields.len() == MOST_KEYS {
                    return Err(format!("more than {MOST_KEYS} keys in one object, which no resource needs").into());
                }
                let key = lexer.str_string()?;
                lexer.expect(SliceLexer::ws_peek, b':').ok_or(Expect::Colon)?;
                let value = lexer.ws_peek().ok_or(Expect::Value).map_err(Failure::from);
                match value.and_then(|next| node(next, lexer, depth + 1)) {
                    Ok(value) => fields.push((key, value)),
                    Err(mut failure) => {
                        failure.path.push(key.into_owned());
                        return Err(failure);
                    }
                }
                Ok::<_, Failure>(())
            })?;
            Ok(Node::Object(fields))
        }
        b'[' => {
            let mut list = Vec::new();
            lexer.discarded().seq(b']', SliceLexer::ws_peek, |next, lexer| {
                list.push(node(next, lexer, depth + 1)?);
                Ok::<_, Failure>(())
            })?;
            Ok(Node::List(list))
        }
        b'"' => Ok(Node::Text(visible(lexer.discarded().str_string()?))),
        b'0'..=b'9' | b'-' => Ok(Node::Number(lexer.num_string().validated()?.0)),
        b'a'..=b'z' => Ok(lexer.null_or_bool().ok_or(Expect::Value)?.map_or(Node::Null, Node::Bool)),
        _ => Err(Expect::Value.into()),
    }
}

impl<'a> Node<'a> {
    /// The field with this key, or null; the first where a key came twice.
    pub(super) fn get(&self, key: &str) -> &Node<'a> {
        self.all(key).next().unwrap_or(&NULL)
    }

    /// Follows keys; lists on the way give their first element.
    pub(super) fn at(&self, keys: &[&str]) -> &Node<'a> {
        keys.iter().fold(self, |node, key| node.first().get(key))
    }

    /// The first of these fields that is there.
    pub(super) fn any(&self, keys: &[&str]) -> &Node<'a> {
        keys.iter().map(|key| self.get(key)).find(|node| !node.is_null()).unwrap_or(&NULL)
    }

    /// Every field with this key: more than one where the source wrote it twice.
    pub(super) fn all<'s>(&'s self, key: &str) -> impl Iterator<Item = &'s Node<'a>> {
        self.fields().iter().filter(move |(name, _)| name == key).map(|(_, value)| value)
    }

    /// The fields of an object; none of anything else.
    pub(super) fn fields(&self) -> &[(Cow<'a, str>, Node<'a>)] {
        if let Self::Object(fields) = self { fields } else { &[] }
    }

    /// The elements of a list; a single value stands for a list of one, since STU3 and R4 differ in this.
    pub(super) fn items(&self) -> &[Node<'a>] {
        match self {
            Self::Null => &[],
            Self::List(list) => list,
            other => std::slice::from_ref(other),
        }
    }

    /// The first element of a list, or the value itself.
    pub(super) fn first(&self) -> &Node<'a> {
        self.items().first().unwrap_or(&NULL)
    }

    /// The text, where it is one and says something; surrounding blanks removed.
    pub(super) fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text.trim()).filter(|text| !text.is_empty()) } else { None }
    }

    /// The text, number or truth value as text.
    pub(super) fn scalar(&self) -> Option<&str> {
        match self {
            Self::Number(number) => Some(number),
            Self::Bool(true) => Some("true"),
            Self::Bool(false) => Some("false"),
            other => other.text(),
        }
    }

    /// The truth value, written as one or as text.
    pub(super) fn truth(&self) -> Option<bool> {
        match self {
            Self::Bool(truth) => Some(*truth),
            other => match other.text()? {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            },
        }
    }

    /// True for `null` and what is absent.
    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// True for an object.
    pub(super) fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    /// What it is, for the reason of an unreadable item.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// The extensions with this name (see [`is_extension`]).
    pub(super) fn extensions<'s>(&'s self, name: &str) -> impl Iterator<Item = &'s Node<'a>> {
        let all = self.get("extension").items().iter();
        all.filter(move |extension| is_extension(extension.get("url").text().unwrap_or_default(), name))
    }

    /// The value of the first extension with one of these names, whatever its type.
    pub(super) fn extension(&self, names: &[&str]) -> &Node<'a> {
        names
            .iter()
            .flat_map(|name| self.extensions(name))
            .map(Node::value)
            .find(|value| !value.is_null())
            .unwrap_or(&NULL)
    }

    /// The field whose name begins with `value` (`valueString`, `valueQuantity` …).
    pub(super) fn value(&self) -> &Node<'a> {
        self.choice("value").1
    }

    /// The field of a choice of types, with the type that its name ends with.
    pub(super) fn choice(&self, stem: &str) -> (&str, &Node<'a>) {
        self.fields()
            .iter()
            .filter(|(_, node)| !node.is_null())
            .find_map(|(name, node)| {
                let kind = name.strip_prefix(stem)?;
                let typed = kind.is_empty() || kind.starts_with(|c: char| c.is_ascii_uppercase());
                typed.then_some((kind, node))
            })
            .unwrap_or(("", &NULL))
    }
}

/// Whether an extension's address ends with this name, whatever stands before it (`…/Extension-CareConnect-GPC-`)
/// and whichever case and version it is written in.
pub(super) fn is_extension(address: &str, name: &str) -> bool {
    let address = address.strip_suffix("-1").unwrap_or(address);
    let Some(at) = address.len().checked_sub(name.len()) else { return false };
    let (before, end) = match (address.get(..at), address.get(at..)) {
        (Some(before), Some(end)) => (before, end),
        _ => return false,
    };
    end.eq_ignore_ascii_case(name) && (before.is_empty() || before.ends_with(['/', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_stay_as_they_were_written() {
        let node = parse(r#"{"value": 4.00, "other": 1e3}"#, "Quantity").expect("valid");
        assert_eq!(node.get("value"), &Node::Number("4.00"));
        assert_eq!(node.get("other").scalar(), Some("1e3"));
    }

    #[test]
    fn a_key_that_came_twice_is_known_twice() {
        let node = parse(r#"{"id": "a", "id": "b"}"#, "Patient").expect("valid");
        assert_eq!(node.all("id").count(), 2);
    }

    #[test]
    fn escapes_are_read_and_lone_halves_are_named_with_their_path() {
        let node = parse(r#"{"text": "a\nb \u00e9"}"#, "Note").expect("valid");
        assert_eq!(node.get("text").text(), Some("a\nb é"));
        let error = parse(r#"{"code": {"text": "\ud800"}}"#, "Observation").expect_err("half a pair");
        assert!(error.to_string().starts_with("Observation.code.text: "), "{error}");
    }

    #[test]
    fn deep_nesting_is_refused_and_does_not_overflow() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(parse(&deep, "Basic").expect_err("too deep").to_string().contains("deeper than"));
    }

    #[test]
    fn choices_are_found_by_their_stem() {
        let node = parse(r#"{"valued": 1, "valueQuantity": {"value": 1}}"#, "Observation").expect("valid");
        assert_eq!(node.choice("value").0, "Quantity");
    }
}
