//! Tells the first page after the start from the ones that come by a click.

use std::cell::Cell;

thread_local! {
    static ARRIVED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a page has been shown before.
pub(super) struct Arrivals;

impl Arrivals {
    /// Counts a page that is being shown; true when there was one before it, and so the focus has
    /// to be taken along. The browser itself places it on the first.
    pub(super) fn count_one() -> bool {
        ARRIVED.replace(true)
    }
}
