use std::sync::Arc;

use leptos::prelude::*;

use super::access_section::AccessSection;
use super::desk::Desk;
use super::search_results::SearchResults;
use super::section_page::SectionPage;
use super::view::View;
use crate::records::markup::{Markup, Node};
use crate::records::model::Record;
use crate::records::pieces::Show;
use crate::records::summary::{summary, tally};
use crate::records::timeline::Timeline;
use crate::shell::EmptyView;
use crate::shell::dynamic;

/// What stands in the middle: the part of the record that the address names, or what was searched for.
#[component]
pub(super) fn Content(
    /// What is looked at.
    desk: Desk,
    /// The record.
    record: Arc<Record>,
) -> impl IntoView {
    let searching = Memo::new(move |_| desk.typed.with(|typed| !typed.trim().is_empty()));
    let foot = Arc::clone(&record);
    let heading = move || if searching.get() { "Search in this record" } else { desk.view.get().title() };
    view! {
        <div class="cw-part__head">
            <h1 class="cw-part__heading">{heading}</h1>
            <button type="button" class="cw-part__print" data-testid="print" on:click=|_| drop(window().print())>
                "Print"
            </button>
        </div>
        {dynamic(move || {
            let record = Arc::clone(&record);
            if searching.get() {
                return view! { <SearchResults desk record /> }.into_any();
            }
            part(desk, record)
        })}
        <footer class="cw-foot">
            <Markup content=move |()| tally(Show { record: &foot, whole: false }) />
        </footer>
    }
}

fn part(desk: Desk, record: Arc<Record>) -> AnyView {
    let person = record.chart.person.id;
    match desk.view.get() {
        View::Summary => {
            let content = move |()| -> Node { summary(Show { record: &record, whole: false }) };
            view! { <Markup content /> }.into_any()
        }
        View::Timeline => view! { <Timeline desk record /> }.into_any(),
        View::AccessLog => view! { <AccessSection person /> }.into_any(),
        View::Section(id) => view! { <SectionPage desk record id /> }.into_any(),
        View::Unknown => view! {
            <EmptyView
                sentence="A record has no part of this name."
                advice="Choose one of the parts in the list beside this."
            />
        }
        .into_any(),
    }
}
