//! The shared care record: intake, matching, publication, charts, and how they are read.
//!
//! - [`intake`] reads FHIR into items; `matching` says whose they are; `publish` puts them on a record.
//! - `keep` makes the charts on write; `store` has the SQL; `handlers` answer over HTTP; `receive` takes in over HTTP.

mod check;
mod files;
mod handlers;
mod identity;
pub mod intake;
mod keep;
mod matching;
mod pack;
mod prepare;
mod publish;
mod rebuild;
mod receive;
mod search;
mod shelf;
mod sorting;
mod store;
mod tally;

pub use check::{CheckReport, Fault, LeftOver, check};
pub use files::{ImportError, import_paths, source_on_file};
pub use publish::{PublishError, Publisher};
pub use rebuild::{RebuildError, rebuild};
pub use receive::{IntakeDesk, IntakeLimits, ToldIntake};
pub use shelf::ChartShelf;
pub use tally::ImportTally;

use utoipa_axum::router::OpenApiRouter;

use crate::app::AppState;

/// The routes of this slice, with their descriptions.
pub fn router() -> OpenApiRouter<AppState> {
    handlers::router().merge(receive::router())
}
