use std::sync::Arc;

use commonweal_shared::display::MedicineList;
use commonweal_shared::records::SectionId;
use leptos::prelude::*;

use super::desk::Desk;
use super::out_of_view::{OutOfView, OutOfViewLine};
use super::windowed::{Block, Windowed};
use crate::records::markup::{Markup, nothing};
use crate::records::model::{Place, Record};
use crate::records::pieces::Show;
use crate::records::sections::{Draw, Piece, pieces, states};

/// Rows above which a section's list is drawn in windows, and rows of one window's block.
const WINDOWS: (usize, usize) = (200, 60);

/// A section: its state, what each source says of it, and its rows.
#[component]
pub(super) fn SectionPage(
    /// What is looked at.
    desk: Desk,
    /// The record.
    record: Arc<Record>,
    /// Which section.
    id: SectionId,
) -> impl IntoView {
    let for_states = Arc::clone(&record);
    let states = move |()| {
        let show = Show { record: &for_states, whole: desk.whole.get() };
        show.record.chart.section(id).map_or_else(nothing, |section| states(show, section))
    };
    let ends = (id == SectionId::Medicines).then(|| OutOfView::watch(desk, Arc::clone(&record)));
    let end = move |top: bool| {
        ends.map(|ends| {
            let words = if top { ends.above } else { ends.below };
            view! { <OutOfViewLine words top /> }
        })
    };
    let rows = move || {
        let show = Show { record: &record, whole: desk.whole.get() };
        let list = desk.list.get();
        pieces(show, id, list).into_iter().map(|piece| piece_view(desk, Arc::clone(&record), piece)).collect_view()
    };
    view! {
        <Markup content=states />
        {(id == SectionId::Medicines).then(|| list_buttons(desk))}
        {end(true)}
        {rows}
        {end(false)}
    }
}

fn piece_view(desk: Desk, record: Arc<Record>, piece: Piece) -> AnyView {
    match piece {
        Piece::Still(node) => view! { <Markup content=move |()| node.clone() /> }.into_any(),
        Piece::Rows(places, _) if places.is_empty() => ().into_any(),
        Piece::Rows(places, draw) => windowed_rows(desk, record, places, draw, WINDOWS),
    }
}

/// Rows, drawn in windows where there are more than `from`, in blocks of so many.
pub(super) fn windowed_rows(
    desk: Desk,
    record: Arc<Record>,
    places: Vec<Place>,
    draw: Draw,
    (from, block): (usize, usize),
) -> AnyView {
    let size = if places.len() > from { block } else { places.len().max(1) };
    let blocks: Vec<Block> =
        places.chunks(size).enumerate().map(|(key, chunk)| Block { key, lines: chunk.len() }).collect();
    let content = move |key: usize| {
        let show = Show { record: &record, whole: desk.whole.get_untracked() };
        places.chunks(size).nth(key).map_or_else(nothing, |chunk| draw(show, chunk))
    };
    view! { <Windowed blocks=Signal::stored(blocks) content=content whole=desk.whole /> }.into_any()
}

/// Current and past, exactly one of them chosen (L1).
fn list_buttons(desk: Desk) -> impl IntoView {
    let button = move |list: MedicineList| {
        view! {
            <button
                type="button"
                class="cw-choice"
                data-list=list.title()
                aria-pressed=move || (desk.list.get() == list).to_string()
                on:click=move |_| desk.list.set(list)
            >
                {list.title()}
            </button>
        }
    };
    view! {
        <div class="cw-choices" role="group" aria-label="Which medicines" hidden=desk.whole>
            {button(MedicineList::Current)}
            {button(MedicineList::Past)}
        </div>
    }
}
