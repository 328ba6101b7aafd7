//! Several at once: publishers for one person, and readers meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use commonweal_shared::ids::PersonId;
use commonweal_tests::{Invented, publish};

use super::{Stage, weights, whole_chart};

/// How many publish at once.
const TASKS: usize = 8;

impl Stage {
    /// Eight sources send the same person, whom nobody knew, at the same time.
    pub(super) async fn publishers_at_once_all_land(&self) {
        let mut publishing = Vec::new();
        for nth in 0..TASKS {
            let source = format!("ZZC0{nth}");
            let publisher = self.server.publisher(&source, &source, None).await;
            let ivy = Invented::new(&format!("ivy-{nth}"), "000003", "Underhill", "1961-06-16");
            let day = format!("2026-08-0{}", nth + 1);
            let bundle = ivy.bundle(&day, &[ivy.weight(&format!("w{nth}"), &day, &format!("6{nth}.5"))]);
            publishing.push(tokio::spawn(async move { publish(&publisher, &bundle).await }));
        }
        let mut people = std::collections::BTreeSet::new();
        for task in publishing {
            let tally = task.await.expect("no publisher fails");
            assert_eq!((tally.placed, tally.folded), (1, 1), "{tally}");
            people.extend(tally.people);
        }
        let [person] = people.into_iter().collect::<Vec<_>>()[..] else { panic!("one person was expected") };
        self.clinician.claim(person, "Looking after what arrived").await.expect(200);
        let (_, chart) = whole_chart(&self.clinician, person).await;
        assert_eq!(weights(&chart).len(), TASKS, "every source's weight is there");
        assert_eq!(chart.tally.received as usize, 2 * TASKS);
        assert_eq!(self.server.staged().await, 0, "nothing is left staged");
    }

    /// An import that is broken off anywhere loses nothing that was there, shows nothing of itself, and is completed by
    /// the next one.
    pub(super) async fn a_broken_off_import_is_completed_by_the_next(&self, person: PersonId, una: &Invented) {
        let many: Vec<_> = (0..120).map(|one| una.weight(&format!("off-{one}"), "2024-02-02", "70")).collect();
        let bundle = una.bundle("2026-11-09", &many);
        let (before, chart) = whole_chart(&self.clinician, person).await;
        let mut broken_off = 0;
        for milliseconds in [0, 1, 2, 4, 8, 16, 32, 64] {
            let publisher = self.server.publisher("ZZB06", "ZZB06", None).await;
            let bundle = bundle.clone();
            let import = tokio::spawn(async move { publish(&publisher, &bundle).await });
            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
            import.abort();
            if import.await.is_ok() {
                break;
            }
            broken_off += 1;
            let (now, _) = whole_chart(&self.clinician, person).await;
            if now != before {
                // It was broken off after its one act of publication; then all of it is there.
                break;
            }
        }
        assert!(broken_off > 0, "at least one import was broken off");
        self.server.clock.pass(11 * 60);
        let tally = self.server.import_text("ZZB06", &bundle).await;
        assert_eq!(tally.placed + tally.folded + tally.unchanged, 121, "{tally}");
        assert_eq!(self.server.staged().await, 0);
        let (_, after) = whole_chart(&self.clinician, person).await;
        assert_eq!(after.tally.received - chart.tally.received, 121, "each resource once, the Patient included");
    }

    /// While bundles arrive, whoever reads sees the chart before or after each of them, never a part.
    pub(super) async fn readers_always_see_a_whole_chart(&self, person: PersonId, una: &Invented) {
        let done = Arc::new(AtomicBool::new(false));
        let reader = {
            let (done, clinician) = (Arc::clone(&done), self.clinician.clone());
            tokio::spawn(async move {
                let mut seen = Vec::new();
                while !done.load(Ordering::SeqCst) {
                    let (_, chart) = whole_chart(&clinician, person).await;
                    seen.push(chart.tally.received);
                }
                seen
            })
        };
        let (_, before) = whole_chart(&self.clinician, person).await;
        for nth in 1..=6 {
            let many: Vec<_> = (0..60)
                .map(|one| {
                    una.weight(
                        &format!("many-{nth}-{one}"),
                        &format!("2025-{:02}-{:02}", 1 + one % 12, 1 + one % 28),
                        "70",
                    )
                })
                .collect();
            self.server.import_text("ZZB05", &una.bundle(&format!("2026-11-1{nth}"), &many)).await;
        }
        done.store(true, Ordering::SeqCst);
        let seen = reader.await.expect("the reader saw whole charts only");
        let (_, after) = whole_chart(&self.clinician, person).await;
        assert_eq!(after.tally.received - before.tally.received, 6 * 60 + 1, "all of it arrived, the Patient once");
        assert!(seen.is_sorted(), "nothing that was visible vanished: {seen:?}");
        let first = before.tally.received;
        let whole = |received: &u32| *received == first || (received - first) % 60 == 1;
        assert!(seen.iter().all(whole), "a bundle is visible whole or not at all: {seen:?}");
    }
}
