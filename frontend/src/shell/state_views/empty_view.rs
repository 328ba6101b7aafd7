use leptos::prelude::*;

/// There is nothing, and that is a fact: says why, and what to do if that surprises.
#[component]
pub fn EmptyView(
    /// Why there is nothing.
    #[prop(into)]
    sentence: String,
    /// What to do, if anything.
    #[prop(optional, into)]
    advice: String,
) -> impl IntoView {
    let advice = (!advice.is_empty()).then(|| view! { <p class="cw-state__text">{advice}</p> });
    view! {
        <div class="cw-state" data-testid="empty-view">
            <p class="cw-state__lead">{sentence}</p>
            {advice}
        </div>
    }
}
