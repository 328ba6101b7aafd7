//! The record's SQL: people, arrivals, resources, charts, and what waits.

mod charts;
mod intakes;
mod people;
mod waiting;

pub(super) use charts::{
    FoundChart, ReadAhead, keep_charts, mark_opened, opened_chart, person_of_resource, read_ahead, resource_bytes,
};
pub(super) use intakes::{
    FoldRows, answers_with, begin_intake, discard_intake, discard_stale, fold_rows, publish_intake, resources_of,
    save_answer, stage,
};
pub(super) use people::{
    PersonRow, all_people, at_source, by_number, identities, insert_person, know_at_source, person, put_words,
    search_by_number, search_by_words, update_person, version,
};
pub(super) use waiting::{WaitingResource, held_beside, put_waiting, waiting, waiting_count, waiting_shas};
