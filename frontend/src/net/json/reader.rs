//! The bytes of an answer, taken one thing at a time. Nothing here is generic, so it is compiled once.

use super::{Malformed, Outcome};

/// Deeper than any answer, and far from the end of the stack.
const DEEPEST: u32 = 96;

/// An answer, and how far it has been read.
pub(super) struct Reader<'de> {
    text: &'de str,
    at: usize,
    depth: u32,
}

impl<'de> Reader<'de> {
    pub(super) const fn new(text: &'de str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    /// The next byte that is no white space; 0 at the end.
    pub(super) fn peek(&mut self) -> u8 {
        let bytes = self.text.as_bytes();
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(self.at) {
            self.at += 1;
        }
        bytes.get(self.at).copied().unwrap_or(0)
    }

    pub(super) fn expect(&mut self, wanted: u8) -> Outcome<()> {
        if self.peek() != wanted {
            return Err(Malformed);
        }
        self.at += 1;
        Ok(())
    }

    pub(super) fn word(&mut self, wanted: &str) -> Outcome<()> {
        self.peek();
        if !self.text[self.at..].starts_with(wanted) {
            return Err(Malformed);
        }
        self.at += wanted.len();
        Ok(())
    }

    pub(super) fn open(&mut self, bracket: u8) -> Outcome<()> {
        self.depth += 1;
        if self.depth > DEEPEST { Err(Malformed) } else { self.expect(bracket) }
    }

    /// Steps to the next element of a list or object; false at its end.
    pub(super) fn next(&mut self, first: &mut bool, end: u8) -> Outcome<bool> {
        if self.peek() == end {
            self.at += 1;
            self.depth -= 1;
            return Ok(false);
        }
        if !std::mem::replace(first, false) {
            self.expect(b',')?;
        }
        Ok(true)
    }

    /// Ends an object that was opened.
    pub(super) fn close(&mut self) -> Outcome<()> {
        self.expect(b'}')?;
        self.depth -= 1;
        Ok(())
    }

    /// A whole number.
    pub(super) fn whole(&mut self) -> Outcome<i64> {
        let negative = self.peek() == b'-';
        self.at += usize::from(negative);
        let bytes = self.text.as_bytes();
        let begin = self.at;
        let mut value: i64 = 0;
        while let Some(digit @ b'0'..=b'9') = bytes.get(self.at) {
            let digit = i64::from(digit - b'0');
            value = value.checked_mul(10).and_then(|value| value.checked_sub(digit)).ok_or(Malformed)?;
            self.at += 1;
        }
        if self.at == begin || matches!(bytes.get(self.at), Some(b'.' | b'e' | b'E')) {
            return Err(Malformed);
        }
        // Minus nought is a fraction to every reader of JSON, and so no whole number.
        if negative && value == 0 {
            return Err(Malformed);
        }
        if negative { Ok(value) } else { value.checked_neg().ok_or(Malformed) }
    }

    /// A text: a part of the answer where it holds no escapes, else a copy.
    pub(super) fn string(&mut self) -> Outcome<Result<&'de str, String>> {
        self.expect(b'"')?;
        let bytes = self.text.as_bytes();
        let begin = self.at;
        loop {
            match bytes.get(self.at) {
                Some(b'"') => {
                    let found = &self.text[begin..self.at];
                    self.at += 1;
                    return Ok(Ok(found));
                }
                Some(b'\\') => break,
                Some(0x20..) => self.at += 1,
                _ => return Err(Malformed),
            }
        }
        let mut found = self.text[begin..self.at].to_owned();
        loop {
            let rest = &self.text[self.at..];
            let next = rest.chars().next().ok_or(Malformed)?;
            self.at += next.len_utf8();
            match next {
                '"' => return Ok(Err(found)),
                '\\' => found.push(self.escape()?),
                '\0'..' ' => return Err(Malformed),
                plain => found.push(plain),
            }
        }
    }

    fn escape(&mut self) -> Outcome<char> {
        let kind = self.text.as_bytes().get(self.at).copied().ok_or(Malformed)?;
        self.at += 1;
        Ok(match kind {
            b'"' | b'\\' | b'/' => char::from(kind),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.hexadecimal()?;
                if !(0xd800..0xdc00).contains(&unit) {
                    return char::from_u32(unit).ok_or(Malformed);
                }
                self.at += 2;
                if self.text.as_bytes().get(self.at - 2..self.at) != Some(b"\\u") {
                    return Err(Malformed);
                }
                let low = self.hexadecimal()?.checked_sub(0xdc00).filter(|low| *low < 0x400).ok_or(Malformed)?;
                char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + low).ok_or(Malformed)?
            }
            _ => return Err(Malformed),
        })
    }

    fn hexadecimal(&mut self) -> Outcome<u32> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4).ok_or(Malformed)?;
        self.at += 4;
        digits.iter().try_fold(0, |value, digit| Some(value * 16 + char::from(*digit).to_digit(16)?)).ok_or(Malformed)
    }

    /// Passes over a value of any kind.
    pub(super) fn skip(&mut self) -> Outcome<()> {
        match self.peek() {
            b'"' => self.string().map(drop),
            b'{' => {
                self.open(b'{')?;
                let mut first = true;
                while self.next(&mut first, b'}')? {
                    self.string().map(drop)?;
                    self.expect(b':')?;
                    self.skip()?;
                }
                Ok(())
            }
            b'[' => {
                self.open(b'[')?;
                let mut first = true;
                while self.next(&mut first, b']')? {
                    self.skip()?;
                }
                Ok(())
            }
            b't' => self.word("true"),
            b'f' => self.word("false"),
            b'n' => self.word("null"),
            b'-' | b'0'..=b'9' => {
                let bytes = self.text.as_bytes();
                while let Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9') = bytes.get(self.at) {
                    self.at += 1;
                }
                Ok(())
            }
            _ => Err(Malformed),
        }
    }
}
