//! A page for each section of the record.

mod allergies;
mod immunisations;
mod issues;
mod lines;
mod medicines;
mod problems;
mod results;
mod states;
mod table;
mod unreadable;

use std::str::FromStr;
use std::sync::Arc;

use commonweal_shared::display::MedicineList;
use commonweal_shared::ids::ResourceId;
use commonweal_shared::records::{Group, SectionChart, SectionId};

use crate::records::markup::{Node, el, nothing};
use crate::records::model::Place;
use crate::records::pieces::{Show, parts_list, toggle};

pub(crate) use allergies::{allergy_title, allergy_title_element};
pub(crate) use issues::{issues_table, medicine_facts};
pub(crate) use lines::lines;
pub(crate) use results::{direction_words, trend_of};
pub(crate) use states::states;
pub(crate) use unreadable::unreadable;

/// A part of a page: one that is drawn at once, or rows that may be drawn in windows.
#[derive(Clone)]
pub(crate) enum Piece {
    /// Drawn at once.
    Still(Node),
    /// Rows in this order, and what draws some of them.
    Rows(Vec<Place>, Draw),
}

/// Draws rows that follow each other.
pub(crate) type Draw = Arc<dyn Fn(Show<'_>, &[Place]) -> Node + Send + Sync>;

impl Piece {
    /// Rows as lines of a list.
    pub(crate) fn lines(places: Vec<Place>) -> Self {
        Self::Rows(places, Arc::new(lines))
    }

    /// All of it at once.
    #[cfg(test)]
    fn node(self, show: Show<'_>) -> Node {
        match self {
            Self::Still(node) => node,
            Self::Rows(places, draw) => draw(show, &places),
        }
    }
}

/// What the page of a section consists of, below its heading and its states.
pub(crate) fn pieces(show: Show<'_>, id: SectionId, list: MedicineList) -> Vec<Piece> {
    let Some(position) = show.record.chart.sections.iter().position(|section| section.id == id) else {
        return Vec::new();
    };
    let section = &show.record.chart.sections[position];
    let mut pieces = match id {
        SectionId::Problems => vec![Piece::Still(problems::problems(show, &section.rows))],
        SectionId::Medicines => medicines::medicines(show, position, list),
        SectionId::Allergies => vec![Piece::Still(allergies::allergies(show, &section.rows))],
        SectionId::Immunisations => vec![Piece::Still(immunisations::immunisations(show, &section.rows))],
        SectionId::Results | SectionId::Observations => results::results(show, position),
        _ => vec![Piece::lines((0..section.rows.len()).map(|row| Place { section: position, row }).collect())],
    };
    pieces.push(Piece::Still(groups(show, section)));
    if id == SectionId::Other {
        pieces.push(Piece::Still(unreadable(show)));
    }
    pieces
}

/// What folded into a section without belonging to one row: each group with its count, each part reachable.
fn groups(show: Show<'_>, section: &SectionChart) -> Node {
    if section.groups.is_empty() {
        return nothing();
    }
    let group = |(at, group): (usize, &Group)| {
        let heading = el("h3").class("cw-group__heading").add(format!("{} ({})", group.title, group.parts.len()));
        let body = if show.whole {
            parts_list(show, &group.parts).into()
        } else {
            let id = format!("group-{at}");
            let button = toggle(&id, format!("group:{}:{at}", section.id.id()), "Show each of them");
            Node::Many(vec![button, el("div").attr("id", id).flag("hidden", true).into()])
        };
        el("div").class("cw-group").add(heading).add(body)
    };
    el("section")
        .class("cw-groups")
        .add(el("h2").class("cw-h2").add("Also received, and folded away here"))
        .all(section.groups.iter().enumerate().map(group))
        .into()
}

/// What a toggle opens: `issues:UUID`, `within:UUID`, `entries:N,N`, `group:SECTION:N`,
/// `test:SECTION:N`.
pub(crate) fn fill(show: Show<'_>, key: &str) -> Option<Node> {
    let (kind, of) = key.split_once(':')?;
    match kind {
        "issues" => issues::issues_of(show, ResourceId::from_str(of).ok()?),
        "within" => Some(lines::within(show, ResourceId::from_str(of).ok()?)),
        "entries" => Some(crate::records::timeline::gathered(show, of)),
        "group" => {
            let (section, at) = of.split_once(':')?;
            let section = show.record.chart.section(SectionId::from_id(section)?)?;
            Some(parts_list(show, &section.groups.get(at.parse::<usize>().ok()?)?.parts).into())
        }
        "test" => {
            let (section, at) = of.split_once(':')?;
            results::trend_of(show, SectionId::from_id(section)?, at.parse().ok()?, None)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::records::model::sample;

    /// Every UUID that a section holds, at whatever depth, must be in its page when everything is shown.
    #[test]
    fn everything_is_reached_when_everything_is_shown() {
        let record = sample::record();
        let show = Show { record: &record, whole: true };
        for section in &record.chart.sections {
            let mut on_page: BTreeSet<String> = BTreeSet::new();
            for list in [MedicineList::Current, MedicineList::Past] {
                for piece in pieces(show, section.id, list) {
                    let node = piece.node(show);
                    on_page.extend(node.values("data-resource"));
                }
            }
            let sent = serde_json::to_string(&(&section.rows, &section.groups)).expect("rows can be written");
            for id in sent.split("\"id\":\"").skip(1).filter_map(|rest| rest.get(..36)) {
                assert!(on_page.contains(id), "{} lacks {id}", section.id.id());
            }
        }
    }

    #[test]
    fn every_toggle_has_something_to_open() {
        let record = sample::record();
        let show = Show { record: &record, whole: false };
        let mut opened = 0;
        for section in &record.chart.sections {
            for piece in pieces(show, section.id, MedicineList::Current) {
                let node = piece.node(show);
                for key in node.values("data-fill") {
                    assert!(fill(show, &key).is_some(), "{key}");
                    opened += 1;
                }
            }
        }
        assert!(opened >= 4, "{opened}");
    }
}
