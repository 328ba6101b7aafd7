use commonweal_shared::api::Recent;
use commonweal_shared::display::{Surface, date_time_at};
use leptos::prelude::*;

use crate::net::now;
use crate::records::find::{PersonList, lines};
use crate::shell::EmptyView;

/// The records that one opened lately, newest first, each as the line by which a person is known.
#[component]
pub fn RecentRecords(
    /// At most ten.
    recent: Vec<Recent>,
) -> impl IntoView {
    let body = if recent.is_empty() {
        view! {
            <EmptyView sentence="You have not opened a record lately."
                advice="Those that you open are listed here, so that you can come back to them." />
        }
        .into_any()
    } else {
        let shown = lines(recent.iter().map(|one| &one.person), now());
        let notes = recent.into_iter().map(|one| format!("You opened it {}", date_time_at(one.at, Surface::Clinical)));
        view! { <PersonList lines=shown.into_iter().zip(notes).collect() /> }.into_any()
    };
    view! {
        <section class="cw-home__part" aria-labelledby="recent-title" data-testid="home-recent">
            <h2 class="nhsuk-heading-s" id="recent-title">"Records that you opened lately"</h2>
            {body}
        </section>
    }
}
