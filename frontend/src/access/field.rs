use leptos::prelude::*;

use crate::shell::dynamic;

/// A text field with its label and its error, in the shape of the NHS design system.
#[component]
pub fn TextField(
    /// The field's id; its error's is made of it.
    id: &'static str,
    /// What it asks for.
    label: &'static str,
    /// What is in it.
    value: RwSignal<String>,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// The input's type.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    autocomplete: &'static str,
) -> impl IntoView {
    let wrong = move || error.with(Option::is_some);
    let error_id = format!("{id}-error");
    let described_by = error_id.clone();
    view! {
        <div class="nhsuk-form-group" class:nhsuk-form-group--error=wrong>
            <label class="nhsuk-label" for=id>{label}</label>
            {dynamic(move || error.get().map(|error| view! {
                <p class="nhsuk-error-message" id=error_id.clone()>
                    <span class="nhsuk-u-visually-hidden">"Error: "</span>
                    {error}
                </p>
            }))}
            <input
                class="nhsuk-input"
                class:nhsuk-input--error=wrong
                id=id
                name=id
                type=kind
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                aria-invalid=move || wrong().then_some("true")
                aria-describedby=move || wrong().then(|| described_by.clone())
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
}
