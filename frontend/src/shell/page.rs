use leptos::html::Main;
use leptos::prelude::*;

use super::arrival::Arrivals;
use crate::shell::on_change;

/// The name of the page that stands until the program knows what to show.
pub(super) const LOADING: &str = "start";

/// A page: its `main` landmark, its state for tests and styles, and the document's title.
///
/// `title` never names a person. On every page but the first one, the focus moves to the landmark,
/// so that keyboard and screen reader start where the new content starts; a box on the page that
/// takes the focus takes it after that.
#[component]
pub fn Page(
    /// What the page is called in `data-page`, such as `find`.
    name: &'static str,
    /// The document's title without the product's name; may change while the page stands.
    #[prop(into)]
    title: Signal<String>,
    /// `loading`, `ready`, `error`, `offline`, `denied` …; see [`crate::net::Loaded::state`].
    #[prop(into, default = Signal::stored("ready"))]
    state: Signal<&'static str>,
    /// Spans the window instead of the reading width.
    #[prop(optional)]
    wide: bool,
    /// What stands on it.
    children: Children,
) -> impl IntoView {
    let landmark = NodeRef::<Main>::new();
    on_change(move || document().set_title(&format!("{} – Commonweal", title.get())));
    on_change(move || {
        // The page that only says "loading" is nobody's first page.
        if let Some(landmark) = landmark.get()
            && name != LOADING
            && Arrivals::count_one()
        {
            let _ = landmark.focus();
        }
    });
    view! {
        <main
            id="main"
            class="cw-main"
            class:cw-main--wide=wide
            tabindex="-1"
            node_ref=landmark
            data-page=name
            data-state=state
        >
            {children()}
        </main>
    }
}
