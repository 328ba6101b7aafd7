//! What is known of a section, and what each source says of it (records.md 2).

use commonweal_shared::display::text::one_line;
use commonweal_shared::records::{Absence, SectionChart, SectionId, SourceSection};

use super::allergies::allergy_title_element;
use crate::records::markup::{Element, Node, el, nothing};
use crate::records::model::state_words;
use crate::records::pieces::{Show, dated_time, source_tag};

/// The combined state, the sources' warnings word for word, and each source's own state.
pub(crate) fn states(show: Show<'_>, section: &SectionChart) -> Node {
    let combined = el("div").class("cw-state-line").attr("data-state", section.state.id()).add(combined(section));
    el("div")
        .class("cw-states")
        .add(combined)
        .add(warnings(show, section))
        .add(prescribing(show, section.id))
        .add(each_source(show, section))
        .into()
}

fn combined(section: &SectionChart) -> Node {
    if section.id == SectionId::Allergies {
        return Node::Many(vec![allergy_title_element(section.state).into(), again(section)]);
    }
    let folded: usize = section.groups.iter().map(|group| group.parts.len()).sum();
    let words = match (section.state, section.rows.len()) {
        (Absence::Present, 0) if folded > 0 => format!("No entries to show by themselves, {folded} folded away below"),
        (state, rows) => state_words(section.id, state, rows),
    };
    el("p").class("cw-state-line__words").add(words).into()
}

/// Allergies that are unavailable can be asked for again (AL6).
fn again(section: &SectionChart) -> Node {
    if super::allergy_title(section.state).opens_section() {
        return nothing();
    }
    el("button").class("cw-again").attr("type", "button").attr("data-again", "").add("Try again").into()
}

/// Warnings stay with the data that they concern, in the source's own words.
fn warnings(show: Show<'_>, section: &SectionChart) -> Node {
    let lines: Vec<Node> = section
        .sources
        .iter()
        .flat_map(|source| source.warnings.iter().map(move |warning| (source, warning)))
        .map(|(source, warning)| {
            el("li")
                .attr("data-warning", warning.code.id())
                .add(source_tag(show, &source.source))
                .add(el("span").add(warning.text.clone()))
                .into()
        })
        .collect();
    if lines.is_empty() { nothing() } else { el("ul").class("cw-warnings").all(lines).into() }
}

/// While a degraded drug allergy is there, whoever prescribes elsewhere has to know (records.md 2.3).
fn prescribing(show: Show<'_>, id: SectionId) -> Node {
    if id != SectionId::Allergies || !show.record.chart.prescribing_blocked {
        return nothing();
    }
    el("p")
        .class("cw-alert")
        .attr("data-testid", "prescribing-blocked")
        .add(el("strong").add("Do not prescribe from this record. "))
        .add("A drug allergy lost its code in a transfer between systems, so no system can check against it. Read its words below.")
        .into()
}

/// Every source's own state; open where one of them has nothing to show.
fn each_source(show: Show<'_>, section: &SectionChart) -> Node {
    if section.sources.is_empty() {
        return el("p").class("cw-state-line__reason").add("No source was asked for this section.").into();
    }
    let open = show.whole || section.state != Absence::Present;
    el("details")
        .class("cw-source-states")
        .flag("open", open)
        .add(el("summary").add(summary_words(section)))
        .add(el("ul").all(section.sources.iter().map(|source| source_line(show, section.id, source))))
        .into()
}

fn summary_words(section: &SectionChart) -> String {
    let present = section.sources.iter().filter(|source| source.state == Absence::Present).count();
    format!("Sources: {present} of {} have entries here", section.sources.len())
}

fn source_line(show: Show<'_>, id: SectionId, source: &SourceSection) -> Element {
    let items = usize::try_from(source.items).unwrap_or(usize::MAX);
    let state = if id == SectionId::Allergies && source.state != Absence::Present {
        super::allergy_title(source.state).title().to_owned()
    } else {
        state_words(id, source.state, items)
    };
    el("li")
        .attr("data-source", source.source.to_string())
        .attr("data-state", source.state.id())
        .add(source_tag(show, &source.source))
        .add(el("span").class("cw-source-states__name").add(show.record.source_name(&source.source)))
        .add(el("span").class("cw-source-states__state").add(state))
        .maybe(source.reason.as_deref().map(|reason| {
            // Some are the source's own words and some are ours, so nobody is quoted.
            el("span").class("cw-source-states__reason").add(format!("Reason: {}", one_line(reason)))
        }))
        .add(el("span").class("cw-source-states__as-of").add("As of ").add(dated_time(source.as_of.as_ref())))
}
