//! Telling the server what was opened: ids only, in batches within a second, the last one on leaving.

use commonweal_shared::api;
use commonweal_shared::audit::{OPENED_REPORT_MAX, Opened, OpenedReport};
use commonweal_shared::ids::{PersonId, ResourceId};
use commonweal_shared::records::SectionId;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;

use crate::net::spawn;
use crate::net::{Failure, post, post_and_leave};

/// How long events wait for company.
const WAIT_MILLIS: u32 = 700;
/// How long events wait after the server could not be reached.
const AGAIN_MILLIS: u32 = 5_000;

/// What waits to be told.
#[derive(Clone, Copy)]
pub(super) struct Reports {
    queue: StoredValue<Queue>,
    waiting: StoredValue<bool>,
}

/// Events, each with the person whom it concerns.
#[derive(Debug, Default)]
struct Queue {
    events: Vec<(PersonId, Opened)>,
}

impl Queue {
    /// Takes a batch about one person out of the queue, the oldest first.
    fn batch(&mut self) -> Option<(PersonId, OpenedReport)> {
        let person = self.events.first()?.0;
        let many = self.events.iter().take_while(|(of, _)| *of == person).count().min(OPENED_REPORT_MAX);
        Some((person, OpenedReport { events: self.events.drain(..many).map(|(_, event)| event).collect() }))
    }

    /// Puts a batch back that did not arrive.
    fn put_back(&mut self, person: PersonId, report: OpenedReport) {
        self.events.splice(0..0, report.events.into_iter().map(|event| (person, event)));
    }
}

impl Reports {
    /// Nothing to tell yet.
    pub(super) fn new() -> Self {
        Self { queue: StoredValue::new(Queue::default()), waiting: StoredValue::new(false) }
    }

    /// Notes that a section, or an item of it, was opened.
    pub(super) fn tell(self, person: PersonId, section: SectionId, item: Option<ResourceId>) {
        self.queue.update_value(|queue| queue.events.push((person, Opened { section, item })));
        self.wait(WAIT_MILLIS);
    }

    fn wait(self, millis: u32) {
        if self.waiting.get_value() {
            return;
        }
        self.waiting.set_value(true);
        spawn(async move {
            TimeoutFuture::new(millis).await;
            // The page may be gone, and its stores with it: then the flush on leaving has sent all.
            if self.waiting.try_set_value(false).is_none() {
                self.send().await;
            }
        });
    }

    async fn send(self) {
        while let Some((person, report)) = self.queue.try_update_value(Queue::batch).flatten() {
            let sent = post::<()>(&api::record_opened(person), &report).await;
            // What was refused will be refused again; what did not arrive may arrive later.
            if matches!(sent, Err(Failure::Offline | Failure::Broken(_))) {
                self.queue.try_update_value(|queue| queue.put_back(person, report));
                if self.waiting.try_get_value().is_some() {
                    self.wait(AGAIN_MILLIS);
                }
                return;
            }
        }
    }

    /// Sends what waits at once, in a way that outlives the page.
    pub(super) fn flush(self) {
        while let Some((person, report)) = self.queue.try_update_value(Queue::batch).flatten() {
            post_and_leave(&api::record_opened(person), &report);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: u8) -> PersonId {
        format!("0192f0c1-2b3c-7d4e-8f50-0000000000{number:02}").parse().expect("a UUID")
    }

    fn queue(of: &[u8]) -> Queue {
        let event = Opened { section: SectionId::Problems, item: None };
        Queue { events: of.iter().map(|number| (person(*number), event.clone())).collect() }
    }

    #[test]
    fn a_batch_is_about_one_person_and_not_too_long() {
        let mut queue = queue(&[1, 1, 2]);
        let (who, report) = queue.batch().expect("a batch");
        assert_eq!((who, report.events.len()), (person(1), 2));
        assert_eq!(queue.batch().map(|(who, _)| who), Some(person(2)));
        assert!(queue.batch().is_none());

        let mut long = self::queue(&[1; OPENED_REPORT_MAX + 1]);
        assert_eq!(long.batch().map(|(_, report)| report.events.len()), Some(OPENED_REPORT_MAX));
        assert_eq!(long.batch().map(|(_, report)| report.events.len()), Some(1));
    }

    #[test]
    fn what_did_not_arrive_goes_first_again() {
        let mut queue = queue(&[1, 2]);
        let (who, report) = queue.batch().expect("a batch");
        queue.put_back(who, report);
        assert_eq!(queue.batch().map(|(who, _)| who), Some(person(1)));
    }
}
