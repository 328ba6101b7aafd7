use std::sync::Arc;

use commonweal_shared::display::{BannerLabel, Surface, date_time_at};
use leptos::prelude::*;

use super::desk::Desk;
use crate::access::use_session;
use crate::net;
use crate::records::find::lines;
use crate::records::model::Record;

/// What stands at the foot of each printed page, and only there: about whom it is, who printed it and when, and
/// that paper does not keep up with the record.
#[component]
pub(super) fn PrintNote(
    /// What is looked at.
    desk: Desk,
    /// The record.
    record: Arc<Record>,
) -> impl IntoView {
    let session = use_session();
    let words = move || {
        // Written anew when printing begins, so that the time is that of the paper.
        desk.whole.track();
        let who = session.get().map_or_else(String::new, |session| {
            let acting = &session.acting_as;
            format!("{}, {}, {}", session.display_name, acting.role.word(), acting.organisation_name)
        });
        let when = date_time_at(net::now(), Surface::Clinical);
        format!("{}. Printed {when} by {who}. What its sources held then: not for filing.", about(&record))
    };
    view! { <aside class="cw-print-note" aria-label="About this printout" data-testid="print-note">{words}</aside> }
}

fn about(record: &Record) -> String {
    let Some(line) = lines(std::iter::once(&record.chart.person), record.now).into_iter().next() else {
        return String::new();
    };
    let wanted = [BannerLabel::Born, BannerLabel::NhsNumber].map(BannerLabel::words);
    let facts = line.facts.iter().filter(|fact| wanted.contains(&fact.label));
    let facts = facts.map(|fact| format!("{} {}", fact.label, fact.value));
    std::iter::once(line.name.clone()).chain(facts).collect::<Vec<_>>().join(", ")
}
