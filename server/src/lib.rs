//! The server of Commonweal: one process, one database, no other service.
//!
//! - [`app`]: what a running server holds, its routes, how it begins and ends. [`cli`], [`config`]: how it is told what to do.
//! - [`db`]: one `Db` over SQLite and PostgreSQL. SQL stands in files named `store.rs` only.
//! - [`access`]: sign-in, sessions, and grants. [`audit`]: the log that is committed before anything is answered.
//! - [`records`]: the shared care record. [`demo`]: the demonstration system.
//! - [`web`]: the edge: problems, headers, the browser side's files. [`ops`]: health, counters, the API's description.
//! - [`work`]: what takes the processor long. [`clock`]: time and randomness, which come in from outside.

pub mod access;
pub mod app;
pub mod audit;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod demo;
pub mod ops;
pub mod records;
pub mod web;
pub mod work;
