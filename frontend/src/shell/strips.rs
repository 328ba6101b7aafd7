use leptos::ev;
use leptos::prelude::*;

use super::system::use_system;
use crate::access::{SignedIn, use_session};
use crate::shell::dynamic;

/// What must be known on every page: that this is a test database or a demonstration, and that the
/// connection is gone.
#[component]
pub fn Strips() -> impl IntoView {
    let system = use_system();
    let online = RwSignal::new(window().navigator().on_line());
    let on = window_event_listener(ev::online, move |_| online.set(true));
    let off = window_event_listener(ev::offline, move |_| online.set(false));
    on_cleanup(move || {
        on.remove();
        off.remove();
    });
    let session = use_session();
    // The strip comes together with the first page, so that nothing jumps.
    let asking = Memo::new(move |_| session.state().with(|state| *state == SignedIn::Asking));
    let words = move || match (system.is_test(), system.demonstration()) {
        _ if asking.get() => None,
        (_, true) => Some(("Demonstration", "Test database. Everybody and everything in it is fictional.")),
        (true, false) => Some(("Test database", "Not for the care of real people.")),
        (false, false) => None,
    };
    view! {
        {dynamic(move || words().map(|(name, meaning)| view! {
            <p class="cw-strip" data-testid="strip">
                <strong class="cw-strip__name">{name}</strong> " " {meaning}
            </p>
        }))}
        <div role="status">
            {dynamic(move || (!online.get()).then(|| view! {
                <p class="cw-strip cw-strip--offline" data-testid="strip-offline">
                    <strong class="cw-strip__name">"Offline"</strong>
                    " What is on the screen may be out of date, and nothing more can be opened."
                </p>
            }))}
        </div>
    }
}
