use std::sync::Arc;

use commonweal_shared::display::text::count;
use leptos::prelude::*;

use super::desk::Desk;
use super::section_page::windowed_rows;
use crate::records::model::{Record, search};
use crate::records::sections::lines;
use crate::shell::on_change;
use crate::shell::use_announcer;

/// As in [`windowed_rows`]: a key stroke waits for the first block of every section that holds the words.
const WINDOWS: (usize, usize) = (20, 20);

/// What the search box found, by section.
#[component]
pub(super) fn SearchResults(
    /// What is looked at.
    desk: Desk,
    /// The record.
    record: Arc<Record>,
) -> impl IntoView {
    let announcer = use_announcer();
    let looked = Arc::clone(&record);
    let found = Memo::new(move |_| search(&looked, &desk.typed.get()));
    let total = Memo::new(move |_| found.with(|found| found.iter().map(|one| one.places.len()).sum::<usize>()));
    let words = move || match total.get() {
        0 => "Nothing in this record holds all of these words.".to_owned(),
        total => format!("{} found in the whole record", count("entry", total)),
    };
    on_change(move || announcer.say(words()));
    let lists = move || {
        found
            .get()
            .into_iter()
            .map(|one| {
                view! {
                    <section class="cw-found">
                        <h2 class="cw-h2">{one.heading()}</h2>
                        {windowed_rows(desk, Arc::clone(&record), one.places, Arc::new(lines), WINDOWS)}
                    </section>
                }
                .into_any()
            })
            .collect_view()
    };
    view! {
        <p class="cw-found__count" data-testid="search-count">{words}</p>
        {lists}
    }
}
