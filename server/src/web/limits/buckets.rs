use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use commonweal_shared::time::Moment;

use super::settings::Rate;

/// How many keys are remembered at most, for each kind of rate.
const KEPT: usize = 50_000;
/// How often keys that have rested are looked for, once all places are taken: every second, in microseconds.
const SWEEP_EVERY: i64 = 1_000_000;

/// A token bucket for each key, in memory, and never more than so many of them.
///
/// Of each bucket only the moment is kept at which it will be full again (the generic cell rate algorithm, ITU-T
/// I.371): a bucket that is full is the same as none.
#[derive(Debug)]
pub(super) struct Buckets<K> {
    rate: Option<Rate>,
    kept: Mutex<Kept<K>>,
}

#[derive(Debug)]
struct Kept<K> {
    full_at: HashMap<K, i64>,
    /// One bucket for all who come when no place is left: strangers share it, so that they can't have as much as they
    /// like by being many.
    others: i64,
    swept: i64,
}

impl<K: Eq + Hash> Buckets<K> {
    pub(super) fn new(rate: Option<Rate>) -> Self {
        Self { rate, kept: Mutex::new(Kept { full_at: HashMap::new(), others: i64::MIN, swept: i64::MIN }) }
    }

    /// Takes one token; else says after how many seconds there is one, at least 1.
    pub(super) fn take(&self, key: K, now: Moment) -> Result<(), u32> {
        let Some(rate) = self.rate else { return Ok(()) };
        let now = now.as_micros();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = &mut *kept;
        if kept.full_at.len() >= KEPT && now.saturating_sub(kept.swept) >= SWEEP_EVERY {
            kept.full_at.retain(|_, full_at| *full_at > now);
            kept.swept = now;
        }
        let room = kept.full_at.len() < KEPT;
        match kept.full_at.get_mut(&key) {
            Some(full_at) => rate.take(full_at, now),
            None if room => rate.take(kept.full_at.entry(key).or_insert(i64::MIN), now),
            None => rate.take(&mut kept.others, now),
        }
    }
}

impl Rate {
    fn take(self, full_at: &mut i64, now: i64) -> Result<(), u32> {
        let whole = self.every * self.burst;
        // Further ahead than a whole bucket it never is, unless the clock was set back.
        let clock_was_set_back = full_at.saturating_sub(now) > whole;
        let next = if clock_was_set_back { now } else { (*full_at).max(now) } + self.every;
        let too_early = next - now - whole;
        if too_early > 0 {
            let seconds = (too_early + 999_999) / 1_000_000;
            return Err(u32::try_from(seconds).unwrap_or(u32::MAX).max(1));
        }
        *full_at = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Moment {
        Moment::from_micros(1_795_338_000_000_000 + seconds * 1_000_000)
    }

    #[test]
    fn a_burst_passes_then_one_after_each_interval() {
        let buckets = Buckets::new(Rate::a_minute(6));
        for _ in 0..6 {
            assert_eq!(buckets.take("amy", at(0)), Ok(()));
        }
        assert_eq!(buckets.take("amy", at(0)), Err(10));
        assert_eq!(buckets.take("bob", at(0)), Ok(()), "somebody else has a bucket of their own");
        assert_eq!(buckets.take("amy", at(7)), Err(3), "a refusal costs nothing");
        assert_eq!(buckets.take("amy", at(10)), Ok(()));
        assert_eq!(buckets.take("amy", at(10)), Err(10));
        assert_eq!((0..9).filter(|_| buckets.take("amy", at(1_000)).is_ok()).count(), 6, "after a rest, a burst");
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out() {
        let buckets = Buckets::new(Rate::an_hour(1));
        assert_eq!(buckets.take("amy", at(86_400)), Ok(()));
        assert_eq!(buckets.take("amy", at(0)), Ok(()));
        assert_eq!(buckets.take("amy", at(0)), Err(3_600));
    }

    #[test]
    fn no_rate_is_no_limit() {
        let buckets = Buckets::new(Rate::a_second(0));
        assert!((0..10_000).all(|_| buckets.take(7, at(0)).is_ok()));
    }

    #[test]
    fn no_more_keys_are_kept_than_there_are_places_and_strangers_share_one_bucket() {
        let buckets = Buckets::new(Rate::a_minute(2));
        let places = i32::try_from(KEPT).expect("a number of places");
        assert!((0..places).all(|key| buckets.take(key, at(0)).is_ok()));
        let strangers = (places..places + 100).filter(|key| buckets.take(*key, at(0)).is_ok()).count();
        assert_eq!(strangers, 2);
        assert_eq!(buckets.take(0, at(0)), Ok(()), "who is known keeps a bucket");
        let kept = || buckets.kept.lock().expect("the lock").full_at.len();
        assert_eq!(kept(), KEPT);
        assert_eq!(buckets.take(places, at(61)), Ok(()), "whoever has rested gives up the place");
        assert_eq!(kept(), 1);
    }
}
