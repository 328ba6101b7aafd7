//! Rows as lines of a list: what most sections and the search show.

use commonweal_shared::display::text::{count, one_line};
use commonweal_shared::ids::ResourceId;
use commonweal_shared::records::{Detail, Label, Row, SectionId};

use super::table::differing;
use crate::records::markup::{Element, Node, el, nothing};
use crate::records::model::{Place, kind_word, value_line};
use crate::records::pieces::{Show, dated_brief, detail, label_tags, opener, source_tags, toggle};

/// A list of rows.
pub(crate) fn lines(show: Show<'_>, places: &[Place]) -> Node {
    el("ol").class("cw-lines").all(places.iter().map(|place| line(show, *place))).into()
}

/// One row: date, title and value, source; below it what must stand beside it.
pub(crate) fn line(show: Show<'_>, place: Place) -> Element {
    let (section, row) = (show.record.section_at(place).id, show.record.row_at(place));
    let value = Some(value_line(row)).filter(|value| !value.is_empty() && !matches!(row.detail, Detail::Medicine(_)));
    let value = value.map(|value| el("span").class("cw-line__value").add(value));
    let class = if row.differences.is_empty() { "cw-line" } else { "cw-line cw-row--differs" };
    el("li")
        .class(class)
        .attr("data-resource", row.id.to_string())
        .add(el("span").class("cw-line__date").add(dated_brief(row.when.as_ref().or(row.recorded.as_ref()))))
        .add(el("span").class("cw-line__what").maybe(kind(section, row)).add(opener(row)).maybe(value).add(beside(show, row)))
        .add(el("span").class("cw-line__source").add(source_tags(show, row)))
        .add(happened_in_it(show, section, row))
        .maybe(show.whole.then(|| detail(show, row)))
}

/// Rows of the sensitive section say what they would be elsewhere.
fn kind(section: SectionId, row: &Row) -> Option<Element> {
    let from = row.from_section.filter(|from| *from != section)?;
    Some(el("span").class("cw-line__kind").add(kind_word(from)))
}

fn beside(show: Show<'_>, row: &Row) -> Node {
    let labels = label_tags(&row.labels);
    let wording = row.wording.as_deref().map(|wording| el("span").class("cw-wording").add(format!("“{}”", one_line(wording))));
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

fn happened_in_it(show: Show<'_>, section: SectionId, row: &Row) -> Node {
    let inside = show.record.belonging_to(row.id).count();
    if section != SectionId::Encounters || inside == 0 || show.whole {
        return nothing();
    }
    let words = format!("{} from it", count("entry", inside));
    let place = el("div").class("cw-within").attr("id", format!("within-{}", row.id)).flag("hidden", true);
    Node::Many(vec![
        toggle(&format!("within-{}", row.id), format!("within:{}", row.id), words),
        place.into(),
    ])
}

/// What happened in an encounter.
pub(super) fn within(show: Show<'_>, encounter: ResourceId) -> Node {
    let places: Vec<Place> = show.record.belonging_to(encounter).collect();
    let line = |place: &Place| {
        let (section, row) = (show.record.section_at(*place).id, show.record.row_at(*place));
        el("li")
            .class("cw-line cw-line--within")
            .add(el("span").class("cw-line__kind").add(kind_word(section)))
            .add(el("span").class("cw-line__what").add(opener(row)).add(el("span").class("cw-line__value").add(value_line(row))))
    };
    el("ul").class("cw-lines").all(places.iter().map(line)).into()
}
