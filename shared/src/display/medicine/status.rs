//! The status of a medicine: rules L1 and L4.

use super::list::MedicineList;
use crate::time::{FhirDate, Today};

/// The status in the list; there is no other (L4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MedicineStatus {
    /// Current, being given.
    Started,
    /// Current, not yet given.
    NotStarted,
    /// Current, held for a time.
    Suspended,
    /// Past, ended as planned.
    Completed,
    /// Past, ended before it was planned.
    Discontinued,
}

impl MedicineStatus {
    /// The words.
    pub const fn words(self) -> &'static str {
        match self {
            MedicineStatus::Started => "Started",
            MedicineStatus::NotStarted => "Not Started",
            MedicineStatus::Suspended => "Suspended",
            MedicineStatus::Completed => "Completed",
            MedicineStatus::Discontinued => "Discontinued",
        }
    }

    /// The list that it belongs to (L1, L4).
    pub const fn list(self) -> MedicineList {
        match self {
            MedicineStatus::Started | MedicineStatus::NotStarted | MedicineStatus::Suspended => MedicineList::Current,
            MedicineStatus::Completed | MedicineStatus::Discontinued => MedicineList::Past,
        }
    }
}

/// A status, and whether the source stated one that could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MedicineState {
    /// The status.
    pub status: MedicineStatus,
    /// Whether it follows from what the source stated.
    pub stated: bool,
}

impl MedicineState {
    /// The words of the status column; they are never blank (L4), and say so when the source did
    /// not state a status.
    pub fn words(self) -> String {
        let words = self.status.words();
        if self.stated { words.to_owned() } else { format!("{words} (status not stated)") }
    }
}

/// The status that FHIR's code stands for (product rule of L4), for requests and statements of R4
/// and STU3; none for an entry made in error, which is in neither list.
///
/// `active` before its start is not started. A medicine without a readable status is past when its
/// end lies behind today, and current otherwise: to show a medicine that has ended does less harm
/// than to hide one that is taken. An `active` one stays current whatever its end says, since the
/// source's word counts.
pub fn medicine_state(
    code: Option<&str>,
    start: Option<&FhirDate>,
    end: Option<&FhirDate>,
    today: Today,
) -> Option<MedicineState> {
    let lies_ahead = start.is_some_and(|start| today.days_since(start) < 0);
    let started = if lies_ahead { MedicineStatus::NotStarted } else { MedicineStatus::Started };
    let (status, stated) = match code {
        Some("entered-in-error") => return None,
        Some("active") => (started, true),
        Some("intended" | "draft" | "not-taken") => (MedicineStatus::NotStarted, true),
        Some("on-hold") => (MedicineStatus::Suspended, true),
        Some("completed" | "complete") => (MedicineStatus::Completed, true),
        Some("stopped" | "cancelled") => (MedicineStatus::Discontinued, true),
        _ if end.is_some_and(|end| has_passed(end, today)) => (MedicineStatus::Completed, false),
        _ => (started, false),
    };
    Some(MedicineState { status, stated })
}

/// Whether the last day that the date can mean lies before today.
fn has_passed(end: &FhirDate, today: Today) -> bool {
    let (year, month, day) = today.ymd();
    let (end_year, end_month, end_day) = end.start_day();
    match end.precision() {
        crate::time::Precision::Year => end_year < year,
        crate::time::Precision::Month => (end_year, end_month) < (year, month),
        _ => (end_year, end_month, end_day) < (year, month, day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Moment;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn state(code: &str, start: &str, end: &str) -> String {
        let parsed = |text: &str| (!text.is_empty()).then(|| FhirDate::parse(text).expect("a valid date"));
        let code = (!code.is_empty()).then_some(code);
        let today = Today::at(Moment::parse("2026-11-22T12:00:00Z").expect("a valid instant"));
        let state = medicine_state(code, parsed(start).as_ref(), parsed(end).as_ref(), today);
        state.map_or_else(|| "none".to_owned(), MedicineState::words)
    }

    #[test]
    fn l4_status_is_never_blank() {
        for (code, start, end, words) in [
            ("active", "2026-01-01", "", "Started"),
            ("active", "2026-12-01", "", "Not Started"),
            ("active", "2026-11-22", "", "Started"),
            ("active", "2020-01-01", "2021-01-01", "Started"),
            ("active", "", "", "Started"),
            ("intended", "", "", "Not Started"),
            ("draft", "", "", "Not Started"),
            ("not-taken", "", "", "Not Started"),
            ("on-hold", "", "", "Suspended"),
            ("completed", "", "", "Completed"),
            ("complete", "", "", "Completed"),
            ("stopped", "", "", "Discontinued"),
            ("cancelled", "", "", "Discontinued"),
            ("entered-in-error", "", "", "none"),
            ("unknown", "", "", "Started (status not stated)"),
            ("unknown", "", "2026-11-21", "Completed (status not stated)"),
            ("unknown", "", "2026-11-22", "Started (status not stated)"),
            ("unknown", "", "2026-11", "Started (status not stated)"),
            ("unknown", "", "2025", "Completed (status not stated)"),
            ("", "2026-12", "", "Not Started (status not stated)"),
            ("\u{202e}active", "", "", "Started (status not stated)"),
        ] {
            assert_eq!(state(code, start, end), words, "{code} {start} {end}");
        }
    }

    #[test]
    fn l4_current_and_past() {
        for status in [MedicineStatus::Started, MedicineStatus::NotStarted, MedicineStatus::Suspended] {
            assert_eq!(status.list(), MedicineList::Current);
        }
        for status in [MedicineStatus::Completed, MedicineStatus::Discontinued] {
            assert_eq!(status.list(), MedicineList::Past);
        }
    }
}
