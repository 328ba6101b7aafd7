//! The record view: one chart, fetched once; everything after that happens in the browser.

mod access_section;
mod acts;
mod banner;
mod content;
mod desk;
mod drawer;
mod out_of_view;
mod print_note;
mod rail;
mod record_page;
mod reports;
mod search_results;
mod section_page;
mod source_strip;
mod view;
mod windowed;

pub(crate) use desk::Desk;
pub use record_page::RecordPage;
pub(crate) use windowed::{Block, Windowed};
