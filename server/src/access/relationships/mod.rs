//! Who may open whose record: relationships on file, claims, and the grants that come of them.

mod decide;
mod grants;
mod handlers;
mod store;

pub use grants::{
    intake_by_operator, keep_by_operator, may_open, may_open_by, may_review, may_search, may_see_waiting,
    relationship_on_file,
};
pub(super) use handlers::router;
pub(super) use store::relationship;
pub use store::{put_relationship, relate, unreviewed_claims};
