use leptos::prelude::*;

/// Grey lines in the place of what is being fetched, so that nothing jumps when it comes.
///
/// A screen reader hears `label` once; the lines themselves are silent.
#[component]
pub fn Skeleton(
    /// How many lines what comes will roughly take.
    #[prop(default = 3)]
    lines: usize,
    /// What is being fetched, such as "Loading the record".
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <div class="cw-skeleton" data-testid="skeleton">
            <p class="nhsuk-u-visually-hidden" role="status">{label}</p>
            {(0..lines).map(|_| view! { <div class="cw-skeleton__line" aria-hidden="true"></div> }).collect_view()}
        </div>
    }
}
