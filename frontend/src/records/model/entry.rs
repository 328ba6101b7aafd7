//! The record as one list of dated entries: what the timeline and the search go through.

use commonweal_shared::ids::ResourceId;
use commonweal_shared::records::{Detail, Issue, Row, SectionId};
use commonweal_shared::system::CareSetting;
use commonweal_shared::time::{FhirDate, Precision};

use super::{Place, Record};

/// One line of the timeline: a row, or one issue of a medicine's plan.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Where its row stands.
    pub(crate) place: Place,
    /// Position among the row's issues, when it is an issue.
    pub(crate) issue: Option<usize>,
    /// The resource that it is.
    pub(crate) id: ResourceId,
    /// What kind of entry it is.
    pub(crate) section: SectionId,
    /// The setting of its source, where known.
    pub(crate) setting: Option<CareSetting>,
    /// Microseconds, for sorting; the earliest of all when it has no date.
    pub(crate) key: i64,
    /// Its year and, where the source stated one, its month.
    pub(crate) month: Option<(i16, Option<i8>)>,
}

impl Entry {
    /// The date that it stands at.
    pub(crate) fn when<'a>(&self, record: &'a Record) -> Option<&'a FhirDate> {
        let row = record.row_at(self.place);
        match self.issue.and_then(|at| issue_at(row, at)) {
            Some(issue) => issue.when.as_ref(),
            None => row.when.as_ref().or(row.recorded.as_ref()),
        }
    }
}

/// The issue at this position of a medicine's row.
pub(crate) fn issue_at(row: &Row, at: usize) -> Option<&Issue> {
    match &row.detail {
        Detail::Medicine(medicine) => medicine.issues.get(at),
        _ => None,
    }
}

/// Every entry of a record, newest first, those without a date last. People and teams are no
/// events and have a section of their own.
pub(crate) fn entries(record: &Record) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (section, of) in record.chart.sections.iter().enumerate() {
        if of.id == SectionId::People {
            continue;
        }
        for (row, one) in of.rows.iter().enumerate() {
            let place = Place { section, row };
            let setting = record.chart.source(&one.source).and_then(|source| source.setting);
            let when = one.when.as_ref().or(one.recorded.as_ref());
            let entry =
                Entry { place, issue: None, id: one.id, section: of.id, setting, key: key(when), month: month(when) };
            if let Detail::Medicine(medicine) = &one.detail {
                for (at, issue) in medicine.issues.iter().enumerate().filter(|(_, issue)| issue.id != one.id) {
                    entries.push(Entry {
                        issue: Some(at),
                        id: issue.id,
                        key: key(issue.when.as_ref()),
                        month: month(issue.when.as_ref()),
                        ..entry.clone()
                    });
                }
            }
            entries.push(entry);
        }
    }
    entries.sort_by(|a, b| b.key.cmp(&a.key).then(a.place.cmp(&b.place)).then(a.issue.cmp(&b.issue)));
    entries
}

fn key(when: Option<&FhirDate>) -> i64 {
    when.map_or(i64::MIN, FhirDate::sort_key)
}

fn month(when: Option<&FhirDate>) -> Option<(i16, Option<i8>)> {
    let when = when?;
    let (year, month, _) = when.start_day();
    Some((year, (when.precision() > Precision::Year).then_some(month)))
}

#[cfg(test)]
mod tests {
    use super::super::sample::record;
    use super::*;

    #[test]
    fn newest_first_and_those_without_a_date_last() {
        let record = record();
        let entries = entries(&record);
        assert!(entries.windows(2).all(|pair| pair[0].key >= pair[1].key));
        assert!(entries.last().is_some_and(|last| last.month.is_none()));
    }

    #[test]
    fn every_row_but_people_is_an_entry_and_every_issue_too() {
        let record = record();
        let entries = entries(&record);
        for section in record.chart.sections.iter().filter(|section| section.id != SectionId::People) {
            for row in &section.rows {
                assert!(entries.iter().any(|entry| entry.id == row.id), "{}", row.title);
            }
        }
        assert_eq!(entries.iter().filter(|entry| entry.issue.is_some()).count(), 14);
        assert!(entries.iter().all(|entry| entry.section != SectionId::People));
    }
}
