//! When to warn that a session ends, and when it is over (WCAG 2.2.1): plain rules on plain numbers.

use commonweal_shared::access::SessionLimits;

/// How the session stands at some instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// There is plenty of time.
    Quiet,
    /// It ends soon because nobody does anything; a single act extends it.
    IdleSoon {
        /// Whole seconds left.
        seconds: u32,
    },
    /// It ends soon because sessions do; nothing extends it.
    EndsSoon {
        /// Whole seconds left.
        seconds: u32,
    },
    /// Nobody did anything for too long: it has to be ended now.
    IdleOver,
    /// By this machine's clock its last moment has come; the server knows for certain.
    EndsOver,
}

/// The longest warning before an idle end, in seconds; never shorter than 20.
const IDLE_WARNING: f64 = 60.0;
/// The warning before the certain end, in seconds.
const END_WARNING: f64 = 300.0;

/// How the session stands.
///
/// `last_answer` and `now` are milliseconds of the same clock, which also runs while the machine
/// sleeps: a laptop that is opened after lunch is signed out at once.
pub(crate) fn phase(limits: &SessionLimits, last_answer: f64, now: f64) -> Phase {
    let idle = f64::from(limits.idle_seconds);
    let idle_left = idle - (now - last_answer) / 1_000.0;
    #[expect(clippy::cast_precision_loss, reason = "an instant in seconds is far below 2^53")]
    let end_left = limits.ends.as_micros() as f64 / 1e6 - now / 1_000.0;
    if idle_left <= 0.0 {
        Phase::IdleOver
    } else if idle_left <= (idle / 2.0).clamp(20.0, IDLE_WARNING) {
        Phase::IdleSoon { seconds: whole(idle_left) }
    } else if end_left <= 0.0 {
        Phase::EndsOver
    } else if end_left <= END_WARNING {
        Phase::EndsSoon { seconds: whole(end_left) }
    } else {
        Phase::Quiet
    }
}

/// Whether somebody who is busy in the page should be reported to the server, so that reading
/// without any request does not look like absence: after a third of the idle time.
pub(crate) fn should_report(limits: &SessionLimits, last_answer: f64, now: f64) -> bool {
    (now - last_answer) / 1_000.0 > f64::from(limits.idle_seconds) / 3.0
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "both callers pass positive seconds below an hour"
)]
fn whole(seconds: f64) -> u32 {
    seconds.ceil() as u32
}

#[cfg(test)]
mod tests {
    use commonweal_shared::time::Moment;

    use super::*;

    const START: f64 = 1_000_000_000_000.0;

    fn at(idle_seconds: u32, ends_after: i64, seconds: f64) -> Phase {
        let ends = Moment::from_micros((1_000_000_000 + ends_after) * 1_000_000);
        phase(&SessionLimits { idle_seconds, ends }, START, START + seconds * 1_000.0)
    }

    #[test]
    fn the_warning_comes_a_minute_before_and_counts_down() {
        assert_eq!(at(900, 43_200, 0.0), Phase::Quiet);
        assert_eq!(at(900, 43_200, 839.0), Phase::Quiet);
        assert_eq!(at(900, 43_200, 840.0), Phase::IdleSoon { seconds: 60 });
        assert_eq!(at(900, 43_200, 899.5), Phase::IdleSoon { seconds: 1 });
        assert_eq!(at(900, 43_200, 900.0), Phase::IdleOver);
    }

    #[test]
    fn a_short_session_still_gives_twenty_seconds() {
        assert_eq!(at(60, 43_200, 29.0), Phase::Quiet);
        assert_eq!(at(60, 43_200, 31.0), Phase::IdleSoon { seconds: 29 });
        assert_eq!(at(30, 43_200, 10.0), Phase::IdleSoon { seconds: 20 });
    }

    #[test]
    fn the_certain_end_is_told_too_and_idleness_goes_first() {
        assert_eq!(at(900, 400, 100.0), Phase::EndsSoon { seconds: 300 });
        assert_eq!(at(900, 400, 400.0), Phase::EndsOver);
        assert_eq!(at(900, 1_000, 850.0), Phase::IdleSoon { seconds: 50 });
        assert_eq!(at(900, 400, 850.0), Phase::IdleSoon { seconds: 50 }, "a wrong clock takes no warning away");
    }

    #[test]
    fn a_machine_that_slept_is_over_at_once() {
        assert_eq!(at(900, 43_200, 7_200.0), Phase::IdleOver);
    }

    #[test]
    fn reading_is_reported_after_a_third() {
        let limits = SessionLimits { idle_seconds: 900, ends: Moment::from_micros(0) };
        assert!(!should_report(&limits, START, START + 299_000.0));
        assert!(should_report(&limits, START, START + 301_000.0));
    }
}
