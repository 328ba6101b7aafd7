//! Addresses, and how one goes from one to another without loading the program anew.
//!
//! The pages are few and flat, and an address holds ids and section names only. This does what they need in a
//! fiftieth of the size that a general router adds to everybody's first load.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, MouseEvent};

/// The address that is shown; found in the context of every page by [`use_address`].
#[derive(Debug, Clone, Copy)]
pub struct Address {
    path: RwSignal<String>,
    query: RwSignal<String>,
}

/// The address that is shown.
pub fn use_address() -> Address {
    expect_context::<Address>()
}

impl Address {
    /// Makes the address known to everything below; follows links, and the browser's own way back and forth.
    pub(super) fn provide() -> Self {
        let address = Self { path: RwSignal::new(String::new()), query: RwSignal::new(String::new()) };
        address.read();
        provide_context(address);
        let back_or_forth = window_event_listener(ev::popstate, move |_| address.read());
        let clicks = window_event_listener(ev::click, move |event| {
            if let Some(to) = local_link(&event) {
                event.prevent_default();
                address.go(&to);
            }
        });
        on_cleanup(move || {
            back_or_forth.remove();
            clicks.remove();
        });
        address
    }

    /// The path, such as `/find`; whoever reads it is told of changes.
    pub fn path(self) -> RwSignal<String> {
        self.path
    }

    /// What one part of the path means to the page that this path's first part names. While one leaves that page
    /// it keeps its last meaning, so that a page on its way out takes no other address for its own.
    pub fn part_of<T>(self, page: &'static str, at: usize, read: fn(Option<&str>) -> T) -> Memo<T>
    where
        T: Clone + PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |before: Option<&T>| {
            self.path.with(|path| match before {
                Some(before) if parts(path).next() != Some(page) => before.clone(),
                _ => read(parts(path).nth(at)),
            })
        })
    }

    /// What the query says under this key; empty when it only names the key.
    pub fn query(self, key: &str) -> Option<String> {
        self.query.with(|query| {
            let pairs = query.trim_start_matches('?').split('&');
            let mut pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
            pairs.find(|(name, _)| *name == key).map(|(_, value)| value.to_owned())
        })
    }

    /// Goes to another page of this program; the browser's way back leads here again.
    pub fn go(self, to: &str) {
        if let Ok(history) = window().history() {
            // Without a history the page changes all the same; only the way back is lost.
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(to));
        }
        self.read();
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }

    /// Goes to another page in the place of this one.
    pub fn replace(self, to: &str) {
        if let Ok(history) = window().history() {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(to));
        }
        self.read();
    }

    fn read(self) {
        let location = window().location();
        let (path, query) = (location.pathname().unwrap_or_default(), location.search().unwrap_or_default());
        if self.query.with_untracked(|known| *known != query) {
            self.query.set(query);
        }
        if self.path.with_untracked(|known| *known != path) {
            self.path.set(path);
        }
    }
}

/// The parts of a path between its slashes.
pub(super) fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !part.is_empty())
}

/// Where a click leads, if it is a plain click on a link to a page of this program.
fn local_link(event: &MouseEvent) -> Option<String> {
    let modified = event.meta_key() || event.alt_key() || event.ctrl_key() || event.shift_key();
    if event.default_prevented() || event.button() != 0 || modified {
        return None;
    }
    let link = event.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??;
    let elsewhere = ["target", "download"].iter().any(|name| link.has_attribute(name))
        || link.get_attribute("rel").is_some_and(|rel| rel.contains("external"));
    let to = link.get_attribute("href").filter(|_| !elsewhere)?;
    // Links of this program are written from the root; what the server answers itself is no page of it.
    (to.starts_with('/') && !to.starts_with("//") && !to.starts_with("/api/")).then_some(to)
}
