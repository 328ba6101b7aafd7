use std::fmt;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::CredentialId;

/// What every credential begins with, so that people and scanners for leaked secrets know one when they see it.
const MARK: &str = "cw_";
/// The length of an id as it stands in a credential: 32 hexadecimal digits.
const ID: usize = 32;
/// The length of the secret part: 64 hexadecimal digits, which are 256 bits.
const SECRET: usize = 64;

/// A credential in full, as the organisation sends it: `cw_`, its id, `_`, and 256 random bits in hexadecimal digits.
///
/// It is shown once, when it is made, and never stored or logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A new one from the system's generator.
    pub(super) fn new(id: CredentialId) -> Self {
        Self(format!("{MARK}{}_{}", id.simple(), hex::encode(rand::random::<[u8; 32]>())))
    }

    /// Reads what somebody sent; none when it can't be a credential of ours.
    pub(super) fn parse(text: &str) -> Option<(CredentialId, Self)> {
        let rest = text.strip_prefix(MARK)?;
        let (id, secret) = rest.split_once('_')?;
        let hex = |part: &str, length| {
            part.len() == length && part.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f'))
        };
        (hex(id, ID) && hex(secret, SECRET)).then_some(())?;
        Some((id.parse().ok()?, Self(text.to_owned())))
    }

    /// What the database keeps of it. It is random and long, so a plain hash is enough.
    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// Compares without telling, by the time it takes, how much was right.
    pub(super) fn has_hash(&self, hash: &[u8]) -> bool {
        self.hash().as_slice().ct_eq(hash).into()
    }

    /// The text to hand over, once.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use commonweal_shared::time::Moment;

    use super::*;
    use crate::clock::new_uuid;

    fn id() -> CredentialId {
        CredentialId::new(new_uuid(Moment::from_micros(1_795_000_000_000_000)))
    }

    #[test]
    fn a_new_one_is_long_random_and_read_again() {
        let id = id();
        let (one, other) = (Secret::new(id), Secret::new(id));
        assert_eq!(one.reveal().len(), MARK.len() + ID + 1 + SECRET);
        assert_ne!(one, other);
        assert_eq!(Secret::parse(one.reveal()), Some((id, one.clone())));
        assert!(one.has_hash(&one.hash()) && !one.has_hash(&other.hash()) && !one.has_hash(&[]));
        assert_eq!(format!("{one:?}"), "Secret(…)");
    }

    #[test]
    fn nothing_else_is_one() {
        let good = Secret::new(id()).reveal().to_owned();
        let wrong = ["", "cw_", &good[3..], &good[..good.len() - 1], &good.to_uppercase(), &format!("{good}0")];
        for text in wrong {
            assert_eq!(Secret::parse(text), None, "{text}");
        }
    }
}
