//! What must stand beside an item: security labels, statuses, and dates that can't be.

use commonweal_shared::records::{Item, Label};
use commonweal_shared::time::{FhirDate, Moment};

use super::codes::all_codes;
use super::json::Node;
use super::submission::Submission;

/// `NOPAT` in `meta.security`, whatever the system; nowhere else, since the letters stand in words too.
pub(super) fn nopat(node: &Node<'_>) -> bool {
    security(node).any(|label| label.get("code").text() == Some("NOPAT"))
}

/// Confidentiality R (restricted) or V (very restricted).
pub(super) fn restricted(node: &Node<'_>) -> bool {
    security(node).any(|label| {
        let system = label.get("system").text().unwrap_or_default();
        let of_confidentiality =
            system.is_empty() || system.contains("Confidentiality") || system.ends_with("2.16.840.1.113883.5.25");
        of_confidentiality && matches!(label.get("code").text(), Some("R" | "V"))
    })
}

fn security<'n, 'a>(node: &'n Node<'a>) -> impl Iterator<Item = &'n Node<'a>> {
    node.get("meta").get("security").items().iter()
}

/// What statuses say: entered in error, not stated, not done.
pub(super) fn of_status(node: &Node<'_>) -> Vec<Label> {
    let mut found = Vec::new();
    let statuses = ["status", "lifecycleStatus", "verificationStatus"].map(|key| all_codes(node.get(key)));
    let says = |wanted: &str| statuses.iter().flatten().any(|code| *code == wanted);
    if says("entered-in-error") {
        found.push(Label::EnteredInError);
    }
    if node.get("status").text() == Some("unknown") {
        found.push(Label::StatusUnknown);
    }
    let not_done = ["notGiven", "notDone", "doNotPerform"].iter().any(|key| node.get(key).truth() == Some(true));
    if not_done || node.get("status").text() == Some("not-done") {
        found.push(Label::NotGiven);
    }
    found
}

/// The days between which a person lived, as far as a source says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct LifeSpan {
    /// Date of birth.
    pub(super) born: Option<FhirDate>,
    /// Date of death.
    pub(super) died: Option<FhirDate>,
}

impl LifeSpan {
    /// Of the person whom a submission is about; nothing where that is not certain.
    pub(super) fn of(submission: &Submission) -> Self {
        match submission.patients.as_slice() {
            [claim] => Self { born: claim.identity.born.clone(), died: claim.identity.died.clone() },
            _ => Self::default(),
        }
    }

    /// On an earlier calendar day than the birth; a year or a month counts as its first day, unless
    /// the birth lies within it.
    pub(super) fn before(&self, date: &FhirDate) -> bool {
        self.born.as_ref().is_some_and(|born| date.start_day() < born.start_day() && !within(date, born))
    }

    /// On a later calendar day than the death.
    pub(super) fn after(&self, date: &FhirDate) -> bool {
        self.died.as_ref().is_some_and(|died| date.start_day() > died.start_day() && !within(died, date))
    }
}

/// Whether the period that `wide` names holds the day of `day`.
fn within(wide: &FhirDate, day: &FhirDate) -> bool {
    let (wide_year, wide_month, _) = wide.start_day();
    let (year, month, _) = day.start_day();
    match wide.as_str().len() {
        4 => wide_year == year,
        7 => wide_year == year && wide_month == month,
        _ => false,
    }
}

/// Labels for dates outside the life span or after the moment of receipt.
///
/// The end of a plan may lie ahead, and that is nothing to point out; so `until` is not asked
/// whether it lies in the future.
pub(super) fn of_dates(item: &Item, life: &LifeSpan, received: Moment) -> Vec<Label> {
    let stated = [&item.when, &item.until, &item.recorded];
    let dates = || stated.iter().filter_map(|date| date.as_ref());
    let mut found = Vec::new();
    if dates().any(|date| life.before(date)) {
        found.push(Label::BeforeBirth);
    }
    if dates().any(|date| life.after(date)) {
        found.push(Label::AfterDeath);
    }
    let begun = [&item.when, &item.recorded];
    if begun.iter().filter_map(|date| date.as_ref()).any(|date| date.sort_key() > received.as_micros()) {
        found.push(Label::Future);
    }
    found
}
