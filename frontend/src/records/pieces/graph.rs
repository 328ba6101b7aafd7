//! A series drawn: small, quiet, the same numbers always in a table beside it.

use commonweal_shared::display::{Surface, date};

use super::graph_field::{BOTTOM, HEIGHT, TOP, WIDTH, axes, band, tenth, x, y};
use crate::records::markup::{Element, Node, el};
use crate::records::model::{Point, Reading, Series, Symbol, Test, Window};

/// The graph of a test in a window, with the control that reads its values one by one (GT7).
pub(crate) fn graph(id: &str, test: &Test, series: &Series, window: Window) -> Node {
    let unit = if test.unit.is_empty() { "no unit stated" } else { &test.unit };
    let caption = format!("{} in {unit}", test.title);
    let drawing = el("svg")
        .class("cw-graph__drawing")
        .attr("viewBox", format!("0 0 {} {}", tenth(WIDTH), tenth(HEIGHT)))
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .add(band(series))
        .add(axes(series))
        .add(joins(series))
        .all(series.points.iter().enumerate().map(|(at, point)| mark(series, point, at + 1 == series.points.len())))
        .maybe(newest_value(test, series))
        .add(
            el("line")
                .class("cw-graph__focus")
                .attr("y1", tenth(TOP))
                .attr("y2", tenth(HEIGHT - BOTTOM))
                .attr("x1", x(series.points.last().map_or(1.0, |point| point.across)))
                .attr("x2", x(series.points.last().map_or(1.0, |point| point.across))),
        );
    el("figure")
        .class("cw-graph")
        .attr("id", id.to_owned())
        .add(
            el("figcaption")
                .class("cw-graph__caption")
                .add(caption)
                .maybe(test.range_words().as_deref().map(range_key)),
        )
        .add(scroller(test, drawing))
        .add(scan(id, test, series))
        .add(el("p").class("cw-graph__note").add(note(series, window)))
        .into()
}

fn range_key(words: &str) -> Element {
    el("span").class("cw-graph__range").add(format!("Reference range {words}"))
}

/// On a narrow screen the drawing scrolls in a region of its own, so that its letters stay legible.
fn scroller(test: &Test, drawing: Element) -> Element {
    el("div")
        .class("cw-graph__scroller")
        .attr("tabindex", "0")
        .attr("role", "group")
        .attr("aria-label", format!("Graph of {}", test.title))
        .add(drawing)
}

/// A native slider over the points: arrow keys and one pointer move the line, the value is read out.
fn scan(id: &str, test: &Test, series: &Series) -> Element {
    let newest = series.points.len().saturating_sub(1);
    let words: Vec<String> =
        series.points.iter().map(|point| reading_words(&test.readings[point.reading], &test.unit)).collect();
    let places: Vec<String> = series.points.iter().map(|point| x(point.across)).collect();
    el("div")
        .class("cw-graph__scan")
        .add(
            el("input")
                .attr("type", "range")
                .attr("min", "0")
                .attr("max", newest.to_string())
                .attr("value", newest.to_string())
                .attr("step", "1")
                .attr("aria-label", format!("Read the values of {} one by one", test.title))
                .attr("aria-valuetext", words.last().cloned().unwrap_or_default())
                .attr("data-scan", id.to_owned())
                .attr("data-words", words.join("\n"))
                .attr("data-places", places.join("\n")),
        )
        .add(el("output").class("cw-graph__reading").add(words.last().cloned().unwrap_or_default()))
}

/// `02-Feb-2020 6.10 mmol/L`.
fn reading_words(reading: &Reading, unit: &str) -> String {
    let when = reading.when.as_ref().map_or_else(|| "Not recorded".to_owned(), |when| date(when, Surface::Clinical));
    let space = if unit.is_empty() { "" } else { " " };
    format!("{when}: {}{space}{unit}", reading.text)
}

fn note(series: &Series, window: Window) -> String {
    let mut note = match window {
        Window::All => "All readings.".to_owned(),
        fixed => format!("{} up to the newest reading.", fixed.words()),
    };
    if series.before > 0 {
        note.push_str(&format!(" Earlier readings not drawn here: {}.", series.before));
    }
    if series.left_out > 0 {
        note.push_str(&format!(" Without a number or a date, in the table only: {}.", series.left_out));
    }
    if series.points.iter().any(|point| point.symbol == Symbol::Imprecise) {
        note.push_str(" Diamonds: only the month or the year is known.");
    }
    note.push_str(" The scale is the same in every window.");
    note
}

/// Thin lines between neighbours whose days are known (GT11); pressures are not joined.
fn joins(series: &Series) -> Vec<Node> {
    let joined = |pair: &&[Point]| pair.iter().all(|point| point.symbol == Symbol::Exact && point.lower.is_none());
    series
        .points
        .windows(2)
        .filter(joined)
        .map(|pair| {
            el("line")
                .class("cw-graph__join")
                .attr("x1", x(pair[0].across))
                .attr("y1", y(series, pair[0].value))
                .attr("x2", x(pair[1].across))
                .attr("y2", y(series, pair[1].value))
                .into()
        })
        .collect()
}

/// A point: a dot, a diamond where the day is not known, a T with two ends for a pair (GT4). The
/// newest is larger (GT2).
fn mark(series: &Series, point: &Point, newest: bool) -> Node {
    let (across, up) = (x(point.across), y(series, point.value));
    if let Some(lower) = point.lower {
        return pair(&across, &up, &y(series, lower));
    }
    match point.symbol {
        Symbol::Exact => el("circle")
            .class("cw-graph__point")
            .attr("cx", across)
            .attr("cy", up)
            .attr("r", if newest { "5" } else { "3.5" })
            .into(),
        Symbol::Imprecise => el("path")
            .class("cw-graph__point cw-graph__point--imprecise")
            .attr("d", format!("M{across} {up}m0-5l5 5-5 5-5-5z"))
            .into(),
    }
}

fn pair(across: &str, upper: &str, lower: &str) -> Node {
    el("path")
        .class("cw-graph__pair")
        .attr("d", format!("M{across} {upper}V{lower}M{across} {upper}m-5 0h10M{across} {lower}m-5 0h10"))
        .into()
}

fn newest_value(test: &Test, series: &Series) -> Option<Node> {
    let point = series.points.last()?;
    let label = el("text")
        .class("cw-graph__newest")
        .attr("x", x(point.across))
        .attr("y", y(series, point.value))
        .attr("dx", "-8")
        .attr("dy", "-8")
        .attr("text-anchor", "end")
        .add(test.readings[point.reading].text.clone());
    Some(label.into())
}

#[cfg(test)]
mod tests {
    use commonweal_shared::records::SectionId;

    use super::*;
    use crate::records::model::{sample, tests_of};

    fn drawn(section: SectionId, title: &str) -> Node {
        let record = sample::record();
        let table = tests_of(record.rows(section));
        let test = table.tests.iter().find(|test| test.title == title && test.readings.len() > 1).expect("the test");
        let series = test.series(Window::All).expect("two points");
        graph("g", test, &series, Window::All)
    }

    #[test]
    fn gt3_unit_range_and_newest_value_are_always_in_view() {
        let node = drawn(SectionId::Results, "Glucose");
        let text = node.text();
        assert!(text.starts_with("Glucose in mmol/L Reference range 3.5 to 5.3 mmol/L"), "{text}");
        assert!(text.contains("6.10"));
    }

    #[test]
    fn gt7_every_point_can_be_read_by_keys() {
        let node = drawn(SectionId::Observations, "Blood pressure");
        assert_eq!(node.values("data-words"), ["10-Jan-2019: 128/80 mmHg\n10-Jan-2020: 142/88 mmHg"]);
        assert_eq!(node.values("max"), ["1"]);
    }

    #[test]
    fn gt11_a_year_alone_is_a_diamond_and_is_not_joined() {
        let node = drawn(SectionId::Results, "Glucose");
        let classes = node.values("class");
        assert!(classes.iter().any(|class| class.contains("imprecise")));
        assert!(!classes.iter().any(|class| class == "cw-graph__join"));
    }
}
