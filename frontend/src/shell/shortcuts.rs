//! The keys that work everywhere. There is no single-character shortcut (WCAG 2.1.4).

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

use super::address::use_address;

/// The id of whichever box for finding a person is on the page; there is only ever one.
pub const FIND_BOX: &str = "find-person";

/// Ctrl+K (or Command+K) puts the cursor into "find a person", wherever one is.
pub(super) fn listen() {
    let address = use_address();
    let listener = window_event_listener(ev::keydown, move |event| {
        let held = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
        if !held || !event.key().eq_ignore_ascii_case("k") {
            return;
        }
        event.prevent_default();
        if !focus_find_box() {
            address.go("/find");
        }
    });
    on_cleanup(move || listener.remove());
}

/// Puts the cursor into the box and selects what is in it; false where no box can be seen.
fn focus_find_box() -> bool {
    let found = document().get_element_by_id(FIND_BOX);
    let Some(input) = found.and_then(|found| found.dyn_into::<HtmlInputElement>().ok()) else { return false };
    // A box that is folded away on a narrow screen takes no part in the layout.
    if input.offset_parent().is_none() {
        return false;
    }
    let focused = input.focus().is_ok();
    input.select();
    focused
}

/// Follows the skip link without touching the address.
pub(super) fn skip_to_main(event: &ev::MouseEvent) {
    event.prevent_default();
    event.stop_propagation();
    let main = document().get_element_by_id("main");
    if let Some(main) = main.and_then(|main| main.dyn_into::<HtmlElement>().ok()) {
        let _ = main.focus();
        main.scroll_into_view();
    }
}
