//! Findings arranged by test: results and observations have the same table.

use commonweal_shared::display::{reference_range, unit_words};
use commonweal_shared::records::{Component, Detail, Measure, Quantity, Range, Row};
use commonweal_shared::time::FhirDate;

use super::words::{brief, quantity_text};
use super::{Reading, Series, Window, value_line, value_whole};

/// The rows of a section, arranged.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct TestTable {
    /// One for each test and unit, by title.
    pub(crate) tests: Vec<Test>,
    /// Positions of rows without a value of their own: reports, groups, studies, bare findings.
    pub(crate) others: Vec<usize>,
}

/// A test with its readings, all in one unit (rule GT3).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Test {
    /// What is tested.
    pub(crate) title: String,
    /// The unit; empty where there is none.
    pub(crate) unit: String,
    /// Newest first; never empty.
    pub(crate) readings: Vec<Reading>,
    /// The reference range of the newest reading.
    pub(crate) range: Option<Range>,
    /// What the source makes of the newest reading.
    pub(crate) interpretation: Option<String>,
    key: String,
}

/// The newest value against the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Higher than before.
    Up,
    /// Lower than before.
    Down,
    /// As before.
    Level,
}

impl Test {
    /// The newest reading.
    pub(crate) fn latest(&self) -> &Reading {
        &self.readings[0]
    }

    /// Against the reading before it, where both are numbers.
    pub(crate) fn direction(&self) -> Option<Direction> {
        let (now, before) = (self.readings.first()?.number?, self.readings.get(1)?.number?);
        Some(match now.total_cmp(&before) {
            std::cmp::Ordering::Greater => Direction::Up,
            std::cmp::Ordering::Less => Direction::Down,
            std::cmp::Ordering::Equal => Direction::Level,
        })
    }

    /// Its series in this window, where there are two points at least.
    pub(crate) fn series(&self, window: Window) -> Option<Series> {
        Series::of(&self.readings, self.range.as_ref(), window)
    }

    /// The range of reference in words, and whom it is for where the source says (GT8).
    pub(crate) fn range_words(&self) -> Option<String> {
        let range = self.range.as_ref()?;
        let value = |quantity: &Option<Quantity>| quantity.as_ref().map(|quantity| quantity.value.clone());
        let words = reference_range(value(&range.low).as_deref(), value(&range.high).as_deref(), Some(&self.unit));
        match (words, &range.text) {
            (Some(words), Some(text)) => Some(format!("{words} ({text})")),
            (words, text) => words.or_else(|| text.clone()),
        }
    }

    /// Sorting key of the newest reading's date.
    pub(crate) fn newest(&self) -> i64 {
        self.latest().when.as_ref().map_or(i64::MIN, FhirDate::sort_key)
    }
}

/// Arranges the rows of a section (newest first, as the chart has them).
pub(crate) fn tests_of(rows: &[Row]) -> TestTable {
    let mut table = TestTable::default();
    let mut at_key: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        let Detail::Measure(measure) = &row.detail else {
            table.others.push(at);
            continue;
        };
        if has_no_value(measure) {
            table.others.push(at);
            continue;
        }
        let (reading, unit) = reading(at, row, measure);
        let key = key(row, &unit, reading.number.is_some());
        if let Some(&known) = at_key.get(&key) {
            table.tests[known].readings.push(reading);
            continue;
        }
        at_key.insert(key.clone(), table.tests.len());
        table.tests.push(Test {
            title: row.title.clone(),
            unit: unit_words(&unit),
            range: measure.ranges.first().cloned(),
            interpretation: measure.interpretation.clone(),
            readings: vec![reading],
            key,
        });
    }
    for test in &mut table.tests {
        // The chart's order is by date already; sorting keeps that true for rows that folded.
        test.readings
            .sort_by_key(|reading| std::cmp::Reverse(reading.when.as_ref().map_or(i64::MIN, |when| when.sort_key())));
        let newest = test.readings[0].row;
        if let Detail::Measure(measure) = &rows[newest].detail {
            test.range = measure.ranges.first().cloned();
            test.interpretation.clone_from(&measure.interpretation);
        }
    }
    table.tests.sort_by(|a, b| a.title.to_lowercase().cmp(&b.title.to_lowercase()).then_with(|| a.key.cmp(&b.key)));
    table
}

/// A group's header and a finding that is all in its title or its notes are no readings. One whose value
/// is absent for a stated reason is.
fn has_no_value(measure: &Measure) -> bool {
    measure.quantity.is_none() && measure.text.is_none() && measure.absent.is_none() && measure.components.is_empty()
}

fn key(row: &Row, unit: &str, number: bool) -> String {
    let what = match row.codes.first() {
        Some(code) => format!("{} {}", code.system, code.code),
        None => row.title.trim().to_lowercase(),
    };
    format!("{what}\n{unit}\n{number}")
}

/// A row's reading, and its unit.
fn reading(at: usize, row: &Row, measure: &Measure) -> (Reading, String) {
    let when = row.when.clone();
    if let Some((upper, lower)) = pressures(&measure.components) {
        let (Some(upper), Some(lower)) = (&upper.quantity, &lower.quantity) else {
            return (plain(at, row), String::new());
        };
        let text = format!("{}/{}", brief(&upper.value), brief(&lower.value));
        let exact = format!("{}/{}", upper.value, lower.value);
        let reading = Reading { row: at, when, text, exact, number: upper.number(), lower: lower.number() };
        return (reading, upper.unit.clone());
    }
    match &measure.quantity {
        Some(quantity) if measure.components.is_empty() => {
            let without_unit = Quantity { unit: String::new(), ..quantity.clone() };
            let text = quantity_text(&Quantity { value: brief(&quantity.value), ..without_unit.clone() });
            let exact = quantity_text(&without_unit);
            (Reading { row: at, when, text, exact, number: quantity.number(), lower: None }, quantity.unit.clone())
        }
        _ => (plain(at, row), String::new()),
    }
}

fn plain(at: usize, row: &Row) -> Reading {
    let (text, exact) = (value_line(row), value_whole(row));
    Reading { row: at, when: row.when.clone(), text, exact, number: None, lower: None }
}

/// The systolic and the diastolic pressure, when they are two of the parts and share a unit.
fn pressures(components: &[Component]) -> Option<(&Component, &Component)> {
    let named =
        |word: &str| components.iter().find(|part| part.title.to_lowercase().contains(word) && part.quantity.is_some());
    let (upper, lower) = (named("systolic")?, named("diastolic")?);
    (components.len() == 2 && upper.quantity.as_ref()?.unit == lower.quantity.as_ref()?.unit).then_some((upper, lower))
}

#[cfg(test)]
mod tests {
    use commonweal_shared::records::SectionId;

    use super::super::sample::record;
    use super::*;

    #[test]
    fn every_row_is_a_reading_or_among_the_others() {
        let record = record();
        for section in [SectionId::Results, SectionId::Observations] {
            let rows = record.rows(section);
            let table = tests_of(rows);
            let mut seen: Vec<usize> = table
                .tests
                .iter()
                .flat_map(|test| test.readings.iter().map(|reading| reading.row))
                .chain(table.others)
                .collect();
            seen.sort_unstable();
            assert_eq!(seen, (0..rows.len()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn gt3_two_units_are_two_series() {
        let record = record();
        let table = tests_of(record.rows(SectionId::Results));
        let glucose: Vec<&str> =
            table.tests.iter().filter(|test| test.title == "Glucose").map(|test| test.unit.as_str()).collect();
        assert_eq!(glucose, ["mg/dL", "mmol/L"]);
    }

    #[test]
    fn gt4_blood_pressure_is_one_reading_with_two_ends() {
        let record = record();
        let table = tests_of(record.rows(SectionId::Observations));
        let pressure = table.tests.iter().find(|test| test.title == "Blood pressure").expect("there is one");
        assert_eq!(pressure.latest().text, "142/88");
        assert_eq!(pressure.unit, "mmHg");
        assert_eq!((pressure.latest().number, pressure.latest().lower), (Some(142.0), Some(88.0)));
        assert_eq!(pressure.direction(), Some(Direction::Up));
    }
}
