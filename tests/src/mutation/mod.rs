//! Hostile input from a seed: sound bundles, changed in the ways in which files break, and what must hold of each.
//!
//! `change` breaks a text, `scan` finds the values in it without the product, `oracle` says what the product made of it
//! that must never be. The run itself, with a database, is `hostile::mutation` of the tests; a fuzzer uses [`examine`].

mod change;
mod dice;
mod oracle;
mod scan;

pub use change::{change, cut};
pub use dice::Dice;
pub use oracle::{Examined, Stated, examine, stated};
