//! Immunisations: one that was not given must never look like one that was.

use commonweal_shared::records::{Label, Row};

use super::table::{counted_heading, table, table_row, under_title};
use crate::records::markup::{Element, Node, el, nothing};
use crate::records::pieces::{Show, dated, opener, source_tags};

/// Given ones and, apart from them, those that were not given.
pub(super) fn immunisations(show: Show<'_>, rows: &[Row]) -> Node {
    let (not_given, given): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.labels.contains(&Label::NotGiven));
    Node::Many(vec![list(show, "Given", &given), list(show, "Not given", &not_given)])
}

fn list(show: Show<'_>, words: &'static str, rows: &[&Row]) -> Node {
    if rows.is_empty() {
        return nothing();
    }
    let lines = rows.iter().map(|row| {
        let title = Node::Many(vec![opener(row).into(), under_title(show, row)]);
        table_row(show, row, vec![given(row).into(), title, dated(row.when.as_ref()), source_tags(show, row).into()])
    });
    let heads = ["Given?", "Vaccine", "Date", "Source"];
    el("section").add(counted_heading(words, rows.len())).add(table(words, &heads, lines.collect())).into()
}

fn given(row: &Row) -> Element {
    if row.labels.contains(&Label::NotGiven) {
        el("strong").class("cw-label cw-label--strong").add("✗ Not given")
    } else if row.labels.contains(&Label::EnteredInError) {
        el("strong").class("cw-label cw-label--strong").add("Entered in error")
    } else {
        el("span").add("Given")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::model::sample;

    #[test]
    fn a_vaccine_that_was_not_given_says_so_three_times() {
        let record = sample::record();
        let mut row = sample::row(1, "ZZA01", "Influenza vaccination", "2020-10-01");
        row.labels.push(Label::NotGiven);
        let text = immunisations(Show { record: &record, whole: false }, &[row]).text();
        assert!(text.starts_with("Not given (1)"), "{text}");
        assert!(text.contains("✗ Not given"), "{text}");
        assert!(!text.contains(" Given "), "{text}");
    }
}
