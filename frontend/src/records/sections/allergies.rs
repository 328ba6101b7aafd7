//! Allergies: known ones, ended ones, and statements that there are none (records.md 2, rules AL1 to AL6).

use commonweal_shared::display::{AllergyTitle, TitleStyle, last_updated};
use commonweal_shared::records::{Absence, Allergy, Detail, Row};

use super::table::{counted_heading, table, table_row, under_title};
use crate::records::markup::{Element, Node, el, nothing};
use crate::records::pieces::{Show, dated, opener, source_tags};

/// The title that a state has (AL1). What is withheld is not available; its warning says why.
pub(crate) fn allergy_title(state: Absence) -> AllergyTitle {
    match state {
        Absence::Present => AllergyTitle::Known,
        Absence::KnownNone => AllergyTitle::NoKnown,
        Absence::NoneRecorded => AllergyTitle::NotRecorded,
        Absence::Withheld | Absence::Unavailable => AllergyTitle::Unavailable,
    }
}

/// The title with its sign (AL2 to AL4).
pub(crate) fn allergy_title_element(state: Absence) -> Element {
    let title = allergy_title(state);
    let class = match title.style() {
        TitleStyle::Emphasised => "cw-allergy-title cw-allergy-title--known",
        TitleStyle::Value => "cw-allergy-title cw-allergy-title--none",
        TitleStyle::Label => "cw-allergy-title cw-allergy-title--unknown",
    };
    let sign = match title {
        AllergyTitle::Known => "▲",
        AllergyTitle::NoKnown => "✓",
        AllergyTitle::NotRecorded => "○",
        AllergyTitle::Unavailable => "⊘",
    };
    el("span")
        .class(class)
        .add(el("span").class("cw-allergy-title__sign").attr("aria-hidden", "true").add(sign))
        .add(el("span").add(title.title()))
}

/// The page's lists.
pub(super) fn allergies(show: Show<'_>, rows: &[Row]) -> Node {
    let of = |wanted: Kind| rows.iter().filter(|row| kind(row) == wanted).collect::<Vec<_>>();
    Node::Many(vec![
        list(show, "Active", &of(Kind::Active)),
        list(show, "Ended", &of(Kind::Ended)),
        list(show, "Statements that there are none", &of(Kind::Statement)),
    ])
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Kind {
    Active,
    Ended,
    Statement,
}

/// What can't be told apart counts as active: to show an allergy that has ended does less harm.
fn kind(row: &Row) -> Kind {
    match &row.detail {
        Detail::Allergy(Allergy { negation: Some(_), .. }) => Kind::Statement,
        Detail::Allergy(Allergy { active: false, .. }) => Kind::Ended,
        _ => Kind::Active,
    }
}

fn list(show: Show<'_>, words: &'static str, rows: &[&Row]) -> Node {
    if rows.is_empty() {
        return nothing();
    }
    let lines = rows.iter().map(|row| {
        let title = Node::Many(vec![opener(row).into(), under_title(show, row)]);
        let cells = vec![title, reactions(row), severity(row), updated(row), source_tags(show, row).into()];
        table_row(show, row, cells)
    });
    let heads = ["Substance", "Reactions", "Severity", "Date", "Source"];
    el("section").add(counted_heading(words, rows.len())).add(table(words, &heads, lines.collect())).into()
}

fn reactions(row: &Row) -> Node {
    match &row.detail {
        Detail::Allergy(allergy) if !allergy.reactions.is_empty() => allergy.reactions.join(", ").into(),
        _ => "Not recorded".into(),
    }
}

fn severity(row: &Row) -> Node {
    let Detail::Allergy(allergy) = &row.detail else { return "Not recorded".into() };
    let words: Vec<&str> =
        [&allergy.severity, &allergy.criticality].into_iter().flatten().map(String::as_str).collect();
    if words.is_empty() { "Not recorded".into() } else { words.join(", criticality ").into() }
}

/// When it began, and when it was last updated (AL5).
fn updated(row: &Row) -> Node {
    let updated = el("span").class("cw-updated").add(last_updated(row.recorded.as_ref().or(row.when.as_ref())));
    Node::Many(vec![dated(row.when.as_ref()), updated.into()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn al1_each_state_has_one_of_the_four_titles() {
        let titles = [
            (Absence::Present, "Known allergies"),
            (Absence::KnownNone, "No known allergies"),
            (Absence::NoneRecorded, "Allergies not recorded"),
            (Absence::Withheld, "Allergies unavailable"),
            (Absence::Unavailable, "Allergies unavailable"),
        ];
        for (state, title) in titles {
            assert_eq!(allergy_title(state).title(), title);
            assert!(Node::from(allergy_title_element(state)).text().ends_with(title));
        }
    }
}
