use commonweal_shared::display::text::one_line;
use commonweal_shared::records::{Row, SectionId};

use super::card::{card, item, list, more};
use crate::records::markup::{Node, el, nothing};
use crate::records::model::{appointments_ahead, people_involved};
use crate::records::pieces::Show;

/// How many are shown before the rest is counted.
const MOST: usize = 6;

/// Who is involved, and how to reach them.
pub(super) fn involved(show: Show<'_>) -> Node {
    let all = show.record.rows(SectionId::People).len();
    let items = people_involved(show.record, MOST).into_iter().map(|row| item(show, row, facts(row))).collect();
    let body =
        Node::Many(vec![list(items), more(show, SectionId::People, all.saturating_sub(MOST), "people and teams")]);
    card(show, "people", "Who is involved", SectionId::People, all.to_string(), body)
}

fn facts(row: &Row) -> Node {
    let words = row.facts.iter().take(2).map(|fact| format!("{} {}", one_line(&fact.label), one_line(&fact.value)));
    let words: Vec<String> = words.collect();
    if words.is_empty() { nothing() } else { el("span").class("cw-item__under").add(words.join(" · ")).into() }
}

/// Care plans, goals, and what matters to the person.
pub(super) fn plans(show: Show<'_>) -> Node {
    let rows = show.record.rows(SectionId::CarePlans);
    let items = rows.iter().take(MOST).map(|row| item(show, row, nothing())).collect();
    let body = Node::Many(vec![
        list(items),
        more(show, SectionId::CarePlans, rows.len().saturating_sub(MOST), "plans and goals"),
    ]);
    card(show, "plans", "Care plans and goals", SectionId::CarePlans, rows.len().to_string(), body)
}

/// What lies ahead.
pub(super) fn appointments(show: Show<'_>) -> Node {
    let ahead = appointments_ahead(show.record);
    let items = ahead.iter().take(MOST).map(|row| item(show, row, nothing())).collect();
    let none = ahead.is_empty().then(|| el("p").class("cw-card__none").add("None lies ahead in what was received."));
    let body = el("div").maybe(none).add(list(items)).add(more(
        show,
        SectionId::Referrals,
        ahead.len().saturating_sub(MOST),
        "ahead",
    ));
    card(show, "appointments", "Next appointments", SectionId::Referrals, format!("ahead {}", ahead.len()), body.into())
}
