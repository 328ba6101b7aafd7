//! The strip of sources: what each organisation gives, and what is missing.

use commonweal_shared::display::text::one_line;
use commonweal_shared::records::Source;
use commonweal_shared::system::CareSetting;

use super::{Record, ago};

/// How much of what is expected of a source is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Completeness {
    /// It sent its record and says nothing of gaps.
    Whole,
    /// It sent something, and says that more exists or may exist.
    Partial,
    /// Nothing was ever received.
    Nothing,
}

/// One source in the strip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SourceLine<'a> {
    /// The source itself.
    pub(crate) source: &'a Source,
    /// Its setting in a word, or its name.
    pub(crate) word: String,
    /// How much is here.
    pub(crate) completeness: Completeness,
    /// What is missing, in a few words; empty for a whole one.
    pub(crate) trouble: String,
    /// How old its data is; empty when there is none.
    pub(crate) age: String,
}

impl Completeness {
    /// Its sign; always beside words.
    pub(crate) const fn sign(self) -> &'static str {
        match self {
            Self::Whole => "●",
            Self::Partial => "◐",
            Self::Nothing => "○",
        }
    }

    /// Its sign's meaning.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Whole => "received",
            Self::Partial => "received",
            Self::Nothing => "nothing received",
        }
    }

    /// Its name in attributes.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Partial => "partial",
            Self::Nothing => "nothing",
        }
    }
}

/// Every source, in the order of the settings, then by name.
pub(crate) fn source_lines(record: &Record) -> Vec<SourceLine<'_>> {
    let mut lines: Vec<SourceLine<'_>> = record.chart.sources.iter().map(|source| line(record, source)).collect();
    lines.sort_by_key(|line| {
        let setting = line.source.setting;
        let at = setting.and_then(|setting| CareSetting::ALL.iter().position(|one| *one == setting));
        (at.unwrap_or(usize::MAX), line.source.name.clone())
    });
    lines
}

fn line<'a>(record: &Record, source: &'a Source) -> SourceLine<'a> {
    let word = source.setting.map_or_else(|| one_line(&source.name), |setting| setting.word().to_owned());
    let mut troubles = Vec::new();
    if source.received.is_none() {
        troubles.push("nothing received");
    }
    if source.withholds {
        troubles.push("withholds something");
    }
    if source.partial || !source.warnings.is_empty() {
        troubles.push("answer partial");
    }
    if source.unreadable > 0 {
        troubles.push("something unreadable");
    }
    let completeness = match (source.received, troubles.is_empty()) {
        (None, _) => Completeness::Nothing,
        (Some(_), true) => Completeness::Whole,
        (Some(_), false) => Completeness::Partial,
    };
    // "Data as of" is what the age is about; the arrival stands in where the source doesn't say.
    let of = source.as_of.as_ref().map(|as_of| commonweal_shared::time::Moment::from_micros(as_of.sort_key()));
    let age = of.or(source.received).map(|then| ago(then, record.now)).unwrap_or_default();
    SourceLine { source, word, completeness, trouble: troubles.join(", "), age }
}

#[cfg(test)]
mod tests {
    use super::super::sample::record;
    use super::*;

    #[test]
    fn what_is_missing_is_named() {
        let record = record();
        let lines: Vec<(String, Completeness, String)> =
            source_lines(&record).into_iter().map(|line| (line.word, line.completeness, line.trouble)).collect();
        assert_eq!(
            lines,
            [
                ("GP".to_owned(), Completeness::Partial, "withholds something".to_owned()),
                ("Acute".to_owned(), Completeness::Whole, String::new()),
                ("Social care".to_owned(), Completeness::Nothing, "nothing received".to_owned()),
            ]
        );
    }

    #[test]
    fn the_age_is_that_of_the_data() {
        let record = record();
        let lines = source_lines(&record);
        assert_eq!(lines[0].age, "8d");
        assert_eq!(lines[2].age, "", "nothing has no age");
    }
}
