//! The lists of current and past medicines: rules L1, L3, L5, L6 and L7.

use crate::display::text::{count, one_line};
use crate::time::{FhirDate, Today};
use std::cmp::Ordering;

/// The two lists; exactly one is shown (L1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MedicineList {
    /// What is or will be taken; shown first.
    #[default]
    Current,
    /// What was taken.
    Past,
}

impl MedicineList {
    /// The word on its button (L1).
    pub const fn title(self) -> &'static str {
        match self {
            MedicineList::Current => "Current",
            MedicineList::Past => "Past",
        }
    }

    /// The columns in their order (L3).
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            MedicineList::Current => &["Status", "Drug details", "Start date"],
            MedicineList::Past => &["Status", "Drug details", "Start date", "End date"],
        }
    }

    /// The date by which the list is sorted, newest first (L6).
    pub const fn sorted_by<'a>(self, start: Option<&'a FhirDate>, end: Option<&'a FhirDate>) -> Option<&'a FhirDate> {
        match self {
            MedicineList::Current => start,
            MedicineList::Past => end,
        }
    }
}

/// Newest first, and what has no date last (L6). Dates of the same instant are equal, so that a
/// stable sort keeps the order that was there before.
pub fn newest_first(one: Option<&FhirDate>, other: Option<&FhirDate>) -> Ordering {
    let key = |date: Option<&FhirDate>| date.map(FhirDate::sort_key);
    // None is less than any date, so that the reversed order puts it last.
    key(other).cmp(&key(one))
}

/// How many days back a medicine counts as stopped recently (product default of L5).
pub const RECENTLY_STOPPED_DAYS: u16 = 28;

/// How many of the end dates lie in the last so many days, today included. A partial date counts
/// when its first day does.
pub fn stopped_recently<'a>(ends: impl IntoIterator<Item = &'a FhirDate>, today: Today, days: u16) -> usize {
    let recent = |end: &&FhirDate| (0..=i64::from(days)).contains(&today.days_since(end));
    ends.into_iter().filter(recent).count()
}

/// The notice above the current list: `3 medicines stopped in the last 28 days` (L5); none when
/// there is nothing to say.
pub fn stopped_notice(stopped: usize, days: u16) -> Option<String> {
    if stopped == 0 {
        return None;
    }
    let (medicines, days) = (count("medicine", stopped), count("day", usize::from(days)));
    Some(format!("{medicines} stopped in the last {days}"))
}

/// The notice at an end of a long list: names the first drugs that are out of view there and
/// counts the rest, `Further down: amlodipine, aspirin and 4 more` (L7). It is not a link.
///
/// `place` is where the drugs are, such as `Further down`; `named` is how many are named. None
/// when nothing is out of view.
pub fn out_of_view_notice(place: &str, names: &[&str], named: usize) -> Option<String> {
    let (shown, rest) = names.split_at(named.clamp(1, names.len().max(1)).min(names.len()));
    let shown: Vec<String> = shown.iter().map(|name| one_line(name)).collect();
    let (last, before) = shown.split_last()?;
    let list = match (before, rest.len()) {
        ([], 0) => last.clone(),
        (before, 0) => format!("{} and {last}", before.join(", ")),
        (_, more) => format!("{} and {} more", shown.join(", "), more),
    };
    Some(format!("{place}: {list}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Moment;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn parsed(text: &str) -> FhirDate {
        FhirDate::parse(text).expect("the test writes a valid date")
    }

    #[test]
    fn l1_current_is_the_default() {
        assert_eq!(MedicineList::default().title(), "Current");
        assert_eq!(MedicineList::Past.title(), "Past");
    }

    #[test]
    fn l3_columns() {
        assert_eq!(MedicineList::Current.columns(), ["Status", "Drug details", "Start date"]);
        let past = ["Status", "Drug details", "Start date", "End date"];
        assert_eq!(MedicineList::Past.columns(), past);
    }

    #[test]
    fn l5_stopped_recently() {
        let notice = |stopped| stopped_notice(stopped, RECENTLY_STOPPED_DAYS);
        assert_eq!(notice(3).as_deref(), Some("3 medicines stopped in the last 28 days"));
        assert_eq!(notice(1).as_deref(), Some("1 medicine stopped in the last 28 days"));
        assert_eq!(notice(0), None);
        let today = Today::at(Moment::parse("2026-11-22T12:00:00Z").expect("a valid instant"));
        let ends = ["2026-11-22", "2026-10-25", "2026-10-24", "2026-11-23", "2026-11", "2026"];
        let ends = ends.map(parsed);
        assert_eq!(stopped_recently(&ends, today, RECENTLY_STOPPED_DAYS), 3);
    }

    #[test]
    fn l6_newest_first_and_stable() {
        let dates = [Some("2020"), None, Some("2026-01-02"), Some("2020-01-01"), Some("2026-01")];
        let dates = dates.map(|text| text.map(parsed));
        let mut order: Vec<usize> = (0..dates.len()).collect();
        order.sort_by(|one, other| newest_first(dates[*one].as_ref(), dates[*other].as_ref()));
        assert_eq!(order, [2, 4, 0, 3, 1]);
        let (start, end) = (parsed("2020"), parsed("2021"));
        let by = |list: MedicineList| list.sorted_by(Some(&start), Some(&end)).cloned();
        assert_eq!(by(MedicineList::Current), Some(parsed("2020")));
        assert_eq!(by(MedicineList::Past), Some(parsed("2021")));
    }

    #[test]
    fn l7_what_is_out_of_view() {
        let names = ["amlodipine", "aspirin", "bisoprolol"];
        let notice = |named| out_of_view_notice("Further down", &names, named).unwrap_or_default();
        assert_eq!(notice(2), "Further down: amlodipine, aspirin and 1 more");
        assert_eq!(notice(3), "Further down: amlodipine, aspirin and bisoprolol");
        assert_eq!(notice(99), "Further down: amlodipine, aspirin and bisoprolol");
        assert_eq!(notice(0), "Further down: amlodipine and 2 more");
        assert_eq!(out_of_view_notice("Above", &["aspirin"], 3).as_deref(), Some("Above: aspirin"));
        assert_eq!(out_of_view_notice("Above", &[], 3), None);
    }
}
