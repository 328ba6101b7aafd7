//! A chart with what finding things in it needs.

use std::sync::OnceLock;

use commonweal_shared::ids::{OdsCode, ResourceId};
use commonweal_shared::records::{Chart, Row, SectionChart, SectionId};
use commonweal_shared::time::{Moment, Today};

use super::{Entry, Haystack, entries};

/// A chart as it is looked at: with an index, and with the moment at which it was opened.
#[derive(Debug)]
pub(crate) struct Record {
    /// What the server sent.
    pub(crate) chart: Chart,
    /// When it was opened here; what is "current" or "recent" is reckoned from it.
    pub(crate) now: Moment,
    rows: Vec<(ResourceId, Place)>,
    belongings: Vec<(ResourceId, Place)>,
    entries: OnceLock<Vec<Entry>>,
    haystack: OnceLock<Haystack>,
}

/// Where a row stands: positions in [`Chart::sections`] and in the section's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// Position of the section.
    pub(crate) section: usize,
    /// Position of the row.
    pub(crate) row: usize,
}

impl Record {
    /// Indexes a chart.
    pub(crate) fn new(chart: Chart, now: Moment) -> Self {
        let mut rows = Vec::new();
        let mut belongings = Vec::new();
        for (section, of) in chart.sections.iter().enumerate() {
            for (row, one) in of.rows.iter().enumerate() {
                let place = Place { section, row };
                rows.push((one.id, place));
                rows.extend(one.provenance.iter().map(|part| (part.id, place)));
                rows.extend(one.also.iter().map(|other| (other.id, place)));
                belongings.extend(one.encounter.map(|encounter| (encounter, place)));
            }
        }
        // A row's own id is found before a mention of it behind another row.
        rows.sort_by_key(|(id, place)| (*id, !is_own(&chart, *id, *place), *place));
        belongings.sort_by_key(|(id, place)| (*id, *place));
        Self { chart, now, rows, belongings, entries: OnceLock::new(), haystack: OnceLock::new() }
    }

    /// Every entry, newest first; made when it is first asked for, since the summary of a long
    /// record should not wait for it.
    pub(crate) fn entries(&self) -> &[Entry] {
        self.entries.get_or_init(|| entries(self))
    }

    /// The words of every row; made when somebody looks for words.
    pub(crate) fn haystack(&self) -> &Haystack {
        self.haystack.get_or_init(|| Haystack::of(self))
    }

    /// The day on which the record was opened.
    pub(crate) fn today(&self) -> Today {
        Today::at(self.now)
    }

    /// The section at a place.
    pub(crate) fn section_at(&self, place: Place) -> &SectionChart {
        &self.chart.sections[place.section]
    }

    /// The row at a place.
    pub(crate) fn row_at(&self, place: Place) -> &Row {
        &self.section_at(place).rows[place.row]
    }

    /// The rows of a section; none when the chart has no such section.
    pub(crate) fn rows(&self, section: SectionId) -> &[Row] {
        self.chart.section(section).map_or(&[], |section| section.rows.as_slice())
    }

    /// The row that this resource speaks for or stands behind.
    pub(crate) fn find(&self, id: ResourceId) -> Option<Place> {
        let at = self.rows.partition_point(|(found, _)| *found < id);
        self.rows.get(at).filter(|(found, _)| *found == id).map(|(_, place)| *place)
    }

    /// What happened in an encounter.
    pub(crate) fn belonging_to(&self, encounter: ResourceId) -> impl Iterator<Item = Place> + '_ {
        let from = self.belongings.partition_point(|(id, _)| *id < encounter);
        self.belongings[from..].iter().take_while(move |(id, _)| *id == encounter).map(|(_, place)| *place)
    }

    /// A source's setting in a word, or its name where no setting is known.
    pub(crate) fn source_word(&self, code: &OdsCode) -> String {
        match self.chart.source(code) {
            Some(source) => source.setting.map_or_else(|| source.name.clone(), |setting| setting.word().to_owned()),
            None => code.to_string(),
        }
    }

    /// A source's name, or its code where no name is known.
    pub(crate) fn source_name(&self, code: &OdsCode) -> String {
        self.chart.source(code).map_or_else(|| code.to_string(), |source| source.name.clone())
    }
}

fn is_own(chart: &Chart, id: ResourceId, place: Place) -> bool {
    chart.sections[place.section].rows[place.row].id == id
}

#[cfg(test)]
mod tests {
    use super::super::sample::{id, record};
    use super::*;

    #[test]
    fn a_row_is_found_by_its_own_id_and_by_what_stands_behind_it() {
        let record = record();
        for section in &record.chart.sections {
            for row in &section.rows {
                let place = record.find(row.id).expect("every row is in the index");
                assert_eq!(record.row_at(place).id, row.id);
                for part in &row.provenance {
                    assert!(record.find(part.id).is_some(), "{:?}", part.id);
                }
            }
        }
        assert_eq!(record.find(id(9_999)), None);
    }

    #[test]
    fn an_encounter_knows_what_happened_in_it() {
        let record = record();
        let encounter = record.rows(SectionId::Encounters)[0].id;
        let inside: Vec<_> = record.belonging_to(encounter).map(|place| record.row_at(place).title.clone()).collect();
        assert_eq!(inside, ["Blood pressure"]);
    }
}
