//! Status messages for people who don't see the screen change (WCAG 4.1.3).

use leptos::prelude::*;

/// Says things without moving the focus; found in the context of every page.
#[derive(Debug, Clone, Copy)]
pub struct Announcer {
    message: RwSignal<String>,
}

impl Announcer {
    pub(super) fn provide() -> Self {
        let announcer = Self { message: RwSignal::new(String::new()) };
        provide_context(announcer);
        announcer
    }

    /// Says this sentence. The same sentence twice in a row is said twice.
    pub fn say(self, sentence: impl Into<String>) {
        let mut sentence = sentence.into();
        // A live region that is set to what it holds already stays silent; a trailing no-break
        // space makes it another text and is not spoken.
        if self.message.with_untracked(|before| *before == sentence) {
            sentence.push('\u{a0}');
        }
        self.message.set(sentence);
    }

    pub(super) fn message(self) -> RwSignal<String> {
        self.message
    }
}

/// The announcer of this page.
pub fn use_announcer() -> Announcer {
    // Outside the shell (a component mounted alone in a test) messages go nowhere.
    use_context().unwrap_or_else(|| Announcer { message: RwSignal::new(String::new()) })
}
