//! The tree itself.

use std::borrow::Cow;

/// A piece of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// An element with its attributes and children.
    Element(Box<Element>),
    /// Text; made safe when it is drawn.
    Text(Cow<'static, str>),
    /// Several pieces, one after the other.
    Many(Vec<Node>),
}

/// An element with its attributes and children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    /// The element's name; `svg` and what stands in it are drawn as graphics.
    pub(crate) tag: &'static str,
    /// Attributes in order. `style` is never one of them: the page's policy forbids it.
    pub(crate) attributes: Vec<(&'static str, Cow<'static, str>)>,
    /// Children in order.
    pub(crate) children: Vec<Node>,
}

/// Begins an element.
pub(crate) fn el(tag: &'static str) -> Element {
    Element { tag, attributes: Vec::new(), children: Vec::new() }
}

/// A piece that shows nothing.
pub(crate) fn nothing() -> Node {
    Node::Many(Vec::new())
}

impl Element {
    /// Sets the classes.
    pub(crate) fn class(self, class: impl Into<Cow<'static, str>>) -> Self {
        self.attr("class", class)
    }

    /// Adds an attribute.
    pub(crate) fn attr(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// Adds an attribute without a value where the condition holds.
    pub(crate) fn flag(self, name: &'static str, holds: bool) -> Self {
        if holds { self.attr(name, "") } else { self }
    }

    /// Adds a child.
    pub(crate) fn add(mut self, child: impl Into<Node>) -> Self {
        self.children.push(child.into());
        self
    }

    /// Adds a child where there is one.
    pub(crate) fn maybe(mut self, child: Option<impl Into<Node>>) -> Self {
        self.children.extend(child.map(Into::into));
        self
    }

    /// Adds children.
    pub(crate) fn all(mut self, children: impl IntoIterator<Item = impl Into<Node>>) -> Self {
        self.children.extend(children.into_iter().map(Into::into));
        self
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(Box::new(element))
    }
}

impl From<&'static str> for Node {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<Vec<Node>> for Node {
    fn from(nodes: Vec<Node>) -> Self {
        Self::Many(nodes)
    }
}

#[cfg(test)]
impl Node {
    /// All text in it, as somebody would hear it: in order, pieces apart.
    pub(crate) fn text(&self) -> String {
        let mut pieces = Vec::new();
        self.visit(&mut |node| {
            if let Node::Text(text) = node {
                pieces.push(text.to_string());
            }
        });
        pieces.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Every value of an attribute, in order.
    pub(crate) fn values(&self, attribute: &str) -> Vec<String> {
        let mut values = Vec::new();
        self.visit(&mut |node| {
            if let Node::Element(element) = node {
                let own = element.attributes.iter().filter(|(name, _)| *name == attribute);
                values.extend(own.map(|(_, value)| value.to_string()));
            }
        });
        values
    }

    fn visit(&self, see: &mut dyn FnMut(&Node)) {
        see(self);
        match self {
            Node::Element(element) => element.children.iter().for_each(|child| child.visit(see)),
            Node::Many(nodes) => nodes.iter().for_each(|child| child.visit(see)),
            Node::Text(_) => {}
        }
    }
}
