use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// A credential's id. It is no secret: lists and the audit log show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CredentialId(Uuid);

impl CredentialId {
    /// Takes a UUID that was made for this purpose (version 7).
    pub const fn new(uuid: Uuid) -> Self {
        Self(uuid)
    }

    /// As 32 hexadecimal digits, the way it stands in the credential.
    pub(super) fn simple(self) -> String {
        self.0.simple().to_string()
    }
}

impl fmt::Display for CredentialId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl FromStr for CredentialId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || format!("\"{text}\": expected a credential's id, as `commonweal credential list` shows it");
        Uuid::try_parse(text).map(Self).map_err(|_| expected())
    }
}
