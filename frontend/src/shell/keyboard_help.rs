use leptos::prelude::*;

use super::dialog::Dialog;

/// The keys that do something beyond what every browser does.
const KEYS: [(&str, &str); 6] = [
    ("Ctrl + K", "Find a person: puts the cursor into the box"),
    ("Tab, Shift + Tab", "The next and the previous thing that can be used"),
    ("Enter", "Opens what has the focus: a person, a section, an item’s details"),
    ("Esc", "Closes what is open on top: details, a menu, this list"),
    ("Arrow down, Arrow up", "In the list of people found: the next and the previous"),
    ("Arrow left, Arrow right", "In a chart: the earlier and the later value"),
];

/// The map of the keyboard.
#[component]
pub fn KeyboardHelp(
    /// Whether it stands open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let rows = KEYS
        .into_iter()
        .map(|(keys, act)| view! { <div class="cw-keys__row"><dt><kbd>{keys}</kbd></dt><dd>{act}</dd></div> })
        .collect_view();
    view! {
        <Dialog open on_close=move || open.set(false) labelled_by="keys-title" testid="keyboard-help">
            <h2 class="nhsuk-heading-s" id="keys-title">"Keyboard"</h2>
            <dl class="cw-keys">{rows}</dl>
            <div class="cw-dialog__acts">
                <button type="button" class="nhsuk-button nhsuk-button--small"
                    on:click=move |_| open.set(false)>
                    "Close"
                </button>
            </div>
        </Dialog>
    }
}
