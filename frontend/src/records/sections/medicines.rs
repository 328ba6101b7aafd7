//! Medicines as plans (records.md 4, rules M1 to M12, L1 to L6).

use std::sync::Arc;

use commonweal_shared::display::MedicineList;
use commonweal_shared::display::text::count;
use commonweal_shared::records::Row;

use super::Piece;
use super::table::{counted_heading, differing, table, table_row};
use crate::records::markup::{Node, el, nothing};
use crate::records::model::{
    MedicineGroups, Place, end, issued_line, medicine, rule_sentences, state_of, stopped_lately,
};
use crate::records::pieces::{Show, dated, label_tags, opener, source_tags, toggle};

/// One of the two lists, by group. Where everything is shown, both.
pub(super) fn medicines(show: Show<'_>, section: usize, list: MedicineList) -> Vec<Piece> {
    let stopped = stopped_lately(show.record).map(|notice| el("p").class("cw-notice").add(notice).into());
    let lists = if show.whole { vec![MedicineList::Current, MedicineList::Past] } else { vec![list] };
    let mut pieces: Vec<Piece> = stopped.map(Piece::Still).into_iter().collect();
    for list in lists {
        groups(show, section, list, &mut pieces);
    }
    pieces.push(Piece::Still(rules(show)));
    pieces
}

fn groups(show: Show<'_>, section: usize, list: MedicineList, pieces: &mut Vec<Piece>) {
    let medicines = MedicineGroups::of(show.record, list);
    let words = match list {
        MedicineList::Current => "current",
        MedicineList::Past => "past",
    };
    if medicines.groups.is_empty() {
        let none = format!("No medicine is {words} by what the sources say.");
        pieces.push(Piece::Still(el("p").class("cw-empty").add(none).into()));
    }
    for (group, rows) in &medicines.groups {
        let caption = format!("{}, {words}", group.words());
        pieces.push(Piece::Still(counted_heading(&caption, rows.len()).into()));
        let places = rows.iter().map(|row| Place { section, row: *row }).collect();
        pieces.push(Piece::Rows(places, Arc::new(move |show, places| group_table(show, list, &caption, places))));
    }
}

fn group_table(show: Show<'_>, list: MedicineList, caption: &str, places: &[Place]) -> Node {
    let lines = places.iter().map(|place| medicine_line(show, list, show.record.row_at(*place)));
    let mut heads = list.columns().to_vec();
    heads.push("Source");
    table(caption, &heads, lines.collect())
}

fn medicine_line(show: Show<'_>, list: MedicineList, row: &Row) -> Node {
    let state = state_of(show.record, row).map_or_else(|| "Entered in error".to_owned(), |state| state.words());
    let drug = Node::Many(vec![opener(row).into(), medicine_row_body(show, row)]);
    let mut cells = vec![state.into(), drug, dated(row.when.as_ref())];
    if list == MedicineList::Past {
        cells.push(dated(end(row)));
    }
    cells.push(source_tags(show, row).into());
    table_row(show, row, cells)
}

/// What stands under a medicine's line: issues, changes, labels, and where sources differ.
fn medicine_row_body(show: Show<'_>, row: &Row) -> Node {
    let Some(medicine) = medicine(row) else { return nothing() };
    let issued = Some(issued_line(show.record, medicine)).filter(|line| !line.is_empty());
    let changed = medicine
        .dose_changed
        .as_ref()
        .map(|changed| el("span").class("cw-label cw-label--strong").add("Dose changed ").add(dated(Some(changed))));
    let stopped = medicine
        .stop_reason
        .clone()
        .map(|reason| el("span").class("cw-under__reason").add(format!("Stopped: {reason}")));
    let expires =
        medicine.expires.as_ref().map(|expires| el("span").add("authorised until ").add(dated(Some(expires))));
    el("div")
        .class("cw-under")
        .maybe(issued.map(|line| el("span").class("cw-issued").add(line)))
        .maybe(expires)
        .maybe(changed)
        .maybe(stopped)
        .all(label_tags(&row.labels))
        .add(differing(show, row))
        .add(issues(show, row))
        .into()
}

fn issues(show: Show<'_>, row: &Row) -> Node {
    let issues = medicine(row).map_or(0, |medicine| medicine.issues.len());
    if issues == 0 || show.whole {
        return nothing();
    }
    let id = format!("issues-{}", row.id);
    let place = el("div").attr("id", id.clone()).flag("hidden", true);
    Node::Many(vec![toggle(&id, format!("issues:{}", row.id), count("issue", issues)), place.into()])
}

/// The rule by which each source's medicines are called current (C02).
fn rules(show: Show<'_>) -> Node {
    let sentences = rule_sentences(show.record);
    if sentences.is_empty() {
        return nothing();
    }
    el("section")
        .class("cw-rules")
        .add(el("h2").class("cw-h2").add("What “current” means here"))
        .add(el("ul").all(sentences.into_iter().map(|sentence| el("li").add(sentence))))
        .into()
}

#[cfg(test)]
mod tests {
    use commonweal_shared::records::SectionId;

    use super::super::issues::issues_of;
    use super::*;
    use crate::records::model::{Record, sample};

    fn shown(record: &Record, list: MedicineList) -> String {
        let show = Show { record, whole: false };
        let section = record.chart.sections.iter().position(|section| section.id == SectionId::Medicines);
        let pieces = medicines(show, section.expect("every section is there"), list);
        pieces.into_iter().map(|piece| piece.node(show).text() + " ").collect()
    }

    #[test]
    fn c01_a_plan_is_one_row_that_opens_to_its_issues() {
        let record = sample::record();
        let show = Show { record: &record, whole: false };
        let text = shown(&record, MedicineList::Current);
        assert!(text.contains("issued 14 of 24, last 01-Feb-2021"), "{text}");
        assert!(text.contains("14 issues"), "{text}");
        let row = &record.rows(SectionId::Medicines)[0];
        let issues = issues_of(show, row.id).expect("it has issues");
        assert_eq!(issues.values("data-resource").len(), 14);
    }

    #[test]
    fn c02_the_rule_is_printed_with_its_source() {
        let record = sample::record();
        let text = shown(&record, MedicineList::Past);
        assert!(text.contains("No medicine is past"), "{text}");
        assert!(text.contains("Pewsey Surgery: current means"), "{text}");
    }
}
