use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use tokio::sync::Semaphore;

/// How many pass phrases are checked at once: each takes 19 MiB and a core for some tens of milliseconds.
static CHECKS: Semaphore = Semaphore::const_new(2);

/// The fewest characters of a pass phrase (ASVS 5.0 6.2.1 asks for 8; 15 is its recommendation).
const SHORTEST: usize = 12;
/// The most (ASVS 5.0 6.2.9 asks that 64 be possible).
const LONGEST: usize = 256;

/// What is wrong with a new pass phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PassPhraseError {
    /// Too short or too long.
    #[error("a pass phrase has {SHORTEST} to {LONGEST} characters; this one has {found}")]
    Length {
        /// How many characters there were.
        found: usize,
    },
    /// The hash could not be made.
    #[error("the pass phrase could not be hashed")]
    Hash,
}

/// Makes the argon2id hash that is kept (OWASP's parameters: 19 MiB, 2 passes, 1 lane, the crate's default).
pub(super) fn hash(pass_phrase: &str) -> Result<String, PassPhraseError> {
    let found = pass_phrase.chars().count();
    if !(SHORTEST..=LONGEST).contains(&found) {
        return Err(PassPhraseError::Length { found });
    }
    let hash = Argon2::default().hash_password(pass_phrase.as_bytes()).map_err(|_| PassPhraseError::Hash)?;
    Ok(hash.to_string())
}

/// Whether this is the pass phrase. Without a hash (no such account, or one that has none) it takes as long and is no.
pub(in crate::access) async fn is_right(pass_phrase: String, kept: Option<String>) -> bool {
    if pass_phrase.len() > LONGEST * 4 {
        return false;
    }
    let Ok(_permit) = CHECKS.acquire().await else { return false };
    let checked = tokio::task::spawn_blocking(move || match kept {
        Some(kept) => verify(&pass_phrase, &kept),
        None => {
            let _ = Argon2::default().hash_password(pass_phrase.as_bytes());
            false
        }
    });
    checked.await.unwrap_or(false)
}

fn verify(pass_phrase: &str, kept: &str) -> bool {
    PasswordHash::new(kept).is_ok_and(|kept| Argon2::default().verify_password(pass_phrase.as_bytes(), &kept).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_same_pass_phrase_is_right() {
        let kept = hash("correct horse battery").expect("a hash");
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(is_right("correct horse battery".to_owned(), Some(kept.clone())).await);
        assert!(!is_right("Correct horse battery".to_owned(), Some(kept)).await);
        assert!(!is_right("correct horse battery".to_owned(), None).await);
        assert!(!is_right("x".to_owned(), Some("nonsense".to_owned())).await);
    }

    #[test]
    fn a_short_one_is_refused_with_its_length() {
        assert_eq!(hash("short"), Err(PassPhraseError::Length { found: 5 }));
    }
}
