use commonweal_shared::api;
use commonweal_shared::audit::AccessEntry;
use commonweal_shared::ids::PersonId;
use leptos::prelude::*;

use crate::access::AccessLogTable;
use crate::net::{Loaded, Loader, get_about};
use crate::shell::{EmptyView, FailureView, Skeleton};

/// Who opened this record, for those who may see it.
#[component]
pub(super) fn AccessSection(
    /// Whose record.
    person: PersonId,
) -> impl IntoView {
    let entries = Loader::<Vec<AccessEntry>>::new();
    let ask = move || entries.run(async move { get_about(person, &api::record_access_log(person)).await });
    ask();
    view! {
        <div data-testid="access-section" data-state=entries.state()>
            {move || entries.value().with(|loaded| match loaded {
                Loaded::Loading => view! { <Skeleton label="Loading the access log" lines=6 /> }.into_any(),
                Loaded::Failed(failure) => view! { <FailureView failure=failure.clone() retry=ask /> }.into_any(),
                Loaded::Ready(entries) if entries.is_empty() => {
                    view! { <EmptyView sentence="Nobody has opened this record." /> }.into_any()
                }
                Loaded::Ready(entries) => view! { <AccessLogTable entries=entries.clone() /> }.into_any(),
            })}
        </div>
    }
}
