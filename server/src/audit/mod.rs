//! The append-only, tamper-evident log of who saw or did what.
//!
//! One writer task for each process appends to a log of its own: a hash chain, committed before anything is answered.
//! Checkpoints repeat the heads of all logs, so that the end of a log cannot be cut off unseen for long.

mod chain;
mod event;
mod sealed;
mod store;
mod verify;
mod writer;

pub use event::{Action, Actor, Event};
pub use sealed::Sealed;
pub use store::{person_log, recently_opened};
pub use verify::{BrokenAt, Verified, VerifyError, heads, verify};
pub use writer::{Audit, AuditCounts, AuditError};
