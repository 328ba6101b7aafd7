use commonweal_shared::records::SectionId;

use super::card::{card, more};
use crate::records::markup::{Element, Node, el, nothing};
use crate::records::model::{Test, Window, tests_of};
use crate::records::pieces::{Show, dated, interpretation_tag, opener, source_tag, sparkline};
use crate::records::sections::direction_words;

/// How many tests are shown before the rest is counted.
const MOST: usize = 8;

/// The latest value of the tests that were done last, with the value before and the line of the trend.
pub(super) fn results(show: Show<'_>) -> Node {
    let mut tests = tests_of(show.record.rows(SectionId::Results)).tests;
    tests.sort_by_key(|test| std::cmp::Reverse(test.newest()));
    let items = tests.iter().take(MOST).map(|test| item(show, test));
    let body = if tests.is_empty() { nothing() } else { el("ul").class("cw-items").all(items).into() };
    let body = Node::Many(vec![body, more(show, SectionId::Results, tests.len().saturating_sub(MOST), "tests")]);
    card(show, "results", "Latest results", SectionId::Results, format!("{} tests", tests.len()), body)
}

fn item(show: Show<'_>, test: &Test) -> Element {
    let latest = test.latest();
    let row = &show.record.rows(SectionId::Results)[latest.row];
    let before = test.readings.get(1).map(|before| {
        let direction = test.direction().map(direction_words).unwrap_or("before: ");
        el("span").class("cw-item__before").add(format!("{direction}{}", before.text))
    });
    let spark = test.series(Window::All).map(|series| sparkline(&series));
    el("li")
        .class("cw-item")
        .attr("data-resource", row.id.to_string())
        .add(
            el("span")
                .class("cw-item__what")
                .add(opener(row))
                .add(el("span").class("cw-latest").add(el("b").add(latest.text.clone())).add(format!(" {}", test.unit)))
                .maybe(interpretation_tag(row))
                .maybe(before)
                .maybe(spark),
        )
        .add(el("span").class("cw-item__meta").add(dated(latest.when.as_ref())).add(source_tag(show, &row.source)))
}
