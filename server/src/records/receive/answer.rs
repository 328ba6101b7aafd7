//! What a sender is told.

use serde::Serialize;
use utoipa::ToSchema;

use crate::records::ImportTally;

/// How many issues are listed.
const LISTED: usize = 100;

/// What became of a body.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = IntakeReceived)]
pub(super) struct Received {
    /// What became of its resources.
    pub(super) tally: Tally,
    /// What could not be read, and what waits, with the reason: the first 100.
    pub(super) issues: Vec<Issue>,
    /// How many issues there are beyond those listed.
    pub(super) more_issues: usize,
}

/// What became of a body's resources: `resources = placed + folded + unreadable + waiting + unchanged`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = IntakeTally)]
pub(super) struct Tally {
    /// Bodies read: 1.
    files: usize,
    /// Resources in it.
    resources: usize,
    /// Those that stand as a row of a record.
    placed: usize,
    /// Those that belong to others: drugs, lists, places.
    folded: usize,
    /// Those that could not be read, and are on the record with the reason.
    unreadable: usize,
    /// Those that wait for a person to be matched.
    waiting: usize,
    /// Those that were there before, byte for byte.
    unchanged: usize,
    /// On how many people's records they are.
    people: usize,
    /// Resources inside of others that became items of their own; not among the resources.
    contained: usize,
    /// Bodies of which nothing was taken: 0.
    refused: usize,
}

impl From<&ImportTally> for Tally {
    fn from(tally: &ImportTally) -> Self {
        Self {
            files: tally.files,
            resources: tally.resources,
            placed: tally.placed,
            folded: tally.folded,
            unreadable: tally.unreadable,
            waiting: tally.waiting,
            unchanged: tally.unchanged,
            people: tally.people.len(),
            contained: tally.contained,
            refused: tally.refused,
        }
    }
}

/// One thing that the sender should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = IntakeIssue)]
pub(super) struct Issue {
    /// Which resource: `entry[3] Observation/abc`, with its line before it where the body has one value on each line.
    pub(super) resource: String,
    /// The path in it, such as `valueQuantity.value`; empty where it is the resource itself.
    pub(super) path: String,
    /// What is the matter.
    pub(super) problem: String,
}

/// Issues as they are found: the first are kept, the others counted.
#[derive(Debug, Default)]
pub(super) struct Issues {
    listed: Vec<Issue>,
    more: usize,
}

impl Issues {
    pub(super) fn add(&mut self, issue: Issue) {
        if self.listed.len() < LISTED {
            self.listed.push(issue);
        } else {
            self.more += 1;
        }
    }

    pub(super) fn extend(&mut self, issues: impl IntoIterator<Item = Issue>) {
        issues.into_iter().for_each(|issue| self.add(issue));
    }

    pub(super) fn with(self, tally: &ImportTally) -> Received {
        Received { tally: tally.into(), issues: self.listed, more_issues: self.more }
    }
}

/// What is sent: a Bundle or any other resource, of which only this much is said here.
#[derive(Debug, ToSchema)]
#[schema(as = FhirResource, rename_all = "camelCase")]
#[expect(dead_code, reason = "it describes what the intake reads")]
pub(super) struct Resource {
    /// Its type, such as `Bundle`; what else there may be is in the FHIR specification.
    resource_type: String,
}

/// The body of a problem, as every problem is, with what this address says besides. Only for the description.
#[derive(Debug, ToSchema)]
#[schema(as = IntakeProblem)]
#[expect(dead_code, reason = "it describes what web::ApiError writes")]
pub(super) struct ProblemBody {
    /// A stable id of the kind of problem, such as `cut-short`.
    r#type: String,
    /// A sentence for a person.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What to do about it, where there is more to say.
    detail: Option<String>,
    /// Finds this answer in the server's log.
    request_id: String,
    /// The resource at fault, as far as it is known: `entry[12] Observation/abc`.
    resource: Option<String>,
    /// The path in it, such as `valueQuantity.value`.
    path: Option<String>,
    /// The line of the body, after unpacking, counted from 1.
    line: Option<usize>,
    /// The column in that line, counted from 1 in characters.
    column: Option<usize>,
    /// What had been taken before; only where something had.
    tally: Option<Tally>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tally_is_the_one_that_the_command_prints() {
        let tally =
            ImportTally { files: 1, resources: 6, placed: 1, folded: 2, unreadable: 3, ..ImportTally::default() };
        let printed = serde_json::to_value(&tally).expect("JSON");
        assert_eq!(serde_json::to_value(Tally::from(&tally)).expect("JSON"), printed);
    }

    #[test]
    fn the_first_hundred_are_listed_and_the_others_counted() {
        let issue = |nth: usize| Issue { resource: nth.to_string(), path: String::new(), problem: String::new() };
        let mut issues = Issues::default();
        issues.extend((0..250).map(issue));
        let received = issues.with(&ImportTally::default());
        assert_eq!((received.issues.len(), received.more_issues), (100, 150));
        assert_eq!(received.issues[99], issue(99));
    }
}
