//! The clock in Europe/London: which offset holds at an instant, and which instant a clock showed.

use super::calendar::{DAY_SECONDS, MICROS, civil_from_days, small};
use super::moment::Moment;
use super::summer::hours_ahead;

/// What a clock and a calendar on a wall in London show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LondonTime {
    /// The year; four digits for every date that [`super::FhirDate`] takes.
    pub year: i64,
    /// The month, 1 to 12.
    pub month: i8,
    /// The day of the month, 1 to 31.
    pub day: i8,
    /// The hour, 0 to 23.
    pub hour: i8,
    /// The minute, 0 to 59.
    pub minute: i8,
    /// The second, 0 to 59.
    pub second: i8,
    /// Minutes ahead of UTC: 0 in winter, 60 in summer.
    pub offset_minutes: i64,
    /// Whether the clock showed this time twice, because it was put back (rule H4).
    pub repeated: bool,
}

/// Reads an instant off the clock in London.
pub fn moment_in_london(moment: Moment) -> LondonTime {
    let instant = moment.as_micros().div_euclid(MICROS);
    let offset = offset_at(instant);
    let local = instant + offset;
    let (year, month, day) = civil_from_days(local.div_euclid(DAY_SECONDS));
    let second_of_day = local.rem_euclid(DAY_SECONDS);
    LondonTime {
        year,
        month,
        day,
        hour: small(second_of_day / 3_600),
        minute: small(second_of_day / 60 % 60),
        second: small(second_of_day % 60),
        offset_minutes: offset / 60,
        repeated: offset_at(instant + 3_600) < offset || offset_at(instant - 3_600) > offset,
    }
}

/// Seconds that London is ahead of UTC at an instant, in seconds since 1970. Before December 1847
/// London kept its own sun, 75 seconds behind, which no record means: it counts as Greenwich time.
pub(super) fn offset_at(instant: i64) -> i64 {
    hours_ahead(instant) * 3_600
}

/// The instant at which a London clock showed `local`, seconds since 1970 as if it were UTC.
///
/// A time shown twice is the first of the two; a time that the clock left out is moved on by the
/// length of the gap, as a clock that was not put forward would have shown it.
pub(super) fn instant_of(local: i64) -> i64 {
    let before = offset_at(local - DAY_SECONDS);
    let after = offset_at(local + DAY_SECONDS);
    let instant = local - before;
    if before == after || offset_at(instant) == before {
        return instant;
    }
    if offset_at(local - after) == after { local - after } else { instant }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn offset(text: &str) -> i64 {
        let moment = Moment::parse(text).expect("the test writes valid instants");
        moment_in_london(moment).offset_minutes
    }

    #[test]
    fn summer_time_through_the_years() {
        for (instant, minutes) in [
            ("1800-06-01T00:00:00Z", 0),
            ("1944-01-01T00:00:00Z", 60),
            ("1944-06-01T00:00:00Z", 120),
            ("1965-07-01T00:00:00Z", 60),
            ("1970-01-15T00:00:00Z", 60),
            ("1972-01-15T00:00:00Z", 0),
            ("2026-03-29T00:59:59Z", 0),
            ("2026-03-29T01:00:00Z", 60),
            ("2026-10-25T00:59:59Z", 60),
            ("2026-10-25T01:00:00Z", 0),
            ("2090-07-01T00:00:00Z", 60),
            ("9999-12-31T23:00:00Z", 0),
        ] {
            assert_eq!(offset(instant), minutes, "{instant}");
        }
    }

    #[test]
    fn the_repeated_hour_is_known() {
        for (instant, repeated) in [
            ("2026-10-24T23:59:59Z", false),
            ("2026-10-25T00:00:00Z", true),
            ("2026-10-25T00:30:00Z", true),
            ("2026-10-25T01:30:00Z", true),
            ("2026-10-25T02:00:00Z", false),
            ("2026-03-29T00:30:00Z", false),
        ] {
            let moment = Moment::parse(instant).expect("the test writes valid instants");
            assert_eq!(moment_in_london(moment).repeated, repeated, "{instant}");
        }
    }

    #[test]
    fn extreme_instants_do_not_panic() {
        for micros in [i64::MIN, i64::MIN + 1, 0, i64::MAX] {
            let _ = moment_in_london(Moment::from_micros(micros));
        }
    }
}
