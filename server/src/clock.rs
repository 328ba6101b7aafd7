//! Time and randomness come in from outside, so that every rule with a date in it can be tested.

use std::fmt::Debug;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use commonweal_shared::time::Moment;
use uuid::Uuid;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_ids_sort_later() {
        let earlier = new_uuid(Moment::from_micros(1_700_000_000_000_000));
        let later = new_uuid(Moment::from_micros(1_700_000_000_001_000));
        assert!(earlier.to_string() < later.to_string());
        assert_eq!(later.get_version_num(), 7);
    }
}
