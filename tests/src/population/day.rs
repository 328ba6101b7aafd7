use std::fmt;

/// The last day on which anything happens to anybody: 20 November 2026.
pub(super) const TODAY: Day = Day(20_777);

/// A day, counted from 1 January 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day(pub(super) i64);

impl Day {
    /// So many days later.
    pub(super) const fn plus(self, days: i64) -> Self {
        Self(self.0 + days)
    }

    /// At this minute of the day, as FHIR writes it.
    pub(super) fn at(self, minute: usize) -> String {
        format!("{self}T{:02}:{:02}:00+00:00", minute / 60 % 24, minute % 60)
    }
}

impl fmt::Display for Day {
    /// Year, month and day, by the rule of the Gregorian calendar: 146,097 days are 400 years.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = self.0 + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = era * 400 + year_of_era + i64::from(month <= 2);
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(TODAY.to_string(), "2026-11-20");
        assert_eq!(Day(0).to_string(), "1970-01-01");
        assert_eq!(Day(-1).to_string(), "1969-12-31");
        assert_eq!(Day(11_016).to_string(), "2000-02-29");
        assert_eq!(TODAY.at(605), "2026-11-20T10:05:00+00:00");
    }
}
