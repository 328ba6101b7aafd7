//! For the people who run it: is it alive, is it ready, what does it do, what is it.

mod handlers;
mod metrics;

pub use handlers::{openapi_route, router};
pub use metrics::Metrics;
