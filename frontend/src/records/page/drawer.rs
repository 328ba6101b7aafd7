use commonweal_shared::display::text::one_line;
use commonweal_shared::ids::ResourceId;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::desk::Desk;
use crate::records::markup::{Markup, Node, el, nothing};
use crate::records::model::kind_word;
use crate::records::pieces::{Show, detail, medicine_text};
use crate::shell::on_change;

/// The drawer at the side: all that is known of one row. Escape closes it, and the browser gives the focus
/// back to where it was opened from.
#[component]
pub(super) fn Drawer(
    /// What is looked at.
    desk: Desk,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    on_change(move || {
        let Some(dialog) = element.get() else { return };
        match (desk.drawer.get().is_some(), dialog.open()) {
            (true, false) => {
                let _ = dialog.show_modal();
            }
            (true, true) => dialog.set_scroll_top(0),
            (false, true) => dialog.close(),
            (false, false) => {}
        }
    });
    let close = move || desk.drawer.set(None);
    view! {
        <dialog
            class="cw-drawer"
            node_ref=element
            aria-labelledby="drawer-title"
            data-testid="drawer"
            on:cancel=move |event: ev::Event| {
                event.prevent_default();
                close();
            }
            on:click=move |event| {
                // A click beside the drawer lands on the dialog itself.
                if event.target() == event.current_target() {
                    close();
                }
            }
        >
            <div class="cw-drawer__inside">
                <div class="cw-drawer__head">
                    <button type="button" class="cw-drawer__close" data-testid="drawer-close" on:click=move |_| close()>
                        "Close"
                    </button>
                </div>
                <Markup content=move |()| content(desk, desk.drawer.get()) />
            </div>
        </dialog>
    }
}

fn content(desk: Desk, open: Option<ResourceId>) -> Node {
    let (Some(id), Some(record)) = (open, desk.record()) else { return nothing() };
    let Some(place) = record.find(id) else { return nothing() };
    let (section, row) = (record.section_at(place), record.row_at(place));
    let title: Node = match &row.detail {
        commonweal_shared::records::Detail::Medicine(medicine) => {
            medicine_text(&row.title, medicine.dose.as_deref(), medicine.route.as_deref())
        }
        _ => one_line(&row.title).into(),
    };
    el("div")
        .attr("data-resource", id.to_string())
        .add(el("p").class("cw-drawer__kind").add(kind_word(row.from_section.unwrap_or(section.id))))
        .add(el("h2").class("cw-drawer__title").attr("id", "drawer-title").add(title))
        .add(detail(Show { record: &record, whole: false }, row))
        .into()
}
