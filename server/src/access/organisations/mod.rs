//! Organisations, as every slice knows them.

mod store;

pub use store::{organisations, register};
