//! What the client remembers between requests: the token that goes with a change, and signs of life.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use commonweal_shared::time::Moment;
use web_sys::js_sys::Date;

thread_local! {
    static CSRF_TOKEN: RefCell<Option<String>> = const { RefCell::new(None) };
    static LAST_ANSWER: Cell<f64> = const { Cell::new(0.0) };
    static LAST_SIGN: Cell<f64> = const { Cell::new(0.0) };
    static SIGNED_OUT: RefCell<Option<Rc<dyn Fn()>>> = const { RefCell::new(None) };
}

/// Sets the token that every change carries from now on; `None` forgets it.
pub fn set_csrf_token(token: Option<String>) {
    CSRF_TOKEN.set(token);
}

pub(super) fn csrf_token() -> Option<String> {
    CSRF_TOKEN.with_borrow(Clone::clone)
}

/// Says what to do when the server answers that nobody is signed in.
pub fn when_signed_out(act: impl Fn() + 'static) {
    SIGNED_OUT.set(Some(Rc::new(act)));
}

pub(super) fn tell_signed_out() {
    // Taken out before it is called, so that it may itself send requests.
    let act = SIGNED_OUT.with_borrow(Clone::clone);
    if let Some(act) = act {
        act();
    }
}

pub(super) fn mark_answer() {
    LAST_ANSWER.set(now_millis());
    note_sign_of_life();
}

/// Notes that the session is alive just now, though not by an answer to this tab.
pub fn note_sign_of_life() {
    LAST_SIGN.set(now_millis());
}

/// When the server last answered this tab, in milliseconds since 1970.
pub fn last_answer_millis() -> f64 {
    LAST_ANSWER.get()
}

/// When the session was last seen alive: by an answer to this tab, or by word from another one.
pub fn last_sign_millis() -> f64 {
    LAST_SIGN.get()
}

/// This machine's clock, in milliseconds since 1970.
pub fn now_millis() -> f64 {
    Date::now()
}

/// This machine's clock as the record's rules want it.
pub fn now() -> Moment {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of a real clock fit an i64 by far")]
    Moment::from_micros(now_millis() as i64 * 1_000)
}
