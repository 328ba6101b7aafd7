//! Results and observations: a table by test, each opening to its trend and its readings (rules GT1 to GT12).

use commonweal_shared::display::align_decimals;
use commonweal_shared::display::text::count;
use commonweal_shared::records::{Row, SectionId};

use super::Piece;
use super::table::{counted_heading, table, table_row, under_title};
use crate::records::markup::{Element, Node, el, nothing};
use crate::records::model::{Direction, Place, Test, Window, tests_of};
use crate::records::pieces::{Show, dated, dated_time, graph, label_tags, opener, source_tag, sparkline, toggle};

/// The table of tests, then reports and whatever has no value of its own.
pub(super) fn results(show: Show<'_>, section: usize) -> Vec<Piece> {
    let of = &show.record.chart.sections[section];
    let tests = tests_of(&of.rows);
    let mut pieces = Vec::new();
    if !tests.tests.is_empty() {
        let lines = tests.tests.iter().enumerate().map(|(at, test)| test_lines(show, of.id, &of.rows, at, test));
        let heads = ["Test", "Latest", "Before", "Reference range", "Trend", "Date", "Source"];
        let table = table(&format!("{} by test", of.id.title()), &heads, lines.collect());
        pieces.push(Piece::Still(el("section").add(counted_heading("By test", tests.tests.len())).add(table).into()));
    }
    if !tests.others.is_empty() {
        let words = if of.id == SectionId::Results {
            "Reports, groups and notes"
        } else {
            "Findings and notes without a value"
        };
        pieces.push(Piece::Still(counted_heading(words, tests.others.len()).into()));
        pieces.push(Piece::lines(tests.others.into_iter().map(|row| Place { section, row }).collect()));
    }
    pieces
}

/// A test's line, and below it the place for its trend and readings.
fn test_lines(show: Show<'_>, section: SectionId, rows: &[Row], at: usize, test: &Test) -> Node {
    let id = format!("test-{}-{at}", section.id());
    let latest = test.latest();
    let row = &rows[latest.row];
    let interpretation = test.interpretation.clone().map(|words| el("span").class("cw-label").add(words));
    let value = el("span")
        .class("cw-latest")
        .add(el("b").add(latest.text.clone()))
        .add(el("span").class("cw-unit").add(test.unit.clone()))
        .maybe(interpretation);
    let before = match test.readings.get(1) {
        Some(before) => Node::Many(vec![direction(test).into(), el("span").add(before.text.clone()).into()]),
        None => "–".into(),
    };
    let title = Node::Many(vec![opener(row).into(), under_title(show, row)]);
    let line = test.series(Window::All).map(|series| sparkline(&series));
    let trend_cell = match (line, test.readings.len()) {
        (None, 0 | 1) => "–".into(),
        (line, _) => el("span").class("cw-trend-cell").maybe(line).add(open_test(show, section, at, test, &id)).into(),
    };
    let cells = vec![
        title,
        value.into(),
        before,
        test.range_words().unwrap_or_else(|| "Not recorded".to_owned()).into(),
        trend_cell,
        dated(latest.when.as_ref()),
        source_tag(show, &row.source).into(),
    ];
    let columns = cells.len().to_string();
    let line = if show.whole {
        el("tr").class("cw-row").all(cells.into_iter().map(|cell| el("td").add(cell))).into()
    } else {
        table_row(show, row, cells)
    };
    let place = el("div").attr("id", id).flag("hidden", !show.whole);
    let place = if show.whole { place.add(trend(show, section, rows, at, test, Window::All)) } else { place };
    let below = el("tr").class("cw-row__below").add(el("td").attr("colspan", columns).add(place));
    Node::Many(vec![line, below.into()])
}

fn open_test(show: Show<'_>, section: SectionId, at: usize, test: &Test, id: &str) -> Node {
    if show.whole || test.readings.len() < 2 {
        return nothing();
    }
    toggle(id, format!("test:{}:{at}", section.id()), count("reading", test.readings.len()))
}

fn direction(test: &Test) -> Element {
    let Some(direction) = test.direction() else { return el("span") };
    let sign = match direction {
        Direction::Up => "▲ from ",
        Direction::Down => "▼ from ",
        Direction::Level => "= ",
    };
    el("span")
        .class("cw-arrow")
        .add(el("span").attr("aria-hidden", "true").add(sign))
        .add(el("span").class("nhsuk-u-visually-hidden").add(direction_words(direction)))
}

/// How the newest value stands to the one before.
pub(crate) const fn direction_words(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "higher than before: ",
        Direction::Down => "lower than before: ",
        Direction::Level => "the same as before: ",
    }
}

/// The trend of the test at this position of a section, in a window or in the usual one.
pub(crate) fn trend_of(show: Show<'_>, section: SectionId, at: usize, window: Option<Window>) -> Option<Node> {
    let rows = show.record.rows(section);
    let tests = tests_of(rows);
    let test = tests.tests.get(at)?;
    Some(trend(show, section, rows, at, test, window.unwrap_or_default()))
}

/// The graph of a test with its windows, and the table of the same numbers.
pub(crate) fn trend(show: Show<'_>, section: SectionId, rows: &[Row], at: usize, test: &Test, window: Window) -> Node {
    let key = format!("{}:{at}", section.id());
    let drawn = test.series(window).map(|series| {
        let id = format!("graph-{}-{at}", section.id());
        Node::Many(vec![windows(show, &key, window), graph(&id, test, &series, window)])
    });
    el("div").class("cw-trend").attr("data-trend", key.clone()).maybe(drawn).add(readings(show, rows, test)).into()
}

/// Buttons for the fixed windows.
fn windows(show: Show<'_>, key: &str, window: Window) -> Node {
    if show.whole {
        return nothing();
    }
    let button = |one: Window| {
        el("button")
            .class("cw-window")
            .attr("type", "button")
            .attr("aria-pressed", if one == window { "true" } else { "false" })
            .attr("data-window", key.to_owned())
            .attr("data-to", one.words())
            .add(one.words())
    };
    el("div")
        .class("cw-windows")
        .attr("role", "group")
        .attr("aria-label", "How far back")
        .all(Window::ALL.map(button))
        .into()
}

/// The readings, newest on top (GT9), decimal points below each other (GT10).
fn readings(show: Show<'_>, rows: &[Row], test: &Test) -> Node {
    let values: Vec<&str> = test.readings.iter().map(|reading| reading.exact.as_str()).collect();
    let aligned = align_decimals(&values);
    let lines = test.readings.iter().zip(aligned).map(|(reading, value)| {
        let row = &rows[reading.row];
        let open = el("button")
            .class("cw-open")
            .attr("type", "button")
            .attr("data-open", row.id.to_string())
            .add(dated_time(reading.when.as_ref()));
        let cells = vec![
            open.into(),
            el("span").class("cw-number").add(value).into(),
            notes(row),
            source_tag(show, &row.source).into(),
        ];
        table_row(show, row, cells)
    });
    let caption = if test.unit.is_empty() { test.title.clone() } else { format!("{} in {}", test.title, test.unit) };
    let heads = ["Date", "Value", "Notes", "Source"];
    Node::Many(vec![
        el("p")
            .class("cw-trend__caption")
            .add(format!("{caption}: {} readings, newest first", test.readings.len()))
            .into(),
        table(&caption, &heads, lines.collect()),
    ])
}

/// Labels and notes of a reading; a cell is never empty.
fn notes(row: &Row) -> Node {
    let mut all = label_tags(&row.labels);
    all.extend(row.notes.iter().map(|note| el("span").class("cw-line__note").add(note.clone()).into()));
    if all.is_empty() { "–".into() } else { el("span").class("cw-under").all(all).into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::model::sample;

    #[test]
    fn gt9_the_newest_reading_is_on_top() {
        let record = sample::record();
        let show = Show { record: &record, whole: false };
        let node = trend_of(show, SectionId::Observations, 0, None).expect("blood pressure");
        let text = node.text();
        assert!(text.find("142/88") < text.rfind("128/80"), "{text}");
    }

    #[test]
    fn windows_are_fixed_and_one_is_pressed() {
        let record = sample::record();
        let show = Show { record: &record, whole: false };
        let node = trend_of(show, SectionId::Observations, 0, Some(Window::All)).expect("blood pressure");
        assert_eq!(node.values("aria-pressed"), ["false", "false", "false", "true"]);
    }
}
