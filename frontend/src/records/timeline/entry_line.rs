//! One line of the timeline.

use commonweal_shared::display::text::{count, one_line};
use commonweal_shared::records::{Label, SectionId};

use crate::records::markup::{Element, Node, el};
use crate::records::model::{Entry, Line, issue_at, kind_word, value_line};
use crate::records::pieces::{Show, dated_brief, detail, interpretation_tag, label_tags, opener, setting_icon, toggle};

/// A line with what it gathers or folds. `open` shows that at once.
pub(super) fn line(show: Show<'_>, line: &Line, open: bool) -> Element {
    match line {
        Line::One { entry, gathered } => one(show, *entry, inside(show, gathered, open, "inside")),
        Line::Run { entries } => run(show, entries, open),
    }
}

/// The lines of the entries with these positions, written as `4,5,6`.
pub(crate) fn gathered(show: Show<'_>, positions: &str) -> Node {
    let positions: Vec<usize> = positions.split(',').filter_map(|position| position.parse().ok()).collect();
    list(show, &positions)
}

fn list(show: Show<'_>, positions: &[usize]) -> Node {
    let known = show.record.entries().len();
    el("ol")
        .class("cw-lines")
        .all(positions.iter().filter(|at| **at < known).map(|at| one(show, *at, Inside::default())))
        .into()
}

fn one(show: Show<'_>, at: usize, inside: Inside) -> Element {
    let entry = &show.record.entries()[at];
    let row = show.record.row_at(entry.place);
    let issue = entry.issue.and_then(|at| issue_at(row, at));
    let value = match (issue, entry.section) {
        (Some(issue), _) => issue.quantity.clone().unwrap_or_default(),
        (None, SectionId::Medicines) => String::new(),
        (None, _) => value_line(row),
    };
    let value = (!value.is_empty()).then(|| el("span").class("cw-line__value").add(value));
    let labels = issue.map_or(row.labels.as_slice(), |issue| issue.labels.as_slice());
    let ahead = entry.key > show.record.now.as_micros() && !labels.contains(&Label::Future);
    let ahead = ahead.then(|| el("span").class("cw-label").add("Future"));
    let below = (show.whole && issue.is_none()).then(|| detail(show, row));
    el("li")
        .class("cw-line cw-line--timed")
        .attr("data-resource", entry.id.to_string())
        .add(el("span").class("cw-line__date").add(dated_brief(entry.when(show.record))))
        .add(setting(show, entry))
        .add(
            el("span")
                .class("cw-line__what")
                .add(el("span").class("cw-line__kind").add(if issue.is_some() {
                    "Issue"
                } else {
                    kind(row.from_section, entry)
                }))
                .add(opener(row))
                .maybe(value)
                .maybe(interpretation_tag(row))
                .maybe(ahead)
                .all(label_tags(labels))
                .maybe(inside.button),
        )
        .maybe(below)
        .maybe(inside.place)
}

fn kind(from: Option<SectionId>, entry: &Entry) -> &'static str {
    kind_word(from.unwrap_or(entry.section))
}

fn setting(show: Show<'_>, entry: &Entry) -> Element {
    let row = show.record.row_at(entry.place);
    let name = show.record.source_name(&row.source);
    el("span")
        .class("cw-line__setting")
        .attr("title", name)
        .add(setting_icon(entry.setting))
        .add(el("span").add(show.record.source_word(&row.source)))
}

/// What a line gathers: a button and an empty place, or the entries at once.
#[derive(Default)]
struct Inside {
    button: Option<Node>,
    place: Option<Element>,
}

fn inside(show: Show<'_>, positions: &[usize], open: bool, words: &str) -> Inside {
    if positions.is_empty() {
        return Inside::default();
    }
    if open || show.whole {
        return Inside { button: None, place: Some(el("div").class("cw-within").add(list(show, positions))) };
    }
    let key: Vec<String> = positions.iter().map(usize::to_string).collect();
    let id = format!("inside-{}", positions[0]);
    let button =
        toggle(&id, format!("entries:{}", key.join(",")), format!("{} {words}", count("entry", positions.len())));
    Inside { button: Some(button), place: Some(el("div").class("cw-within").attr("id", id).flag("hidden", true)) }
}

/// The same routine entry again and again: `14 repeat issues`.
fn run(show: Show<'_>, positions: &[usize], open: bool) -> Element {
    let entries = show.record.entries();
    let newest = &entries[positions[0]];
    let oldest = &entries[positions[positions.len() - 1]];
    let row = show.record.row_at(newest.place);
    let inside = inside(show, positions, open, "folded");
    let words = if newest.issue.is_some() {
        count("repeat issue", positions.len())
    } else {
        format!("{} × {}", positions.len(), one_line(&row.title))
    };
    el("li")
        .class("cw-line cw-line--timed cw-line--run")
        .add(
            el("span")
                .class("cw-line__date")
                .add(dated_brief(oldest.when(show.record)))
                .add(" to ")
                .add(dated_brief(newest.when(show.record))),
        )
        .add(setting(show, newest))
        .add(
            el("span")
                .class("cw-line__what")
                .add(el("span").class("cw-line__kind").add(kind_word(newest.section)))
                .add(el("span").class("cw-line__run").add(words))
                .maybe(inside.button),
        )
        .maybe(inside.place)
}
