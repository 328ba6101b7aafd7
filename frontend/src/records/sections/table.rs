//! The tables of the sections: real ones, in a region that scrolls by itself where they are too wide.

use commonweal_shared::display::text::one_line;
use commonweal_shared::records::Row;

use crate::records::markup::{Element, Node, el, nothing};
use crate::records::pieces::{Show, dated, detail, label_tags, source_tag};

/// A table with a caption for screen readers.
pub(crate) fn table(caption: &str, heads: &[&'static str], rows: Vec<Node>) -> Node {
    let heads = heads.iter().map(|words| el("th").attr("scope", "col").add(*words));
    let table = el("table")
        .class("cw-grid")
        .add(el("caption").class("nhsuk-u-visually-hidden").add(caption.to_owned()))
        .add(el("thead").add(el("tr").all(heads)))
        .add(el("tbody").all(rows));
    el("div")
        .class("cw-grid-region")
        .attr("role", "group")
        .attr("tabindex", "0")
        .attr("aria-label", caption.to_owned())
        .add(table)
        .into()
}

/// A row of a table with what must follow it: its details where everything is shown.
pub(crate) fn table_row(show: Show<'_>, row: &Row, cells: Vec<Node>) -> Node {
    let columns = cells.len();
    let class = if row.differences.is_empty() { "cw-row" } else { "cw-row cw-row--differs" };
    let cells = cells.into_iter().map(|cell| el("td").add(cell));
    let line = el("tr").class(class).attr("data-resource", row.id.to_string()).all(cells);
    if !show.whole {
        return line.into();
    }
    let below = el("td").attr("colspan", columns.to_string()).add(detail(show, row));
    Node::Many(vec![line.into(), el("tr").class("cw-row__whole").add(below).into()])
}

/// What stands under a title: labels, the source's own wording, and other versions where they differ.
pub(crate) fn under_title(show: Show<'_>, row: &Row) -> Node {
    let labels = label_tags(&row.labels);
    let wording =
        row.wording.as_deref().map(|wording| el("span").class("cw-wording").add(format!("“{}”", one_line(wording))));
    if labels.is_empty() && wording.is_none() && row.differences.is_empty() {
        return nothing();
    }
    el("div").class("cw-under").all(labels).maybe(wording).add(differing(show, row)).into()
}

/// Versions of the same fact that differ, with their words and their sources, and in what they differ.
pub(crate) fn differing(show: Show<'_>, row: &Row) -> Node {
    if row.differences.is_empty() {
        return nothing();
    }
    // The respects in which they differ quote both sides; a version with other words is named besides.
    let versions = row.also.iter().filter(|other| other.title != row.title).map(|other| -> Element {
        el("li")
            .add(source_tag(show, &other.source))
            .add(format!(" {} ", one_line(&other.title)))
            .add(dated(other.when.as_ref()))
    });
    el("div")
        .class("cw-unlike")
        .add(el("span").class("cw-label cw-label--strong").add("Sources differ"))
        .add(
            el("ul")
                .class("cw-unlike__respects")
                .all(row.differences.iter().map(|words| el("li").add(words.clone())))
                .all(versions),
        )
        .into()
}

/// A heading with a count in it, such as `Active (6)`.
pub(crate) fn counted_heading(words: &str, count: usize) -> Element {
    el("h2").class("cw-h2").add(format!("{words} ({count})"))
}
