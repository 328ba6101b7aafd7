//! The shared care record: intake, matching, publication, charts, and how they are read.
//!
//! - [`intake`] reads FHIR into items; `matching` says whose they are; `publish` puts them on a record.
//! - `keep` makes the charts on write; `store` has the SQL; `handlers` answer over HTTP.

mod files;
mod handlers;
mod identity;
pub mod intake;
mod keep;
mod matching;
mod publish;
mod rebuild;
mod search;
mod sorting;
mod store;
mod tally;

pub use files::{ImportError, import_paths, source_on_file};
pub use handlers::router;
pub use publish::{PublishError, Publisher};
pub use rebuild::{RebuildError, rebuild};
pub use tally::ImportTally;
