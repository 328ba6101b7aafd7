use commonweal_shared::nhs_number::reformat_while_typing;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::shell::FIND_BOX;
use crate::shell::on_change;

/// The text box itself: groups an NHS number while it is typed, with the caret kept (rule I3), and
/// asks the browser to remember nothing.
#[component]
pub fn FindInput(
    /// What is in it.
    value: RwSignal<String>,
    /// The ids of what describes it.
    #[prop(optional)]
    described_by: &'static str,
    /// Whether what is in it is wrong.
    #[prop(into)]
    wrong: Signal<bool>,
    /// Takes the focus when it appears.
    #[prop(optional)]
    takes_focus: bool,
) -> impl IntoView {
    let element = NodeRef::<html::Input>::new();
    if takes_focus {
        on_change(move || {
            if let Some(element) = element.get() {
                let _ = element.focus();
            }
        });
    }
    view! {
        <input
            id=FIND_BOX
            class="nhsuk-input cw-find__input"
            class:nhsuk-input--error=wrong
            type="text"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            enterkeyhint="search"
            maxlength="200"
            aria-describedby=described_by
            aria-invalid=move || wrong.get().then_some("true")
            data-testid="find-input"
            node_ref=element
            prop:value=value
            on:input=move |event| value.set(regroup(&event))
        />
    }
}

/// Writes the grouped number back into the box and puts the caret where the person works.
fn regroup(event: &ev::Event) -> String {
    let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
        return String::new();
    };
    let typed = input.value();
    let caret = input.selection_start().ok().flatten();
    let at = caret.map_or(typed.len(), |caret| usize::try_from(caret).unwrap_or(typed.len()));
    let (grouped, place) = reformat_while_typing(&typed, at);
    if grouped != typed {
        input.set_value(&grouped);
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        let _ = input.set_selection_range(place, place);
    }
    grouped
}
