//! What needs me: the first page, by role.

mod claims;
mod home_page;
mod recent;
mod waiting_page;
mod waiting_table;

pub use home_page::HomePage;
pub use waiting_page::WaitingPage;
