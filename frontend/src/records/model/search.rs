//! Searching in the record: everything at hand is looked through, nothing is asked of the server.

use commonweal_shared::records::SectionId;

use super::{Entry, Place, Record, kind_word};

/// Rows of one section that hold every word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Match {
    /// The section.
    pub(crate) section: SectionId,
    /// Where the rows stand, in the section's order.
    pub(crate) places: Vec<Place>,
}

/// Finds rows that hold every word of what was typed, by section in the order of the rail. Nothing
/// typed finds nothing.
pub(crate) fn search(record: &Record, entries: &[Entry], typed: &str) -> Vec<Match> {
    let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut places: Vec<Place> =
        entries.iter().filter(|entry| entry.issue.is_none() && entry.holds(&words)).map(|entry| entry.place).collect();
    places.extend(people(record, &words));
    places.sort_unstable();
    let mut matches: Vec<Match> = Vec::new();
    for place in places {
        let section = record.section_at(place).id;
        match matches.last_mut() {
            Some(last) if last.section == section => last.places.push(place),
            _ => matches.push(Match { section, places: vec![place] }),
        }
    }
    matches
}

/// People and teams are no entries of the timeline, and are looked through here.
fn people(record: &Record, words: &[String]) -> Vec<Place> {
    let Some(section) = record.chart.sections.iter().position(|section| section.id == SectionId::People) else {
        return Vec::new();
    };
    let rows = &record.chart.sections[section].rows;
    let holds = |text: &str| {
        let text = text.to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    };
    (0..rows.len()).filter(|&row| holds(&rows[row].title)).map(|row| Place { section, row }).collect()
}

impl Match {
    /// Its heading, such as `Problem: 3`.
    pub(crate) fn heading(&self) -> String {
        format!("{}: {}", kind_word(self.section), self.places.len())
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::entries;
    use super::super::sample::record;
    use super::*;

    #[test]
    fn words_are_looked_for_in_every_section() {
        let record = record();
        let entries = entries(&record);
        let found = |typed: &str| {
            search(&record, &entries, typed).into_iter().map(|found| (found.section, found.places.len())).collect::<Vec<_>>()
        };
        assert_eq!(found("asthma"), [(SectionId::Problems, 1)]);
        assert_eq!(found("BLOOD"), [(SectionId::Results, 1), (SectionId::Observations, 2)]);
        assert_eq!(found("jones"), [(SectionId::People, 1)]);
        assert_eq!(found("   "), []);
    }
}
