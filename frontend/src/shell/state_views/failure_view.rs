use leptos::prelude::*;

use super::{ErrorView, OfflineView};
use crate::net::Failure;

/// Whichever of the error and offline views fits the failure; nothing when somebody was signed out,
/// since the whole page then gives way to the sign-in.
#[component]
pub fn FailureView(
    /// What went wrong.
    failure: Failure,
    /// Asks again.
    #[prop(into)]
    retry: Callback<()>,
) -> impl IntoView {
    match failure {
        Failure::SignedOut => ().into_any(),
        Failure::Offline => view! { <OfflineView retry /> }.into_any(),
        failure => view! { <ErrorView failure retry /> }.into_any(),
    }
}
