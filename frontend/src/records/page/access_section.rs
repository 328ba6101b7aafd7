use commonweal_shared::access::Role;
use commonweal_shared::api;
use commonweal_shared::audit::AccessEntry;
use commonweal_shared::ids::PersonId;
use leptos::prelude::*;

use crate::access::{AccessLogTable, use_session};
use crate::net::{Loaded, Loader, get_about};
use crate::shell::dynamic;
use crate::shell::{EmptyView, FailureView, Skeleton};

/// Who opened this record, for those who review that; others learn who does, and nothing is asked for.
#[component]
pub(super) fn AccessSection(
    /// Whose record.
    person: PersonId,
) -> impl IntoView {
    if !use_session().role().is_some_and(Role::reviews_access) {
        return view! {
            <div data-testid="access-section" data-state="denied">
                <EmptyView
                    sentence="Every opening of this record is logged before anything is shown, yours too."
                    advice="Privacy officers review the log. Your role does not show it; ask your organisation’s privacy officer who opened this record and why."
                />
            </div>
        }
        .into_any();
    }
    let entries = Loader::<Vec<AccessEntry>>::new();
    let ask = move || entries.run(async move { get_about(person, &api::record_access_log(person)).await });
    ask();
    view! {
        <div data-testid="access-section" data-state=entries.state()>
            {dynamic(move || entries.value().with(|loaded| match loaded {
                Loaded::Loading => view! { <Skeleton label="Loading the access log" lines=6 /> }.into_any(),
                Loaded::Failed(failure) => view! { <FailureView failure=failure.clone() retry=ask /> }.into_any(),
                Loaded::Ready(entries) if entries.is_empty() => {
                    view! { <EmptyView sentence="Nobody has opened this record." /> }.into_any()
                }
                Loaded::Ready(entries) => view! { <AccessLogTable entries=entries.clone() /> }.into_any(),
            }))}
        </div>
    }
    .into_any()
}
