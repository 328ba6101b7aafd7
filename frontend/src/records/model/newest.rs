//! What the summary chooses from the record.

use commonweal_shared::records::{Detail, Row, SectionId, Significance};

use super::{Entry, Record};

/// Days that "newest" looks back.
const NEWEST_DAYS: i64 = 365;

/// The newest entries of the last year (none of the future), and how many there are in all.
pub(crate) fn newest(record: &Record, entries: &[Entry], most: usize) -> (Vec<usize>, usize) {
    let from = record.today().minus_days(NEWEST_DAYS).start().as_micros();
    let until = record.now.as_micros();
    let all: Vec<usize> =
        (0..entries.len()).filter(|&at| entries[at].key >= from && entries[at].key <= until).collect();
    let count = all.len();
    (all.into_iter().take(most).collect(), count)
}

/// Past problems that a source calls major: they belong in the summary beside the active ones (C03).
pub(crate) fn past_significant(record: &Record) -> Vec<&Row> {
    record
        .rows(SectionId::Problems)
        .iter()
        .filter(|row| match &row.detail {
            Detail::Problem(problem) => !problem.active && problem.significance == Some(Significance::Major),
            _ => false,
        })
        .collect()
}

/// Referrals and appointments that lie ahead, the nearest first.
pub(crate) fn appointments_ahead(record: &Record) -> Vec<&Row> {
    let now = record.today().start().as_micros();
    let mut ahead: Vec<&Row> = record
        .rows(SectionId::Referrals)
        .iter()
        .filter(|row| row.when.as_ref().is_some_and(|when| when.sort_key() >= now))
        .collect();
    ahead.sort_by_key(|row| row.when.as_ref().map(commonweal_shared::time::FhirDate::sort_key));
    ahead
}

/// People and teams, those with a way to reach them first.
pub(crate) fn people_involved(record: &Record, most: usize) -> Vec<&Row> {
    let mut people: Vec<&Row> = record.rows(SectionId::People).iter().collect();
    people.sort_by_key(|row| std::cmp::Reverse((is_team(row), row.facts.len())));
    people.truncate(most);
    people
}

fn is_team(row: &Row) -> bool {
    row.resource_type == "CareTeam"
}

#[cfg(test)]
mod tests {
    use super::super::entry::entries;
    use super::super::sample::{chart, record};
    use super::*;

    #[test]
    fn past_major_problems_are_chosen_and_no_others() {
        let record = record();
        let titles: Vec<&str> = past_significant(&record).iter().map(|row| row.title.as_str()).collect();
        assert_eq!(titles, ["Fracture of femur"]);
    }

    #[test]
    fn newest_is_of_the_last_year_and_counts_what_it_leaves_out() {
        let at = |text: &str| Record::new(chart(), commonweal_shared::time::Moment::parse(text).expect("an instant"));
        let record = at("2020-02-02T12:00:00Z");
        let entries = entries(&record);
        let (chosen, count) = newest(&record, &entries, 2);
        assert_eq!(chosen.len(), 2);
        assert!(count > 2);
        assert!(chosen.iter().all(|&at| entries[at].key <= record.now.as_micros()), "nothing of the future");
        let record = at("2030-02-02T12:00:00Z");
        assert_eq!(newest(&record, &entries, 2), (Vec::new(), 0));
    }

    #[test]
    fn everyone_involved_can_be_found_again() {
        let record = record();
        assert!(people_involved(&record, 6).iter().all(|row| record.find(row.id).is_some()));
        assert!(appointments_ahead(&record).is_empty());
    }
}
