use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::find_input::FindInput;
use super::search::use_search;
use crate::shell::dynamic;
use crate::shell::{FIND_BOX, use_address, use_announcer};

/// The large box: an NHS number, or a name and a date of birth in any order.
#[component]
pub fn FindBox(
    /// Takes the focus when it appears.
    #[prop(optional)]
    takes_focus: bool,
) -> impl IntoView {
    let search = use_search();
    let announcer = use_announcer();
    let address = use_address();
    // What was asked stands in the box again where its answer stands, and nowhere else.
    let at_answer = address.path().with_untracked(|path| path == "/find");
    if !at_answer {
        search.error().set(None);
        search.typed().set(String::new());
    } else if search.error().with_untracked(Option::is_none) {
        search.typed().set(search.asked().get_untracked().unwrap_or_default());
    }
    let wrong = Signal::derive(move || search.error().with(Option::is_some));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if search.submit() {
            if !at_answer {
                address.go("/find");
            }
        } else {
            if let Some(error) = search.error().get_untracked() {
                announcer.say(format!("Error: {error}"));
            }
            let field = document().get_element_by_id(FIND_BOX);
            if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = field.focus();
            }
        }
    };
    view! {
        <form class="cw-find" role="search" novalidate data-testid="find-form" on:submit=submit>
            <div class="nhsuk-form-group" class:nhsuk-form-group--error=wrong>
                <label class="nhsuk-label nhsuk-label--s" for=FIND_BOX>
                    "NHS number, or name and date of birth"
                </label>
                <div class="nhsuk-hint" id="find-hint">
                    "In any order. For example 999 000 0018, or Marlowe 14/08/1980"
                </div>
                <div id="find-error">
                    {dynamic(move || search.error().get().map(|error| view! {
                        <p class="nhsuk-error-message" data-testid="find-error">
                            <span class="nhsuk-u-visually-hidden">"Error: "</span>
                            {error.to_string()}
                        </p>
                    }))}
                </div>
                <div class="cw-find__row">
                    <FindInput value=search.typed() described_by="find-hint find-error" wrong takes_focus />
                    <button type="submit" class="nhsuk-button cw-find__button" data-testid="find-submit">"Find"</button>
                </div>
            </div>
        </form>
    }
}
