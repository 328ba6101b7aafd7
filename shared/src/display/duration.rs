//! Durations: rule U1.

use super::surface::Surface;
use super::text::count;

/// A length of time, as parts that are shown largest first: `2hr 40min`, `26w 5d`.
///
/// Years and months are never worked out from days, since their lengths differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Duration {
    /// Years.
    pub years: u32,
    /// Months.
    pub months: u32,
    /// Weeks.
    pub weeks: u32,
    /// Days.
    pub days: u32,
    /// Hours.
    pub hours: u32,
    /// Minutes.
    pub minutes: u32,
    /// Seconds.
    pub seconds: u32,
}

impl Duration {
    /// So many seconds, as days, hours, minutes and seconds.
    pub fn from_seconds(seconds: u64) -> Duration {
        Duration {
            days: narrow(seconds / 86_400),
            hours: narrow(seconds / 3_600 % 24),
            minutes: narrow(seconds / 60 % 60),
            seconds: narrow(seconds % 60),
            ..Duration::default()
        }
    }

    /// So many minutes, as days, hours and minutes.
    pub fn from_minutes(minutes: u64) -> Duration {
        Duration::from_seconds(minutes.saturating_mul(60))
    }

    /// So many days, as weeks and days.
    pub fn from_days(days: u64) -> Duration {
        Duration { weeks: narrow(days / 7), days: narrow(days % 7), ..Duration::default() }
    }

    /// A recorded number with its unit, where the unit is one of time: UCUM's `a`, `mo`, `wk`,
    /// `d`, `h`, `min` and `s`, or the words for them.
    ///
    /// A fraction goes into the smaller units (`1.5 h` is `1hr 30min`); where it does not come out
    /// even in seconds or in months, or the unit is another one, there is no duration, and the
    /// number has to be shown as it was recorded.
    pub fn from_recorded(value: &str, unit: &str) -> Option<Duration> {
        let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
        let fraction = fraction.trim_end_matches('0');
        if whole.is_empty() || fraction.len() > 6 {
            return None;
        }
        let scale = 10_u64.pow(u32::try_from(fraction.len()).ok()?);
        let digits = [whole, fraction].concat();
        if digits.len() > 12 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let value: u64 = digits.parse().ok()?;
        let even = |factor: u64| {
            let product = value.checked_mul(factor)?;
            product.is_multiple_of(scale).then_some(product / scale)
        };
        let mut plain = Duration::default();
        match unit.trim() {
            "a" | "year" | "years" | "yr" | "y" => {
                let months = even(12)?;
                plain.years = narrow(months / 12);
                plain.months = narrow(months % 12);
            }
            "mo" | "month" | "months" => plain.months = narrow(even(1)?),
            "wk" | "week" | "weeks" | "w" => match even(7) {
                Some(days) => plain = Duration::from_days(days),
                None => plain = Duration::from_seconds(even(7 * 86_400)?),
            },
            "d" | "day" | "days" => match even(1) {
                Some(days) => plain.days = narrow(days),
                None => plain = Duration::from_seconds(even(86_400)?),
            },
            "h" | "hr" | "hour" | "hours" => plain = Duration::from_seconds(even(3_600)?),
            "min" | "minute" | "minutes" => plain = Duration::from_seconds(even(60)?),
            "s" | "sec" | "second" | "seconds" => plain = Duration::from_seconds(even(1)?),
            _ => return None,
        }
        Some(plain)
    }

    /// The duration: `1hr 30min` in a clinical view, `1 hour 30 minutes` in prose. Parts that are
    /// zero are left out; nothing at all is `0min`.
    pub fn show(&self, surface: Surface) -> String {
        let parts = [
            (self.years, "y", "year"),
            (self.months, "m", "month"),
            (self.weeks, "w", "week"),
            (self.days, "d", "day"),
            (self.hours, "hr", "hour"),
            (self.minutes, "min", "minute"),
            (self.seconds, "sec", "second"),
        ];
        let shown: Vec<String> = parts
            .into_iter()
            .filter(|(number, ..)| *number > 0)
            .map(|(number, unit, word)| one(number, unit, word, surface))
            .collect();
        if shown.is_empty() { one(0, "min", "minute", surface) } else { shown.join(" ") }
    }
}

fn one(number: u32, unit: &str, word: &str, surface: Surface) -> String {
    match surface {
        Surface::Clinical => format!("{number}{unit}"),
        Surface::Prose => count(word, usize::try_from(number).unwrap_or(usize::MAX)),
    }
}

fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn clinical(duration: Duration) -> String {
        duration.show(Surface::Clinical)
    }

    #[test]
    fn u1_durations() {
        assert_eq!(clinical(Duration::from_minutes(160)), "2hr 40min");
        assert_eq!(clinical(Duration::from_minutes(90)), "1hr 30min");
        assert_eq!(clinical(Duration::from_minutes(23 * 60)), "23hr");
        assert_eq!(clinical(Duration::from_days(187)), "26w 5d");
        assert_eq!(clinical(Duration::from_seconds(90_061)), "1d 1hr 1min 1sec");
        assert_eq!(clinical(Duration::from_minutes(0)), "0min");
        let all = Duration { years: 1, months: 2, weeks: 3, days: 4, hours: 5, minutes: 6, seconds: 7 };
        assert_eq!(clinical(all), "1y 2m 3w 4d 5hr 6min 7sec");
    }

    #[test]
    fn u1_no_decimals() {
        let of = |value, unit| Duration::from_recorded(value, unit).map(clinical);
        assert_eq!(of("1.5", "h").as_deref(), Some("1hr 30min"));
        assert_eq!(of("26.5", "wk").as_deref(), Some("185d 12hr"));
        assert_eq!(of("10", "d").as_deref(), Some("10d"));
        assert_eq!(of("1.5", "a").as_deref(), Some("1y 6m"));
        assert_eq!(of("90", "min").as_deref(), Some("1hr 30min"));
        assert_eq!(of("1.50", "days").as_deref(), Some("1d 12hr"));
        for (value, unit) in [
            ("0.5", "mo"),
            ("0.333", "s"),
            ("1", "mg"),
            ("", "h"),
            ("-1", "h"),
            ("１", "h"),
            (".", "h"),
            ("99999999999999999999", "h"),
            ("1.2.3", "h"),
        ] {
            assert_eq!(of(value, unit), None, "{value} {unit}");
        }
    }

    #[test]
    fn surface_decides_the_duration() {
        let duration = Duration::from_minutes(61);
        assert_eq!(duration.show(Surface::Prose), "1 hour 1 minute");
        assert_eq!(clinical(Duration::from_seconds(u64::MAX)), "4294967295d 7hr 15sec");
    }
}
