use std::sync::Arc;

use commonweal_shared::display::text::count;
use leptos::prelude::*;

use crate::records::markup::{Element, Markup, Node, el};
use crate::records::model::{Completeness, Record, SourceLine, source_lines};
use crate::records::pieces::{dated_moment, dated_time, setting_icon};

/// The strip of sources: each organisation, how old its data is, and what is missing; opens to all that
/// is known of them.
#[component]
pub(super) fn SourceStrip(
    /// The record.
    record: Arc<Record>,
) -> impl IntoView {
    view! {
        <section class="cw-sources" aria-label="Sources of this record" data-testid="sources">
            <Markup content=move |()| strip(&record) />
        </section>
    }
}

fn strip(record: &Record) -> Node {
    let lines = source_lines(record);
    let troubled = lines.iter().filter(|line| line.completeness != Completeness::Whole).count();
    let few = format!(
        "{}, {}",
        count("source", lines.len()),
        if troubled == 0 { "none with gaps".to_owned() } else { format!("{troubled} with gaps") }
    );
    el("details")
        .class("cw-sources__details")
        .add(
            el("summary")
                .class("cw-sources__summary")
                .add(el("span").class("cw-sources__label").add("Sources"))
                .add(el("span").class("cw-sources__few").add(few))
                .add(el("span").class("cw-sources__chips").all(chips(&lines))),
        )
        .add(el("ul").class("cw-sources__list").all(lines.iter().map(described)))
        .into()
}

fn sign(completeness: Completeness) -> Element {
    el("span").class("cw-sources__sign").attr("aria-hidden", "true").add(completeness.sign())
}

/// A chip for each source that sent something; those that sent nothing share one, which names them all.
fn chips(lines: &[SourceLine<'_>]) -> Vec<Element> {
    let (silent, heard): (Vec<_>, Vec<_>) =
        lines.iter().partition(|line: &&SourceLine<'_>| line.completeness == Completeness::Nothing);
    let mut chips: Vec<Element> = heard.into_iter().map(chip).collect();
    if !silent.is_empty() {
        let words: Vec<&str> = silent.iter().map(|line| line.word.as_str()).collect();
        chips.push(
            el("span")
                .class("cw-sources__chip")
                .attr("data-completeness", Completeness::Nothing.id())
                .add(sign(Completeness::Nothing))
                .add(" Nothing received from ")
                .add(el("b").add(words.join(", "))),
        );
    }
    chips
}

fn chip(line: &SourceLine<'_>) -> Element {
    let words = match line.trouble.as_str() {
        "" => line.age.clone(),
        trouble => format!("{} · {trouble}", line.age),
    };
    el("span")
        .class("cw-sources__chip")
        .attr("data-source", line.source.code.to_string())
        .attr("data-completeness", line.completeness.id())
        .add(el("b").add(line.word.clone()))
        .add(" ")
        .add(sign(line.completeness))
        .add(format!(" {words}"))
}

fn described(line: &SourceLine<'_>) -> Element {
    let source = line.source;
    let items = usize::try_from(source.items).unwrap_or(usize::MAX);
    let words = match line.trouble.as_str() {
        "" => line.completeness.words().to_owned(),
        trouble if line.completeness == Completeness::Nothing => trouble.to_owned(),
        trouble => format!("{}, {trouble}", line.completeness.words()),
    };
    let received: Node = source.received.map_or_else(|| "never".into(), dated_moment);
    let code = el("span").class("cw-sources__code").add(source.code.to_string());
    let warnings = source.warnings.iter().map(|warning| {
        el("p").class("cw-sources__warning").attr("data-warning", warning.code.id()).add(warning.text.clone())
    });
    el("li")
        .class("cw-sources__source")
        .attr("data-source", source.code.to_string())
        .attr("data-completeness", line.completeness.id())
        .add(
            el("p")
                .add(setting_icon(source.setting))
                .add(el("b").add(source.name.clone()))
                .add(" ")
                .add(code)
                .add(" ")
                .add(sign(line.completeness))
                .add(format!(" {words}")),
        )
        .add(
            el("p")
                .class("cw-sources__facts")
                .add(el("span").add("Data as of ").add(dated_time(source.as_of.as_ref())))
                .add(el("span").add("Received ").add(received))
                .add(el("span").add(count("entry", items)))
                .add(el("span").add(format!("Unreadable {}", source.unreadable))),
        )
        .all(warnings)
}
