//! Ages: rules G1 to G3.
//!
//! Where the source stated a time of birth, minutes, hours, days and weeks count from that
//! instant. Otherwise, and always from the first birthday on, whole days of the calendar in London
//! count: a person is a year older from the beginning of the birthday. Somebody born on 29
//! February has a birthday on 1 March in other years (product rules).
//!
//! Of a partial date of birth or death no day is invented (D5). If the whole years are the same
//! for each day that it could be, they are shown; otherwise both bounds are: `45y to 46y`; under
//! two years in months (product rules).

use crate::time::{FhirDate, Moment, Precision, Today, days_from_civil, days_in_month, moment_in_london};

const DAY_SECONDS: i64 = 86_400;

/// The age of somebody alive, two units at most: `90min`, `26hrs`, `3d`, `4w 1d`, `13m 8d`,
/// `4y 1m`, `46y`. None when the birth lies ahead.
pub fn age(birth: &FhirDate, at: Moment) -> Option<String> {
    let now = Today::at(at).ymd();
    between(birth, &Span { first: now, last: now, instant: Some(at) })
}

/// The age at which somebody died, in the same units. None when the death comes before the birth.
pub fn age_at_death(birth: &FhirDate, death: &FhirDate) -> Option<String> {
    between(birth, &Span::of(death))
}

type Day = (i16, i8, i8);

/// What a date leaves open: it is one of the days from `first` to `last`.
struct Span {
    first: Day,
    last: Day,
    instant: Option<Moment>,
}

impl Span {
    fn of(date: &FhirDate) -> Span {
        let first = date.start_day();
        let (year, month, day) = first;
        let last = match date.precision() {
            Precision::Year => (year, 12, 31),
            Precision::Month => (year, month, days_in_month(year, month)),
            Precision::Day | Precision::Time => (year, month, day),
        };
        Span { first, last, instant: date.moment() }
    }

    fn is_one_day(&self) -> bool {
        self.first == self.last
    }
}

fn between(birth: &FhirDate, end: &Span) -> Option<String> {
    let birth = Span::of(birth);
    if let (Some(born), Some(at)) = (birth.instant, end.instant)
        && at < born
    {
        return None;
    }
    if birth.is_one_day() && end.is_one_day() { exact(&birth, end) } else { bounds(&birth, end) }
}

/// Both days are known.
fn exact(birth: &Span, end: &Span) -> Option<String> {
    let months = months_between(birth.first, end.first)?;
    if months >= 18 * 12 {
        return Some(format!("{}y", months / 12));
    }
    if months >= 24 {
        return Some(pair(months / 12, "y", months % 12, "m"));
    }
    if months >= 12 {
        let days = number(end.first) - number(anniversary(birth.first, months));
        return Some(pair(months, "m", days, "d"));
    }
    let days = match (birth.instant, end.instant) {
        (Some(born), Some(at)) => {
            let seconds = seconds(at) - seconds(born);
            if seconds < 2 * 3_600 {
                return Some(format!("{}min", seconds / 60));
            }
            if seconds < 2 * DAY_SECONDS {
                return Some(format!("{}hrs", seconds / 3_600));
            }
            // Days by the clock on the wall: a change to summer time makes none shorter.
            ((wall_seconds(at) - wall_seconds(born)) / DAY_SECONDS).max(2)
        }
        _ => number(end.first) - number(birth.first),
    };
    if days < 28 {
        return Some(format!("{days}d"));
    }
    Some(pair(days / 7, "w", days % 7, "d"))
}

/// One of the days is not known: the least and the greatest age that it can be.
fn bounds(birth: &Span, end: &Span) -> Option<String> {
    let most = months_between(birth.first, end.last)?;
    let least = months_between(birth.last, end.first).unwrap_or(0);
    let (least, most, unit) = if most >= 24 { (least / 12, most / 12, "y") } else { (least, most, "m") };
    if least == most {
        return Some(format!("{most}{unit}"));
    }
    Some(format!("{least}{unit} to {most}{unit}"))
}

/// Whole months between two days; none when the second comes before the first.
fn months_between(from: Day, to: Day) -> Option<i64> {
    if to < from {
        return None;
    }
    let months = (i64::from(to.0) - i64::from(from.0)) * 12 + i64::from(to.1 - from.1);
    Some(if to.2 < from.2 { months - 1 } else { months })
}

/// The day on which so many months are complete; where the month is too short, the first day of
/// the next one.
fn anniversary((year, month, day): Day, months: i64) -> Day {
    let month_index = i64::from(year) * 12 + i64::from(month) - 1 + months;
    let year = i16::try_from(month_index.div_euclid(12)).unwrap_or(i16::MAX);
    let month = i8::try_from(month_index.rem_euclid(12) + 1).unwrap_or(1);
    if day <= days_in_month(year, month) {
        (year, month, day)
    } else {
        // A short month is never December, so the next one is in the same year.
        (year, month + 1, 1)
    }
}

fn number((year, month, day): Day) -> i64 {
    days_from_civil(year, month, day)
}

fn seconds(moment: Moment) -> i64 {
    moment.as_micros().div_euclid(1_000_000)
}

fn wall_seconds(moment: Moment) -> i64 {
    seconds(moment) + moment_in_london(moment).offset_minutes * 60
}

fn pair(larger: i64, larger_unit: &str, smaller: i64, smaller_unit: &str) -> String {
    if smaller == 0 {
        format!("{larger}{larger_unit}")
    } else {
        format!("{larger}{larger_unit} {smaller}{smaller_unit}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn parsed(text: &str) -> FhirDate {
        FhirDate::parse(text).expect("the test writes a valid date")
    }

    /// The age at noon in UTC when only a day is given.
    fn aged(birth: &str, at: &str) -> String {
        let at = if at.len() == 10 { format!("{at}T12:00:00Z") } else { at.to_owned() };
        let at = Moment::parse(&at).expect("the test writes a valid instant");
        age(&parsed(birth), at).unwrap_or_else(|| "none".to_owned())
    }

    #[test]
    fn g1_from_the_instant_of_birth() {
        let born = "2026-01-10T06:00:00Z";
        for (at, output) in [
            ("2026-01-10T07:30:00Z", "90min"),
            ("2026-01-11T08:05:00Z", "26hrs"),
            ("2026-01-13T23:00:00Z", "3d"),
            ("2026-02-06T11:00:00Z", "27d"),
            ("2026-02-07T06:00:00Z", "4w"),
            ("2026-02-08T06:00:00Z", "4w 1d"),
            ("2026-01-10T06:00:00Z", "0min"),
            ("2026-01-10T05:59:59Z", "none"),
        ] {
            assert_eq!(aged(born, at), output, "{at}");
        }
    }

    #[test]
    fn g1_from_the_day_of_birth() {
        for (at, output) in [
            ("2026-01-10", "0d"),
            ("2026-01-11", "1d"),
            ("2026-02-06", "27d"),
            ("2026-02-07", "4w"),
            ("2026-02-08", "4w 1d"),
            ("2026-01-09", "none"),
        ] {
            assert_eq!(aged("2026-01-10", at), output, "{at}");
        }
    }

    #[test]
    fn g2_months_and_years() {
        let born = "2000-01-01";
        for (at, output) in
            [("2001-01-02", "12m 1d"), ("2001-02-09", "13m 8d"), ("2004-02-09", "4y 1m"), ("2018-01-01", "18y")]
        {
            assert_eq!(aged(born, at), output, "{at}");
        }
    }

    #[test]
    fn g3_both_sides_of_each_edge() {
        let born = "2001-06-15T10:00:00Z";
        for (at, output) in [
            ("2001-06-15T11:59:59Z", "119min"),
            ("2001-06-15T12:00:00Z", "2hrs"),
            ("2001-06-17T09:59:59Z", "47hrs"),
            ("2001-06-17T10:00:00Z", "2d"),
            ("2001-07-13T09:59:59Z", "27d"),
            ("2001-07-13T10:00:00Z", "4w"),
            ("2002-06-14T12:00:00Z", "52w"),
            ("2002-06-15T00:00:00Z", "12m"),
            ("2003-06-14T12:00:00Z", "23m 30d"),
            ("2003-06-15T00:00:00Z", "2y"),
            ("2019-06-14T12:00:00Z", "17y 11m"),
            ("2019-06-15T00:00:00Z", "18y"),
            ("2120-06-15T00:00:00Z", "119y"),
        ] {
            assert_eq!(aged(born, at), output, "{at}");
        }
        // The nights on which the clock is changed make no day longer or shorter.
        assert_eq!(aged("2026-03-01T10:00:00Z", "2026-03-31T09:00:00Z"), "4w 2d");
        assert_eq!(aged("2026-10-24T10:00:00+01:00", "2026-10-26T09:30:00Z"), "2d");
    }

    #[test]
    fn g3_born_on_the_29th_of_february() {
        for (at, output) in [
            ("2024-03-28", "4w"),
            ("2025-02-28", "52w 1d"),
            ("2025-03-01", "12m"),
            ("2025-03-29", "13m"),
            ("2026-02-28", "23m 30d"),
            ("2026-03-01", "2y"),
            ("2028-02-28", "3y 11m"),
            ("2028-02-29", "4y"),
            ("2042-02-28", "17y 11m"),
            ("2042-03-01", "18y"),
        ] {
            assert_eq!(aged("2024-02-29", at), output, "{at}");
        }
        // A month without the 31st is complete on the first day of the next.
        assert_eq!(aged("2024-01-31", "2025-02-28"), "12m 28d");
        assert_eq!(aged("2024-01-31", "2025-03-01"), "13m");
    }

    #[test]
    fn d5_partial_births_invent_no_day() {
        assert_eq!(aged("1980", "2026-11-22"), "45y to 46y");
        assert_eq!(aged("1980", "2026-12-31"), "46y");
        assert_eq!(aged("1980-08", "2026-11-22"), "46y");
        assert_eq!(aged("1980-11", "2026-11-22"), "45y to 46y");
        assert_eq!(aged("2026-08", "2026-11-22"), "2m to 3m");
        assert_eq!(aged("2026", "2026-11-22"), "0m to 10m");
        assert_eq!(aged("2026-11", "2026-11-22"), "0m");
        assert_eq!(aged("2027", "2026-11-22"), "none");
    }

    #[test]
    fn age_at_death_uses_the_same_units() {
        let died = |birth, death| age_at_death(&parsed(birth), &parsed(death));
        assert_eq!(died("1980-08-14", "2025-01-03").as_deref(), Some("44y"));
        assert_eq!(died("2025-01-01", "2025-01-03").as_deref(), Some("2d"));
        assert_eq!(died("1980-08-14", "2025").as_deref(), Some("44y to 45y"));
        assert_eq!(died("1980", "2025").as_deref(), Some("44y to 45y"));
        assert_eq!(died("1980-08-14", "2025-11").as_deref(), Some("45y"));
        let hours = died("2025-01-01T10:00:00Z", "2025-01-01T13:00:00Z");
        assert_eq!(hours.as_deref(), Some("3hrs"));
        assert_eq!(died("2025-01-03", "2025-01-01"), None);
    }
}
