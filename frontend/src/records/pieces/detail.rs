//! All that is known of a row: what the drawer shows, and what stands below the row when everything
//! is shown at once.

use commonweal_shared::display::text::one_line;
use commonweal_shared::display::{CLOCK_NOTE, quantity};
use commonweal_shared::ids::ResourceId;
use commonweal_shared::records::{Allergy, Code, Detail, Document, Measure, Problem, Row, Significance};

use super::{FactList, Show, dated_moment, dated_time, label_tags, opener, parts_list, source_tag};
use crate::records::markup::{Element, Node, el, nothing};
use crate::records::model::{medicine, quantity_text, resource_word, value_whole};
use crate::records::sections::{issues_table, medicine_facts};

/// The whole of a row, without its title.
pub(crate) fn detail(show: Show<'_>, row: &Row) -> Node {
    el("div")
        .class("cw-detail")
        .add(version(show, row))
        .add(issues(show, row))
        .add(other_versions(show, row))
        .add(related(show, row))
        .add(heading("Where it comes from"))
        .add(parts_list(show, &row.provenance))
        .into()
}

fn heading(words: &'static str) -> Element {
    el("p").class("cw-detail__heading").add(words)
}

/// One version of a fact: what its source said.
fn version(show: Show<'_>, row: &Row) -> Node {
    let labels = label_tags(&row.labels);
    let labels = (!labels.is_empty()).then(|| el("p").class("cw-detail__labels").all(labels));
    let wording = row.wording.as_deref().map(one_line);
    let mut facts = FactList::new()
        .maybe("Original wording", wording)
        .maybe("Value", Some(value_whole(row)).filter(|value| !value.is_empty() && medicine(row).is_none()));
    facts = own_facts(facts, row);
    facts = facts
        .add("Date", dated_time(row.when.as_ref()))
        .maybe("Until", row.until.as_ref().map(|until| dated_time(Some(until))))
        .add("Recorded", dated_time(row.recorded.as_ref()))
        .add("Received here", dated_moment(row.received))
        .add(
            "Source",
            el("span").add(source_tag(show, &row.source)).add(format!(" {}", show.record.source_name(&row.source))),
        )
        .add("Author", row.author.as_deref().map_or_else(|| "Not recorded".to_owned(), one_line))
        .maybe("Organisation", row.organisation.as_deref().map(one_line))
        .add("Status as received", row.status.clone().unwrap_or_else(|| "Not stated".to_owned()))
        .add("Kind as received", resource_word(&row.resource_type));
    for fact in &row.facts {
        facts = facts.add(one_line(&fact.label), fact.value.clone());
    }
    el("div").maybe(labels).add(notes(row)).add(facts.show()).add(codes(&row.codes)).into()
}

fn notes(row: &Row) -> Node {
    if row.notes.is_empty() {
        return nothing();
    }
    el("div")
        .class("cw-notes")
        .add(heading("Notes"))
        .all(row.notes.iter().map(|note| el("p").class("cw-notes__note").add(note.clone())))
        .into()
}

fn codes(codes: &[Code]) -> Node {
    if codes.is_empty() {
        return el("p").class("cw-detail__none").add("No code was received.").into();
    }
    let row = |code: &Code| {
        el("tr")
            .add(el("td").add(code.system.clone()))
            .add(el("td").add(el("code").add(code.code.clone())))
            .add(el("td").add(code.display.clone().unwrap_or_else(|| "Not recorded".to_owned())))
    };
    let head = ["System", "Code", "Words of the code"].map(|words| el("th").attr("scope", "col").add(words));
    el("table")
        .class("cw-grid cw-grid--codes")
        .add(el("caption").class("cw-detail__heading").add("Codes as received"))
        .add(el("thead").add(el("tr").all(head)))
        .add(el("tbody").all(codes.iter().map(row)))
        .into()
}

fn own_facts(facts: FactList, row: &Row) -> FactList {
    match &row.detail {
        Detail::Plain => facts,
        Detail::Problem(problem) => problem_facts(facts, problem),
        Detail::Medicine(medicine) => medicine_facts(facts, medicine),
        Detail::Allergy(allergy) => allergy_facts(facts, allergy),
        Detail::Measure(measure) => measure_facts(facts, measure),
        Detail::Report(report) => facts.maybe("Conclusion", report.conclusion.clone()),
        Detail::Document(document) => document_facts(facts, document),
    }
}

fn problem_facts(facts: FactList, problem: &Problem) -> FactList {
    let significance = match problem.significance {
        Some(Significance::Major) => "Major",
        Some(Significance::Minor) => "Minor",
        None => "Not stated",
    };
    facts.add("State", if problem.active { "Active" } else { "Past" }).add("Significance", significance)
}

fn allergy_facts(facts: FactList, allergy: &Allergy) -> FactList {
    let reactions = Some(allergy.reactions.join(", ")).filter(|reactions| !reactions.is_empty());
    facts
        .add("State", if allergy.active { "Active" } else { "Ended" })
        .add("Reactions", reactions.unwrap_or_else(|| "Not recorded".to_owned()))
        .maybe("Severity", allergy.severity.clone())
        .maybe("Criticality", allergy.criticality.clone())
        .maybe("Why it was ended", allergy.end_reason.clone())
}

fn measure_facts(mut facts: FactList, measure: &Measure) -> FactList {
    for component in &measure.components {
        let value = component.quantity.as_ref().map(quantity_text).or_else(|| component.text.clone());
        facts = facts.add(one_line(&component.title), value.unwrap_or_else(|| "Not recorded".to_owned()));
    }
    facts = facts
        .maybe("Interpretation", measure.interpretation.clone())
        .maybe("Why there is no value", measure.absent.clone());
    for range in &measure.ranges {
        let bound = |words: &str, of: &Option<commonweal_shared::records::Quantity>| {
            of.as_ref().map(|of| format!("{words} {}", quantity(None, &of.value, Some(&of.unit))))
        };
        let words = [range.text.clone(), bound("from", &range.low), bound("to", &range.high)];
        facts = facts.add("Reference range", words.into_iter().flatten().collect::<Vec<_>>().join(" "));
    }
    facts
}

fn document_facts(facts: FactList, document: &Document) -> FactList {
    let size = document.size.map(|size| format!("{} kB", size.div_ceil(1_000)));
    facts.maybe("Format", document.content_type.clone()).maybe("Size", size).add(
        "Content",
        if document.inline {
            "Came along; see “As received”"
        } else {
            "Did not come along: the title is all there is"
        },
    )
}

fn issues(show: Show<'_>, row: &Row) -> Node {
    match medicine(row) {
        Some(medicine) if !medicine.issues.is_empty() => issues_table(show, medicine).into(),
        _ => nothing(),
    }
}

fn other_versions(show: Show<'_>, row: &Row) -> Node {
    if row.also.is_empty() && row.differences.is_empty() {
        return nothing();
    }
    let differences = row.differences.iter().map(|sentence| el("li").add(sentence.clone()));
    let version = |other: &Row| {
        el("div")
            .class("cw-version")
            .attr("data-resource", other.id.to_string())
            .add(el("p").class("cw-version__title").add(one_line(&other.title)))
            .add(version(show, other))
            .add(issues(show, other))
            .add(parts_list(show, &other.provenance))
    };
    el("div")
        .class("cw-versions")
        .add(heading("Other versions of the same"))
        .add(el("ul").class("cw-differences").all(differences))
        .all(row.also.iter().map(version))
        .into()
}

/// Rows that it is linked with, each a way to its own details.
fn related(show: Show<'_>, row: &Row) -> Node {
    let members = match &row.detail {
        Detail::Report(report) => report.members.as_slice(),
        Detail::Measure(measure) => measure.members.as_slice(),
        _ => &[],
    };
    let inside: Vec<ResourceId> = show.record.belonging_to(row.id).map(|place| show.record.row_at(place).id).collect();
    let lists = [
        ("Happened in", row.encounter.as_slice()),
        ("Belongs to it", inside.as_slice()),
        ("Results in it", members),
        ("Linked with", row.related.as_slice()),
    ];
    let list = |(words, ids): (&'static str, &[ResourceId])| {
        let found: Vec<Element> = ids
            .iter()
            .filter_map(|id| show.record.find(*id))
            .map(|place| {
                el("li").add(opener(show.record.row_at(place))).add(dated_time(show.record.row_at(place).when.as_ref()))
            })
            .collect();
        (!found.is_empty()).then(|| el("div").add(heading(words)).add(el("ul").class("cw-linked").all(found)))
    };
    let mut all = el("div");
    for one in lists {
        all = all.maybe(list(one));
    }
    all.add(el("p").class("cw-detail__clock").add(CLOCK_NOTE)).into()
}
