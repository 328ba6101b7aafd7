//! Signing in, acting in a role, saying why a record is needed, and seeing who saw what.

mod access_log_page;
mod access_log_table;
mod action_words;
mod claim_relationship;
mod demo_sign_ins;
mod error_summary;
mod field;
mod idle;
mod leaving;
mod session;
mod session_ending;
mod sign_in_form;
mod sign_in_page;
mod tabs;

pub use access_log_page::AccessLogPage;
pub use access_log_table::AccessLogTable;
pub use claim_relationship::ClaimRelationship;
pub(crate) use leaving::Leaving;
pub use session::{CurrentSession, SignedIn, use_session};
pub use session_ending::SessionEnding;
pub use sign_in_page::SignInPage;
