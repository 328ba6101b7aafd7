//! What a file may be before a tree is made of it, so that no file fills the memory: how large, and how dense.

use std::fs::File;
use std::io::{self, Read};

use super::refusal::RefusedFile;

/// No file is read that has more bytes, packed or unpacked: 512 MiB.
pub(super) const LARGEST: u64 = 512 * 1024 * 1024;
/// Up to here a packed file is unpacked at once; a larger one is measured first, so that a bomb fills nothing.
const AT_ONCE: u64 = 64 * 1024 * 1024;
/// No submission has more resources: each costs memory beyond its bytes.
pub(super) const MOST: usize = 1_000_000;
/// A file may have this many JSON values, and one more for each 16 bytes: twice what the densest bundle has.
const VALUES: usize = 1_000_000;
const BYTES_PER_VALUE: usize = 16;

/// Why there are no bytes of a file.
#[derive(Debug)]
pub enum NoBytes {
    /// It can't be read.
    Unreadable(io::Error),
    /// It is larger than any file may be.
    Refused(RefusedFile),
}

impl From<io::Error> for NoBytes {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(error)
    }
}

/// All bytes of a file, where it is not too large; of one that is, nothing is kept.
///
/// # Errors
/// When it can't be read, or is too large.
pub fn bytes_of(file: &File) -> Result<Vec<u8>, NoBytes> {
    let length = file.metadata()?.len();
    if length > LARGEST {
        return Err(NoBytes::Refused(RefusedFile::TooLarge));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    // A pipe has no length beforehand, and a file may be written to meanwhile.
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST { Err(NoBytes::Refused(RefusedFile::TooLarge)) } else { Ok(bytes) }
}

/// Unpacks gzip, as far as a file may go.
pub(super) fn inflate(packed: &[u8]) -> Result<Vec<u8>, RefusedFile> {
    let gzip = |_: io::Error| RefusedFile::Gzip;
    let mut out = Vec::with_capacity(packed.len().saturating_mul(8).min(64 << 20));
    let mut reader = flate2::read::MultiGzDecoder::new(packed);
    reader.by_ref().take(AT_ONCE).read_to_end(&mut out).map_err(gzip)?;
    if out.len() as u64 == AT_ONCE {
        let more = io::copy(&mut reader.take(LARGEST - AT_ONCE + 1), &mut io::sink()).map_err(gzip)?;
        if AT_ONCE + more > LARGEST {
            return Err(RefusedFile::TooLarge);
        }
        let whole = usize::try_from(AT_ONCE + more).unwrap_or(usize::MAX);
        out = Vec::new();
        out.reserve_exact(whole);
        flate2::read::MultiGzDecoder::new(packed).read_to_end(&mut out).map_err(gzip)?;
    }
    Ok(out)
}

/// Refuses a file that has more values than its size explains: each costs tens of bytes in memory.
pub(super) fn density(text: &[u8]) -> Result<(), RefusedFile> {
    let most = VALUES + text.len() / BYTES_PER_VALUE;
    // A quick count from above, in texts too: with few of these signs, no closer look is needed.
    let signs = text.iter().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count();
    if signs > most && values(text) > most { Err(RefusedFile::TooDense) } else { Ok(()) }
}

/// How many values there are at least; what stands in texts is none.
fn values(text: &[u8]) -> usize {
    let (mut values, mut in_text, mut escaped) = (0, false, false);
    for byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b',' | b'[' | b'{' if !in_text => values += 1,
            _ => {}
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_outside_of_texts() {
        assert_eq!(values(br#"{"a": "[{,\",,", "b": [1, 2]}"#), 4);
    }

    #[test]
    fn many_values_in_few_bytes_are_refused_and_commas_in_words_are_not() {
        let most = VALUES + 100_000;
        let list = format!("[{}0]", "0,".repeat(most * 2));
        assert_eq!(density(list.as_bytes()), Err(RefusedFile::TooDense));
        let words = format!("[\"{}\"]", ",".repeat(most * 2));
        assert_eq!(density(words.as_bytes()), Ok(()));
    }
}
