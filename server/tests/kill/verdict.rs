use serde::Deserialize;

use crate::place::Place;
use crate::program::run;

/// What `commonweal check --json` says, as far as it is asked here.
#[derive(Debug, Deserialize)]
pub(crate) struct Report {
    pub(crate) people: u64,
    pub(crate) resources: u64,
    pub(crate) left_over: LeftOver,
    faults: Vec<serde_json::Value>,
    rebuild_needed: u64,
    audit: Option<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct LeftOver {
    pub(crate) arrivals: i64,
    pub(crate) resources: i64,
}

/// Runs `commonweal check`; there may be no database yet, and whatever there is must be clean.
pub(crate) fn check(place: &Place) -> Option<Report> {
    let done = run(place, &["check", "--json"]);
    let (out, error) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    if error.contains("nothing of Commonweal is in") {
        return None;
    }
    assert_eq!(done.status.code(), Some(0), "commonweal check: {out}{error}");
    let report: Report = serde_json::from_str(&out).expect("what the check prints is JSON");
    assert!(report.faults.is_empty() && report.rebuild_needed == 0, "{out}");
    assert!(report.audit.is_some(), "the audit log was not walked: {out}");
    Some(report)
}

/// Runs `commonweal verify-audit`, which must find the log whole.
pub(crate) fn verify_audit(place: &Place) {
    let done = run(place, &["verify-audit"]);
    let out = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success() && out.contains("The audit log is whole"), "{out}");
}

/// The tally of an import or an answer of the intake.
#[derive(Debug, Deserialize)]
pub(crate) struct Tally {
    pub(crate) files: usize,
    pub(crate) resources: usize,
    placed: usize,
    folded: usize,
    unreadable: usize,
    waiting: usize,
    pub(crate) unchanged: usize,
    refused: usize,
}

impl Tally {
    /// Reads what an import prints: it adds up and refuses nothing.
    pub(crate) fn of(json: &str) -> Self {
        serde_json::from_str::<Self>(json).unwrap_or_else(|error| panic!("{error}: {json}")).adding_up()
    }

    /// Reads an answer of the intake.
    pub(crate) fn of_answer(json: &str) -> Self {
        #[derive(Deserialize)]
        struct Received {
            tally: Tally,
        }
        let received: Received = serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"));
        received.tally.adding_up()
    }

    fn adding_up(self) -> Self {
        let parts = [self.placed, self.folded, self.unreadable, self.waiting, self.unchanged];
        assert_eq!(self.resources, parts.iter().sum::<usize>(), "{self:?}");
        assert_eq!(self.refused, 0, "{self:?}");
        self
    }
}
