//! Turns a tree into the page's own nodes.

use commonweal_shared::display::text::safe;
use web_sys::Document;

use super::Node;

const SVG: &str = "http://www.w3.org/2000/svg";

/// Draws a piece at the end of `parent`. Elements are made one by one and text is only ever text,
/// so nothing that a source sent can become markup.
pub(crate) fn draw(document: &Document, parent: &web_sys::Node, node: &Node) {
    draw_in(document, parent, node, false);
}

fn draw_in(document: &Document, parent: &web_sys::Node, node: &Node, graphic: bool) {
    match node {
        Node::Text(text) => {
            let text = document.create_text_node(&safe(text));
            append(parent, &text);
        }
        Node::Many(nodes) => nodes.iter().for_each(|child| draw_in(document, parent, child, graphic)),
        Node::Element(element) => {
            let graphic = graphic || element.tag == "svg";
            let made = if graphic {
                document.create_element_ns(Some(SVG), element.tag)
            } else {
                document.create_element(element.tag)
            };
            // Element names are constants of this program, so this holds for each of them.
            let Ok(made) = made else { return };
            for (name, value) in &element.attributes {
                // Attribute names are constants of this program too.
                let _ = made.set_attribute(name, &safe(value));
            }
            for child in &element.children {
                draw_in(document, &made, child, graphic);
            }
            append(parent, &made);
        }
    }
}

fn append(parent: &web_sys::Node, child: &web_sys::Node) {
    // Appending a node that was just made to one that may have children can't be refused.
    let _ = parent.append_child(child);
}
