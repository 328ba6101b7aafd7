//! What the record view works out from a chart: plain values, no browser, so that native tests can
//! hold them to account.

mod entry;
mod filter;
mod haystack;
mod histogram;
mod lines;
mod medicines;
mod newest;
mod record;
mod search;
mod series;
mod sources;
mod tests_of;
mod words;

#[cfg(test)]
pub(crate) mod sample;

pub(crate) use entry::{Entry, entries, issue_at};
pub(crate) use filter::{Filter, Filtered};
pub(crate) use haystack::Haystack;
pub(crate) use histogram::{Bin, Histogram};
pub(crate) use lines::{Line, Month, months};
pub(crate) use medicines::{MedicineGroups, end, issued_line, medicine, rule_sentences, state_of, stopped_lately};
pub(crate) use newest::{appointments_ahead, newest, past_significant, people_involved};
pub(crate) use record::{Place, Record};
pub(crate) use search::search;
pub(crate) use series::{Point, Reading, Series, Symbol, Window};
pub(crate) use sources::{Completeness, SourceLine, source_lines};
pub(crate) use tests_of::{Direction, Test, tests_of};
pub(crate) use words::{ago, kind_word, quantity_text, resource_word, state_words, thousands, value_line, value_whole};
