//! What could not be read, and what is kept back: never silent.

use crate::records::markup::{Node, el, nothing};
use crate::records::model::resource_word;
use crate::records::pieces::{Show, dated_moment, part_line, source_tag};

/// Both lists; nothing when both are empty.
pub(crate) fn unreadable(show: Show<'_>) -> Node {
    Node::Many(vec![list(show), held(show)])
}

fn list(show: Show<'_>) -> Node {
    let chart = &show.record.chart;
    if chart.unreadable.is_empty() {
        return nothing();
    }
    let line = |one: &commonweal_shared::records::Unreadable| {
        part_line(show, &one.part)
            .add(el("span").add(format!("{}: ", resource_word(&one.resource_type))))
            .add(el("span").class("cw-unreadable__reason").add(one.reason.clone()))
            .add(el("span").add(" Received ").add(dated_moment(one.received)))
    };
    el("section")
        .attr("id", "unreadable")
        .attr("data-testid", "unreadable")
        .add(el("h2").class("cw-h2").add(format!("Could not be read ({})", chart.unreadable.len())))
        .add(
            el("p")
                .add("These were received and kept, byte for byte. Nothing of them is shown elsewhere in the record."),
        )
        .add(el("ul").class("cw-parts").all(chart.unreadable.iter().map(line)))
        .into()
}

fn held(show: Show<'_>) -> Node {
    let chart = &show.record.chart;
    if chart.held.is_empty() {
        return nothing();
    }
    let line = |held: &commonweal_shared::records::Held| {
        el("li").add(source_tag(show, &held.source)).add(format!(": {}", held.count))
    };
    el("section")
        .attr("data-testid", "held")
        .add(el("h2").class("cw-h2").add("Kept back"))
        .add(el("p").add("These came with this person's data and name another person. They are on nobody's record, and are not counted above."))
        .add(el("ul").all(chart.held.iter().map(line)))
        .into()
}
