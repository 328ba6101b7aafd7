//! A long list of which only what is near the window is drawn.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::JsValue;
use web_sys::js_sys::Array;
use web_sys::{HtmlElement, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

use crate::records::markup::{Node, draw};
use crate::shell::on_change;

/// How tall a line is taken to be before it was ever drawn.
const LINE_PIXELS: usize = 33;
/// How far from the window blocks are drawn.
const MARGIN: &str = "1200px 0px";

/// A part of a long list: drawn whole or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    /// What it is, for whoever draws it.
    pub(crate) key: usize,
    /// How many lines it will take, roughly; only its height before it is drawn depends on it.
    pub(crate) lines: usize,
}

/// Shows blocks one below the other. Blocks far from the window are empty and as tall as they were,
/// so that lines may be of any height and the scroll bar stays true; one that holds the focus stays.
#[component]
pub(crate) fn Windowed(
    /// The blocks.
    #[prop(into)]
    blocks: Signal<Vec<Block>>,
    /// Draws the block with this key.
    #[prop(into)]
    content: Callback<usize, Node>,
    /// Draws everything: for printing.
    #[prop(into)]
    whole: Signal<bool>,
) -> impl IntoView {
    let host = NodeRef::<Div>::new();
    let observer = StoredValue::new_local(None::<Observer>);
    on_change(move || {
        let Some(host) = host.get() else { return };
        let (blocks, whole) = (blocks.get(), whole.get());
        observer.set_value(None);
        host.set_text_content(None);
        let elements: Vec<HtmlElement> = blocks.iter().filter_map(|block| shell(&host, block)).collect();
        if whole || blocks.len() < 2 {
            elements.iter().for_each(|element| fill(element, content));
            return;
        }
        // The first block is there at once, so that nothing flashes.
        elements.iter().take(1).for_each(|element| fill(element, content));
        observer.set_value(Observer::over(&elements, content));
    });
    on_cleanup(move || {
        observer.try_set_value(None);
    });
    view! { <div class="cw-windowed" node_ref=host></div> }
}

/// Watches blocks until it is dropped.
struct Observer {
    inner: IntersectionObserver,
    _told: Closure<dyn FnMut(Array)>,
}

impl Observer {
    fn over(elements: &[HtmlElement], content: Callback<usize, Node>) -> Option<Self> {
        let told = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            for entry in entries.iter() {
                let entry: IntersectionObserverEntry = entry.unchecked_into();
                let element: HtmlElement = entry.target().unchecked_into();
                if entry.is_intersecting() {
                    fill(&element, content);
                } else {
                    empty(&element);
                }
            }
        });
        let settings = IntersectionObserverInit::new();
        settings.set_root_margin(MARGIN);
        let inner = IntersectionObserver::new_with_options(told.as_ref().unchecked_ref(), &settings).ok()?;
        elements.iter().for_each(|element| inner.observe(element));
        Some(Self { inner, _told: told })
    }
}

impl Drop for Observer {
    fn drop(&mut self) {
        self.inner.disconnect();
    }
}

fn shell(host: &HtmlElement, block: &Block) -> Option<HtmlElement> {
    let element: HtmlElement = document().create_element("div").ok()?.unchecked_into();
    element.set_attribute("data-block", &block.key.to_string()).ok()?;
    set_height(&element, block.lines * LINE_PIXELS);
    host.append_child(&element).ok()?;
    Some(element)
}

fn fill(element: &HtmlElement, content: Callback<usize, Node>) {
    if element.has_child_nodes() {
        return;
    }
    let Some(key) = element.get_attribute("data-block").and_then(|key| key.parse().ok()) else { return };
    let Some(node) = content.try_run(key) else { return };
    draw(&document(), element, &node);
    let _ = element.style().remove_property("height");
}

fn empty(element: &HtmlElement) {
    let focused = document().active_element();
    if !element.has_child_nodes() || element.contains(focused.as_deref().map(AsRef::as_ref)) {
        return;
    }
    set_height(element, usize::try_from(element.offset_height()).unwrap_or_default());
    element.set_text_content(None);
}

fn set_height(element: &HtmlElement, pixels: usize) {
    // Setting a property by script is allowed where the page's policy forbids style attributes.
    let _: Result<(), JsValue> = element.style().set_property("height", &format!("{pixels}px"));
}
