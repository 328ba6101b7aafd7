//! For the people who run it: is it alive, is it ready, what does it do, what is it; and its backups.

pub mod backup;
mod handlers;
mod histogram;
mod metrics;
mod store;

pub use handlers::{openapi_route, router};
pub use histogram::{Histogram, SIZES, TIMES, Unit};
pub use metrics::{InFlight, Metrics};
