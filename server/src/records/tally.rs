//! What became of the entries of an import.

use std::collections::BTreeSet;
use std::fmt;

use commonweal_shared::ids::PersonId;
use serde::Serialize;
use serde::ser::SerializeStruct;

/// `resources = placed + folded + unreadable + waiting + unchanged`, over the entries of bundles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportTally {
    /// Files read.
    pub files: usize,
    /// Entries in them.
    pub resources: usize,
    /// Entries that stand as a row of a record.
    pub placed: usize,
    /// Entries that belong to others: drugs, lists, places, bills.
    pub folded: usize,
    /// Entries that could not be read, and are on the record with the reason.
    pub unreadable: usize,
    /// Entries that wait for a person to be matched.
    pub waiting: usize,
    /// Entries that were there before, byte for byte.
    pub unchanged: usize,
    /// Resources contained in others that became items of their own; not among the entries.
    pub contained: usize,
    /// Whose records they are on.
    pub people: BTreeSet<PersonId>,
    /// Files of which nothing was taken.
    pub refused: usize,
}

impl ImportTally {
    /// What came again, byte for byte, as the newest answer for this person.
    pub(super) fn unchanged(resources: usize, person: PersonId) -> Self {
        Self { resources, unchanged: resources, people: BTreeSet::from([person]), ..Self::default() }
    }

    /// Adds what became of another submission or file.
    pub fn add(&mut self, other: &Self) {
        self.files += other.files;
        self.resources += other.resources;
        self.placed += other.placed;
        self.folded += other.folded;
        self.unreadable += other.unreadable;
        self.waiting += other.waiting;
        self.unchanged += other.unchanged;
        self.contained += other.contained;
        self.people.extend(other.people.iter().copied());
        self.refused += other.refused;
    }
}

impl Serialize for ImportTally {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut out = to.serialize_struct("ImportTally", 10)?;
        out.serialize_field("files", &self.files)?;
        out.serialize_field("resources", &self.resources)?;
        out.serialize_field("placed", &self.placed)?;
        out.serialize_field("folded", &self.folded)?;
        out.serialize_field("unreadable", &self.unreadable)?;
        out.serialize_field("waiting", &self.waiting)?;
        out.serialize_field("unchanged", &self.unchanged)?;
        out.serialize_field("people", &self.people.len())?;
        out.serialize_field("contained", &self.contained)?;
        out.serialize_field("refused", &self.refused)?;
        out.end()
    }
}

impl fmt::Display for ImportTally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files = if self.files == 1 { "file" } else { "files" };
        write!(
            f,
            "{} {files}: {} resources = {} placed + {} folded + {} unreadable + {} waiting + {} unchanged, on {} {}",
            self.files,
            self.resources,
            self.placed,
            self.folded,
            self.unreadable,
            self.waiting,
            self.unchanged,
            self.people.len(),
            if self.people.len() == 1 { "person's record" } else { "people's records" },
        )?;
        if self.contained > 0 {
            write!(f, "; {} more came inside other resources", self.contained)?;
        }
        if self.refused > 0 {
            write!(f, "; {} refused", self.refused)?;
        }
        Ok(())
    }
}
