use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use crate::shell::on_change;

/// A modal dialog. The browser's own element keeps the focus inside, makes the rest inert, closes
/// on Escape, and gives the focus back to where it was.
#[component]
pub fn Dialog(
    /// Whether it stands open.
    #[prop(into)]
    open: Signal<bool>,
    /// Called when it was closed with Escape; should make `open` false.
    #[prop(into)]
    on_close: Callback<()>,
    /// The id of the heading inside that names it.
    labelled_by: &'static str,
    /// What tests know it by.
    testid: &'static str,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    on_change(move || {
        let Some(dialog) = element.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog
            class="cw-dialog"
            node_ref=element
            aria-labelledby=labelled_by
            data-testid=testid
            on:cancel=move |event: ev::Event| {
                // The state decides, so that the element never closes on its own.
                event.prevent_default();
                on_close.run(());
            }
        >
            {children()}
        </dialog>
    }
}
