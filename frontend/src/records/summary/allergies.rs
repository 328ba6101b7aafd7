use commonweal_shared::records::{Absence, Allergy, Detail, Row, SectionId};

use super::card::{card, item, list};
use crate::records::markup::{Node, el};
use crate::records::pieces::Show;
use crate::records::sections::allergy_title_element;

/// Active allergies, all of them; statements that there are none only where nothing contradicts them.
pub(super) fn allergies(show: Show<'_>) -> Node {
    let state = show.record.chart.section(SectionId::Allergies).map_or(Absence::Unavailable, |section| section.state);
    let items = show.record.rows(SectionId::Allergies).iter().filter(|row| belongs(row, state)).map(|row| {
        let reactions = match &row.detail {
            Detail::Allergy(allergy) if !allergy.reactions.is_empty() => allergy.reactions.join(", "),
            Detail::Allergy(Allergy { negation: Some(_), .. }) => String::new(),
            _ => "Reaction not recorded".to_owned(),
        };
        item(show, row, el("span").class("cw-item__under").add(reactions).into())
    });
    let items: Vec<_> = items.collect();
    let count = if state == Absence::Present { items.len().to_string() } else { String::new() };
    let title = el("p").class("cw-card__title").attr("data-state", state.id()).add(allergy_title_element(state));
    card(show, "allergies", "Allergies", SectionId::Allergies, count, Node::Many(vec![title.into(), list(items)]))
}

/// Where allergies are known, statements that there are none stay in the section's history (records.md 2).
fn belongs(row: &Row, state: Absence) -> bool {
    match &row.detail {
        Detail::Allergy(Allergy { negation: Some(_), .. }) => state != Absence::Present,
        Detail::Allergy(allergy) => allergy.active,
        _ => true,
    }
}
