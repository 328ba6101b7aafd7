//! What the record view is looking at: one value that its parts share.

use std::sync::Arc;

use commonweal_shared::display::MedicineList;
use commonweal_shared::ids::{PersonId, ResourceId};
use leptos::prelude::*;

use super::reports::Reports;
use super::view::View;
use crate::net::{Loaded, Loader};
use crate::records::model::{Filter, Record};

/// Signals of the view; empty of data whenever the person changes.
#[derive(Clone, Copy)]
pub(crate) struct Desk {
    /// Whose record, as the address says.
    pub(super) person: Memo<Option<PersonId>>,
    /// Which part of it.
    pub(super) view: Memo<View>,
    /// Everything at once: asked for in the address, or because the page is being printed.
    pub(crate) whole: Memo<bool>,
    /// The record, once it is here.
    pub(super) loader: Loader<Arc<Record>>,
    /// Whose details are open in the drawer.
    pub(super) drawer: RwSignal<Option<ResourceId>>,
    /// What is typed into the search box.
    pub(super) typed: RwSignal<String>,
    /// Current or past medicines.
    pub(super) list: RwSignal<MedicineList>,
    /// The timeline's filter.
    pub(crate) filter: RwSignal<Filter>,
    /// What is told to the server of what was opened.
    pub(super) reports: Reports,
}

impl Desk {
    /// The record, once it is here; whoever reads it is told of changes.
    pub(super) fn record(self) -> Option<Arc<Record>> {
        self.loader.value().with(|loaded| loaded.ready().cloned())
    }

    /// The same, without being told.
    pub(super) fn record_now(self) -> Option<Arc<Record>> {
        self.loader.value().with_untracked(|loaded| match loaded {
            Loaded::Ready(record) => Some(Arc::clone(record)),
            Loaded::Loading | Loaded::Failed(_) => None,
        })
    }

    /// Opens the details of the row that this resource speaks for or stands behind, and reports it.
    pub(super) fn open(self, id: ResourceId) {
        let Some(record) = self.record_now() else { return };
        let Some(place) = record.find(id) else { return };
        self.reports.tell(record.chart.person.id, record.section_at(place).id, Some(record.row_at(place).id));
        self.drawer.set(Some(record.row_at(place).id));
    }

    /// Empties every store: nothing of one person may be there when another is looked at (C21).
    pub(super) fn clear(self) {
        self.reports.flush();
        self.drawer.set(None);
        self.typed.set(String::new());
        self.list.set(MedicineList::Current);
        self.filter.set(Filter::default());
    }
}
