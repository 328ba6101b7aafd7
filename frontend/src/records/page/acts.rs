//! What a click or a key on a drawn row does. Rows are plain markup, so their events are heard here, once
//! for all of them, by what the row says of itself: `data-open`, `data-toggle`, `data-window`, `data-scan`,
//! `data-again`.

use commonweal_shared::ids::ResourceId;
use commonweal_shared::records::SectionId;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement};

use super::desk::Desk;
use super::record_page::ask;
use crate::records::markup::draw;
use crate::records::model::Window;
use crate::records::pieces::Show;
use crate::records::sections::{fill, trend_of};

/// What a click means.
pub(super) fn clicked(desk: Desk, event: &Event) {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    if let Some(button) = closest(&target, "[data-toggle]") {
        toggle(desk, &button);
    } else if let Some(button) = closest(&target, "[data-window]") {
        change_window(desk, &button);
    } else if let Some(button) = closest(&target, "[data-open]") {
        open(desk, &button, "data-open");
    } else if closest(&target, "[data-again]").is_some() {
        ask(desk);
    } else if closest(&target, "a,button,input,select,label,summary,dialog").is_none()
        && nothing_selected()
        && let Some(row) = closest(&target, ".cw-row[data-resource],.cw-line[data-resource],.cw-item[data-resource]")
    {
        // The focus goes to the row's own button first, so that it comes back there.
        if let Some(button) = row.query_selector("[data-open]").ok().flatten() {
            focus(&button);
        }
        open(desk, &row, "data-resource");
    }
}

/// What a change of a slider means: the line of its graph moves, and the value is read out.
pub(super) fn moved(event: &Event) {
    let Some(slider) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
    let Some(figure) = slider.get_attribute("data-scan").and_then(|id| document().get_element_by_id(&id)) else {
        return;
    };
    let at: usize = slider.value().parse().unwrap_or_default();
    let nth = |name: &str| -> Option<String> { slider.get_attribute(name)?.split('\n').nth(at).map(str::to_owned) };
    if let Some(words) = nth("data-words") {
        let _ = slider.set_attribute("aria-valuetext", &words);
        if let Some(output) = figure.query_selector("output").ok().flatten() {
            output.set_text_content(Some(&words));
        }
    }
    if let (Some(place), Some(line)) = (nth("data-places"), figure.query_selector(".cw-graph__focus").ok().flatten()) {
        let _ = line.set_attribute("x1", &place);
        let _ = line.set_attribute("x2", &place);
    }
}

fn closest(element: &Element, selector: &str) -> Option<Element> {
    element.closest(selector).ok().flatten()
}

fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// Whoever marks words to copy them does not want the drawer.
fn nothing_selected() -> bool {
    let selection = window().get_selection().ok().flatten();
    selection.is_none_or(|selection| selection.is_collapsed())
}

fn open(desk: Desk, element: &Element, attribute: &str) {
    if let Some(id) = element.get_attribute(attribute).and_then(|id| id.parse::<ResourceId>().ok()) {
        desk.open(id);
    }
}

/// Opens or closes what stands below a button, and fills it when it is opened for the first time.
fn toggle(desk: Desk, button: &Element) {
    let Some(place) = button.get_attribute("data-toggle").and_then(|id| document().get_element_by_id(&id)) else {
        return;
    };
    let opens = button.get_attribute("aria-expanded").as_deref() != Some("true");
    if opens && !place.has_child_nodes() {
        let record = desk.record_now();
        let key = button.get_attribute("data-fill").unwrap_or_default();
        let node = record.as_deref().and_then(|record| fill(Show { record, whole: false }, &key));
        if let Some(node) = node {
            draw(&document(), &place, &node);
        }
    }
    let _ = button.set_attribute("aria-expanded", if opens { "true" } else { "false" });
    let _ = if opens { place.remove_attribute("hidden") } else { place.set_attribute("hidden", "") };
}

/// Draws a trend again in another window, and gives the focus to the same button.
fn change_window(desk: Desk, button: &Element) {
    let Some(record) = desk.record_now() else { return };
    let Some(place) = closest(button, ".cw-trend").and_then(|trend| trend.parent_element()) else { return };
    let Some((section, at)) = button.get_attribute("data-window").and_then(|key| {
        let (section, at) = key.split_once(':')?;
        Some((SectionId::from_id(section)?, at.parse::<usize>().ok()?))
    }) else {
        return;
    };
    let to = button.get_attribute("data-to").unwrap_or_default();
    let window = Window::ALL.into_iter().find(|window| window.words() == to);
    let Some(node) = trend_of(Show { record: &record, whole: false }, section, at, window) else { return };
    place.set_text_content(None);
    draw(&document(), &place, &node);
    if let Some(pressed) = place.query_selector("[aria-pressed='true']").ok().flatten() {
        focus(&pressed);
    }
}
