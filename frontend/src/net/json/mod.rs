//! Reading answers: JSON as our server writes it, into the types that both sides share.
//!
//! The general reader accepts much that never comes (structs as lists, floats, any value anywhere) and words every
//! error; all of that is compiled anew for each type. This one takes objects, lists, texts, whole numbers, booleans
//! and nulls, and says only that an answer could not be read, which is all that a page can say of it. It makes the
//! first load smaller by a tenth. Tests hold it to the general reader.

mod decode;
mod reader;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::de::{self, Deserialize};

use reader::Reader;

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
    let mut reader = Reader::new(text);
    let value = T::deserialize(&mut reader)?;
    if reader.peek() == 0 { Ok(value) } else { Err(Malformed) }
}
