use leptos::prelude::*;

/// The server cannot be reached: says what that means here, and offers to try again.
#[component]
pub fn OfflineView(
    /// Asks again.
    #[prop(into)]
    retry: Callback<()>,
    /// What cannot be shown meanwhile.
    #[prop(into, default = "Records cannot be shown.".to_owned())]
    means: String,
) -> impl IntoView {
    view! {
        <div class="cw-state cw-state--offline" role="alert" data-testid="offline-view">
            <p class="cw-state__lead">"You are offline, or Commonweal cannot be reached. " {means}</p>
            <p class="cw-state__text">
                "Nothing of a record is kept on this computer. Check the connection, then try again."
            </p>
            <button
                type="button"
                class="nhsuk-button nhsuk-button--secondary nhsuk-button--small cw-state__button"
                data-testid="retry"
                on:click=move |_| retry.run(())
            >
                "Try again"
            </button>
        </div>
    }
}
