//! The product from the outside: a real server on a free port, and actors who use it.
//!
//! - [`TestServer`]: built by the server crate's own `build`, on either [`Engine`], in a folder of its own.
//! - [`Actor`]: anon, a clinician, a privacy officer …, with small verbs; every [`Answer`] is checked for what must be
//!   true of all of them.
//! - [`resources`], [`texts`]: walks over charts. [`assert_golden`]: files that were reviewed by hand.
//! - [`population`]: any number of invented people, for benches and load.
//! - [`mutation`]: sound bundles broken by chance, and what must hold of whatever is read of them.

mod actor;
mod answer;
mod chart_walk;
mod clock;
mod engine;
mod golden;
mod intake;
mod invented;
pub mod mutation;
pub mod population;
mod runtime;
mod say;
mod server;
mod store;

pub use actor::{Actor, headers};
pub use answer::Answer;
pub use chart_walk::{Behind, Place, resources, texts};
pub use clock::StoryClock;
pub use engine::{Engine, POSTGRES};
pub use golden::{BLESS, assert_golden};
pub use intake::{Arrival, entries_of, publish};
pub use invented::Invented;
pub use runtime::run;
pub use say::say;
pub use server::{Options, Position, TestServer};
