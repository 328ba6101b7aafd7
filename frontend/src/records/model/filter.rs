//! What the timeline's filter lets through, and what it hides.

use commonweal_shared::records::SectionId;
use commonweal_shared::system::CareSetting;

use super::{Bin, Entry, Record};

/// The filter's settings; the default lets everything through.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Filter {
    /// Only this setting; the inner none means sources whose setting is not known.
    pub(crate) setting: Option<Option<CareSetting>>,
    /// Only this kind.
    pub(crate) kind: Option<SectionId>,
    /// Only from the start of the first period to the end of the second.
    pub(crate) period: Option<(Bin, Bin)>,
    /// Only what holds each of these words.
    pub(crate) text: String,
}

/// What a filter made of a list: positions in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Filtered {
    /// Positions of what is let through, in order.
    pub(crate) shown: Vec<usize>,
    /// How many are hidden.
    pub(crate) hidden: usize,
}

impl Filter {
    /// The words to look for, lower case.
    pub(crate) fn words(&self) -> Vec<String> {
        self.text.split_whitespace().map(str::to_lowercase).collect()
    }

    /// Whether anything is filtered at all.
    pub(crate) fn is_on(&self) -> bool {
        self.setting.is_some() || self.kind.is_some() || self.period.is_some() || !self.words().is_empty()
    }

    /// Goes through the entries of a record.
    pub(crate) fn apply(&self, record: &Record) -> Filtered {
        let words = self.words();
        let entries = record.entries();
        let holds = |entry: &Entry| words.is_empty() || record.haystack().holds(entry.place, &words);
        let lets = |entry: &Entry| self.lets(entry) && holds(entry);
        let shown: Vec<usize> = (0..entries.len()).filter(|&at| lets(&entries[at])).collect();
        let hidden = entries.len() - shown.len();
        Filtered { shown, hidden }
    }

    fn lets(&self, entry: &Entry) -> bool {
        self.setting.is_none_or(|setting| setting == entry.setting)
            && self.kind.is_none_or(|kind| kind == entry.section)
            && self.period.is_none_or(|(from, to)| {
                entry.month.is_some_and(|(year, month)| from.starts_by(year, month) && to.ends_by(year, month))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Histogram;
    use super::super::sample::record;
    use super::*;

    fn counts(record: &Record, filter: &Filter) -> (usize, usize) {
        let filtered = filter.apply(record);
        (filtered.shown.len(), filtered.hidden)
    }

    #[test]
    fn shown_and_hidden_always_make_the_whole() {
        let record = record();
        let all = record.entries().len();
        let filters = [
            Filter::default(),
            Filter { setting: Some(Some(CareSetting::Acute)), ..Filter::default() },
            Filter { setting: Some(None), ..Filter::default() },
            Filter { kind: Some(SectionId::Problems), ..Filter::default() },
            Filter { text: "  Asthma ".to_owned(), ..Filter::default() },
            Filter { text: "no such words".to_owned(), ..Filter::default() },
        ];
        for filter in filters {
            let (shown, hidden) = counts(&record, &filter);
            assert_eq!(shown + hidden, all, "{filter:?}");
            assert_eq!(hidden > 0, filter.is_on(), "{filter:?}");
        }
    }

    #[test]
    fn a_period_hides_what_lies_outside_and_what_has_no_date() {
        let record = record();
        let entries = record.entries();
        let histogram = Histogram::of(entries);
        let (first, last) = (histogram.bins[0].0, histogram.bins[histogram.bins.len() - 1].0);
        let undated = entries.iter().filter(|entry| entry.month.is_none()).count();
        let whole = Filter { period: Some((first, last)), ..Filter::default() };
        assert_eq!(whole.apply(&record).hidden, undated);
        let one = Filter { period: Some((last, last)), ..Filter::default() };
        assert_eq!(one.apply(&record).shown.len(), histogram.bins[histogram.bins.len() - 1].1);
    }
}
