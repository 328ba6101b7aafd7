use std::sync::atomic::{AtomicU64, Ordering};

/// How what was measured is written: whole numbers are kept, and seconds are shown where they are microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Kept in microseconds, shown in seconds.
    Seconds,
    /// Kept and shown as it is.
    Count,
}

/// How often something fell between which ends, and its sum. Counting takes no lock.
#[derive(Debug)]
pub struct Histogram {
    unit: Unit,
    /// Upper ends of the buckets, each included, rising.
    ends: &'static [u64],
    /// One more than ends: the last is for what is above all.
    buckets: Vec<AtomicU64>,
    sum: AtomicU64,
}

/// Upper ends for times, in microseconds: half a millisecond to thirty seconds.
pub const TIMES: &[u64] =
    &[500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000, 30_000_000];
/// Upper ends for how many things were done at once.
pub const SIZES: &[u64] = &[1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

impl Histogram {
    /// An empty one with these upper ends.
    pub fn new(unit: Unit, ends: &'static [u64]) -> Self {
        let buckets = (0..=ends.len()).map(|_| AtomicU64::new(0)).collect();
        Self { unit, ends, buckets, sum: AtomicU64::new(0) }
    }

    /// One for times.
    pub fn of_times() -> Self {
        Self::new(Unit::Seconds, TIMES)
    }

    /// Counts one value: microseconds, or a number of things.
    pub fn count(&self, value: u64) {
        let bucket = self.ends.partition_point(|end| *end < value);
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        self.sum.fetch_add(value, Ordering::Relaxed);
    }

    /// Counts one time.
    pub fn time(&self, took: std::time::Duration) {
        self.count(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }

    /// How many values were counted.
    pub fn values(&self) -> u64 {
        self.buckets.iter().map(|bucket| bucket.load(Ordering::Relaxed)).sum()
    }

    /// The sum of all values, in the unit in which they are kept.
    pub fn total(&self) -> u64 {
        self.sum.load(Ordering::Relaxed)
    }

    /// Each upper end as it is written, with how many values are not above it; the last end is `+Inf`.
    pub(super) fn so_far(&self) -> Vec<(String, u64)> {
        let mut so_far = 0;
        let ends = self.ends.iter().map(|end| self.written(*end)).chain(["+Inf".to_owned()]);
        ends.zip(&self.buckets)
            .map(|(end, bucket)| {
                so_far += bucket.load(Ordering::Relaxed);
                (end, so_far)
            })
            .collect()
    }

    /// The sum of all values as it is written.
    pub(super) fn sum(&self) -> String {
        self.written(self.total())
    }

    fn written(&self, value: u64) -> String {
        match self.unit {
            Unit::Count => value.to_string(),
            Unit::Seconds => {
                let text = format!("{}.{:06}", value / 1_000_000, value % 1_000_000);
                text.trim_end_matches('0').trim_end_matches('.').to_owned()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fall_into_the_bucket_whose_end_they_do_not_pass() {
        let times = Histogram::of_times();
        for micros in [1, 500, 501, 40_000_000] {
            times.count(micros);
        }
        let so_far = times.so_far();
        assert_eq!(so_far[0], ("0.0005".to_owned(), 2));
        assert_eq!(so_far[1], ("0.001".to_owned(), 3));
        assert_eq!(so_far[TIMES.len() - 1], ("30".to_owned(), 3));
        assert_eq!(so_far[TIMES.len()], ("+Inf".to_owned(), 4));
        assert_eq!(times.sum(), "40.001002");
        assert_eq!(Histogram::new(Unit::Count, SIZES).sum(), "0");
    }
}
