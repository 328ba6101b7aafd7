use commonweal_shared::records::{Detail, Row, SectionId};

use super::card::{card, item, list, more};
use crate::records::markup::{Node, el, nothing};
use crate::records::model::past_significant;
use crate::records::pieces::Show;

/// How many of each are shown before the rest is counted.
const MOST: usize = 12;

/// Active problems, then past ones that are significant (C03).
pub(super) fn problems(show: Show<'_>) -> Node {
    let rows = show.record.rows(SectionId::Problems);
    let active: Vec<&Row> =
        rows.iter().filter(|row| matches!(&row.detail, Detail::Problem(problem) if problem.active)).collect();
    let past = past_significant(show.record);
    let items = |rows: &[&Row]| list(rows.iter().take(MOST).map(|row| item(show, row, nothing())).collect());
    let past_heading = (!past.is_empty()).then(|| el("h3").class("cw-card__sub").add("Past, major"));
    let body = Node::Many(vec![
        items(&active),
        more(show, SectionId::Problems, active.len().saturating_sub(MOST), "active"),
        el("div").maybe(past_heading).add(items(&past)).into(),
        more(show, SectionId::Problems, past.len().saturating_sub(MOST), "past, major"),
    ]);
    let count = format!("active {} · past {}", active.len(), rows.len() - active.len());
    card(show, "problems", "Problems", SectionId::Problems, count, body)
}
