//! Finding people and reading their records.
//!
//! - [`find`]: searching for a person.
//! - `model`: what is worked out from a chart, plain and tested.
//! - `markup`, `pieces`: rows as data, and what they are made of.
//! - `summary`, `sections`, `timeline`: the parts of a record.
//! - `page`: the record view around them, with its banner, sources, rail and drawer.

pub mod find;
mod markup;
mod model;
mod page;
mod pieces;
mod sections;
mod summary;
mod timeline;

pub use page::RecordPage;

/// A chart as the server would send it.
#[cfg(test)]
pub(crate) fn sample_chart_json() -> String {
    serde_json::to_string(&model::sample::chart()).expect("a chart is plain data")
}
