//! Requests to the server: one client, and one type for everything that can go wrong with it.
//!
//! Nothing is kept: an answer lives as long as the page that asked for it, and one that comes after
//! that page has gone, or about another person than was asked, is dropped.

mod client;
mod failure;
mod flight;
mod json;
mod loader;
mod signs;
mod spawn;

pub use client::{delete, get, get_about, get_bytes_about, post, post_about, post_and_leave};
pub use failure::Failure;
pub use loader::{Loaded, Loader};
pub use signs::{
    last_answer_millis, last_sign_millis, note_sign_of_life, now, now_millis, set_csrf_token, when_signed_out,
};
pub use spawn::spawn;
