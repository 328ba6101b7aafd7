//! The resources behind a row or in a group, each with the way to its bytes.

use commonweal_shared::api;
use commonweal_shared::records::{Part, PartRole};

use super::{Show, source_tag};
use crate::records::markup::{Element, el};

/// A list of resources.
pub(crate) fn parts_list(show: Show<'_>, parts: &[Part]) -> Element {
    el("ul").class("cw-parts").all(parts.iter().map(|part| part_line(show, part)))
}

/// One resource: what it is to the row, who sent it, and its bytes.
pub(crate) fn part_line(show: Show<'_>, part: &Part) -> Element {
    let title = part.title.clone().map(|title| el("span").class("cw-parts__title").add(title));
    let reference = part.reference.clone().unwrap_or_else(|| "no reference of its own".to_owned());
    let name = format!("As received: {reference}");
    el("li")
        .class("cw-parts__part")
        .attr("data-resource", part.id.to_string())
        .add(el("span").class("cw-parts__role").add(role_words(part.role)))
        .maybe(title)
        .add(source_tag(show, &part.source))
        .add(el("code").class("cw-parts__reference").add(reference))
        .add(
            el("a")
                .attr("href", api::resource(part.id))
                .attr("target", "_blank")
                .attr("rel", "external noopener")
                .attr("aria-label", name)
                .add("As received"),
        )
}

const fn role_words(role: PartRole) -> &'static str {
    match role {
        PartRole::Main => "Speaks for this entry",
        PartRole::Duplicate => "Says the same",
        PartRole::Earlier => "Earlier version",
        PartRole::Plan => "Plan",
        PartRole::Statement => "Statement",
        PartRole::Issue => "Issue",
        PartRole::Medication => "Names the drug",
        PartRole::Specimen => "Specimen",
        PartRole::Arrangement => "How the source arranged it",
        PartRole::Context => "Context",
        PartRole::Listed => "Listed here",
    }
}
