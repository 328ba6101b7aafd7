use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::find_input::FindInput;
use super::search::use_search;
use crate::shell::{FIND_BOX, use_address};

/// The small box in the bar. It is emptied as soon as it was used, so that no other person's name
/// stands above the record that is open.
#[component]
pub fn BarFind() -> impl IntoView {
    let search = use_search();
    let address = use_address();
    let value = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        search.typed().set(value.get_untracked());
        value.set(String::new());
        search.submit();
        address.go("/find");
    };
    view! {
        <form class="cw-bar-find" role="search" novalidate on:submit=submit>
            <label class="nhsuk-u-visually-hidden" for=FIND_BOX>"Find a person"</label>
            <FindInput value wrong=Signal::stored(false) />
            <span class="cw-bar-find__hint" aria-hidden="true">"Find a person (Ctrl+K)"</span>
        </form>
        <a class="cw-bar-find__link" href="/find">
            "Find" <span class="nhsuk-u-visually-hidden">" a person"</span>
        </a>
    }
}
