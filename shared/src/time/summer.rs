//! Summer time in the United Kingdom, by the dates that the law set.
//!
//! The zone's rules are written out here instead of being taken from a time zone library, because
//! that costs the browser some seventeen kilobytes (compressed); the test compares every hour of two
//! hundred years with such a library. A change of the law needs a new row here.

use super::calendar::{DAY_SECONDS, civil_from_days, days_from_civil, weekday_number};

/// From which day to which day the clock was one hour ahead, from 02:00 Greenwich time on each,
/// written as year, month and day in one number. Two spans are longer than a summer: 1940 to 1945
/// (the war) and 1968 to 1971 (British Standard Time). From 1972 there is a rule.
const SUMMER: [(i64, i64); 48] = [
    (1916_0521, 1916_1001),
    (1917_0408, 1917_0917),
    (1918_0324, 1918_0930),
    (1919_0330, 1919_0929),
    (1920_0328, 1920_1025),
    (1921_0403, 1921_1003),
    (1922_0326, 1922_1008),
    (1923_0422, 1923_0916),
    (1924_0413, 1924_0921),
    (1925_0419, 1925_1004),
    (1926_0418, 1926_1003),
    (1927_0410, 1927_1002),
    (1928_0422, 1928_1007),
    (1929_0421, 1929_1006),
    (1930_0413, 1930_1005),
    (1931_0419, 1931_1004),
    (1932_0417, 1932_1002),
    (1933_0409, 1933_1008),
    (1934_0422, 1934_1007),
    (1935_0414, 1935_1006),
    (1936_0419, 1936_1004),
    (1937_0418, 1937_1003),
    (1938_0410, 1938_1002),
    (1939_0416, 1939_1119),
    (1940_0225, 1945_1007),
    (1946_0414, 1946_1006),
    (1947_0316, 1947_1102),
    (1948_0314, 1948_1031),
    (1949_0403, 1949_1030),
    (1950_0416, 1950_1022),
    (1951_0415, 1951_1021),
    (1952_0420, 1952_1026),
    (1953_0419, 1953_1004),
    (1954_0411, 1954_1003),
    (1955_0417, 1955_1002),
    (1956_0422, 1956_1007),
    (1957_0414, 1957_1006),
    (1958_0420, 1958_1005),
    (1959_0419, 1959_1004),
    (1960_0410, 1960_1002),
    (1961_0326, 1961_1029),
    (1962_0325, 1962_1028),
    (1963_0331, 1963_1027),
    (1964_0322, 1964_1025),
    (1965_0321, 1965_1024),
    (1966_0320, 1966_1023),
    (1967_0319, 1967_1029),
    (1968_0218, 1971_1031),
];

/// Double summer time: one hour more, from 01:00 Greenwich time on each day.
const DOUBLE: [(i64, i64); 6] = [
    (1941_0504, 1941_0810),
    (1942_0405, 1942_0809),
    (1943_0404, 1943_0815),
    (1944_0402, 1944_0917),
    (1945_0402, 1945_0715),
    (1947_0413, 1947_0810),
];

/// Hours that clocks in the United Kingdom are ahead of UTC at an instant, in seconds since 1970.
pub(super) fn hours_ahead(instant: i64) -> i64 {
    let year = civil_from_days(instant.div_euclid(DAY_SECONDS)).0;
    if year >= 1972 {
        return i64::from(is_summer(year, instant));
    }
    let within = |spans: &[(i64, i64)], hour: i64| {
        let (year, month, day) = civil_from_days((instant - hour * 3_600).div_euclid(DAY_SECONDS));
        let date = year * 10_000 + i64::from(month) * 100 + i64::from(day);
        spans.iter().any(|(from, to)| (*from..*to).contains(&date))
    };
    i64::from(within(&SUMMER, 2)) + i64::from(within(&DOUBLE, 1))
}

/// The rule since 1972, which has changed four times.
fn is_summer(year: i64, instant: i64) -> bool {
    let (march, october, hour) = match year {
        ..=1980 => (16, 23, 2),
        1981..=1989 => (25, 23, 1),
        1990..=1995 => (25, 22, 1),
        _ => (25, 25, 1),
    };
    let start = first_sunday(year, 3, march) * DAY_SECONDS + hour * 3_600;
    let end = first_sunday(year, 10, october) * DAY_SECONDS + hour * 3_600;
    (start..end).contains(&instant)
}

/// The first Sunday on or after a day.
fn first_sunday(year: i64, month: i8, day: i8) -> i64 {
    let days = days_from_civil(year, month, day);
    days + 6 - weekday_number(days)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn every_hour_of_two_hundred_years_agrees_with_a_time_zone_library() {
        static LONDON: jiff::tz::TimeZone = jiff::tz::get!("Europe/London");
        let first = days_from_civil(1900, 1, 1) * DAY_SECONDS;
        let last = days_from_civil(2100, 1, 1) * DAY_SECONDS;
        for hour in first / 3_600..last / 3_600 {
            let instant = hour * 3_600;
            let timestamp = jiff::Timestamp::from_second(instant).expect("inside jiff's years");
            let expected = i64::from(LONDON.to_offset(timestamp).seconds());
            assert_eq!(hours_ahead(instant) * 3_600, expected, "{timestamp}");
        }
    }
}
