//! The smallest parts of JSON (RFC 8259), found by their bytes.

/// Where a part is no JSON: what was expected there; nothing where the bytes end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unfit {
    pub(super) at: usize,
    pub(super) expected: Option<&'static str>,
}

const fn expected(at: usize, what: &'static str) -> Unfit {
    Unfit { at, expected: Some(what) }
}

const fn cut(at: usize) -> Unfit {
    Unfit { at, expected: None }
}

/// The first byte that is no blank.
pub(super) fn skip_blanks(bytes: &[u8], from: usize) -> usize {
    let blanks = bytes[from..].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count();
    from + blanks
}

/// The byte after the text that begins, with its quotation mark, at `from`.
pub(super) fn text(bytes: &[u8], from: usize) -> Result<usize, Unfit> {
    let mut at = from + 1;
    loop {
        at += bytes[at..].iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)).count();
        match bytes.get(at) {
            None => return Err(cut(at)),
            Some(b'"') => return Ok(at + 1),
            Some(b'\\') => at = escape(bytes, at)?,
            Some(_) => return Err(expected(at, "no control character inside of a text, or \\u and its number")),
        }
    }
}

fn escape(bytes: &[u8], from: usize) -> Result<usize, Unfit> {
    match bytes.get(from + 1) {
        None => Err(cut(from + 1)),
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(from + 2),
        Some(b'u') => {
            for at in from + 2..from + 6 {
                match bytes.get(at) {
                    None => return Err(cut(at)),
                    Some(byte) if byte.is_ascii_hexdigit() => {}
                    Some(_) => return Err(expected(at, "four hexadecimal digits after \\u")),
                }
            }
            Ok(from + 6)
        }
        Some(_) => Err(expected(from + 1, "an escape such as \\n or \\u00e9")),
    }
}

/// The byte after the number, `true`, `false` or `null` that begins at `from`.
pub(super) fn bare(bytes: &[u8], from: usize) -> Result<usize, Unfit> {
    match bytes.get(from) {
        None => Err(cut(from)),
        Some(b't') => word(bytes, from, b"true"),
        Some(b'f') => word(bytes, from, b"false"),
        Some(b'n') => word(bytes, from, b"null"),
        Some(b'-' | b'0'..=b'9') => number(bytes, from),
        Some(_) => Err(expected(from, "a value")),
    }
}

fn word(bytes: &[u8], from: usize, word: &[u8]) -> Result<usize, Unfit> {
    for (at, wanted) in (from..).zip(word) {
        match bytes.get(at) {
            None => return Err(cut(at)),
            Some(byte) if byte == wanted => {}
            Some(_) => return Err(expected(from, "a value")),
        }
    }
    Ok(from + word.len())
}

fn number(bytes: &[u8], from: usize) -> Result<usize, Unfit> {
    let mut at = from + usize::from(bytes[from] == b'-');
    at = match bytes.get(at) {
        Some(b'0') => at + 1,
        _ => digits(bytes, at)?,
    };
    if bytes.get(at) == Some(&b'.') {
        at = digits(bytes, at + 1)?;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let signed = matches!(bytes.get(at + 1), Some(b'+' | b'-'));
        at = digits(bytes, at + 1 + usize::from(signed))?;
    }
    match bytes.get(at) {
        Some(b'0'..=b'9') => Err(expected(at, "no further digit after a leading 0")),
        _ => Ok(at),
    }
}

/// One digit or more.
fn digits(bytes: &[u8], from: usize) -> Result<usize, Unfit> {
    if from >= bytes.len() {
        return Err(cut(from));
    }
    match bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count() {
        0 => Err(expected(from, "a digit")),
        count => Ok(from + count),
    }
}
