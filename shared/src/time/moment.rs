//! Instants, and the day that an instant falls on in London.

use super::calendar::{DAY_SECONDS, MICROS, civil_from_days, days_from_civil, small};
use super::fhir_date::{FhirDate, FhirDateError};
use super::london::{instant_of, moment_in_london};
use serde::{Deserialize, Serialize};
use std::fmt;

/// An instant: microseconds of UTC since 1970-01-01T00:00:00Z, on the wire a plain number.
///
/// Both databases keep the same integer, and a browser's number holds it exactly until the year
/// 2255.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = i64))]
#[serde(transparent)]
pub struct Moment(i64);

impl Moment {
    /// The instant so many microseconds after 1970 began in UTC.
    pub const fn from_micros(micros: i64) -> Moment {
        Moment(micros)
    }

    /// Microseconds since 1970 began in UTC.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Reads an instant that names its zone, such as `2026-11-22T09:05:00Z`.
    ///
    /// # Errors
    ///
    /// [`FhirDateError`] when it is no date and time, or when the zone is missing.
    pub fn parse(text: &str) -> Result<Moment, FhirDateError> {
        let date = FhirDate::parse(text)?;
        date.zoned_moment().ok_or_else(|| FhirDateError::no_zone(text))
    }

    /// Writes the instant in UTC: `2026-11-22T09:05:00Z`, with six decimals where there is a
    /// fraction of a second.
    pub fn to_rfc3339(self) -> String {
        let seconds = self.0.div_euclid(MICROS);
        let fraction = self.0.rem_euclid(MICROS);
        let (year, month, day) = civil_from_days(seconds.div_euclid(DAY_SECONDS));
        let second_of_day = seconds.rem_euclid(DAY_SECONDS);
        let (hour, minute, second) = (second_of_day / 3_600, second_of_day / 60 % 60, second_of_day % 60);
        let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
        if fraction != 0 {
            text.push_str(&format!(".{fraction:06}"));
        }
        text.push('Z');
        text
    }

    /// The instant so many microseconds later; stops at the end of what can be counted.
    #[must_use]
    pub const fn plus_micros(self, micros: i64) -> Moment {
        Moment(self.0.saturating_add(micros))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_rfc3339())
    }
}

/// The day in Europe/London, as the caller's clock says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Today {
    year: i16,
    month: i8,
    day: i8,
}

impl Today {
    /// The day on which the instant falls in London. Instants outside the years 1 to 9999 are
    /// taken as the first or the last day of them.
    pub fn at(moment: Moment) -> Today {
        let shown = moment_in_london(moment);
        match i16::try_from(shown.year) {
            Ok(year @ 1..=9999) => Today { year, month: shown.month, day: shown.day },
            _ if shown.year < 1 => Today { year: 1, month: 1, day: 1 },
            _ => Today { year: 9999, month: 12, day: 31 },
        }
    }

    /// Year, month and day.
    pub const fn ymd(self) -> (i16, i8, i8) {
        (self.year, self.month, self.day)
    }

    /// Days since 1 January 1970, to count days between.
    pub fn day_number(self) -> i64 {
        days_from_civil(self.year, self.month, self.day)
    }

    /// The first instant of the day in London.
    pub fn start(self) -> Moment {
        Moment(instant_of(self.day_number() * DAY_SECONDS) * MICROS)
    }

    /// Whole days from the first day that `date` names until today; negative when it lies ahead.
    pub fn days_since(self, date: &FhirDate) -> i64 {
        let (year, month, day) = date.start_day();
        self.day_number() - days_from_civil(year, month, day)
    }

    /// The day so many days earlier, kept inside the years 1 to 9999.
    #[must_use]
    pub fn minus_days(self, days: i64) -> Today {
        let number = self.day_number().saturating_sub(days);
        let number = number.clamp(days_from_civil(1, 1, 1), days_from_civil(9999, 12, 31));
        let (year, month, day) = civil_from_days(number);
        Today {
            year: i16::try_from(year).unwrap_or(i16::MAX),
            month: small(i64::from(month)),
            day: small(i64::from(day)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn rfc3339_there_and_back() {
        for text in [
            "1970-01-01T00:00:00Z",
            "2026-11-22T09:05:00Z",
            "1969-12-31T23:59:59.999999Z",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
        ] {
            assert_eq!(Moment::parse(text).map(Moment::to_rfc3339), Ok(text.to_owned()));
        }
        assert_eq!(
            Moment::parse("2026-07-01T00:30:00.5+01:00").map(Moment::to_rfc3339),
            Ok("2026-06-30T23:30:00.500000Z".to_owned())
        );
        assert!(Moment::parse("2026-07-01T00:30:00").is_err(), "an instant names its zone");
        assert!(Moment::parse("2026-07-01").is_err());
    }

    #[test]
    fn on_the_wire_a_number() {
        let json = serde_json::to_string(&Moment::from_micros(1_700_000_000_000_001));
        assert_eq!(json.ok().as_deref(), Some("1700000000000001"));
        assert_eq!(serde_json::from_str::<Moment>("-5").ok(), Some(Moment::from_micros(-5)));
    }

    #[test]
    fn today_is_the_day_in_london() {
        let at = |text: &str| Moment::parse(text).map(|moment| Today::at(moment).ymd());
        assert_eq!(at("2026-06-30T22:59:59Z"), Ok((2026, 6, 30)));
        assert_eq!(at("2026-06-30T23:00:00Z"), Ok((2026, 7, 1)));
        assert_eq!(at("2026-12-31T23:59:59Z"), Ok((2026, 12, 31)));
        assert_eq!(Today::at(Moment::from_micros(i64::MIN)).ymd(), (1, 1, 1));
        assert_eq!(Today::at(Moment::from_micros(i64::MAX)).ymd(), (9999, 12, 31));
    }

    #[test]
    fn days_between() {
        let today = Moment::parse("2026-03-01T12:00:00Z").map(Today::at);
        let today = today.expect("the test writes a valid instant");
        let date = FhirDate::parse("2026-02-01").expect("the test writes a valid date");
        assert_eq!(today.days_since(&date), 28);
        assert_eq!(today.minus_days(28).ymd(), (2026, 2, 1));
        assert_eq!(today.minus_days(i64::MAX).ymd(), (1, 1, 1));
        assert_eq!(today.start().to_rfc3339(), "2026-03-01T00:00:00Z");
    }
}
