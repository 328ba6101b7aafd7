use commonweal_shared::display::{Surface, date};
use commonweal_shared::records::SectionId;

use crate::records::markup::{Node, el};
use crate::records::model::{self, issue_at, kind_word, value_line};
use crate::records::pieces::{Show, dated, interpretation_tag, opener, source_tag};

/// How many are shown before the rest is counted.
const MOST: usize = 10;

/// What happened in the last year, newest first.
pub(super) fn newest(show: Show<'_>) -> Node {
    let entries = show.record.entries();
    let (chosen, count) = model::newest(show.record, entries, MOST);
    let items = chosen.iter().map(|&at| {
        let entry = &entries[at];
        let row = show.record.row_at(entry.place);
        let issued = entry.issue.and_then(|at| issue_at(row, at)).is_some();
        let kind = if issued { "Issue" } else { kind_word(entry.section) };
        let value = if entry.section == SectionId::Medicines { String::new() } else { value_line(row) };
        el("li")
            .class("cw-item")
            .attr("data-resource", entry.id.to_string())
            .add(
                el("span")
                    .class("cw-item__what")
                    .add(opener(row))
                    .add(el("span").class("cw-line__value").add(value))
                    .maybe(interpretation_tag(row)),
            )
            .add(
                el("span")
                    .class("cw-item__meta")
                    .add(el("span").add(kind))
                    .add(dated(entry.when(show.record)))
                    .add(source_tag(show, &row.source)),
            )
    });
    let address = format!("/records/{}/timeline", show.record.chart.person.id);
    let words = match count {
        0 => older(show),
        count => format!("{} of {count} of the last year", chosen.len()),
    };
    el("section")
        .class("cw-card cw-card--newest")
        .attr("aria-labelledby", "card-newest")
        .attr("data-testid", "card-newest")
        .add(
            el("div")
                .class("cw-card__head")
                .add(
                    el("h2")
                        .class("cw-card__heading")
                        .attr("id", "card-newest")
                        .add(el("a").attr("href", address).add("Newest")),
                )
                .add(el("p").class("cw-card__count").add(words)),
        )
        .add(el("ul").class("cw-items").all(items))
        .into()
}

/// Says how long ago the newest entry is, where none is of the last year.
fn older(show: Show<'_>) -> String {
    let until = show.record.now.as_micros();
    let newest =
        show.record.entries().iter().find(|entry| entry.key <= until).and_then(|entry| entry.when(show.record));
    match newest {
        Some(when) => format!("None is of the last year. The newest is of {}.", date(when, Surface::Clinical)),
        None => "No entry has a date.".to_owned(),
    }
}
