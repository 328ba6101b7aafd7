//! Arithmetic on days of the proleptic Gregorian calendar, without a clock and without a zone.

/// Microseconds in one second.
pub(crate) const MICROS: i64 = 1_000_000;
/// Seconds in one day.
pub(crate) const DAY_SECONDS: i64 = 86_400;

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Weekday {
    /// The whole English word, as in `Friday`.
    pub fn name(self) -> &'static str {
        match self {
            Weekday::Monday => "Monday",
            Weekday::Tuesday => "Tuesday",
            Weekday::Wednesday => "Wednesday",
            Weekday::Thursday => "Thursday",
            Weekday::Friday => "Friday",
            Weekday::Saturday => "Saturday",
            Weekday::Sunday => "Sunday",
        }
    }

    /// The first three letters, as rule D3 puts them before a clinical date.
    pub fn short(self) -> &'static str {
        match self {
            Weekday::Monday => "Mon",
            Weekday::Tuesday => "Tue",
            Weekday::Wednesday => "Wed",
            Weekday::Thursday => "Thu",
            Weekday::Friday => "Fri",
            Weekday::Saturday => "Sat",
            Weekday::Sunday => "Sun",
        }
    }
}

/// Whether the year has a 29 February.
pub(crate) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// How many days a month has; `month` outside 1 to 12 gives 0, so that no day in it is valid.
pub fn days_in_month(year: i16, month: i8) -> i8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(i64::from(year)) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Days from 1 January 1970 to the given day; negative before it.
///
/// The year is counted from March, so that the leap day is the last of it and the months before
/// it have the same lengths in every year.
pub fn days_from_civil(year: impl Into<i64>, month: i8, day: i8) -> i64 {
    let (year, month, day) = (year.into(), i64::from(month), i64::from(day));
    let from_march = (month + 9) % 12;
    let year = if from_march >= 10 { year - 1 } else { year };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let before_month = (153 * from_march + 2) / 5;
    // 719,468 days lie between 1 March of the year 0 and 1 January 1970.
    365 * year + leap_days + before_month + day - 1 - 719_468
}

/// The year, month and day that lie so many days after 1 January 1970.
pub(crate) fn civil_from_days(days: i64) -> (i64, i8, i8) {
    let shifted = days.saturating_add(719_468);
    let cycle = shifted.div_euclid(146_097);
    let day_of_cycle = shifted.rem_euclid(146_097);
    let year_of_cycle = (day_of_cycle - day_of_cycle / 1_460 + day_of_cycle / 36_524 - day_of_cycle / 146_096) / 365;
    let day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = cycle * 400 + year_of_cycle + i64::from(month <= 2);
    (year, small(month), small(day))
}

/// The weekday of a civil day.
pub fn weekday(year: i16, month: i8, day: i8) -> Weekday {
    match weekday_number(days_from_civil(year, month, day)) {
        0 => Weekday::Monday,
        1 => Weekday::Tuesday,
        2 => Weekday::Wednesday,
        3 => Weekday::Thursday,
        4 => Weekday::Friday,
        5 => Weekday::Saturday,
        _ => Weekday::Sunday,
    }
}

/// The weekday of the day so many days after 1 January 1970: Monday is 0, Sunday is 6.
pub(crate) fn weekday_number(days: i64) -> i64 {
    // 1 January 1970 was a Thursday.
    (days + 3).rem_euclid(7)
}

/// A number that is known to be a month, a day, an hour, a minute or a second.
pub(crate) fn small(number: i64) -> i8 {
    i8::try_from(number).unwrap_or(i8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn days_go_there_and_back() {
        for days in (-719_162..2_932_896).step_by(13) {
            let (year, month, day) = civil_from_days(days);
            let year = i16::try_from(year).expect("the span is inside the years 1 to 9999");
            assert_eq!(days_from_civil(year, month, day), days);
            assert!(day >= 1 && day <= days_in_month(year, month));
        }
    }

    #[test]
    fn known_days() {
        assert_eq!(days_from_civil(1970, 1, 1), 0);
        assert_eq!(days_from_civil(2000, 3, 1), 11_017);
        assert_eq!(days_from_civil(1, 1, 1), -719_162);
        assert_eq!(civil_from_days(2_932_896), (9999, 12, 31));
        assert_eq!(weekday(1998, 4, 24), Weekday::Friday);
        assert_eq!(weekday(2026, 11, 22), Weekday::Sunday);
        assert_eq!(days_in_month(1900, 2), 28);
        assert_eq!(days_in_month(2000, 2), 29);
        assert_eq!(days_in_month(2023, 13), 0);
    }
}
