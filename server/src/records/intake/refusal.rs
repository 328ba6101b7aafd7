//! Why nothing of a file is taken, in sentences: what was wrong, where, and what was expected.

use super::measure::{LARGEST, MOST};

/// Why nothing of a file was taken: what was wrong, where, and what was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RefusedFile {
    /// No bytes, or only blanks.
    #[error("The file is empty. Expected a FHIR bundle or resource as JSON.")]
    Empty,
    /// It starts like gzip and isn't.
    #[error("The file starts as gzip and can't be unpacked: it is cut short or damaged.")]
    Gzip,
    /// It is too much, packed or unpacked.
    #[error("The file holds more than {} MiB, which is the most that is read at once.", LARGEST / 1024 / 1024)]
    TooLarge,
    /// It holds too many resources.
    #[error("The file holds more than {MOST} resources, which is the most that is read at once.")]
    TooMany,
    /// It holds too many values for so many bytes.
    #[error("The file holds more JSON values than bundles of this size have.")]
    TooDense,
    /// Not UTF-8.
    #[error("Byte {byte} of the file is no UTF-8 text. Expected JSON in UTF-8.")]
    NotUtf8 {
        /// Where, counted from 1, after unpacking.
        byte: usize,
    },
    /// Not JSON, or cut short.
    #[error(
        "The file is not valid JSON at line {line}, column {column}: {problem}. Expected a FHIR bundle or resource."
    )]
    NotJson {
        /// Line, counted from 1.
        line: usize,
        /// Column, counted from 1.
        column: usize,
        /// What the JSON reader says.
        problem: String,
    },
    /// JSON, and no FHIR.
    #[error("The file holds {found}. Expected a FHIR bundle or resource: a JSON object with \"resourceType\".")]
    NotFhir {
        /// What it holds in its place.
        found: String,
    },
    /// A bundle whose entries are no list.
    #[error("Bundle.entry is {found}. Expected one list of entries.")]
    BadBundle {
        /// What it is.
        found: String,
    },
}

/// What a file is that is no JSON at all, where its first bytes tell.
pub(super) fn no_json(bytes: &[u8]) -> Option<&'static str> {
    let known: [(&[u8], &str); 8] = [
        (b"\xff\xfe", "text in UTF-16, and not in UTF-8"),
        (b"\xfe\xff", "text in UTF-16, and not in UTF-8"),
        (b"\x1f\x8b", "what was packed twice"),
        (b"%PDF-", "a PDF"),
        (b"PK\x03\x04", "a zip archive"),
        (b"<", "XML or HTML"),
        (b"{{", "a template whose fields were not filled in"),
        (b"{%", "a template whose fields were not filled in"),
    ];
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    known.into_iter().find(|(beginning, _)| bytes.starts_with(beginning)).map(|(_, what)| what)
}

/// What the reader of JSON found, in plain words.
pub(super) fn not_json(error: &serde_json::Error) -> RefusedFile {
    let text = error.to_string();
    let said = text.split(" at line ").next().unwrap_or(&text);
    let problem = match said {
        _ if error.is_eof() => "it ends before its JSON does, and was probably cut short",
        "expected value" | "expected ident" => "a value was expected",
        "key must be a string" => "a key in quotation marks was expected",
        "expected `:`" => "a colon after the key was expected",
        "expected `,` or `}`" => "a comma or the end of the object was expected",
        "expected `,` or `]`" => "a comma or the end of the list was expected",
        "trailing comma" => "a value was expected after the comma",
        "trailing characters" => "the end was expected",
        "invalid number" => "a number is not written as JSON writes one",
        "invalid escape" => "a backslash in a text stands before a character that is not escaped so",
        _ if said.starts_with("control character") => "a text holds a control character that is not escaped",
        other => other,
    };
    RefusedFile::NotJson { line: error.line(), column: error.column(), problem: problem.to_owned() }
}

/// What a JSON value is, where something else was expected.
pub(super) fn describe(raw: &str) -> String {
    match raw.trim_start().as_bytes().first() {
        Some(b'{') => "an object without a \"resourceType\"",
        Some(b'[') => "a list",
        Some(b'"') => "a text",
        _ => "a bare value",
    }
    .to_owned()
}
