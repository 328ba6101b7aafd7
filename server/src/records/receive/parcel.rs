//! A body, opened: its submissions, and how the sender would find each resource again.

use std::sync::Arc;

use super::bounds::{self, Flaw, TopValue};
use super::place::resource_name;
use crate::records::intake::{RawEntry, RefusedFile, Submission, submissions};

/// Why nothing of a body is taken, once it is all there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum BadParcel {
    /// It goes beyond the bounds, or is no JSON.
    Flaw(Flaw),
    /// It is JSON, and nothing that is taken.
    Refused(RefusedFile),
}

/// The submissions of one body.
#[derive(Debug)]
pub(super) struct Parcel {
    pub(super) submissions: Vec<Arc<Submission>>,
    /// The lines on which bundles begin, in their order; none where the body is one value.
    bundles: Vec<usize>,
    /// The same of bare resources, which are one submission, the last.
    bare: Vec<usize>,
    several: bool,
}

impl Parcel {
    /// Opens an unpacked body. It takes a while, so it is work for [`aside`](crate::work::aside).
    ///
    /// # Errors
    /// When it goes beyond the bounds, or holds nothing that can be taken in.
    pub(super) fn open(body: &[u8]) -> Result<Self, BadParcel> {
        // A mark of the byte order says nothing in UTF-8.
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        let values = bounds::walk(body).map_err(BadParcel::Flaw)?;
        let submissions = submissions(body).map_err(BadParcel::Refused)?;
        let lines = |bundle: bool| {
            values.iter().filter(|value| value.bundle == bundle).map(|value: &TopValue| value.line).collect()
        };
        Ok(Self {
            submissions: submissions.into_iter().map(Arc::new).collect(),
            bundles: lines(true),
            bare: lines(false),
            several: values.len() > 1,
        })
    }

    /// A submission as a whole: `bundle`, with its line where the body has several values.
    pub(super) fn name(&self, nth: usize) -> String {
        match self.bundles.get(nth).filter(|_| self.several) {
            Some(line) => format!("line {line}, bundle"),
            None if nth < self.bundles.len() => "bundle".to_owned(),
            None => "resources".to_owned(),
        }
    }

    /// One entry of a submission: `entry[3] Observation/abc`, or the bare resource, with its line where the body has
    /// several values.
    pub(super) fn name_entry(&self, nth: usize, entry: usize) -> String {
        let raw = self.submissions.get(nth).and_then(|submission| submission.entries.get(entry));
        let named = raw.map(said).unwrap_or_default();
        let (line, named) = match self.bundles.get(nth) {
            Some(line) if named.is_empty() => (Some(line), format!("entry[{entry}]")),
            Some(line) => (Some(line), format!("entry[{entry}] {named}")),
            None => (self.bare.get(entry), named),
        };
        match line.filter(|_| self.several) {
            Some(line) if named.is_empty() => format!("line {line}"),
            Some(line) => format!("line {line}, {named}"),
            None => named,
        }
    }
}

/// What an entry says of itself; one without a resource says nothing.
fn said(raw: &RawEntry) -> String {
    if raw.problem.is_some() { String::new() } else { resource_name(&raw.resource_type, raw.id.as_deref()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_are_named_as_the_sender_finds_them() {
        let bundle =
            r#"{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient", "id": "p"}}, {}]}"#;
        let one = Parcel::open(bundle.as_bytes()).expect("a bundle");
        assert_eq!(
            [one.name(0), one.name_entry(0, 0), one.name_entry(0, 1)],
            ["bundle", "entry[0] Patient/p", "entry[1]"]
        );
        let bare = r#"{"resourceType": "Observation"}"#;
        let lines = format!("{bare}\n{bundle}\n\n{bare}\n");
        let lines = Parcel::open(lines.as_bytes()).expect("lines");
        assert_eq!(lines.submissions.len(), 2);
        assert_eq!([lines.name(0), lines.name_entry(0, 0)], ["line 2, bundle", "line 2, entry[0] Patient/p"]);
        assert_eq!([lines.name(1), lines.name_entry(1, 1)], ["resources", "line 4, Observation"]);
        let single = Parcel::open(bare.as_bytes()).expect("a resource");
        assert_eq!(single.name_entry(0, 0), "Observation");
    }

    #[test]
    fn what_is_nothing_that_is_taken_is_refused() {
        let refused = |body: &str| Parcel::open(body.as_bytes()).expect_err("refused");
        assert_eq!(refused(" \n"), BadParcel::Refused(RefusedFile::Empty));
        assert!(matches!(refused("[]"), BadParcel::Refused(RefusedFile::NotFhir { .. })));
        let entry = refused(r#"{"resourceType": "Bundle", "entry": 7}"#);
        assert!(matches!(entry, BadParcel::Refused(RefusedFile::BadBundle { .. })));
        assert!(matches!(refused("{"), BadParcel::Flaw(_)));
    }
}
