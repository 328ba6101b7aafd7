//! Many times of one kind.

use std::time::{Duration, Instant};

/// The value below which half of these lie, or between the two in the middle; 0 of none.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.as_slice() {
        [] => 0.0,
        all if all.len() % 2 == 1 => all[middle],
        all => f64::midpoint(all[middle - 1], all[middle]),
    }
}

/// Times, in milliseconds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Times(Vec<f64>);

impl Times {
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(milliseconds(time));
    }

    /// Adds all of these.
    pub(crate) fn extend(&mut self, others: &Self) {
        self.0.extend_from_slice(&others.0);
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn median(&self) -> f64 {
        median(&self.0)
    }

    /// The least of these that is not below so many of a hundred (the nearest rank); 0 of none.
    pub(crate) fn percentile(&self, share: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let rank = (sorted.len() * share).div_ceil(100).max(1);
        sorted.get(rank - 1).copied().unwrap_or(0.0)
    }
}

impl FromIterator<Duration> for Times {
    fn from_iter<I: IntoIterator<Item = Duration>>(times: I) -> Self {
        Self(times.into_iter().map(milliseconds).collect())
    }
}

pub(crate) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// Does something and says how long it took, in milliseconds.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let begin = Instant::now();
    let done = work();
    (done, milliseconds(begin.elapsed()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_in_the_middle() {
        assert_eq!(median(&[]).to_bits(), 0.0_f64.to_bits());
        assert_eq!(median(&[3.0, 1.0, 2.0]).to_bits(), 2.0_f64.to_bits());
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]).to_bits(), 2.5_f64.to_bits());
    }

    #[test]
    fn a_percentile_is_of_the_nearest_rank() {
        let times: Times = (1..=200).rev().map(Duration::from_millis).collect();
        for (share, expected) in [(1, 2.0), (50, 100.0), (99, 198.0), (100, 200.0)] {
            assert!((times.percentile(share) - expected).abs() < 1e-9, "{share}: {}", times.percentile(share));
        }
        let one: Times = [Duration::from_millis(7)].into_iter().collect();
        assert!((one.percentile(99) - 7.0).abs() < 1e-9);
        assert!(Times::default().percentile(99).abs() < 1e-9);
    }
}
