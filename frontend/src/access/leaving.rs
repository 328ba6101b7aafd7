//! Why somebody is at the sign-in page: carried in the address, since nothing else outlives the page.

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leaving {
    /// They signed out.
    SignedOut,
    /// Nothing was done for too long.
    Idle,
    /// The server says that there is no session any more.
    Ended,
    /// They signed out in another tab.
    Elsewhere,
    /// They signed out here, and the server could not be told.
    NotTold,
}

impl Leaving {
    const ALL: [Self; 5] = [Self::SignedOut, Self::Idle, Self::Ended, Self::Elsewhere, Self::NotTold];

    /// The word in the address.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::SignedOut => "signed-out",
            Self::Idle => "idle",
            Self::Ended => "ended",
            Self::Elsewhere => "elsewhere",
            Self::NotTold => "not-told",
        }
    }

    /// Reads the word in the address.
    pub(crate) fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.id() == id)
    }

    /// What the sign-in page says.
    pub(crate) const fn sentence(self) -> &'static str {
        match self {
            Self::SignedOut => "You have signed out. Nothing of any record is left in this browser.",
            Self::Idle => {
                "You were signed out because nothing was done for a while. \
                 Nothing of any record is left in this browser."
            }
            Self::Ended => "Your session has ended. Sign in again to go on.",
            Self::Elsewhere => "You signed out in another tab, so this one is signed out too.",
            Self::NotTold => {
                "This browser shows nothing any more, but Commonweal could not be told, so your \
                 session is still open there until it ends by itself."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_comes_back_from_the_address() {
        for why in Leaving::ALL {
            assert_eq!(Leaving::from_id(why.id()), Some(why));
            assert!(why.sentence().ends_with('.'));
        }
        assert_eq!(Leaving::from_id("<script>"), None);
    }
}
