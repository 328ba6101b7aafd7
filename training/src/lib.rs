//! The demonstration system's organisations and the synthetic people that training uses.
//!
//! Nothing here does any input or output: the bundles are part of the program, and whoever wants
//! them imported passes their text to the same intake that real bundles go through.
//! The people, places, organisations and numbers are invented; see `training/README.md`.

mod about;
mod organisations;
mod people;

pub use about::{About, Dangling, Fact, Hazard, Item};
pub use organisations::{DemoOrganisation, ICS_NAME, organisations};
pub use people::{PersonBundle, STORY_DAY, SyntheticPerson, hazards, people};
