//! Words for what the chart holds as values.

use commonweal_shared::display::text::{count, one_line};
use commonweal_shared::display::{self, Comparator, round_decimal};
use commonweal_shared::records::{Absence, Component, Detail, Measure, Quantity, Row, SectionId};
use commonweal_shared::time::Moment;

/// What one row of a section is called.
pub(crate) const fn kind_word(section: SectionId) -> &'static str {
    match section {
        SectionId::Alerts => "Alert",
        SectionId::Allergies => "Allergy",
        SectionId::Problems => "Problem",
        SectionId::Medicines => "Medicine",
        SectionId::Results => "Result",
        SectionId::Observations => "Observation",
        SectionId::Encounters => "Encounter",
        SectionId::Procedures => "Procedure",
        SectionId::Immunisations => "Immunisation",
        SectionId::Documents => "Document",
        SectionId::Referrals => "Referral or appointment",
        SectionId::CarePlans => "Care plan or goal",
        SectionId::Social => "Social and family",
        SectionId::People => "Person or team",
        SectionId::Sensitive => "Sensitive",
        SectionId::Other => "Other",
    }
}

/// A FHIR type's name taken apart into words: `MedicationRequest` is `Medication request`.
pub(crate) fn resource_word(resource_type: &str) -> String {
    let mut out = String::with_capacity(resource_type.len() + 4);
    for (at, character) in resource_type.chars().enumerate() {
        if at > 0 && character.is_ascii_uppercase() {
            out.push(' ');
            out.push(character.to_ascii_lowercase());
        } else {
            out.push(character);
        }
    }
    out
}

/// A section's state in words (records.md 2). Allergies have titles of their own (AL1).
pub(crate) fn state_words(section: SectionId, state: Absence, rows: usize) -> String {
    let title = section.title();
    match state {
        Absence::Present => count("entry", rows),
        Absence::KnownNone => format!("None: a clinician stated that there are no {}", lower_first(title)),
        Absence::NoneRecorded => format!("{title} not recorded"),
        Absence::Withheld => format!("{title}: something is or may be withheld"),
        Absence::Unavailable => format!("{title} unavailable"),
    }
}

fn lower_first(text: &str) -> String {
    text[..1].to_ascii_lowercase() + &text[1..]
}

/// What a row says beyond its title, on one line; empty where the title says all. A finding without a
/// value says its first note. Long decimals are rounded, and say so; the details have them whole.
pub(crate) fn value_line(row: &Row) -> String {
    line(row, quantity_brief)
}

/// The same with every number exactly as it was recorded.
pub(crate) fn value_whole(row: &Row) -> String {
    line(row, quantity_text)
}

type Write = fn(&Quantity) -> String;

fn line(row: &Row, write: Write) -> String {
    match &row.detail {
        Detail::Measure(measure) => {
            let value = measure_line(measure, write);
            if value.is_empty() { row.notes.first().map(|note| one_line(note)).unwrap_or_default() } else { value }
        }
        Detail::Medicine(medicine) => medicine.dose.as_deref().map(one_line).unwrap_or_default(),
        Detail::Allergy(allergy) => allergy.reactions.join(", "),
        Detail::Report(report) => report.conclusion.as_deref().map(one_line).unwrap_or_default(),
        Detail::Problem(_) | Detail::Document(_) | Detail::Plain => String::new(),
    }
}

fn measure_line(measure: &Measure, write: Write) -> String {
    let own = match (&measure.quantity, &measure.text, &measure.absent) {
        (Some(quantity), _, _) => write(quantity),
        (None, Some(text), _) => one_line(text),
        (None, None, Some(absent)) => one_line(absent),
        (None, None, None) => String::new(),
    };
    if measure.components.is_empty() {
        return own;
    }
    let parts: Vec<String> = measure.components.iter().map(|part| component_text(part, write)).collect();
    let parts = parts.join(", ");
    if own.is_empty() { parts } else { format!("{own}; {parts}") }
}

fn component_text(component: &Component, write: Write) -> String {
    let value = match (&component.quantity, &component.text) {
        (Some(quantity), _) => write(quantity),
        (None, Some(text)) => one_line(text),
        (None, None) => "Not recorded".to_owned(),
    };
    format!("{} {value}", component.title)
}

/// A number exactly as it was recorded, with its comparator and unit (GT3, GT10).
pub(crate) fn quantity_text(quantity: &Quantity) -> String {
    written(quantity, &quantity.value)
}

fn quantity_brief(quantity: &Quantity) -> String {
    written(quantity, &brief(&quantity.value))
}

fn written(quantity: &Quantity, value: &str) -> String {
    let comparator = quantity.comparator.as_deref().and_then(Comparator::from_fhir);
    let unit = Some(quantity.unit.as_str()).filter(|unit| !unit.is_empty());
    display::quantity(comparator, value, unit)
}

/// A number without the dust of binary fractions that some sources send; says that it is rounded (GT10).
pub(crate) fn brief(value: &str) -> String {
    const PLACES: usize = 4;
    round_decimal(value, PLACES).show()
}

/// A number with commas: the noun of [`count`] taken off again.
pub(crate) fn thousands(number: usize) -> String {
    let words = count("", number);
    words.split(' ').next().unwrap_or_default().to_owned()
}

/// How long ago, in one unit, as the source strip shows it: `14min`, `2hr`, `3d`, `5w`, `2y`.
pub(crate) fn ago(then: Moment, now: Moment) -> String {
    const MINUTE: i64 = 60_000_000;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    let passed = now.as_micros().saturating_sub(then.as_micros()).max(0);
    let (unit, word) = match passed {
        ..MINUTE => return "now".to_owned(),
        MINUTE..HOUR => (MINUTE, "min"),
        HOUR..DAY => (HOUR, "hr"),
        _ if passed < 28 * DAY => (DAY, "d"),
        _ if passed < 365 * DAY => (7 * DAY, "w"),
        _ => (365 * DAY, "y"),
    };
    format!("{}{word}", passed / unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_reads_as_words() {
        assert_eq!(resource_word("MedicationRequest"), "Medication request");
        assert_eq!(resource_word("Flag"), "Flag");
    }

    #[test]
    fn no_state_reads_as_another() {
        let words: Vec<String> =
            [Absence::Present, Absence::KnownNone, Absence::NoneRecorded, Absence::Withheld, Absence::Unavailable]
                .into_iter()
                .map(|state| state_words(SectionId::Problems, state, 3))
                .collect();
        assert_eq!(
            words,
            [
                "3 entries",
                "None: a clinician stated that there are no problems",
                "Problems not recorded",
                "Problems: something is or may be withheld",
                "Problems unavailable",
            ]
        );
    }

    #[test]
    fn the_age_of_data_has_one_unit() {
        let now = Moment::from_micros(1_000_000_000_000_000);
        let before = |seconds: i64| ago(Moment::from_micros(now.as_micros() - seconds * 1_000_000), now);
        assert_eq!(before(20), "now");
        assert_eq!(before(14 * 60), "14min");
        assert_eq!(before(2 * 3_600 + 5), "2hr");
        assert_eq!(before(3 * 86_400), "3d");
        assert_eq!(before(40 * 86_400), "5w");
        assert_eq!(before(800 * 86_400), "2y");
        assert_eq!(before(-500), "now", "a clock that runs ahead makes no negative age");
    }

    #[test]
    fn a_number_keeps_its_precision_and_its_comparator() {
        let quantity =
            Quantity { value: "0.50".to_owned(), comparator: Some("<".to_owned()), unit: "mmol/L".to_owned() };
        assert_eq!(quantity_text(&quantity), "less than 0.50 mmol/L");
        assert_eq!(brief("0.50"), "0.50");
        assert_eq!(brief("0.059999999999999998"), "0.0600 (rounded)");
    }
}
