//! What the tabs of one browser tell one another about their common session. No personal data.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

/// A message from one tab to the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// The session is over: clear everything.
    SignedOut,
    /// Somebody signed in, or acts in another role now: ask the server again.
    Changed,
    /// Somebody is at work in this tab: the session is not idle.
    Alive,
}

impl Word {
    const ALL: [Self; 3] = [Self::SignedOut, Self::Changed, Self::Alive];

    const fn as_str(self) -> &'static str {
        match self {
            Self::SignedOut => "signed-out",
            Self::Changed => "changed",
            Self::Alive => "alive",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|word| word.as_str() == text)
    }
}

thread_local! {
    static CHANNEL: RefCell<Option<Rc<BroadcastChannel>>> = const { RefCell::new(None) };
}

/// Listens to the other tabs for as long as this one lives.
pub(super) fn listen(hear: impl Fn(Word) + 'static) {
    // A browser without the channel has independent tabs; the server ends their session all the same.
    let Ok(channel) = BroadcastChannel::new("commonweal-session") else { return };
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(word) = event.data().as_string().as_deref().and_then(Word::parse) {
            hear(word);
        }
    });
    channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    CHANNEL.set(Some(Rc::new(channel)));
}

/// Tells the other tabs.
pub(super) fn tell(word: Word) {
    if let Some(channel) = CHANNEL.with_borrow(Clone::clone) {
        let _ = channel.post_message(&JsValue::from_str(word.as_str()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_comes_back_as_itself() {
        for word in Word::ALL {
            assert_eq!(Word::parse(word.as_str()), Some(word));
        }
        assert_eq!(Word::parse("anything else"), None);
    }
}
