use commonweal_shared::access::Role;
use commonweal_shared::api::{self, Waiting};
use leptos::prelude::*;

use super::waiting_table::WaitingTable;
use crate::access::use_session;
use crate::net::{Loaded, Loader, get};
use crate::shell::dynamic;
use crate::shell::{EmptyView, FailureView, Page, Skeleton};

/// What arrived and could not be put on anybody's record.
#[component]
pub fn WaitingPage() -> impl IntoView {
    if !use_session().role().is_some_and(Role::sees_waiting) {
        return view! {
            <Page name="waiting" title="Waiting to be matched" state=Signal::stored("denied")>
                <h1 class="nhsuk-heading-l">"Waiting to be matched"</h1>
                <EmptyView sentence="The role in which you act does not see what waits to be matched."
                    advice="Operators and privacy officers do." />
            </Page>
        }
        .into_any();
    }
    let waiting = Loader::<Vec<Waiting>>::new();
    let ask = move || waiting.run(get(api::WAITING));
    ask();
    view! {
        <Page name="waiting" title="Waiting to be matched" state=waiting.state()>
            <p class="cw-back"><a href="/">"Back to what needs you"</a></p>
            <h1 class="nhsuk-heading-l">"Waiting to be matched"</h1>
            <p class="cw-lead">
                "Arrivals that could not be put on anybody’s record. They are kept whole, and never put on a record by guessing."
            </p>
            {dynamic(move || waiting.value().with(|waiting| match waiting {
                Loaded::Loading => view! { <Skeleton label="Loading what waits" lines=6 /> }.into_any(),
                Loaded::Failed(failure) => view! { <FailureView failure=failure.clone() retry=ask /> }.into_any(),
                Loaded::Ready(waiting) if waiting.is_empty() => view! {
                    <EmptyView sentence="Nothing waits to be matched to a person."
                        advice="Everything that has arrived is on somebody’s record." />
                }.into_any(),
                Loaded::Ready(waiting) => view! { <WaitingTable waiting=waiting.clone() /> }.into_any(),
            }))}
        </Page>
    }
    .into_any()
}
