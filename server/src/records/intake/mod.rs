//! Intake: FHIR R4 (UK Core, exports) and STU3 (GP Connect), read leniently into items and an answer.
//!
//! Bytes in, values out: nothing here knows a database or a clock. [`submissions`] splits a file,
//! [`read`] makes of each entry exactly one [`ReadItem`], and one more of each clinical resource
//! that a list or another clinical resource contains (GP Connect's ended allergies). What can't be read becomes an unreadable
//! item with its reason, what names another person is held; nothing is dropped.
//!
//! Every kind of resource has a file of its own; `draft` has what they share, `json` the tree that
//! keeps decimals as written, `resolve` the references within one submission. `measure` keeps a file from filling the
//! memory, `visible` keeps a text from turning or hiding another; the bytes stay as they came.

mod allergies;
mod answer;
mod authors;
mod codes;
mod documents;
mod dose;
mod draft;
mod encounters;
mod findings;
mod immunisations;
mod json;
mod kinds;
mod labels;
mod leftovers;
mod lists;
mod measure;
mod medicines;
mod once;
mod other;
mod pairs;
mod patient;
mod people;
mod plans;
mod problems;
mod read;
mod readable;
mod refusal;
mod reports;
mod requests;
mod resolve;
mod social;
mod subject;
mod submission;
mod version;
mod visible;
mod warnings;
mod words;

#[cfg(test)]
mod tests;

pub use draft::ReadContext;
pub use measure::{NoBytes, bytes_of};
pub use patient::PatientClaim;
pub use read::{ReadItem, Reading, ResourceKey, read};
pub use refusal::RefusedFile;
pub use submission::{RawEntry, Submission, submissions};
pub use version::FhirVersion;
