//! Rows as lines of a list: what most sections and the search show.

use commonweal_shared::display::text::{count, one_line};
use commonweal_shared::ids::ResourceId;
use commonweal_shared::records::{Detail, Label, Measure, Row, SectionId};

use super::table::differing;
use crate::records::markup::{Element, Node, el, nothing};
use crate::records::model::{Place, kind_word, value_line};
use crate::records::pieces::{Show, dated_brief, detail, interpretation_tag, label_tags, opener, source_tags, toggle};

/// A list of rows.
pub(crate) fn lines(show: Show<'_>, places: &[Place]) -> Node {
    el("ol").class("cw-lines").all(places.iter().map(|place| line(show, *place))).into()
}

/// One row: date, title and value, source; below it what must stand beside it.
pub(crate) fn line(show: Show<'_>, place: Place) -> Element {
    let (section, row) = (show.record.section_at(place).id, show.record.row_at(place));
    let value = Some(value_line(row)).filter(|value| !value.is_empty() && !matches!(row.detail, Detail::Medicine(_)));
    let value = value.map(|value| el("span").class(value_class(row)).add(value));
    let when = row.when.as_ref().or(row.recorded.as_ref());
    // People and teams have no date to miss.
    let date = (section != SectionId::People || when.is_some())
        .then(|| el("span").class("cw-line__date").add(dated_brief(when)));
    let class = match (row.differences.is_empty(), date.is_some()) {
        (false, _) => "cw-line cw-row--differs",
        (true, true) => "cw-line",
        (true, false) => "cw-line cw-line--undated",
    };
    let (button, place) = happened_in_it(show, section, row).unzip();
    el("li")
        .class(class)
        .attr("data-resource", row.id.to_string())
        .maybe(date)
        .add(
            el("span")
                .class("cw-line__what")
                .maybe(kind(section, row))
                .add(opener(row))
                .maybe(value)
                .maybe(interpretation_tag(row))
                .maybe(button)
                .add(beside(show, row)),
        )
        .add(el("span").class("cw-line__source").add(source_tags(show, row)))
        .maybe(place)
        .maybe(show.whole.then(|| detail(show, row)))
}

/// A value is set strong, a note that stands in for one is not.
fn value_class(row: &Row) -> &'static str {
    match &row.detail {
        Detail::Measure(Measure { quantity: None, text: None, components, .. }) if components.is_empty() => {
            "cw-line__note"
        }
        Detail::Report(_) => "cw-line__note",
        _ => "cw-line__value",
    }
}

/// Rows of the sensitive section say what they would be elsewhere.
fn kind(section: SectionId, row: &Row) -> Option<Element> {
    let from = row.from_section.filter(|from| *from != section)?;
    Some(el("span").class("cw-line__kind").add(kind_word(from)))
}

fn beside(show: Show<'_>, row: &Row) -> Node {
    let labels = label_tags(&row.labels);
    let wording =
        row.wording.as_deref().map(|wording| el("span").class("cw-wording").add(format!("“{}”", one_line(wording))));
    let document = document(row);
    let facts = teller(row);
    if labels.is_empty() && wording.is_none() && document.is_none() && facts.is_empty() && row.differences.is_empty() {
        return nothing();
    }
    el("span")
        .class("cw-under")
        .all(labels)
        .maybe(wording)
        .maybe(document)
        .all(facts.into_iter().map(|words| el("span").class("cw-line__fact").add(words)))
        .add(differing(show, row))
        .into()
}

/// A document that did not come along is told apart from one that did.
fn document(row: &Row) -> Option<Element> {
    let Detail::Document(document) = &row.detail else { return None };
    let words = match (document.inline, row.labels.contains(&Label::AttachmentUnavailable)) {
        (true, _) => "content received",
        // The label says it already.
        (false, true) => return None,
        (false, false) => "title only, content not received",
    };
    Some(el("span").class("cw-line__fact").add(words))
}

/// The first facts of a row that has no value of its own, so that its line says something.
fn teller(row: &Row) -> Vec<String> {
    if !matches!(row.detail, Detail::Plain) {
        return Vec::new();
    }
    row.facts.iter().take(3).map(|fact| format!("{} {}", one_line(&fact.label), one_line(&fact.value))).collect()
}

/// The button to what happened in an encounter, and the place for it.
fn happened_in_it(show: Show<'_>, section: SectionId, row: &Row) -> Option<(Node, Element)> {
    let inside = show.record.belonging_to(row.id).count();
    if section != SectionId::Encounters || inside == 0 || show.whole {
        return None;
    }
    let id = format!("within-{}", row.id);
    let button = toggle(&id, format!("within:{}", row.id), count("entry", inside));
    Some((button, el("div").class("cw-within").attr("id", id).flag("hidden", true)))
}

/// What happened in an encounter.
pub(super) fn within(show: Show<'_>, encounter: ResourceId) -> Node {
    let places: Vec<Place> = show.record.belonging_to(encounter).collect();
    let line = |place: &Place| {
        let (section, row) = (show.record.section_at(*place).id, show.record.row_at(*place));
        el("li").class("cw-line cw-line--within").add(el("span").class("cw-line__kind").add(kind_word(section))).add(
            el("span")
                .class("cw-line__what")
                .add(opener(row))
                .add(el("span").class("cw-line__value").add(value_line(row))),
        )
    };
    el("ul").class("cw-lines").all(places.iter().map(line)).into()
}
