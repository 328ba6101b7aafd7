//! What is the same everywhere: the bar, the strips, messages, dialogs, and the states of a page.

mod address;
mod announce;
mod app;
mod arrival;
mod bar;
mod dialog;
mod dynamic;
mod keyboard_help;
mod not_found_page;
mod page;
mod pages;
mod shortcuts;
mod state_views;
mod strips;
mod system;
mod who_menu;

pub use address::{Address, use_address};
pub use announce::{Announcer, use_announcer};
pub use app::App;
pub use dialog::Dialog;
pub use dynamic::{dynamic, on_change};
pub use page::Page;
pub use shortcuts::FIND_BOX;
pub use state_views::{EmptyView, ErrorView, FailureView, NotFoundView, OfflineView, Skeleton};
pub use system::{ThisSystem, use_system};
