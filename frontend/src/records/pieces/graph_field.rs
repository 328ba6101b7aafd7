//! The field on which a series is drawn: where values lie, the range of reference, the axes.

use commonweal_shared::display::{Surface, day};
use commonweal_shared::records::decimal;
use commonweal_shared::time::{Moment, Today};

use crate::records::markup::{Node, el, nothing};
use crate::records::model::Series;

/// The field of the drawing, and the margins inside which points lie.
pub(super) const WIDTH: f64 = 560.0;
pub(super) const HEIGHT: f64 = 190.0;
const LEFT: f64 = 46.0;
const RIGHT: f64 = 24.0;
pub(super) const TOP: f64 = 18.0;
pub(super) const BOTTOM: f64 = 26.0;

/// Where a time lies, as a coordinate.
pub(super) fn x(across: f64) -> String {
    tenth(LEFT + across * (WIDTH - LEFT - RIGHT))
}

/// Where a value lies, as a coordinate.
pub(super) fn y(series: &Series, value: f64) -> String {
    tenth(TOP + (1.0 - series.up(value)) * (HEIGHT - TOP - BOTTOM))
}

/// One decimal is finer than a pixel.
pub(super) fn tenth(number: f64) -> String {
    decimal::short(number, 1)
}

/// The range of reference as a pale field (GT8).
pub(super) fn band(series: &Series) -> Node {
    if series.band == (None, None) {
        return nothing();
    }
    let low = series.up(series.band.0.unwrap_or(series.bounds.0));
    let high = series.up(series.band.1.unwrap_or(series.bounds.1));
    let field = HEIGHT - TOP - BOTTOM;
    el("rect")
        .class("cw-graph__band")
        .attr("x", tenth(LEFT))
        .attr("width", tenth(WIDTH - LEFT - RIGHT))
        .attr("y", tenth(TOP + (1.0 - high) * field))
        .attr("height", tenth(((high - low) * field).max(0.0)))
        .into()
}

/// Rules with their values, and the dates at both ends.
pub(super) fn axes(series: &Series) -> Node {
    let mut nodes: Vec<Node> = Vec::new();
    for value in ticks(series.bounds) {
        let at = y(series, value);
        let rule = el("line")
            .class("cw-graph__rule")
            .attr("x1", tenth(LEFT))
            .attr("x2", tenth(WIDTH - RIGHT))
            .attr("y1", at.clone())
            .attr("y2", at.clone());
        let label = el("text").attr("x", tenth(LEFT - 6.0)).attr("y", at).attr("dy", "4").attr("text-anchor", "end");
        nodes.push(rule.into());
        nodes.push(label.add(tick_text(value)).into());
    }
    let label = |at: f64, anchor: &'static str, micros: i64| {
        let text = day(Today::at(Moment::from_micros(micros)), Surface::Clinical);
        el("text").attr("x", tenth(at)).attr("y", tenth(HEIGHT - 8.0)).attr("text-anchor", anchor).add(text)
    };
    nodes.push(label(LEFT, "start", series.span.0).into());
    nodes.push(label(WIDTH - RIGHT, "end", series.span.1).into());
    nodes.into()
}

/// Three to six round numbers between the bounds.
fn ticks((low, high): (f64, f64)) -> Vec<f64> {
    let rough = (high - low) / 4.0;
    let mut power = 1.0;
    while power * 10.0 <= rough && power < 1e15 {
        power *= 10.0;
    }
    while power > rough && power > 1e-6 {
        power /= 10.0;
    }
    let step =
        [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|step| *step >= rough).unwrap_or(rough);
    let first = (low / step).ceil();
    (0..8).map(|at| (first + f64::from(at)) * step).take_while(|value| *value <= high).collect()
}

/// A round number without the dust of binary fractions.
fn tick_text(value: f64) -> String {
    decimal::short(value, 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        for bounds in [(0.0, 10.0), (3.3, 6.2), (-1.0, 1.0), (0.001, 0.002), (90.0, 190.0)] {
            let ticks = ticks(bounds);
            assert!((2..=6).contains(&ticks.len()), "{bounds:?} {ticks:?}");
        }
    }
}
