use leptos::prelude::*;

/// There is no such page: the address is wrong, or what it named is gone.
#[component]
pub fn NotFoundView() -> impl IntoView {
    view! {
        <div class="cw-state" data-testid="not-found-view">
            <p class="cw-state__lead">"There is no page at this address."</p>
            <p class="cw-state__text">
                "If you typed it, check it. If you followed a link, what it led to is no longer here. "
                <a href="/">"Go to the first page"</a>
            </p>
        </div>
    }
}
