//! Reading answers: JSON as our server writes it, into the types that both sides share.
//!
//! The general reader accepts much that never comes (structs as lists, floats, any value anywhere) and words every
//! error; all of that is compiled anew for each type. This one takes objects, lists, texts, whole numbers, booleans
//! and nulls, and says only that an answer could not be read, which is all that a page can say of it. It makes the
//! first load smaller by a tenth. Tests hold it to the general reader.

use std::fmt;

use serde::de::{self, Deserialize, DeserializeSeed, Visitor};

/// Deeper than any answer, and far from the end of the stack.
const DEEPEST: u32 = 96;

/// The answer is not what its type says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer could not be read")
    }
}

impl std::error::Error for Malformed {}

impl de::Error for Malformed {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

type Outcome<T> = Result<T, Malformed>;

/// Reads one value; nothing but white space may follow it.
///
/// # Errors
/// When the bytes are no JSON, or not of this type.
pub(super) fn read<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Outcome<T> {
    let text = std::str::from_utf8(bytes).map_err(|_| Malformed)?;
    let mut reader = Reader { text, at: 0, depth: 0 };
    let value = T::deserialize(&mut reader)?;
    if reader.peek() == 0 { Ok(value) } else { Err(Malformed) }
}

struct Reader<'de> {
    text: &'de str,
    at: usize,
    depth: u32,
}

impl<'de> Reader<'de> {
    /// The next byte that is no white space; 0 at the end.
    fn peek(&mut self) -> u8 {
        let bytes = self.text.as_bytes();
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(self.at) {
            self.at += 1;
        }
        bytes.get(self.at).copied().unwrap_or(0)
    }

    fn expect(&mut self, wanted: u8) -> Outcome<()> {
        if self.peek() != wanted {
            return Err(Malformed);
        }
        self.at += 1;
        Ok(())
    }

    fn word(&mut self, wanted: &str) -> Outcome<()> {
        self.peek();
        if !self.text[self.at..].starts_with(wanted) {
            return Err(Malformed);
        }
        self.at += wanted.len();
        Ok(())
    }

    fn open(&mut self, bracket: u8) -> Outcome<()> {
        self.depth += 1;
        if self.depth > DEEPEST { Err(Malformed) } else { self.expect(bracket) }
    }

    /// Steps to the next element of a list or object; false at its end.
    fn next(&mut self, first: &mut bool, end: u8) -> Outcome<bool> {
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

    /// A whole number.
    fn whole(&mut self) -> Outcome<i64> {
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
        if negative { Ok(value) } else { value.checked_neg().ok_or(Malformed) }
    }

    /// A text: a part of the answer where it holds no escapes, else a copy.
    fn string(&mut self) -> Outcome<Result<&'de str, String>> {
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
        digits.iter().try_fold(0, |value, digit| {
            Some(value * 16 + char::from(*digit).to_digit(16)?)
        })
        .ok_or(Malformed)
    }

    /// Passes over a value of any kind.
    fn skip(&mut self) -> Outcome<()> {
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

macro_rules! whole_numbers {
    ($($name:ident)+) => {$(
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
            visitor.visit_i64(self.whole()?)
        }
    )+};
}

macro_rules! never_sent {
    ($($name:ident)+) => {$(
        fn $name<V: Visitor<'de>>(self, _: V) -> Outcome<V::Value> {
            Err(Malformed)
        }
    )+};
}

impl<'de> de::Deserializer<'de> for &mut Reader<'de> {
    type Error = Malformed;

    whole_numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    never_sent! { deserialize_any deserialize_f32 deserialize_f64 deserialize_char deserialize_bytes deserialize_byte_buf }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        let value = self.peek() == b't';
        self.word(if value { "true" } else { "false" })?;
        visitor.visit_bool(value)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        match self.string()? {
            Ok(part) => visitor.visit_borrowed_str(part),
            Err(copy) => visitor.visit_str(&copy),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        if self.peek() == b'n' {
            self.word("null")?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.word("null")?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Outcome<V::Value> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Outcome<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.open(b'[')?;
        visitor.visit_seq(Inside { reader: self, first: true })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Outcome<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Outcome<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.open(b'{')?;
        visitor.visit_map(Inside { reader: self, first: true })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Outcome<V::Value> {
        self.deserialize_map(visitor)
    }

    /// A variant alone is its name; one with a value is an object with that one key.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Outcome<V::Value> {
        if self.peek() != b'{' {
            return visitor.visit_enum(Variant { reader: self, with_value: false });
        }
        self.open(b'{')?;
        let value = visitor.visit_enum(Variant { reader: &mut *self, with_value: true })?;
        self.expect(b'}')?;
        self.depth -= 1;
        Ok(value)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.skip()?;
        visitor.visit_unit()
    }
}

/// Inside a list or an object.
struct Inside<'r, 'de> {
    reader: &'r mut Reader<'de>,
    first: bool,
}

impl<'de> de::SeqAccess<'de> for Inside<'_, 'de> {
    type Error = Malformed;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Outcome<Option<S::Value>> {
        if !self.reader.next(&mut self.first, b']')? {
            return Ok(None);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

impl<'de> de::MapAccess<'de> for Inside<'_, 'de> {
    type Error = Malformed;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Outcome<Option<S::Value>> {
        if !self.reader.next(&mut self.first, b'}')? {
            return Ok(None);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Outcome<S::Value> {
        self.reader.expect(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}

struct Variant<'r, 'de> {
    reader: &'r mut Reader<'de>,
    with_value: bool,
}

impl<'de> de::EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Malformed;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Outcome<(S::Value, Self)> {
        let name = seed.deserialize(&mut *self.reader)?;
        if self.with_value {
            self.reader.expect(b':')?;
        }
        Ok((name, self))
    }
}

impl<'de> de::VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Malformed;

    fn unit_variant(self) -> Outcome<()> {
        if self.with_value { self.reader.word("null") } else { Ok(()) }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Outcome<S::Value> {
        if self.with_value { seed.deserialize(self.reader) } else { Err(Malformed) }
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Outcome<V::Value> {
        if self.with_value { de::Deserializer::deserialize_seq(self.reader, visitor) } else { Err(Malformed) }
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Outcome<V::Value> {
        if self.with_value { de::Deserializer::deserialize_map(self.reader, visitor) } else { Err(Malformed) }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Kind {
        Plain,
        Held(Vec<i64>),
        Named { number: Option<String> },
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct All {
        text: String,
        whole: i64,
        small: u32,
        yes: bool,
        kinds: Vec<Kind>,
        #[serde(default)]
        missing: Option<u8>,
        map: BTreeMap<String, ()>,
    }

    fn both<'de, T: Deserialize<'de> + PartialEq + fmt::Debug>(text: &'de str) {
        let general: Result<T, ()> = serde_json::from_str(text).map_err(|_| ());
        assert_eq!(read::<T>(text.as_bytes()).map_err(|_| ()), general, "{text}");
    }

    #[test]
    fn it_reads_what_the_general_reader_reads() {
        let whole = r#" {"text":"a \"b\" \\ \/ \u00e9 \ud83d\ude00 é 😀\n","whole":-9223372036854775808,"small":7,
            "yes":true,"extra":{"a":[1.5e3,null,{"b":"}"}]},"kinds":["plain",{"held":[1,2,-3]},{"held":[]},
            {"named":{"number":null}},{"named":{"number":"1"}}],"map":{"k":null}} "#;
        both::<All>(whole);
        for text in [
            "0", "-0", "7", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1.0", "1e3", "-", "",
            "null", "\"7\"", "[7]",
        ] {
            both::<i64>(text);
        }
        for text in ["300", "255", "-1"] {
            both::<u8>(text);
        }
        for text in ["\"\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"a", "\"\\x\"", "\"\u{1}\"", "7"] {
            both::<String>(text);
        }
        for text in ["[]", "[1]", "[1,]", "[,1]", "[1 2]", "[1", "[1]]", "[1] x", " [ 1 , 2 ] "] {
            both::<Vec<i64>>(text);
        }
        for text in ["\"plain\"", "\"held\"", "{\"plain\":null}", "{\"held\":[1]}", "{\"held\":[1],\"plain\":null}", "{}"] {
            both::<Kind>(text);
        }
    }

    #[test]
    fn an_answer_cut_anywhere_is_malformed_and_never_a_panic() {
        let whole = r#"{"text":"é\n","whole":1,"small":2,"yes":false,"kinds":[{"held":[1]}],"map":{}}"#;
        assert!(read::<All>(whole.as_bytes()).is_ok());
        for end in 0..whole.len() {
            assert_eq!(read::<All>(&whole.as_bytes()[..end]), Err(Malformed), "cut at {end}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "[".repeat(100_000);
        assert_eq!(read::<de::IgnoredAny>(deep.as_bytes()).map(|_| ()), Err(Malformed));
    }

    #[test]
    fn a_chart_reads_the_same() {
        let chart = crate::records::sample_chart_json();
        let general: commonweal_shared::records::Chart = serde_json::from_str(&chart).expect("a chart");
        assert_eq!(read(chart.as_bytes()), Ok(general));
    }
}
