use leptos::prelude::*;

use super::{NotFoundView, Page};

/// No page has this address.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <Page name="not-found" title="Page not found" state=Signal::stored("error")>
            <h1 class="nhsuk-heading-l">"Page not found"</h1>
            <NotFoundView />
        </Page>
    }
}
