use crate::records::markup::{Node, el};

/// A button that opens what stands below it, and the place for that.
///
/// The page fills the place when it is opened for the first time: `fill` names what with, see
/// [`crate::records::sections::fill`].
pub(crate) fn toggle(id: &str, fill: String, words: impl Into<Node>) -> Node {
    el("button")
        .class("cw-toggle")
        .attr("type", "button")
        .attr("aria-expanded", "false")
        .attr("aria-controls", id.to_owned())
        .attr("data-toggle", id.to_owned())
        .attr("data-fill", fill)
        .add(words)
        .into()
}
