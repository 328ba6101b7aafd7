//! Dates as FHIR writes them, kept exactly as received.

use super::calendar::{DAY_SECONDS, MICROS, days_from_civil, days_in_month};
use super::london::{instant_of, moment_in_london};
use super::moment::Moment;
use serde::{Deserialize, Serialize};
use std::{cmp::Ordering, fmt};

/// How much of a date its source stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Only the year.
    Year,
    /// The year and the month.
    Month,
    /// A whole day.
    Day,
    /// A day and a time.
    Time,
}

/// A date as FHIR R4 and STU3 write it: `2019`, `2019-03`, `2019-03-31`, or with a time such as
/// `2019-03-31T09:05:00+01:00`.
///
/// The text is kept as it was received. A time without a zone is read as Europe/London (rule H4);
/// seconds may be absent, as some sources leave them out; `24:00` is the midnight that ends the
/// day (rule H2). Dates are ordered by the start of the period that they name, then by their text.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FhirDate {
    text: String,
    precision: Precision,
    zoned: bool,
    key: i64,
}

/// Why a text is not a date: what was found and what was expected.
///
/// The message repeats what was received, so it belongs in the record (as the reason of an
/// unreadable item) and in no log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FhirDateError {
    /// Not in any of the four shapes.
    #[error("{found:?} is not a date: {expected} was expected")]
    Shape {
        /// What was received, its first characters.
        found: String,
        /// The shape that was expected at the place where the text differs.
        expected: &'static str,
    },
    /// The right shape, with a number that cannot be.
    #[error("{part} {found} is not possible: {lowest} to {highest} was expected")]
    Range {
        /// Which part: year, month, day, hour, minute, second, or hours or minutes of the offset.
        part: &'static str,
        /// The number found.
        found: i64,
        /// The lowest number expected.
        lowest: i64,
        /// The highest number expected.
        highest: i64,
    },
}

impl FhirDateError {
    pub(super) fn no_zone(text: &str) -> FhirDateError {
        shape(text, "a date and time with a zone, such as 2019-03-31T09:05:00Z,")
    }
}

impl FhirDate {
    /// Reads a date.
    ///
    /// # Errors
    ///
    /// [`FhirDateError`] with what was found and what was expected.
    pub fn parse(text: &str) -> Result<FhirDate, FhirDateError> {
        let mut reader = Reader { text, rest: text.as_bytes() };
        let year = reader.number(4, "year", 1, 9999)?;
        let (mut month, mut day, mut seconds, mut micros) = (1, 1, 0, 0);
        let mut offset = None;
        let mut precision = Precision::Year;
        if reader.skip(b'-') {
            precision = Precision::Month;
            month = reader.number(2, "month", 1, 12)?;
            if reader.skip(b'-') {
                precision = Precision::Day;
                let longest = days_in_month(narrow(year), narrow(month) as i8);
                day = reader.number(2, "day", 1, i64::from(longest))?;
                if reader.skip(b'T') {
                    precision = Precision::Time;
                    (seconds, micros) = reader.clock()?;
                    offset = reader.offset()?;
                }
            }
        }
        reader.end()?;
        let days = days_from_civil(narrow(year), narrow(month) as i8, narrow(day) as i8);
        let local = days * DAY_SECONDS + seconds;
        let instant = match offset {
            Some(offset) => local - offset,
            None => instant_of(local),
        };
        let key = instant * MICROS + micros;
        // An offset or 24:00 can carry a time over the edge of the calendar.
        let shown = moment_in_london(Moment::from_micros(key)).year;
        in_range("year", shown, 1, 9999)?;
        Ok(FhirDate { text: text.to_owned(), precision, zoned: offset.is_some(), key })
    }

    /// The text exactly as it was received.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How much of the date its source stated.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// Microseconds of UTC since 1970 at the start of the period that the date names in London.
    pub fn sort_key(&self) -> i64 {
        self.key
    }

    /// The instant, where a time was stated; without a zone it is London's.
    pub fn moment(&self) -> Option<Moment> {
        (self.precision == Precision::Time).then(|| Moment::from_micros(self.key))
    }

    /// The instant, where both a time and its zone were stated.
    pub(super) fn zoned_moment(&self) -> Option<Moment> {
        self.moment().filter(|_| self.zoned)
    }

    /// Year, month and day in London, where the source stated a whole day.
    pub fn civil_day(&self) -> Option<(i16, i8, i8)> {
        (self.precision >= Precision::Day).then(|| self.start_day())
    }

    /// The first day of the period that the date names: missing parts are 1. This is for sorting
    /// and counting, never for showing (rule D5: no day is invented).
    pub fn start_day(&self) -> (i16, i8, i8) {
        let shown = moment_in_london(Moment::from_micros(self.key));
        (narrow(shown.year), shown.month, shown.day)
    }
}

impl fmt::Debug for FhirDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FhirDate({})", self.text)
    }
}

impl Ord for FhirDate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key).then_with(|| self.text.cmp(&other.text))
    }
}

impl PartialOrd for FhirDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl TryFrom<String> for FhirDate {
    type Error = FhirDateError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        FhirDate::parse(&text)
    }
}

impl std::str::FromStr for FhirDate {
    type Err = FhirDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        FhirDate::parse(text)
    }
}

impl From<FhirDate> for String {
    fn from(date: FhirDate) -> String {
        date.text
    }
}

/// Takes the text apart from the left.
struct Reader<'a> {
    text: &'a str,
    rest: &'a [u8],
}

impl Reader<'_> {
    fn skip(&mut self, byte: u8) -> bool {
        match self.rest.split_first() {
            Some((first, rest)) if *first == byte => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    fn number(&mut self, digits: usize, part: &'static str, lowest: i64, highest: i64) -> Result<i64, FhirDateError> {
        let expected = if digits == 4 { "a year of four digits" } else { "a part of two digits" };
        let Some((taken, rest)) = self.rest.split_at_checked(digits) else {
            return Err(shape(self.text, expected));
        };
        if !taken.iter().all(u8::is_ascii_digit) {
            return Err(shape(self.text, expected));
        }
        self.rest = rest;
        let found = taken.iter().fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
        in_range(part, found, lowest, highest)
    }

    /// Seconds of the day and microseconds of the second. A leap second (`:60`) is the first
    /// second of the next minute.
    fn clock(&mut self) -> Result<(i64, i64), FhirDateError> {
        let hour = self.number(2, "hour", 0, 24)?;
        if !self.skip(b':') {
            return Err(shape(self.text, "a time of hours and minutes, such as 09:05,"));
        }
        let last = if hour == 24 { 0 } else { 59 };
        let minute = self.number(2, "minute", 0, last)?;
        let mut second = 0;
        let mut micros = 0;
        if self.skip(b':') {
            second = self.number(2, "second", 0, if hour == 24 { 0 } else { 60 })?;
            if self.skip(b'.') {
                micros = self.fraction()?;
            }
        }
        Ok((hour * 3_600 + minute * 60 + second, micros))
    }

    /// Microseconds; what is finer is in the text and no longer in the order.
    fn fraction(&mut self) -> Result<i64, FhirDateError> {
        let length = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.rest.split_at(length);
        if digits.is_empty() {
            return Err(shape(self.text, "at least one digit after the decimal point"));
        }
        self.rest = rest;
        let padded = digits.iter().copied().chain(std::iter::repeat(b'0')).take(6);
        Ok(padded.fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')))
    }

    /// Seconds ahead of UTC; none where no zone is stated.
    fn offset(&mut self) -> Result<Option<i64>, FhirDateError> {
        if self.skip(b'Z') {
            return Ok(Some(0));
        }
        let sign = if self.skip(b'+') {
            1
        } else if self.skip(b'-') {
            -1
        } else {
            return Ok(None);
        };
        let hours = self.number(2, "hours of the offset", 0, 14)?;
        if !self.skip(b':') {
            return Err(shape(self.text, "an offset such as +01:00"));
        }
        let last = if hours == 14 { 0 } else { 59 };
        let minutes = self.number(2, "minutes of the offset", 0, last)?;
        Ok(Some(sign * (hours * 3_600 + minutes * 60)))
    }

    fn end(&self) -> Result<(), FhirDateError> {
        if self.rest.is_empty() {
            return Ok(());
        }
        Err(shape(self.text, "a year, month, day or time as FHIR writes it, with nothing after it,"))
    }
}

fn in_range(part: &'static str, found: i64, lowest: i64, highest: i64) -> Result<i64, FhirDateError> {
    if (lowest..=highest).contains(&found) {
        Ok(found)
    } else {
        Err(FhirDateError::Range { part, found, lowest, highest })
    }
}

fn shape(text: &str, expected: &'static str) -> FhirDateError {
    FhirDateError::Shape { found: text.chars().take(40).collect(), expected }
}

/// A number that was checked to be a year, a month or a day.
fn narrow(number: i64) -> i16 {
    i16::try_from(number).unwrap_or(i16::MAX)
}

#[cfg(test)]
mod tests;
