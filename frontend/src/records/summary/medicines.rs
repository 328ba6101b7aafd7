use commonweal_shared::display::MedicineList;
use commonweal_shared::records::SectionId;

use super::card::{card, item, list, more};
use crate::records::markup::{Node, el};
use crate::records::model::{MedicineGroups, issued_line, medicine, stopped_lately};
use crate::records::pieces::Show;

/// How many are shown before the rest is counted.
const MOST: usize = 16;

/// Current medicines by group, and the notice of those that were stopped lately (L5).
pub(super) fn medicines(show: Show<'_>) -> Node {
    let current = MedicineGroups::of(show.record, MedicineList::Current);
    let notice = stopped_lately(show.record).map(|notice| el("p").class("cw-notice").add(notice));
    let mut body = el("div").maybe(notice);
    let mut room = MOST;
    for (group, rows) in &current.groups {
        let shown = rows.len().min(room);
        room -= shown;
        if shown > 0 {
            let items = rows[..shown].iter().map(|at| {
                let row = &show.record.rows(SectionId::Medicines)[*at];
                let issued = medicine(row).map(|medicine| issued_line(show.record, medicine)).unwrap_or_default();
                item(show, row, el("span").class("cw-issued").add(issued).into())
            });
            body = body
                .add(el("h3").class("cw-card__sub").add(format!("{} ({})", group.words(), rows.len())))
                .add(list(items.collect()));
        }
    }
    let body = body.add(more(show, SectionId::Medicines, current.len().saturating_sub(MOST), "current"));
    card(show, "medicines", "Medicines", SectionId::Medicines, format!("current {}", current.len()), body.into())
}
