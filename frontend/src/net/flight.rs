//! One request on its way, which ends by itself when it takes too long or when nobody waits for it.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use web_sys::{AbortController, AbortSignal};

/// How long an answer may take.
pub(super) const TIMEOUT_SECONDS: u32 = 15;

/// Aborts its request when it is dropped or when the time is over.
pub(super) struct Flight {
    controller: Option<AbortController>,
    overdue: Rc<Cell<bool>>,
    _clock: Timeout,
}

impl Flight {
    pub(super) fn start() -> Self {
        let controller = AbortController::new().ok();
        let overdue = Rc::new(Cell::new(false));
        let clock = Timeout::new(TIMEOUT_SECONDS * 1_000, {
            let (controller, overdue) = (controller.clone(), Rc::clone(&overdue));
            move || {
                overdue.set(true);
                if let Some(controller) = controller {
                    controller.abort();
                }
            }
        });
        Self { controller, overdue, _clock: clock }
    }

    pub(super) fn signal(&self) -> Option<AbortSignal> {
        self.controller.as_ref().map(AbortController::signal)
    }

    /// Whether it was ended because no answer came in time.
    pub(super) fn is_overdue(&self) -> bool {
        self.overdue.get()
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        if let Some(controller) = &self.controller {
            controller.abort();
        }
    }
}
