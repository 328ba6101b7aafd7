use std::sync::Arc;

use commonweal_shared::display::{MedicineList, out_of_view_notice};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::desk::Desk;
use crate::records::model::{MedicineGroups, Record};
use crate::shell::on_change;

/// How many drugs a notice names before it counts the rest.
const NAMED: usize = 3;

/// The drugs above and below what is in view (rule L7), as the two ends of the list show them.
#[derive(Clone, Copy)]
pub(super) struct OutOfView {
    /// Above the window's top.
    pub(super) above: RwSignal<String>,
    /// Below its bottom.
    pub(super) below: RwSignal<String>,
}

/// A line at an end of the list of medicines. It is no link, and silent: who hears the page reads the whole list.
#[component]
pub(super) fn OutOfViewLine(
    /// What it says; it keeps its place when it says nothing.
    words: RwSignal<String>,
    /// At the top of the window, or at its bottom.
    top: bool,
) -> impl IntoView {
    view! {
        <p class="cw-out-of-view" class:cw-out-of-view--top=top aria-hidden="true">
            {words}
        </p>
    }
}

impl OutOfView {
    /// Watches the list of medicines as long as the page of the section stands.
    pub(super) fn watch(desk: Desk, record: Arc<Record>) -> Self {
        let notices = Self { above: RwSignal::new(String::new()), below: RwSignal::new(String::new()) };
        let order = Memo::new(move |_| order(&record, desk.list.get()));
        let look = move || {
            // The page may be gone by the next frame, and the list with it.
            if let Some(order) = order.try_get_untracked() {
                notices.look(&order);
            }
        };
        let listeners =
            [window_event_listener(ev::scroll, move |_| look()), window_event_listener(ev::resize, move |_| look())];
        on_cleanup(move || listeners.into_iter().for_each(|listener| listener.remove()));
        on_change(move || {
            order.track();
            // The rows are drawn by effects that ran before the next frame.
            request_animation_frame(look);
        });
        notices
    }

    fn look(self, order: &[(String, String)]) {
        let (first, last) = in_view(order).unwrap_or((0, order.len().saturating_sub(1)));
        let names = |part: &[(String, String)], place: &str| {
            let names: Vec<&str> = part.iter().map(|(_, name)| name.as_str()).collect();
            out_of_view_notice(place, &names, NAMED).unwrap_or_default()
        };
        let above = names(&order[..first], "Further up");
        let below = names(order.get(last + 1..).unwrap_or_default(), "Further down");
        for (signal, words) in [(self.above, above), (self.below, below)] {
            if signal.try_with_untracked(|before| *before != words) == Some(true) {
                signal.set(words);
            }
        }
    }
}

/// Id and name of every medicine of the list, in the order in which it shows them.
fn order(record: &Record, list: MedicineList) -> Vec<(String, String)> {
    let rows = record.rows(commonweal_shared::records::SectionId::Medicines);
    let groups = MedicineGroups::of(record, list).groups;
    groups.iter().flat_map(|(_, group)| group).map(|at| (rows[*at].id.to_string(), rows[*at].title.clone())).collect()
}

/// Positions of the first and the last medicine of which any part is in the window; none before they are drawn.
fn in_view(order: &[(String, String)]) -> Option<(usize, usize)> {
    let bottom = window().inner_height().ok()?.as_f64()?;
    // The banner stands over what has been scrolled up.
    let banner = document().query_selector(".cw-banner").ok()??;
    let top = banner.get_bounding_client_rect().bottom();
    let rows = document().query_selector_all("#main tr.cw-row[data-resource]").ok()?;
    let mut seen: Option<(usize, usize)> = None;
    for at in 0..rows.length() {
        let row: Element = rows.item(at)?.unchecked_into();
        let field = row.get_bounding_client_rect();
        if field.bottom() < top || field.top() > bottom {
            continue;
        }
        let id = row.get_attribute("data-resource")?;
        if let Some(position) = order.iter().position(|(one, _)| *one == id) {
            seen = Some(seen.map_or((position, position), |(first, _)| (first, position)));
        }
    }
    seen
}
