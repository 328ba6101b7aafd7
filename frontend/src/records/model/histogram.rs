//! How much happened when: bars by year, or by month where a record spans few years.

use super::Entry;

/// Years above which bars are years and no longer months.
const MONTHS_UP_TO_YEARS: i16 = 3;

/// A bar's period: a year, or a month of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Bin {
    /// The year.
    pub(crate) year: i16,
    /// The month, where bars are months.
    pub(crate) month: Option<i8>,
}

/// The bars, oldest first, with the number of entries in each; empty ones in between are there too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Histogram {
    /// Period and number of entries.
    pub(crate) bins: Vec<(Bin, usize)>,
}

impl Bin {
    /// How it is written: `2019` or `Mar-2019` (rule D5).
    pub(crate) fn label(self) -> String {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let month = self.month.and_then(|month| usize::try_from(month - 1).ok()).and_then(|at| MONTHS.get(at));
        match month {
            Some(month) => format!("{month}-{:04}", self.year),
            None => format!("{:04}", self.year),
        }
    }

    /// Whether it starts no later than this year or month does; of a bare year, its first month counts.
    pub(crate) fn starts_by(self, year: i16, month: Option<i8>) -> bool {
        (self.year, self.month.unwrap_or(1)) <= (year, month.unwrap_or(1))
    }

    /// Whether this year or month lies no later than it; of a bare year, its first month counts.
    pub(crate) fn ends_by(self, year: i16, month: Option<i8>) -> bool {
        (year, month.unwrap_or(1)) <= (self.year, self.month.unwrap_or(12))
    }

    fn next(self) -> Self {
        match self.month {
            None => Self { year: self.year + 1, month: None },
            Some(12) => Self { year: self.year + 1, month: Some(1) },
            Some(month) => Self { year: self.year, month: Some(month + 1) },
        }
    }
}

impl Histogram {
    /// Counts entries that have a date.
    pub(crate) fn of(entries: &[Entry]) -> Self {
        let years = || entries.iter().filter_map(|entry| entry.month).map(|(year, _)| year);
        let (Some(first), Some(last)) = (years().min(), years().max()) else { return Self::default() };
        let by_month = last - first < MONTHS_UP_TO_YEARS;
        let mut bins = Vec::new();
        let mut bin = Bin { year: first, month: by_month.then_some(1) };
        while bin.year <= last {
            bins.push((bin, 0));
            bin = bin.next();
        }
        for (year, month) in entries.iter().filter_map(|entry| entry.month) {
            let of = Bin { year, month: by_month.then_some(month.unwrap_or(1)) };
            if let Ok(at) = bins.binary_search_by_key(&of, |(bin, _)| *bin) {
                bins[at].1 += 1;
            }
        }
        Self { bins }
    }

    /// The highest bar; at least 1, so that it can be divided by.
    pub(crate) fn highest(&self) -> usize {
        self.bins.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::entries;
    use super::super::sample::record;
    use super::*;

    #[test]
    fn every_dated_entry_is_in_one_bar() {
        let record = record();
        let entries = entries(&record);
        let histogram = Histogram::of(&entries);
        let dated = entries.iter().filter(|entry| entry.month.is_some()).count();
        assert_eq!(histogram.bins.iter().map(|(_, count)| count).sum::<usize>(), dated);
        assert!(histogram.highest() >= 1);
        assert!(Histogram::of(&[]).bins.is_empty());
    }

    #[test]
    fn bars_are_written_as_dates_are() {
        assert_eq!(Bin { year: 2019, month: None }.label(), "2019");
        assert_eq!(Bin { year: 2019, month: Some(3) }.label(), "Mar-2019");
    }

    #[test]
    fn a_year_alone_counts_where_it_begins() {
        let march = Bin { year: 2019, month: Some(3) };
        assert!(!march.starts_by(2019, None), "2019 alone is not known to lie after March");
        assert!(march.ends_by(2019, None));
        let year = Bin { year: 2019, month: None };
        assert!(year.starts_by(2019, Some(12)) && year.ends_by(2019, Some(12)));
        assert!(!year.ends_by(2020, None));
    }
}
