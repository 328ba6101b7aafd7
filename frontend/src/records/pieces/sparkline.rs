use super::graph_field::tenth;
use crate::records::markup::{Node, el};
use crate::records::model::{Point, Series};

/// The last readings as a line of the size of a word; the table beside it has the numbers.
pub(crate) fn sparkline(series: &Series) -> Node {
    const MOST: usize = 24;
    let shown = &series.points[series.points.len().saturating_sub(MOST)..];
    let start = shown.first().map_or(0.0, |point| point.across);
    let across = |point: &Point| tenth(2.0 + (point.across - start) / (1.0 - start).max(1e-9) * 76.0);
    let points: Vec<String> = shown
        .iter()
        .map(|point| format!("{},{}", across(point), tenth(18.0 - series.up(point.value) * 16.0)))
        .collect();
    let last = shown.last().map(|point| {
        el("circle").attr("cx", across(point)).attr("cy", tenth(18.0 - series.up(point.value) * 16.0)).attr("r", "2")
    });
    el("svg")
        .class("cw-spark")
        .attr("viewBox", "0 0 80 20")
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .add(el("polyline").attr("points", points.join(" ")))
        .maybe(last)
        .into()
}
