//! One search at a time, kept only in memory and only while somebody is signed in.

use commonweal_shared::api;
use commonweal_shared::records::{Found, SearchError, SearchRequest, SearchTerms};
use leptos::prelude::*;

use crate::net::{Loader, post};

/// What is being looked for; shared by the bar, the first page and the page for finding.
#[derive(Clone, Copy)]
pub struct Search {
    typed: RwSignal<String>,
    asked: RwSignal<Option<String>>,
    error: RwSignal<Option<SearchError>>,
    found: Loader<Vec<Found>>,
}

impl Search {
    /// Makes the search known to the bar and the pages.
    pub(crate) fn provide() -> Self {
        let search = Self {
            typed: RwSignal::new(String::new()),
            asked: RwSignal::new(None),
            error: RwSignal::new(None),
            found: Loader::new(),
        };
        provide_context(search);
        search
    }

    /// Forgets what was typed and who was found: when somebody signs out or acts in another role.
    pub(crate) fn clear(self) {
        self.typed.set(String::new());
        self.asked.set(None);
        self.error.set(None);
        self.found.clear();
    }

    /// What stands in the page's box.
    pub(super) fn typed(self) -> RwSignal<String> {
        self.typed
    }

    /// What was last asked, once something was.
    pub(super) fn asked(self) -> RwSignal<Option<String>> {
        self.asked
    }

    /// What is wrong with what was typed, by the rule that the server uses too.
    pub(super) fn error(self) -> RwSignal<Option<SearchError>> {
        self.error
    }

    /// Who was found.
    pub(super) fn found(self) -> Loader<Vec<Found>> {
        self.found
    }

    /// Asks for what stands in the box; false, and the box says why, when that is no question.
    pub(super) fn submit(self) -> bool {
        let query = self.typed.with_untracked(|typed| typed.trim().to_owned());
        match SearchTerms::parse(&query) {
            Ok(_) => {
                self.error.set(None);
                self.ask(query);
                true
            }
            Err(error) => {
                self.error.set(Some(error));
                false
            }
        }
    }

    /// Asks the last question again.
    pub(super) fn again(self) {
        if let Some(query) = self.asked.get_untracked() {
            self.ask(query);
        }
    }

    fn ask(self, query: String) {
        self.asked.set(Some(query.clone()));
        self.found.run(async move { post(api::SEARCH, &SearchRequest { query }).await });
    }
}

/// The search.
///
/// # Panics
/// Outside the shell, which provides it for every page.
pub(super) fn use_search() -> Search {
    use_context().expect("the shell provides the search before it shows any page")
}
