use leptos::html;
use leptos::prelude::*;

use crate::shell::on_change;

/// What is wrong with a form, on top of it, each line a link to its field. It takes the focus when
/// it appears, so that nobody has to look for what went wrong.
#[component]
pub fn ErrorSummary(
    /// The field's id and the sentence, for each error; nothing is shown while there is none.
    #[prop(into)]
    errors: Signal<Vec<(&'static str, String)>>,
    /// Counts the attempts: the focus moves at each.
    #[prop(into)]
    attempt: Signal<u32>,
) -> impl IntoView {
    let element = NodeRef::<html::Div>::new();
    on_change(move || {
        attempt.track();
        if !errors.with_untracked(Vec::is_empty)
            && let Some(element) = element.get()
        {
            let _ = element.focus();
        }
    });
    let link = |(field, sentence): (&'static str, String)| {
        let go = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            if let Some(field) = document().get_element_by_id(field) {
                use wasm_bindgen::JsCast;
                if let Ok(field) = field.dyn_into::<web_sys::HtmlElement>() {
                    let _ = field.focus();
                }
            }
        };
        view! { <li><a href=format!("#{field}") on:click=go>{sentence}</a></li> }
    };
    move || {
        let errors = errors.get();
        (!errors.is_empty()).then(|| {
            view! {
                <div class="nhsuk-error-summary" tabindex="-1" node_ref=element data-testid="error-summary">
                    <div role="alert">
                        <h2 class="nhsuk-error-summary__title">"There is a problem"</h2>
                        <div class="nhsuk-error-summary__body">
                            <ul class="nhsuk-list nhsuk-error-summary__list">
                                {errors.into_iter().map(link).collect_view()}
                            </ul>
                        </div>
                    </div>
                </div>
            }
        })
    }
}
