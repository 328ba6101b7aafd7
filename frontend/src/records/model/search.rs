//! Searching in the record: everything at hand is looked through, nothing is asked of the server.

use commonweal_shared::records::SectionId;

use super::{Place, Record, kind_word};

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
pub(crate) fn search(record: &Record, typed: &str) -> Vec<Match> {
    let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let haystack = record.haystack();
    let sections = record.chart.sections.iter().enumerate().map(|(section, of)| {
        let places = (0..of.rows.len()).map(|row| Place { section, row });
        Match { section: of.id, places: places.filter(|place| haystack.holds(*place, &words)).collect() }
    });
    sections.filter(|found| !found.places.is_empty()).collect()
}

impl Match {
    /// Its heading, such as `Problem: 3`.
    pub(crate) fn heading(&self) -> String {
        format!("{}: {}", kind_word(self.section), self.places.len())
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::record;
    use super::*;

    #[test]
    fn words_are_looked_for_in_every_section() {
        let record = record();
        let found = |typed: &str| {
            search(&record, typed).into_iter().map(|found| (found.section, found.places.len())).collect::<Vec<_>>()
        };
        assert_eq!(found("asthma"), [(SectionId::Problems, 1)]);
        assert_eq!(found("BLOOD"), [(SectionId::Results, 1), (SectionId::Observations, 2)]);
        assert_eq!(found("jones"), [(SectionId::People, 1)]);
        assert_eq!(found("   "), []);
    }
}
