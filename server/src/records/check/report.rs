use std::fmt;

use serde::Serialize;

use super::person::Looked;
use crate::audit::Verified;
use crate::db::DbError;

/// How many faults are told one by one; the rest is counted.
const TOLD: usize = 1_000;

/// Something that is not as it was stored. Names places by their ids, and holds nobody's name or clinical text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Fault {
    /// Where, such as `person …, resource …`.
    pub place: String,
    /// What is wrong, in words.
    pub problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.problem)
    }
}

/// What arrivals have staged and not published: being taken in now, or left by an import that was killed. Nobody sees
/// it, and the next import takes back what is older than ten minutes, so it is no fault.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct LeftOver {
    /// Arrivals.
    pub arrivals: i64,
    /// Their resources.
    pub resources: i64,
}

/// What an error says of the stored data itself; any other error, such as a database that does not answer, is given
/// back.
pub(super) fn damage(error: DbError) -> Result<String, DbError> {
    match error {
        DbError::Unreadable { what } => Ok(format!("a stored {what} cannot be read")),
        DbError::Engine(sqlx::Error::Database(error)) => Ok(error.message().to_owned()),
        other => Err(other),
    }
}

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CheckReport {
    /// People looked at.
    pub people: u64,
    /// Published resources whose bytes and items were compared.
    pub resources: u64,
    /// Charts unpacked, hashed, and made again to compare.
    pub charts: u64,
    /// Replaced charts that somebody saw.
    pub replaced_charts: u64,
    /// Resources that wait for a person to be matched.
    pub waiting: u64,
    /// What is staged.
    pub left_over: LeftOver,
    /// Charts that hold the same resources and are not what this program makes of them: an older version made them.
    pub rebuild_needed: u64,
    /// What was walked of the audit log; none where it is broken.
    pub audit: Option<Verified>,
    /// What is wrong, in the order of places.
    pub faults: Vec<Fault>,
    /// Faults that are not among these, since there are too many.
    pub more_faults: u64,
}

impl CheckReport {
    /// Whether nothing is wrong; charts of an older version and what is staged are not.
    pub fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }

    /// How many faults there are, told or not.
    pub fn all_faults(&self) -> u64 {
        u64::try_from(self.faults.len()).unwrap_or(u64::MAX).saturating_add(self.more_faults)
    }

    pub(super) fn fault(&mut self, place: impl Into<String>, problem: impl Into<String>) {
        self.push(Fault { place: place.into(), problem: problem.into() });
    }

    /// What a step answered; where it could not read what is stored, that is a fault, and the other steps go on.
    pub(super) fn outcome<T>(&mut self, step: &str, outcome: Result<T, DbError>) -> Result<Option<T>, DbError> {
        match outcome {
            Ok(value) => Ok(Some(value)),
            Err(error) => {
                let damage = damage(error)?;
                self.fault(step, damage);
                Ok(None)
            }
        }
    }

    fn push(&mut self, fault: Fault) {
        if self.faults.len() < TOLD {
            self.faults.push(fault);
        } else {
            self.more_faults += 1;
        }
    }

    pub(super) fn add(&mut self, looked: Looked) {
        self.people += looked.people;
        self.resources += looked.resources;
        self.charts += looked.charts;
        self.replaced_charts += looked.replaced_charts;
        self.rebuild_needed += looked.rebuild_needed;
        looked.faults.into_iter().for_each(|fault| self.push(fault));
    }

    pub(super) fn sort(&mut self) {
        self.faults.sort();
    }
}

impl fmt::Display for CheckReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.faults {
            writeln!(f, "fault: {fault}")?;
        }
        if self.more_faults > 0 {
            writeln!(f, "fault: {} more", self.more_faults)?;
        }
        let Self { people, resources, charts, replaced_charts, waiting, .. } = self;
        writeln!(
            f,
            "Looked at {people} people, {resources} resources, {charts} charts, {replaced_charts} replaced charts that \
             were seen, {waiting} resources that wait."
        )?;
        if let Some(audit) = self.audit {
            let Verified { entries, logs, checkpoints } = audit;
            writeln!(f, "The audit log is whole: {entries} entries in {logs} logs, {checkpoints} checkpoints.")?;
        }
        if self.left_over.arrivals > 0 {
            let LeftOver { arrivals, resources } = self.left_over;
            writeln!(
                f,
                "Staged and not published: {arrivals} arrivals with {resources} resources. Nobody sees them; the next \
                 import takes back what was left."
            )?;
        }
        if self.rebuild_needed > 0 {
            let charts = self.rebuild_needed;
            writeln!(f, "Rebuild needed: {charts} charts were made by another version. Run commonweal rebuild.")?;
        }
        match self.all_faults() {
            0 => write!(f, "Nothing is wrong."),
            faults => write!(f, "Faults: {faults}."),
        }
    }
}
