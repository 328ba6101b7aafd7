use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep};

/// Below so many bytes a second, what moves counts as standing still.
const SLOWEST: u64 = 1_024;

/// Watches something that moves bytes, and says when it stands still for too long.
///
/// Only the time in which we wait for the other side counts. A drop every few seconds does not help: all the waiting
/// together may take no longer than one pause and a second for each KiB.
#[derive(Debug)]
pub(super) struct Pace {
    pause: Duration,
    waited: Duration,
    moved: u64,
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl Pace {
    pub(super) const fn new(pause: Duration) -> Self {
        Self { pause, waited: Duration::ZERO, moved: 0, waiting: None }
    }

    /// So many bytes have moved; the waiting is over.
    pub(super) fn moved(&mut self, bytes: usize) {
        let waited = self.waiting.take().map_or(Duration::ZERO, |(since, _)| since.elapsed());
        self.count(bytes, waited);
    }

    fn count(&mut self, bytes: usize, waited: Duration) {
        self.waited += waited;
        self.moved = self.moved.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
    }

    /// How long nothing may move from now on.
    fn left(&self) -> Duration {
        let earned = Duration::from_millis(self.moved.saturating_mul(1_000) / SLOWEST);
        self.pause.saturating_add(earned).saturating_sub(self.waited).min(self.pause)
    }

    /// Nothing moves now: ready when that has lasted too long.
    pub(super) fn poll_too_slow(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let left = self.left();
        let (_, sleep) = self.waiting.get_or_insert_with(|| (Instant::now(), Box::pin(tokio::time::sleep(left))));
        sleep.as_mut().poll(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAUSE: Duration = Duration::from_secs(20);
    const NINE: Duration = Duration::from_secs(9);

    #[test]
    fn a_pause_may_last_so_long_and_no_longer_whatever_came_before() {
        let mut pace = Pace::new(PAUSE);
        assert_eq!(pace.left(), PAUSE);
        pace.count(10_000_000, Duration::ZERO);
        assert_eq!(pace.left(), PAUSE);
    }

    #[test]
    fn a_drop_every_few_seconds_does_not_help() {
        let mut pace = Pace::new(PAUSE);
        pace.count(1, NINE);
        pace.count(1, NINE);
        assert!(pace.left() < Duration::from_millis(2_010), "{:?}", pace.left());
        pace.count(1, NINE);
        assert_eq!(pace.left(), Duration::ZERO);
    }

    #[test]
    fn what_keeps_coming_may_take_all_day() {
        let mut pace = Pace::new(PAUSE);
        (0..10_000).for_each(|_| pace.count(9 * 1_024, NINE));
        assert_eq!(pace.left(), PAUSE);
    }
}
