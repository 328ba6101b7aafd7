use commonweal_shared::api;
use commonweal_shared::audit::AccessEntry;
use commonweal_shared::ids::PersonId;
use leptos::prelude::*;

use super::access_log_table::AccessLogTable;
use crate::net::{Loaded, Loader, get_about};
use crate::shell::{EmptyView, FailureView, NotFoundView, Page, Skeleton, use_address};
use crate::shell::{dynamic, on_change};

/// A person's access log for the one who reviews it. The page names nobody: the person is known by
/// an id here, and only the log says who opened what.
#[component]
pub fn AccessLogPage() -> impl IntoView {
    let address = use_address();
    let person = address.part_of("access-log", 1, |id| id.and_then(|id| id.parse::<PersonId>().ok()));
    let entries = Loader::<Vec<AccessEntry>>::new();
    let ask = move || {
        if let Some(person) = person.get_untracked() {
            let path = api::record_access_log(person);
            entries.run(async move { get_about(person, &path).await });
        }
    };
    on_change(move || {
        person.track();
        ask();
    });
    let state = Signal::derive(move || match person.get() {
        Some(_) => entries.value().with(Loaded::state),
        None => "error",
    });
    view! {
        <Page name="access-log" title="Access log" state>
            <p class="cw-back"><a href="/">"Back to what needs you"</a></p>
            <h1 class="nhsuk-heading-l">"Access log"</h1>
            {dynamic(move || match person.get() {
                None => view! { <NotFoundView /> }.into_any(),
                Some(person) => view! {
                    <p class="cw-lead">
                        "Who saw or did what with one person’s record. Record number "
                        <code class="cw-code">{person.to_string()}</code>
                    </p>
                }.into_any(),
            })}
            {dynamic(move || entries.value().with(|entries| match entries {
                _ if person.get().is_none() => ().into_any(),
                Loaded::Loading => view! { <Skeleton label="Loading the access log" lines=8 /> }.into_any(),
                Loaded::Failed(failure) => view! { <FailureView failure=failure.clone() retry=ask /> }.into_any(),
                Loaded::Ready(entries) if entries.is_empty() => view! {
                    <EmptyView sentence="Nobody has opened this record."
                        advice="Every opening is logged before anything is shown, so the list is complete." />
                }.into_any(),
                Loaded::Ready(entries) => view! { <AccessLogTable entries=entries.clone() /> }.into_any(),
            }))}
        </Page>
    }
}
