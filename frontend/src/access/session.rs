//! Who is signed in, as every page knows it; and how that begins, changes and ends.

use commonweal_shared::access::{Membership, Role, Session, SessionLimits};
use commonweal_shared::api;
use leptos::prelude::*;

use super::leaving::Leaving;
use super::tabs::{self, Word};
use crate::net::{self, Failure};

/// What is known of who is signed in.
#[derive(Debug, Clone, PartialEq)]
pub enum SignedIn {
    /// The server is being asked.
    Asking,
    /// Nobody.
    Nobody,
    /// Somebody.
    Somebody(Session),
    /// The server could not be asked.
    Unknown(Failure),
}

impl SignedIn {
    fn acting_as(&self) -> Option<Membership> {
        match self {
            Self::Somebody(session) => Some(session.acting_as.clone()),
            Self::Asking | Self::Nobody | Self::Unknown(_) => None,
        }
    }
}

/// The session of this browser; found in the context of every page by [`use_session`].
#[derive(Debug, Clone, Copy)]
pub struct CurrentSession {
    state: RwSignal<SignedIn>,
    left: RwSignal<Option<Leaving>>,
}

impl CurrentSession {
    /// Makes the session known to everything below, and listens to the server and to other tabs.
    pub(crate) fn provide() -> Self {
        let session = Self { state: RwSignal::new(SignedIn::Asking), left: RwSignal::new(None) };
        provide_context(session);
        net::when_signed_out(move || {
            // Only a session that was there can end: the first question of all is no end.
            if session.is_somebody() {
                session.clear(Leaving::Ended, true);
            }
        });
        tabs::listen(move |word| match word {
            Word::SignedOut if session.is_somebody() => session.clear(Leaving::Elsewhere, true),
            Word::SignedOut => {}
            Word::Changed => crate::net::spawn(session.refresh()),
            Word::Alive => net::note_sign_of_life(),
        });
        session
    }

    /// What is known; whoever reads it is told of changes.
    pub fn state(self) -> RwSignal<SignedIn> {
        self.state
    }

    /// Who is signed in, if anybody.
    pub fn get(self) -> Option<Session> {
        self.state.with(|state| match state {
            SignedIn::Somebody(session) => Some(session.clone()),
            _ => None,
        })
    }

    /// The role and organisation in which they act; whoever reads it is told of changes.
    pub fn acting_as(self) -> Option<Membership> {
        self.state.with(SignedIn::acting_as)
    }

    /// The role in which they act. A page may ask once: the pages are made anew when it changes.
    pub fn role(self) -> Option<Role> {
        self.state.with_untracked(|state| state.acting_as().map(|acting| acting.role))
    }

    /// When the session ends by itself; not told of changes.
    pub(crate) fn limits(self) -> Option<SessionLimits> {
        self.state.with_untracked(|state| match state {
            SignedIn::Somebody(session) => Some(session.limits),
            _ => None,
        })
    }

    /// Why this tab was signed out, when that happened without starting the program afresh.
    pub(crate) fn left(self) -> Option<Leaving> {
        self.left.get_untracked()
    }

    fn is_somebody(self) -> bool {
        self.state.with_untracked(|state| matches!(state, SignedIn::Somebody(_)))
    }

    /// Asks the server who is signed in; that also keeps the session from going idle.
    pub async fn refresh(self) {
        match net::get::<Session>(api::SESSION).await {
            Ok(session) => {
                net::set_csrf_token(Some(session.csrf_token.clone()));
                let same = self
                    .state
                    .with_untracked(|state| matches!(state, SignedIn::Somebody(before) if *before == session));
                if !same {
                    self.state.set(SignedIn::Somebody(session));
                }
            }
            Err(Failure::SignedOut) => {
                if !matches!(self.state.get_untracked(), SignedIn::Nobody) {
                    self.state.set(SignedIn::Nobody);
                }
            }
            // Somebody who works on while the network stutters is not thrown out for it.
            Err(_) if self.is_somebody() => {}
            Err(failure) => self.state.set(SignedIn::Unknown(failure)),
        }
    }

    /// Hides everything until the server has said who is signed in now: for a page that comes back
    /// from the browser's back-forward cache.
    pub async fn check_again(self) {
        self.state.set(SignedIn::Asking);
        self.refresh().await;
    }

    /// After a sign-in or a switch of role that the server has accepted.
    pub async fn changed(self) {
        self.refresh().await;
        tabs::tell(Word::Changed);
    }

    /// Tells the other tabs that somebody is at work here.
    pub(crate) fn tell_alive(self) {
        tabs::tell(Word::Alive);
    }

    /// Ends the session at the server and clears everything here, in every tab.
    pub(crate) async fn sign_out(self, why: Leaving) {
        let told = matches!(net::delete(api::SESSION).await, Ok(()) | Err(Failure::SignedOut));
        tabs::tell(Word::SignedOut);
        // An idle session is over at the server too, told or not.
        let why = if told || why == Leaving::Idle { why } else { Leaving::NotTold };
        self.clear(why, told);
    }

    /// Leaves nothing behind: drops every page and store at once, then starts the program afresh,
    /// so that not even its memory holds what was shown. Without a connection it could not start
    /// again and stays, showing the sign-in page, from where the server can still be told.
    fn clear(self, why: Leaving, afresh: bool) {
        self.left.set(Some(why));
        self.state.set(SignedIn::Nobody);
        document().set_title("Signed out – Commonweal");
        if afresh && window().navigator().on_line() {
            net::set_csrf_token(None);
            let _ = window().location().replace(&format!("/sign-in?why={}", why.id()));
        }
    }
}

/// The session of this browser.
///
/// # Panics
/// Outside the shell, which provides it for every page.
pub fn use_session() -> CurrentSession {
    use_context().expect("the shell provides the session before it shows any page")
}
