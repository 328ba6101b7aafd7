//! Time and randomness come in from outside, so that every rule with a date in it can be tested.

use std::fmt::Debug;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use commonweal_shared::time::Moment;
use uuid::{ContextV7, Timestamp, Uuid};

/// Says what time it is.
pub trait Clock: Debug + Send + Sync {
    /// Now.
    fn now(&self) -> Moment;
}

/// The machine's clock: what a running server uses, always.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        Moment::from_micros(system_micros())
    }
}

/// A clock that stands still until it is told to move; for tests.
#[derive(Debug)]
pub struct SetClock(AtomicI64);

impl SetClock {
    /// A clock that stands at this moment.
    pub const fn at(moment: Moment) -> Self {
        Self(AtomicI64::new(moment.as_micros()))
    }

    /// Lets so many seconds pass.
    pub fn pass(&self, seconds: i64) {
        self.0.fetch_add(seconds.saturating_mul(1_000_000), Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Moment {
        Moment::from_micros(self.0.load(Ordering::SeqCst))
    }
}

/// Microseconds of UTC since 1970 by the machine's clock.
pub(crate) fn system_micros() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}

/// A new UUID of version 7 (RFC 9562, 5.7): sorts by this moment, random beyond it.
pub fn new_uuid(now: Moment) -> Uuid {
    let millis = u64::try_from(now.as_micros() / 1_000).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &rand::random()).into_uuid()
}

/// New UUIDs of version 7 that were all asked for at one moment: each sorts after the one before (RFC 9562, 6.2, a
/// counter with a random start), so that a database appends them.
#[derive(Debug)]
pub struct NewUuids {
    counter: ContextV7,
    now: Moment,
}

impl NewUuids {
    /// UUIDs of this moment.
    pub fn at(now: Moment) -> Self {
        Self { counter: ContextV7::new(), now }
    }

    /// The next one.
    pub fn make(&mut self) -> Uuid {
        let micros = u64::try_from(self.now.as_micros()).unwrap_or(0);
        let nanos = u32::try_from(micros % 1_000_000 * 1_000).unwrap_or(0);
        Uuid::new_v7(Timestamp::from_unix(&self.counter, micros / 1_000_000, nanos))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_moment_sort_in_the_order_in_which_they_were_made() {
        let mut new = NewUuids::at(Moment::from_micros(1_700_000_000_000_000));
        let made: Vec<String> = (0..10_000).map(|_| new.make().to_string()).collect();
        assert!(made.is_sorted_by(|a, b| a < b));
        assert!(made[0] > new_uuid(Moment::from_micros(1_699_999_999_999_000)).to_string());
    }

    #[test]
    fn later_ids_sort_later() {
        let earlier = new_uuid(Moment::from_micros(1_700_000_000_000_000));
        let later = new_uuid(Moment::from_micros(1_700_000_000_001_000));
        assert!(earlier.to_string() < later.to_string());
        assert_eq!(later.get_version_num(), 7);
    }
}
