//! What this installation is, as every page knows it.

use commonweal_shared::nhs_number::DatabaseKind;
use commonweal_shared::system::SystemInfo;
use leptos::prelude::*;

use crate::net::{Loaded, Loader, get};

/// The installation; found in the context of every page by [`use_system`].
#[derive(Clone, Copy)]
pub struct ThisSystem {
    info: Loader<SystemInfo>,
}

impl ThisSystem {
    pub(super) fn provide() -> Self {
        let system = Self { info: Loader::new() };
        provide_context(system);
        system.ask();
        system
    }

    pub(super) fn ask(self) {
        self.info.run(get(commonweal_shared::api::SYSTEM));
    }

    pub(super) fn info(self) -> RwSignal<Loaded<SystemInfo>> {
        self.info.value()
    }

    /// True once the server has said what it is.
    pub(super) fn is_known(self) -> bool {
        self.info.value().with(|info| info.ready().is_some())
    }

    /// True on a demonstration system.
    pub fn demonstration(self) -> bool {
        self.info.value().with(|info| info.ready().is_some_and(|info| info.demonstration))
    }

    /// True on a test database; unknown counts as live, the one where mistakes are dear.
    pub fn is_test(self) -> bool {
        self.info.value().with(|info| info.ready().is_some_and(|info| info.database == DatabaseKind::Test))
    }
}

/// The installation.
///
/// # Panics
/// Outside the shell, which provides it for every page.
pub fn use_system() -> ThisSystem {
    use_context().expect("the shell provides the system before it shows any page")
}
