use std::sync::Arc;

use leptos::prelude::*;

use super::block::{blocks, draw_block, line_count};
use super::filter_bar::FilterBar;
use crate::records::markup::nothing;
use crate::records::model::{Filtered, Record, months};
use crate::records::page::{Block, Desk, Windowed};
use crate::records::pieces::Show;

/// The timeline: one lane of entries under years and months, with a filter that always says what it hides.
#[component]
pub(crate) fn Timeline(
    /// What is looked at.
    desk: Desk,
    /// The record.
    record: Arc<Record>,
) -> impl IntoView {
    let filter = desk.filter;
    let for_filter = Arc::clone(&record);
    let filtered: Memo<Filtered> = Memo::new(move |_| filter.with(|filter| filter.apply(&for_filter)));
    let for_blocks = Arc::clone(&record);
    let blocks = Memo::new(move |_| {
        filtered.with(|filtered| blocks(&months(&for_blocks, for_blocks.entries(), &filtered.shown)))
    });
    let outline = Signal::derive(move || {
        blocks.with(|blocks| {
            blocks.iter().enumerate().map(|(key, block)| Block { key, lines: line_count(block) }).collect::<Vec<_>>()
        })
    });
    let for_content = Arc::clone(&record);
    let content = move |key: usize| {
        let show = Show { record: &for_content, whole: desk.whole.get_untracked() };
        // Whoever looks for words wants to see where they stand.
        let open = filter.with_untracked(|filter| !filter.words().is_empty());
        blocks.with_untracked(|blocks| blocks.get(key).map_or_else(nothing, |block| draw_block(show, block, open)))
    };
    view! {
        <FilterBar record filter filtered />
        <div class="cw-timeline" data-testid="timeline">
            <Windowed blocks=outline content=content whole=desk.whole />
        </div>
    }
}
