//! Problems: active ones, then past ones by how much their source says they matter (records.md 5, C03).

use commonweal_shared::records::{Detail, Problem, Row, Significance};

use super::table::{counted_heading, table, table_row, under_title};
use crate::records::markup::{Node, el, nothing};
use crate::records::pieces::{Show, dated, opener, source_tags};

/// The page's lists.
pub(super) fn problems(show: Show<'_>, rows: &[Row]) -> Node {
    let of = |wanted: Kind| rows.iter().filter(|row| kind(row) == wanted).collect::<Vec<_>>();
    let minor = of(Kind::PastMinor);
    Node::Many(vec![
        list(show, "Active", &of(Kind::Active)),
        list(show, "Past, major", &of(Kind::PastMajor)),
        list(show, "Past, significance not stated", &of(Kind::PastNotStated)),
        folded(show, &minor),
    ])
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Kind {
    Active,
    PastMajor,
    PastNotStated,
    PastMinor,
}

/// A problem whose source states no significance is never taken for a minor one.
fn kind(row: &Row) -> Kind {
    match &row.detail {
        Detail::Problem(Problem { active: true, .. }) => Kind::Active,
        Detail::Problem(Problem { significance: Some(Significance::Major), .. }) => Kind::PastMajor,
        Detail::Problem(Problem { significance: Some(Significance::Minor), .. }) => Kind::PastMinor,
        _ => Kind::PastNotStated,
    }
}

fn list(show: Show<'_>, words: &'static str, rows: &[&Row]) -> Node {
    if rows.is_empty() {
        return nothing();
    }
    let list = problem_table(show, words, rows);
    el("section").add(counted_heading(words, rows.len())).add(list).into()
}

/// Minor past problems are folded with their count, and open with one key.
fn folded(show: Show<'_>, rows: &[&Row]) -> Node {
    if rows.is_empty() {
        return nothing();
    }
    el("details")
        .class("cw-folded")
        .flag("open", show.whole)
        .add(el("summary").add(format!("Past, minor ({})", rows.len())))
        .add(problem_table(show, "Past, minor", rows))
        .into()
}

fn problem_table(show: Show<'_>, caption: &str, rows: &[&Row]) -> Node {
    let rows = rows.iter().map(|row| {
        let title = Node::Many(vec![opener(row).into(), under_title(show, row)]);
        let until = match &row.until {
            Some(until) => dated(Some(until)),
            None => "–".into(),
        };
        table_row(
            show,
            row,
            vec![title, dated(row.when.as_ref()), until, significance(row).into(), source_tags(show, row).into()],
        )
    });
    table(caption, &["Problem", "Since", "Until", "Significance", "Source"], rows.collect())
}

fn significance(row: &Row) -> &'static str {
    match &row.detail {
        Detail::Problem(Problem { significance: Some(Significance::Major), .. }) => "Major",
        Detail::Problem(Problem { significance: Some(Significance::Minor), .. }) => "Minor",
        _ => "Not stated",
    }
}

#[cfg(test)]
mod tests {
    use commonweal_shared::records::SectionId;

    use super::*;
    use crate::records::model::sample;

    #[test]
    fn c03_past_problems_are_never_mixed_up() {
        let record = sample::record();
        let show = Show { record: &record, whole: false };
        let text = problems(show, record.rows(SectionId::Problems)).text();
        let order = [
            "Active (1)",
            "Asthma",
            "Past, major (1)",
            "Fracture",
            "significance not stated (1)",
            "Gout",
            "Past, minor (1)",
            "Earache",
        ];
        let mut rest = text.as_str();
        for words in order {
            let at = rest.find(words).unwrap_or_else(|| panic!("{words} is missing or out of order: {text}"));
            rest = &rest[at..];
        }
    }

    #[test]
    fn differing_versions_show_both_wordings() {
        let record = sample::record();
        let show = Show { record: &record, whole: false };
        let text = problems(show, record.rows(SectionId::Problems)).text();
        assert!(text.contains("Sources differ"));
        assert!(text.contains("Bronchial asthma"));
        assert!(text.contains("The date differs"));
    }
}
