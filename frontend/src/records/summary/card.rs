use commonweal_shared::records::{Absence, Row, SectionChart, SectionId};

use crate::records::markup::{Element, Node, el, nothing};
use crate::records::model::state_words;
use crate::records::pieces::{Show, dated, label_tags, opener, source_tag, source_tags};

/// A card of the summary: heading with a way to the whole section, and what stands in it.
pub(super) fn card(
    show: Show<'_>,
    id: &'static str,
    heading: &'static str,
    to: SectionId,
    count: String,
    body: Node,
) -> Node {
    let name = format!("card-{id}");
    let address = format!("/records/{}/{}", show.record.chart.person.id, to.id());
    el("section")
        .class(format!("cw-card cw-card--{id}"))
        .attr("aria-labelledby", name.clone())
        .attr("data-testid", name.clone())
        .add(
            el("div")
                .class("cw-card__head")
                .add(
                    el("h2").class("cw-card__heading").attr("id", name).add(el("a").attr("href", address).add(heading)),
                )
                .add(el("p").class("cw-card__count").add(count)),
        )
        .add(gaps(show, to))
        .add(body)
        .into()
}

/// What is missing from a section, before what is there: warnings word for word, and why it is empty.
fn gaps(show: Show<'_>, id: SectionId) -> Node {
    let Some(section) = show.record.chart.section(id) else { return nothing() };
    Node::Many(vec![empty(section), warnings(show, section)])
}

fn empty(section: &SectionChart) -> Node {
    // The allergy card has titles of its own for this (AL1).
    if section.state == Absence::Present || section.id == SectionId::Allergies {
        return nothing();
    }
    el("p")
        .class("cw-card__state")
        .attr("data-state", section.state.id())
        .add(state_words(section.id, section.state, section.rows.len()))
        .into()
}

fn warnings(show: Show<'_>, section: &SectionChart) -> Node {
    let mut lines: Vec<Node> = Vec::new();
    for source in &section.sources {
        for warning in &source.warnings {
            let line = el("li").add(source_tag(show, &source.source)).add(el("span").add(warning.text.clone()));
            lines.push(line.into());
        }
    }
    if lines.is_empty() { nothing() } else { el("ul").class("cw-warnings").all(lines).into() }
}

/// A row in a card: title, what stands under it, date and sources.
pub(super) fn item(show: Show<'_>, row: &Row, under: Node) -> Element {
    el("li")
        .class(if row.differences.is_empty() { "cw-item" } else { "cw-item cw-row--differs" })
        .attr("data-resource", row.id.to_string())
        .add(
            el("span")
                .class("cw-item__what")
                .add(opener(row))
                .maybe(unlike(row))
                .all(label_tags(&row.labels))
                .add(under),
        )
        .add(el("span").class("cw-item__meta").maybe(date(row)).add(source_tags(show, row)))
}

/// When it was; else when it was recorded. People and teams have no date to miss.
fn date(row: &Row) -> Option<Node> {
    const TIMELESS: [&str; 5] = ["Practitioner", "Organization", "CareTeam", "RelatedPerson", "HealthcareService"];
    match (&row.when, &row.recorded) {
        (Some(when), _) => Some(dated(Some(when))),
        (None, Some(recorded)) => Some(el("span").add("recorded ").add(dated(Some(recorded))).into()),
        (None, None) if TIMELESS.contains(&row.resource_type.as_str()) => None,
        (None, None) => Some(dated(None)),
    }
}

/// Says that the sources differ; in what, the section and the drawer say.
fn unlike(row: &Row) -> Option<Element> {
    (!row.differences.is_empty()).then(|| el("span").class("cw-label cw-label--strong").add("Sources differ"))
}

/// Says how many are not shown here, with the way to them.
pub(super) fn more(show: Show<'_>, to: SectionId, left_out: usize, words: &str) -> Node {
    if left_out == 0 {
        return nothing();
    }
    let address = format!("/records/{}/{}", show.record.chart.person.id, to.id());
    el("p").class("cw-card__more").add(el("a").attr("href", address).add(format!("{left_out} more {words}"))).into()
}

/// A list of a card; nothing when it is empty.
pub(super) fn list(items: Vec<Element>) -> Node {
    if items.is_empty() { nothing() } else { el("ul").class("cw-items").all(items).into() }
}
