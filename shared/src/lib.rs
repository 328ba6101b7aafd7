//! The domain of Commonweal: types, parsers, rules, and the bodies that browser and server exchange.
//!
//! Nothing here does I/O, names an async runtime or reads a clock: time, randomness and bytes come
//! in from outside, so that every rule can be tested and runs the same natively and in WebAssembly.
//!
//! - [`ids`]: identifiers as types of their own.
//! - [`time`], [`nhs_number`]: values that are parsed once, at the edge.
//! - [`display`]: how dates, names, medicines and the rest are written for a clinician.
//! - [`access`]: roles, sessions, relationships. [`audit`]: what is logged of who saw what.
//! - [`records`]: items, the chart that they fold into, absence, and the tally.
//! - [`api`]: every endpoint's path, named once for both sides. [`problem`]: errors as bodies.

pub mod access;
pub mod api;
pub mod audit;
pub mod display;
pub mod ids;
pub mod nhs_number;
#[cfg(feature = "openapi")]
mod openapi;
pub mod problem;
pub mod records;
pub mod system;
pub mod time;
