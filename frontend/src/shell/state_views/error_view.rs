use leptos::prelude::*;

use crate::net::Failure;

/// Something failed: what, what to do, the id that finds the cause in the log, and a way to try again.
#[expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
#[component]
pub fn ErrorView(
    /// What went wrong.
    failure: Failure,
    /// Asks again; left out where asking again cannot help.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    let advice = failure.advice().map(|advice| view! { <p class="cw-state__text">{advice.to_owned()}</p> });
    let request = failure.request_id().map(|id| {
        view! {
            <p class="cw-state__id">
                "If you report this, give the request id " <code data-testid="request-id">{id.to_owned()}</code>
            </p>
        }
    });
    let again = retry.filter(|_| failure.may_pass()).map(|retry| {
        view! {
            <button
                type="button"
                class="nhsuk-button nhsuk-button--secondary nhsuk-button--small cw-state__button"
                data-testid="retry"
                on:click=move |_| retry.run(())
            >
                "Try again"
            </button>
        }
    });
    view! {
        <div class="cw-state cw-state--error" role="alert" data-testid="error-view">
            <p class="cw-state__lead">{failure.sentence()}</p>
            {advice}
            {request}
            {again}
        </div>
    }
}
