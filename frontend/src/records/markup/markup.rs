//! The component that draws a tree.

use leptos::html::Div;
use leptos::prelude::*;

use super::{Node, draw};
use crate::shell::on_change;

/// Shows what `content` answers, and draws it again when something that it reads has changed.
#[component]
pub(crate) fn Markup(
    /// Answers the piece to show.
    #[prop(into)]
    content: Callback<(), Node>,
    /// Classes of the element around it.
    #[prop(default = "")]
    class: &'static str,
) -> impl IntoView {
    let host = NodeRef::<Div>::new();
    on_change(move || {
        let node = content.run(());
        if let Some(host) = host.get() {
            host.set_text_content(None);
            draw(&document(), &host, &node);
        }
    });
    view! { <div class=class node_ref=host></div> }
}
