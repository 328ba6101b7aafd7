use commonweal_shared::access::{RelationshipKind, Role};
use commonweal_shared::display::text;
use commonweal_shared::records::Found;
use leptos::prelude::*;

use super::find_box::FindBox;
use super::person_line::lines;
use super::person_list::PersonList;
use super::search::use_search;
use crate::access::use_session;
use crate::net::{Loaded, now};
use crate::shell::{EmptyView, FailureView, Page, Skeleton, use_announcer};
use crate::shell::{dynamic, on_change};

/// Finding a person: one box, and those who were found as lines.
#[component]
pub fn FindPage() -> impl IntoView {
    if !use_session().role().is_some_and(Role::reads_records) {
        return view! {
            <Page name="find" title="Find a person" state=Signal::stored("denied")>
                <h1 class="nhsuk-heading-l">"Find a person"</h1>
                <EmptyView sentence="The role in which you act does not open people’s records, so it does not search for them."
                    advice="If you hold another role, switch to it in the menu with your name." />
            </Page>
        }
        .into_any();
    }
    let search = use_search();
    let announcer = use_announcer();
    let found = search.found().value();
    let asked = Memo::new(move |_| search.asked().with(Option::is_some));
    let state = Signal::derive(move || if asked.get() { found.with(Loaded::state) } else { "empty" });
    on_change(move || {
        found.with(|found| match found {
            Loaded::Ready(found) if asked.get_untracked() => announcer.say(heading(found.len())),
            _ => {}
        });
    });
    view! {
        <Page name="find" title="Find a person" state>
            <h1 class="nhsuk-heading-l">"Find a person"</h1>
            <FindBox takes_focus=true />
            {dynamic(move || {
                if !asked.get() {
                    return ().into_any();
                }
                found.with(|found| match found {
                    Loaded::Loading => view! { <Skeleton label="Searching" lines=6 /> }.into_any(),
                    Loaded::Failed(failure) => {
                        view! { <FailureView failure=failure.clone() retry=move || search.again() /> }.into_any()
                    }
                    Loaded::Ready(found) if found.is_empty() => nobody(),
                    Loaded::Ready(found) => results(found),
                })
            })}
        </Page>
    }
    .into_any()
}

/// The most people that a search answers; one more only says that there are more (see [`commonweal_shared::api::SEARCH`]).
const MOST: usize = 50;

fn heading(count: usize) -> String {
    match count {
        0 => "Nobody was found".to_owned(),
        1..=MOST => format!("{} found", text::count("person", count)),
        _ => format!("More than {MOST} people match"),
    }
}

fn results(found: &[Found]) -> AnyView {
    let listed = &found[..found.len().min(MOST)];
    let shown = lines(listed.iter().map(|one| &one.person), now());
    let notes = listed.iter().map(|one| match &one.relationship {
        Some(relationship) => note(relationship.kind),
        None => "No relationship on file: opening asks for a reason",
    });
    let cut = (found.len() > MOST).then(|| {
        view! {
            <EmptyView sentence=format!("Only the first {MOST} by name are listed.")
                advice="Add the date of birth or another name to list fewer." />
        }
    });
    view! {
        <h2 class="nhsuk-heading-s cw-found" data-testid="found">{heading(found.len())}</h2>
        {cut}
        <PersonList lines=shown.into_iter().zip(notes.map(str::to_owned)).collect() />
    }
    .into_any()
}

fn note(kind: RelationshipKind) -> &'static str {
    match kind {
        RelationshipKind::Registered => "Registered with your organisation",
        RelationshipKind::Referred => "Referred to your organisation",
        RelationshipKind::Listed => "Known to your organisation",
        RelationshipKind::Claimed => "You gave a reason",
    }
}

fn nobody() -> AnyView {
    view! {
        <h2 class="nhsuk-heading-s cw-found" data-testid="found">{heading(0)}</h2>
        <EmptyView sentence="Nobody in this system matches all of what you typed."
            advice="Check the spelling and the date. Fewer words find more: try the family name and the date of birth. \
                    Somebody whose organisations send no records here is not in it." />
    }
    .into_any()
}
