//! Something that is being fetched, has come, or has failed; with a way to ask again.

use std::future::Future;

use leptos::prelude::*;

use super::Failure;
use super::spawn::spawn;

/// What is known of something that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loaded<T> {
    /// Asked, no answer yet.
    Loading,
    /// Here it is.
    Ready(T),
    /// It did not come.
    Failed(Failure),
}

impl<T> Loaded<T> {
    /// The page state that tests and styles know it by: `loading`, `ready`, `error`, `offline` or `denied`.
    pub fn state(&self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Ready(_) => "ready",
            Self::Failed(failure) => failure.state(),
        }
    }

    /// The value, once it is here.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Loading | Self::Failed(_) => None,
        }
    }
}

/// Fetches one thing at a time: an answer to an earlier question never overwrites a later one.
pub struct Loader<T: Send + Sync + 'static> {
    value: RwSignal<Loaded<T>>,
    turn: StoredValue<u32>,
}

impl<T: Send + Sync + 'static> Clone for Loader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Loader<T> {}

impl<T: Send + Sync + 'static> Default for Loader<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Send + Sync + 'static> Loader<T> {
    /// Nothing asked yet; shows as loading.
    pub fn new() -> Self {
        Self { value: RwSignal::new(Loaded::Loading), turn: StoredValue::new(0) }
    }

    /// Asks. What was there before is dropped first, so that it never stands under a new heading.
    pub fn run(self, question: impl Future<Output = Result<T, Failure>> + 'static) {
        self.clear();
        let mine = self.turn.get_value();
        spawn(async move {
            let answer = match question.await {
                Ok(value) => Loaded::Ready(value),
                Err(failure) => Loaded::Failed(failure),
            };
            // The page may be gone by now, and its stores with it.
            if self.turn.try_get_value() == Some(mine) {
                self.value.try_set(answer);
            }
        });
    }

    /// Forgets what came, and drops the answer that may be on its way.
    pub fn clear(self) {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.value.set(Loaded::Loading);
    }

    /// What is known now; whoever reads it is told of changes.
    pub fn value(self) -> RwSignal<Loaded<T>> {
        self.value
    }

    /// The page state, see [`Loaded::state`].
    pub fn state(self) -> Signal<&'static str> {
        Signal::derive(move || self.value.with(Loaded::state))
    }
}
