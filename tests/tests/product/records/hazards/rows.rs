//! Which rows fit what a fact says of a row.

use commonweal_shared::records::{Chart, Detail, Label, Measure, Quantity, Row};

use super::expected::RowParts;

/// How many rows of the section fit every part that is given.
pub(crate) fn matching(chart: &Chart, parts: &RowParts) -> usize {
    let rows = chart.section(parts.section).into_iter().flat_map(|section| &section.rows);
    rows.filter(|row| fits(row, parts)).count()
}

fn fits(row: &Row, parts: &RowParts) -> bool {
    let RowParts { section: _, count: _, title, value, date, source, author, not_author, active, label } = parts;
    let holds = |text: &str, part: &str| text.to_lowercase().contains(&part.to_lowercase());
    let author_holds = |part: &str| row.author.as_deref().is_some_and(|name| holds(name, part));
    title.as_ref().is_none_or(|title| holds(&row.title, title))
        && value.as_ref().is_none_or(|value| value_of(row).contains(value.as_str()))
        && date.as_ref().is_none_or(|date| clinical_date(row) == Some(date))
        && source.as_ref().is_none_or(|source| row.source.as_str() == source)
        && author.as_ref().is_none_or(|author| author_holds(author))
        && not_author.as_ref().is_none_or(|author| !author_holds(author))
        && active.is_none_or(|active| is_active(row) == Some(active))
        && label.is_none_or(|label| carries(row, label))
}

/// The clinical date exactly as received: when it began, else when it was recorded, which is all that some state.
fn clinical_date(row: &Row) -> Option<&str> {
    row.when.as_ref().or(row.recorded.as_ref()).map(commonweal_shared::time::FhirDate::as_str)
}

/// The value as words, decimals as they were written.
fn value_of(row: &Row) -> String {
    match &row.detail {
        Detail::Measure(Measure { quantity, text, absent, interpretation: _, ranges: _, components, members: _ }) => {
            let parts = components.iter().flat_map(|one| [one.quantity.as_ref().map(quantity_text), one.text.clone()]);
            let own = [quantity.as_ref().map(quantity_text), text.clone(), absent.clone()];
            own.into_iter().chain(parts).flatten().collect::<Vec<_>>().join("; ")
        }
        Detail::Report(report) => report.conclusion.clone().unwrap_or_default(),
        Detail::Plain | Detail::Problem(_) | Detail::Medicine(_) | Detail::Allergy(_) | Detail::Document(_) => {
            String::new()
        }
    }
}

fn quantity_text(quantity: &Quantity) -> String {
    format!("{}{} {}", quantity.comparator.as_deref().unwrap_or(""), quantity.value, quantity.unit)
}

/// Whether it is active or current; nothing where the kind of row knows no such thing.
fn is_active(row: &Row) -> Option<bool> {
    match &row.detail {
        Detail::Problem(problem) => Some(problem.active),
        Detail::Allergy(allergy) => Some(allergy.active && !row.labels.contains(&Label::EnteredInError)),
        Detail::Medicine(medicine) => Some(medicine.current),
        Detail::Plain | Detail::Measure(_) | Detail::Report(_) | Detail::Document(_) => None,
    }
}

/// Whether the row, or a part folded into it such as an issue of a plan, carries the label.
fn carries(row: &Row, label: Label) -> bool {
    let issues = match &row.detail {
        Detail::Medicine(medicine) => medicine.issues.as_slice(),
        _ => &[],
    };
    row.labels.contains(&label)
        || issues.iter().any(|issue| issue.labels.contains(&label))
        || row.also.iter().any(|other| carries(other, label))
}
