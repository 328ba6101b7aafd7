use commonweal_shared::records::{Absence, SectionId};

use super::card::{card, item, list};
use crate::records::markup::{Node, nothing};
use crate::records::pieces::Show;

/// Alerts and flags: above all else, and only when there is something to say.
pub(super) fn alerts(show: Show<'_>) -> Node {
    let Some(section) = show.record.chart.section(SectionId::Alerts) else { return nothing() };
    let quiet = matches!(section.state, Absence::NoneRecorded | Absence::KnownNone | Absence::Unavailable);
    let warned = section.sources.iter().any(|source| !source.warnings.is_empty());
    if section.rows.is_empty() && quiet && !warned {
        return nothing();
    }
    let items = section.rows.iter().map(|row| item(show, row, nothing())).collect();
    card(show, "alerts", "Alerts and flags", SectionId::Alerts, section.rows.len().to_string(), list(items))
}
