use std::sync::atomic::{AtomicI64, Ordering};

use commonweal_server::clock::Clock;
use commonweal_shared::time::Moment;

/// The clock of a test's server: the same story at the same time on every run.
///
/// Every look at it lets a millisecond pass, so that what comes later is later, and ids sort as they were made.
#[derive(Debug)]
pub struct StoryClock(AtomicI64);

/// A millisecond, in microseconds.
const TICK: i64 = 1_000;

impl StoryClock {
    /// Begins at nine in the morning (UTC) of the day on which the synthetic people's stories are told: 2026-11-22.
    pub const fn new() -> Self {
        Self(AtomicI64::new(1_795_338_000_000_000))
    }

    /// Lets so many seconds pass.
    pub fn pass(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Default for StoryClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for StoryClock {
    fn now(&self) -> Moment {
        Moment::from_micros(self.0.fetch_add(TICK, Ordering::SeqCst))
    }
}
