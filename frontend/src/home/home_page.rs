use commonweal_shared::access::Role;
use commonweal_shared::api::{self, Home};
use commonweal_shared::display::text;
use leptos::prelude::*;

use super::claims::Claims;
use super::recent::RecentRecords;
use crate::access::use_session;
use crate::net::{Loaded, Loader, get};
use crate::records::find::FindBox;
use crate::shell::dynamic;
use crate::shell::{EmptyView, FailureView, Page, Skeleton};

/// The first page: what needs the person who is signed in, most urgent first. No gauges.
#[component]
pub fn HomePage() -> impl IntoView {
    let Some(role) = use_session().role() else { return ().into_any() };
    if !(role.reads_records() || role.reviews_access() || role.sees_waiting()) {
        return view! { <NothingHere role /> }.into_any();
    }
    let home = Loader::<Home>::new();
    let ask = move || home.run(get(api::HOME));
    ask();
    let title = if role.reads_records() { "Records" } else { "What needs you" };
    view! {
        <Page name="home" title state=home.state()>
            <h1 class="nhsuk-heading-l">{title}</h1>
            {role.reads_records().then(|| view! { <FindBox takes_focus=true /> })}
            {dynamic(move || home.value().with(|home| match home {
                Loaded::Loading => view! { <Skeleton label="Loading what needs you" lines=5 /> }.into_any(),
                Loaded::Failed(failure) => view! { <FailureView failure=failure.clone() retry=ask /> }.into_any(),
                Loaded::Ready(home) => sections(role, home),
            }))}
        </Page>
    }
    .into_any()
}

fn sections(role: Role, home: &Home) -> AnyView {
    view! {
        {role.reviews_access().then(|| view! { <Claims claims=home.claims.clone() /> })}
        {role.sees_waiting().then(|| waiting(home.waiting))}
        {role.reads_records().then(|| view! { <RecentRecords recent=home.recent.clone() /> })}
    }
    .into_any()
}

/// How much waits to be matched, in one line with one verb.
fn waiting(count: u32) -> AnyView {
    let line = match count {
        0 => view! { <EmptyView sentence="Nothing waits to be matched to a person." /> }.into_any(),
        count => {
            let (waits, it) = if count == 1 { ("waits", "it") } else { ("wait", "they") };
            let arrivals = text::count("arrival", count as usize);
            let words = format!("{arrivals} {waits} because {it} could not be matched to a person. ");
            view! { <p class="cw-step">{words} <a href="/waiting">"See what waits"</a></p> }.into_any()
        }
    };
    view! {
        <section class="cw-home__part" aria-labelledby="waiting-title" data-testid="home-waiting">
            <h2 class="nhsuk-heading-s" id="waiting-title">"Waiting to be matched"</h2>
            {line}
        </section>
    }
    .into_any()
}

/// For the roles whose areas are not part of this system yet: says so, honestly.
#[component]
fn NothingHere(role: Role) -> impl IntoView {
    view! {
        <Page name="home" title="What needs you" state=Signal::stored("empty")>
            <h1 class="nhsuk-heading-l">"What needs you"</h1>
            <EmptyView
                sentence=format!("Nothing waits for you. {} is a role that does not open people’s records.", role.word())
                advice="If you also work as a clinician here, switch to that role in the menu with your name." />
        </Page>
    }
}
