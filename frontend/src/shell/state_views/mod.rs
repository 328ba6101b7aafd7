//! The states that every page and part of a page has besides its content: designed once, never blank.

mod empty_view;
mod error_view;
mod failure_view;
mod not_found_view;
mod offline_view;
mod skeleton;

pub use empty_view::EmptyView;
pub use error_view::ErrorView;
pub use failure_view::FailureView;
pub use not_found_view::NotFoundView;
pub use offline_view::OfflineView;
pub use skeleton::Skeleton;
