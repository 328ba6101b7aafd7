use crate::records::markup::{Element, Node, el, nothing};

/// Labels and values, one below the other.
pub(crate) struct FactList {
    rows: Vec<Node>,
}

impl FactList {
    /// Begins an empty list.
    pub(crate) fn new() -> Self {
        Self { rows: Vec::new() }
    }

    /// Adds a label and a value.
    pub(crate) fn add(mut self, label: impl Into<Node>, value: impl Into<Node>) -> Self {
        let row = el("div").class("cw-facts__row").add(el("dt").add(label)).add(el("dd").add(value));
        self.rows.push(row.into());
        self
    }

    /// Adds a label and a value where there is one.
    pub(crate) fn maybe(self, label: &'static str, value: Option<impl Into<Node>>) -> Self {
        match value {
            Some(value) => self.add(label, value),
            None => self,
        }
    }

    /// The list as an element; nothing when it is empty.
    pub(crate) fn show(self) -> Node {
        if self.rows.is_empty() { nothing() } else { list(self.rows).into() }
    }
}

fn list(rows: Vec<Node>) -> Element {
    el("dl").class("cw-facts").all(rows)
}
