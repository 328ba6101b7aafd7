//! Everything that somebody may look for in a row, ready for looking.

use commonweal_shared::records::{Chart, Row};

use super::{Place, Record, value_line};

/// The words of every row, lower case, by section and row. Made when somebody looks for words for the first
/// time: most who open a record never do.
#[derive(Debug)]
pub(crate) struct Haystack {
    sections: Vec<Vec<String>>,
}

impl Haystack {
    /// Takes the words of every row.
    pub(super) fn of(record: &Record) -> Self {
        let sources = sources(&record.chart);
        let words = |row: &Row| {
            let source = sources.iter().find(|(code, _)| *code == row.source.as_str()).map_or("", |(_, words)| words);
            words_of(row, source)
        };
        let sections = record.chart.sections.iter();
        Self { sections: sections.map(|section| section.rows.iter().map(words).collect()).collect() }
    }

    /// Whether a row holds each of these words (lower case).
    pub(crate) fn holds(&self, place: Place, words: &[String]) -> bool {
        let row = &self.sections[place.section][place.row];
        words.iter().all(|word| row.contains(word.as_str()))
    }
}

/// Each source's code, with its name and setting in lower case.
fn sources(chart: &Chart) -> Vec<(&str, String)> {
    let words = chart.sources.iter().map(|source| {
        let setting = source.setting.map_or("", |setting| setting.word());
        (source.code.as_str(), format!("{}\n{setting}", source.name).to_lowercase())
    });
    words.collect()
}

fn words_of(row: &Row, source: &str) -> String {
    let mut text = String::with_capacity(160);
    let mut take = |piece: &str| {
        push_lower(&mut text, piece);
        text.push('\n');
    };
    take(&row.title);
    take(&value_line(row));
    for piece in [&row.wording, &row.author, &row.organisation, &row.status].into_iter().flatten() {
        take(piece);
    }
    for code in &row.codes {
        take(&code.code);
        code.display.iter().for_each(|display| take(display));
    }
    row.notes.iter().for_each(|note| take(note));
    row.facts.iter().for_each(|fact| take(&fact.value));
    row.labels.iter().for_each(|label| take(label.words()));
    for other in &row.also {
        take(&other.title);
        other.wording.iter().for_each(|wording| take(wording));
    }
    text.push_str(source);
    text
}

/// Most of a record is plain letters, for which the whole of Unicode need not be asked.
fn push_lower(text: &mut String, piece: &str) {
    if piece.is_ascii() {
        text.extend(piece.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
    } else {
        text.push_str(&piece.to_lowercase());
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::record;

    #[test]
    fn text_is_found_in_titles_codes_values_and_sources() {
        let record = record();
        let found = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            let entries = record.entries().iter().filter(|entry| entry.issue.is_none());
            entries.filter(|entry| record.haystack().holds(entry.place, &words)).count()
        };
        assert_eq!(found(&["asthma"]), 1);
        assert_eq!(found(&["195967001"]), 1, "by code");
        assert_eq!(found(&["asthma", "nothing like it"]), 0);
        assert_eq!(found(&["6.10"]), 1, "by value");
        assert!(found(&["pewsey"]) > 3, "by source");
    }
}
