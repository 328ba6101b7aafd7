//! Finding a person: one box that takes a number or a name and a birth, and lines that are never cut.

mod bar_find;
mod find_box;
mod find_input;
mod find_page;
mod person_line;
mod person_list;
mod search;

pub use bar_find::BarFind;
pub use find_box::FindBox;
pub use find_page::FindPage;
pub use person_line::{LineFact, PersonLine, lines};
pub use person_list::PersonList;
pub use search::Search;
