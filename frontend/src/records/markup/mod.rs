//! Rows as data: a small tree of elements that one function turns into the page.
//!
//! Most of a record is still once it is drawn: nothing in a row changes by itself. Such parts are
//! described by [`Node`]s, plain values that native tests can read, and drawn by [`Markup`]. The
//! WebAssembly pays for one drawing function instead of one for each shape of row, and a thousand
//! rows are drawn without a thousand reactive scopes. What does change while somebody looks
//! (filters, the drawer, navigation) is made of Leptos components.

mod draw;
#[expect(clippy::module_inception, reason = "the component bears the name of its file")]
mod markup;
mod node;

pub(crate) use draw::draw;
pub(crate) use markup::Markup;
pub(crate) use node::{Element, Node, el, nothing};
