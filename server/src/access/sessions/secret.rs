use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// A random value that only its holder knows: 256 bits from the system's generator, written in hex.
pub(super) fn new_secret() -> String {
    hex::encode(rand::random::<[u8; 32]>())
}

/// What the database keeps of a session's token. The token is random and long, so a plain hash is enough.
pub(super) fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Compares without telling, by the time it takes, how much was right.
pub(super) fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_long_and_differ() {
        let (one, other) = (new_secret(), new_secret());
        assert_eq!(one.len(), 64);
        assert!(!same(&one, &other) && same(&one, &one.clone()) && !same(&one, &one[..63]));
        assert_ne!(token_hash(&one), token_hash(&other));
    }
}
