//! What was answered: how often, with which status, to whom.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Deserialize;

use crate::failure::{During, Outcome};

/// What `hooks.py` calls a request whose method the address does not take.
const ANOTHER_METHOD: &str = "another method";

/// Answers by operation.
#[derive(Debug, Default)]
pub(super) struct Tally {
    operations: BTreeMap<String, Counts>,
    other_methods: usize,
}

/// The answers of one operation.
#[derive(Debug, Default)]
struct Counts {
    by_status: BTreeMap<u16, usize>,
    succeeded_for: BTreeSet<String>,
}

/// A line of what `hooks.py` writes.
#[derive(Deserialize)]
struct Line {
    operation: String,
    status: u16,
    answers: usize,
}

impl Tally {
    /// The tally of one run.
    pub(super) fn read(text: &str) -> Outcome<Self> {
        let lines: Vec<Line> = serde_json::from_str(text).during("read the tally that hooks.py wrote")?;
        let mut tally = Self::default();
        for line in lines {
            if line.operation == ANOTHER_METHOD {
                tally.other_methods += line.answers;
            } else {
                *tally.operations.entry(line.operation).or_default().by_status.entry(line.status).or_default() +=
                    line.answers;
            }
        }
        Ok(tally)
    }

    /// Adds what was answered to somebody.
    pub(super) fn add(&mut self, asking: &str, other: Self) {
        self.other_methods += other.other_methods;
        for (name, counts) in other.operations {
            let mine = self.operations.entry(name).or_default();
            if counts.succeeded() > 0 {
                mine.succeeded_for.insert(asking.to_owned());
            }
            for (status, answers) in counts.by_status {
                *mine.by_status.entry(status).or_default() += answers;
            }
        }
    }

    /// Operations that answered, and never with a 2xx.
    pub(super) fn never_succeeded(&self) -> Vec<&str> {
        let all = self.operations.iter();
        all.filter(|(_, counts)| counts.succeeded() == 0).map(|(name, _)| name.as_str()).collect()
    }

    /// In a few words.
    pub(super) fn line(&self) -> String {
        let all = self.operations.len();
        format!("{} answers, {} of {all} operations reached a 2xx", self.answers(), all - self.never_succeeded().len())
    }

    fn answers(&self) -> usize {
        self.other_methods + self.operations.values().map(Counts::answers).sum::<usize>()
    }
}

impl Counts {
    fn answers(&self) -> usize {
        self.by_status.values().sum()
    }

    fn succeeded(&self) -> usize {
        self.by_status.range(200..300).map(|(_, answers)| answers).sum()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "answers    2xx  for  operation")?;
        for (name, counts) in &self.operations {
            let statuses: Vec<String> = counts.by_status.iter().map(|(status, n)| format!("{status}: {n}")).collect();
            let (answers, succeeded, roles) = (counts.answers(), counts.succeeded(), counts.succeeded_for.len());
            writeln!(f, "{answers:>7} {succeeded:>6} {roles:>4}  {name} ({})", statuses.join(", "))?;
        }
        writeln!(f, "{:>7}             by a method that the address does not take", self.other_methods)?;
        write!(f, "{}", self.line())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(lines: &[(&str, u16, usize)]) -> Tally {
        let lines: Vec<_> = lines
            .iter()
            .map(|(operation, status, answers)| {
                serde_json::json!({ "operation": operation, "status": status, "answers": answers })
            })
            .collect();
        Tally::read(&serde_json::Value::from(lines).to_string()).expect("a tally")
    }

    #[test]
    fn an_operation_that_one_role_reached_is_reached() {
        let mut all = Tally::default();
        all.add("nobody", tally(&[("GET /a", 401, 3), ("GET /b", 304, 2), (ANOTHER_METHOD, 405, 7)]));
        assert_eq!(all.never_succeeded(), ["GET /a", "GET /b"]);
        all.add("clinician", tally(&[("GET /a", 204, 1), ("GET /a", 404, 1)]));
        assert_eq!(all.never_succeeded(), ["GET /b"]);
        assert_eq!(all.line(), "14 answers, 1 of 2 operations reached a 2xx");
    }

    #[test]
    fn what_is_no_tally_is_said_so() {
        assert!(Tally::read("{}").is_err());
    }
}
