//! Medicines in groups, and the words about their issues.

use commonweal_shared::display::text::count;
use commonweal_shared::display::{
    MedicineList, MedicineState, RECENTLY_STOPPED_DAYS, Surface, date, medicine_state, newest_first, stopped_notice,
    stopped_recently,
};
use commonweal_shared::records::{Detail, Medicine, MedicineGroup, Row, SectionId};
use commonweal_shared::time::FhirDate;

use super::Record;

/// Medicines of one list, current or past, by group.
#[derive(Debug)]
pub(crate) struct MedicineGroups {
    /// Groups in their order, none of them empty; positions of rows, newest first (rule L6).
    pub(crate) groups: Vec<(MedicineGroup, Vec<usize>)>,
}

impl MedicineGroups {
    /// The rows of one of the two lists (rule L1).
    pub(crate) fn of(record: &Record, list: MedicineList) -> Self {
        let rows = record.rows(SectionId::Medicines);
        let mut groups: Vec<(MedicineGroup, Vec<usize>)> = Vec::new();
        for (at, row) in rows.iter().enumerate().filter(|(_, row)| list_of(record, row) == list) {
            let group = medicine(row).map_or(MedicineGroup::NotStated, |medicine| medicine.group);
            match groups.iter_mut().find(|(known, _)| *known == group) {
                Some((_, group)) => group.push(at),
                None => groups.push((group, vec![at])),
            }
        }
        groups.sort_by_key(|(group, _)| *group);
        for (_, group) in &mut groups {
            let key = |at: usize| list.sorted_by(rows[at].when.as_ref(), end(&rows[at]));
            group.sort_by(|a, b| newest_first(key(*a), key(*b)));
        }
        Self { groups }
    }

    /// How many rows.
    pub(crate) fn len(&self) -> usize {
        self.groups.iter().map(|(_, rows)| rows.len()).sum()
    }
}

/// A row's own facts as a medicine.
pub(crate) fn medicine(row: &Row) -> Option<&Medicine> {
    match &row.detail {
        Detail::Medicine(medicine) => Some(medicine),
        _ => None,
    }
}

/// The list that a row belongs to; an entry made in error is among the past ones.
fn list_of(record: &Record, row: &Row) -> MedicineList {
    state_of(record, row).map_or(MedicineList::Past, |state| state.status.list())
}

/// Its state by its own status (rule L4); none for an entry made in error.
pub(crate) fn state_of(record: &Record, row: &Row) -> Option<MedicineState> {
    medicine_state(row.status.as_deref(), row.when.as_ref(), end(row), record.today())
}

/// When a medicine ended, where a source says.
pub(crate) fn end(row: &Row) -> Option<&FhirDate> {
    medicine(row).and_then(|medicine| medicine.stopped.as_ref()).or(row.until.as_ref())
}

/// `3 medicines stopped in the last 28 days` (rule L5); none when there is nothing to say.
pub(crate) fn stopped_lately(record: &Record) -> Option<String> {
    let rows = record.rows(SectionId::Medicines).iter();
    let past = rows.filter(|row| list_of(record, row) == MedicineList::Past);
    stopped_notice(stopped_recently(past.filter_map(end), record.today(), RECENTLY_STOPPED_DAYS), RECENTLY_STOPPED_DAYS)
}

/// `issued 4 of 12, last 02-Nov-2026`; empty where nothing is known of issues.
pub(crate) fn issued_line(record: &Record, medicine: &Medicine) -> String {
    let made = medicine.issues_made.or_else(|| u32::try_from(medicine.issues.len()).ok().filter(|made| *made > 0));
    let mut line = match (made, medicine.issues_allowed) {
        (Some(made), Some(allowed)) => format!("issued {made} of {allowed}"),
        (Some(made), None) => format!("issued {}", count("time", usize::try_from(made).unwrap_or(usize::MAX))),
        (None, Some(allowed)) => format!("{allowed} issues allowed"),
        (None, None) => String::new(),
    };
    let last = medicine.last_issue.as_ref().or_else(|| medicine.issues.first().and_then(|issue| issue.when.as_ref()));
    if let Some(last) = last {
        let future = if last.sort_key() > record.now.as_micros() { " (future)" } else { "" };
        let comma = if line.is_empty() { "" } else { ", " };
        line.push_str(&format!("{comma}last {}{future}", date(last, Surface::Clinical)));
    }
    line
}

/// The rule by which medicines are called current, one sentence for each source that sent any (C02).
pub(crate) fn rule_sentences(record: &Record) -> Vec<String> {
    let rows = record.rows(SectionId::Medicines);
    let sources = record.chart.sources.iter().filter(|source| {
        rows.iter().any(|row| row.source == source.code || row.also.iter().any(|other| other.source == source.code))
    });
    sources
        .map(|source| {
            format!(
                "{}: current means that its own status says active, on hold, draft or intended; where it states no status, that no end date has passed.",
                source.name
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample::record;
    use super::*;

    #[test]
    fn l1_each_medicine_is_in_one_of_the_two_lists() {
        let record = record();
        let of = |list| MedicineGroups::of(&record, list);
        let (current, past) = (of(MedicineList::Current), of(MedicineList::Past));
        assert_eq!(current.len() + past.len(), record.rows(SectionId::Medicines).len());
        assert_eq!(current.groups[0].0, MedicineGroup::Repeat);
    }

    #[test]
    fn issues_are_counted_and_the_last_is_dated() {
        let record = record();
        let row = &record.rows(SectionId::Medicines)[0];
        let medicine = medicine(row).expect("a medicine");
        assert_eq!(issued_line(&record, medicine), "issued 14 of 24, last 01-Feb-2021");
        let mut bare = medicine.clone();
        (bare.issues_allowed, bare.issues_made, bare.last_issue) = (None, None, None);
        assert_eq!(issued_line(&record, &bare), "issued 14 times, last 01-Feb-2021");
        bare.issues.clear();
        assert_eq!(issued_line(&record, &bare), "");
    }

    #[test]
    fn a_post_dated_issue_is_called_future() {
        let record = record();
        let mut medicine = medicine(&record.rows(SectionId::Medicines)[0]).expect("a medicine").clone();
        medicine.last_issue = FhirDate::parse("2024-01-01").ok();
        assert_eq!(issued_line(&record, &medicine), "issued 14 of 24, last 01-Jan-2024 (future)");
    }

    #[test]
    fn c02_every_source_of_medicines_has_its_rule_printed() {
        let record = record();
        let sentences = rule_sentences(&record);
        assert_eq!(sentences.len(), 1);
        assert!(sentences[0].starts_with("Pewsey Surgery: current means"));
    }
}
