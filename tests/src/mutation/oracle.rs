//! What must hold of everything that is read, found out without the product's own reader.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use commonweal_server::records::intake::{ReadContext, Reading, ResourceKey, Submission, read, submissions};
use commonweal_shared::ids::{IntakeId, PersonId, ResourceId};
use commonweal_shared::records::{Clearance, FoldInput, Person, fold};
use commonweal_shared::time::Moment;
use uuid::Uuid;

use super::scan::{Span, has_key, scan, unescaped};

/// The fields that say whom a resource is about.
const FIELDS: [&str; 4] = ["subject", "patient", "beneficiary", "for"];

/// What was read of one input.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Examined {
    /// Whether the file was refused as a whole.
    pub refused: bool,
    /// Entries that would stand on a record.
    pub placed: usize,
    /// Entries that name another person, or came without exactly one.
    pub held: usize,
}

/// Reads an input as an import does, and says what is wrong with what came of it.
///
/// # Errors
/// A sentence, when something came of it that must never be.
pub fn examine(input: &[u8]) -> Result<Examined, String> {
    let split = catch_unwind(AssertUnwindSafe(|| submissions(input))).map_err(|_| "splitting the file panicked")?;
    let Ok(split) = split else { return Ok(Examined { refused: true, ..Examined::default() }) };
    let mut examined = Examined::default();
    for submission in &split {
        let once = catch_unwind(AssertUnwindSafe(|| read_once(submission))).map_err(|_| "reading panicked")?;
        if once != read_once(submission) {
            return Err("reading it twice gave two things".to_owned());
        }
        all_is_there(submission, &once)?;
        if let [claim] = submission.patients.as_slice() {
            nobody_elses(submission, &once)?;
            adds_up(&once, Person { id: PersonId::new(Uuid::nil()), identity: claim.identity.clone() })?;
            let held = once.items.iter().filter(|one| one.held.is_some()).count();
            examined.held += held;
            examined.placed += once.items.len() - held;
        } else {
            examined.held += once.items.len();
        }
    }
    Ok(examined)
}

fn read_once(submission: &Submission) -> Reading {
    let context = ReadContext {
        source: "ZZA01".parse().expect("a code"),
        intake: IntakeId::new(Uuid::from_u128(1)),
        received: Moment::parse("2026-11-22T09:00:00Z").expect("an instant"),
    };
    let mut next = 100;
    let mut ids = |_: ResourceKey<'_>| {
        next += 1;
        ResourceId::new(Uuid::from_u128(next))
    };
    read(submission, &context, &mut ids)
}

/// Each entry is one item, in its order; what is contained in one that is held is none.
fn all_is_there(submission: &Submission, reading: &Reading) -> Result<(), String> {
    let own: Vec<usize> = reading.items.iter().filter(|one| one.contained.is_none()).map(|one| one.entry).collect();
    if own != (0..submission.entries.len()).collect::<Vec<_>>() {
        return Err(format!("{} entries became {} items", submission.entries.len(), own.len()));
    }
    let held: BTreeSet<usize> = reading.items.iter().filter(|one| one.held.is_some()).map(|one| one.entry).collect();
    let inside = reading.items.iter().find(|one| one.contained.is_some() && held.contains(&one.entry));
    inside.map_or(Ok(()), |one| Err(format!("entry {} is held, and something in it is not", one.entry)))
}

/// What a Patient resource says of who it is, as its bytes say it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stated {
    /// Its ids: more than one where it has several, or where several resources are there.
    pub ids: BTreeSet<String>,
    /// The addresses that the bundle gives it.
    pub addresses: BTreeSet<String>,
    /// Its NHS numbers, digits only.
    pub numbers: BTreeSet<String>,
    /// Its dates of birth.
    pub born: BTreeSet<String>,
    /// Its family names, letters only and in lower case.
    pub families: BTreeSet<String>,
}

/// What all Patient resources of a submission say.
pub fn stated(submission: &Submission) -> Stated {
    let mut all = Stated::default();
    for entry in submission.entries.iter().filter(|entry| entry.resource_type == "Patient") {
        let (text, spans) = (&entry.bytes, scan(&entry.bytes));
        let words = |span: &Span| unescaped(text, &span.at).unwrap_or_else(|| raw(text, span)).trim().to_owned();
        let within = |key: &str, parent: usize| {
            let direct = spans.iter().enumerate().filter(move |(_, span)| span.parent == Some(parent));
            let values: Vec<usize> = direct.filter(|(_, span)| has_key(text, span, key)).map(|(at, _)| at).collect();
            values
        };
        let leaves = |at: usize| -> Vec<usize> {
            let inside: Vec<usize> = (0..spans.len()).filter(|inner| spans[*inner].parent == Some(at)).collect();
            if text[spans[at].at.start] == b'[' { inside } else { vec![at] }
        };
        all.ids.extend(within("id", 0).into_iter().map(|at| words(&spans[at])));
        all.addresses.extend(entry.full_url.clone());
        all.born.extend(within("birthDate", 0).into_iter().map(|at| words(&spans[at])));
        for name in within("name", 0).into_iter().flat_map(leaves) {
            let families = within("family", name).into_iter().flat_map(leaves).map(|at| words(&spans[at]));
            all.families.extend(families.map(|family| letters(&family)));
        }
        for identifier in within("identifier", 0).into_iter().flat_map(leaves) {
            let of_numbers = within("system", identifier).iter().any(|at| words(&spans[*at]).ends_with("/nhs-number"));
            let values = within("value", identifier).into_iter().map(|at| digits(&words(&spans[at])));
            all.numbers.extend(values.filter(|_| of_numbers));
        }
    }
    all
}

fn raw(text: &[u8], span: &Span) -> String {
    String::from_utf8_lossy(&text[span.at.clone()]).into_owned()
}

fn letters(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Nothing that would stand on the record says that it is about somebody else.
fn nobody_elses(submission: &Submission, reading: &Reading) -> Result<(), String> {
    let ours = stated(submission);
    if ours.ids.len() > 1 {
        return Err(format!("{} ids of Patients were taken for one person", ours.ids.len()));
    }
    for one in reading.items.iter().filter(|one| one.held.is_none()) {
        let bytes = one.contained.as_deref().unwrap_or(&submission.entries[one.entry].bytes);
        if let Some(whom) = somebody_else(bytes, &ours) {
            return Err(format!("entry {} stands on a record and is about somebody else: {whom}", one.entry));
        }
    }
    Ok(())
}

/// Whom a resource names that is not the person, wherever it, or what it contains, says whom it is about.
fn somebody_else(text: &[u8], ours: &Stated) -> Option<String> {
    let spans = scan(text);
    let about = spans.iter().enumerate().filter(|(_, span)| {
        FIELDS.iter().any(|field| has_key(text, span, field)) && is_of_a_resource(text, &spans, span)
    });
    about.filter_map(|(at, _)| names_other(text, &spans, at, ours)).next()
}

/// Whether a member is one of the resource itself, or of one that it contains: only lists, an entry's resource, and
/// one level of what is contained stand around it.
fn is_of_a_resource(text: &[u8], spans: &[Span], member: &Span) -> bool {
    let (mut at, mut inside) = (member.parent, 0);
    while let Some(around) = at.map(|at| &spans[at]) {
        if has_key(text, around, "contained") {
            inside += 1;
        } else if around.key.is_some() && !has_key(text, around, "resource") {
            return false;
        }
        at = around.parent;
    }
    inside <= 1
}

fn names_other(text: &[u8], spans: &[Span], field: usize, ours: &Stated) -> Option<String> {
    for (at, span) in spans.iter().enumerate().skip(field) {
        if span.at.start >= spans[field].at.end {
            break;
        }
        if text[span.at.start] != b'"' || !leads_to_reference(text, spans, at, field) {
            continue;
        }
        let Some(said) = unescaped(text, &span.at) else { continue };
        let said = said.trim().split("/_history/").next().unwrap_or_default().to_owned();
        let Some((_, id)) = said.rsplit_once("Patient/") else { continue };
        let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte));
        if is_id && !ours.ids.contains(id) && !ours.addresses.contains(&said) {
            return Some(said);
        }
    }
    None
}

/// Whether a text is a reference of this field: the field itself, or under `reference`, and not in an identifier.
fn leads_to_reference(text: &[u8], spans: &[Span], at: usize, field: usize) -> bool {
    let mut here = at;
    let mut named = false;
    loop {
        if here == field {
            return named || spans[at].key.is_none() || at == field;
        }
        let span = &spans[here];
        if span.key.is_some() && !has_key(text, span, "reference") {
            return false;
        }
        named |= span.key.is_some();
        match span.parent {
            Some(parent) => here = parent,
            None => return false,
        }
    }
}

/// A chart of what would stand on the record counts each item once.
fn adds_up(reading: &Reading, person: Person) -> Result<(), String> {
    let items: Vec<_> = reading.items.iter().filter(|one| one.held.is_none()).map(|one| one.item.clone()).collect();
    let expected = items.len();
    let answers = vec![reading.answer.clone()];
    let input = FoldInput { person, organisations: Vec::new(), answers, items, held: Vec::new() };
    let chart = catch_unwind(AssertUnwindSafe(|| fold(&input, Clearance::Restricted)));
    let tally = chart.map_err(|_| "making the chart panicked")?.tally;
    let sum = tally.shown + tally.folded + tally.unreadable;
    if tally.received == sum && sum as usize == expected {
        return Ok(());
    }
    Err(format!("{expected} items, and the chart counts {tally:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours() -> Stated {
        Stated { ids: ["p".to_owned()].into(), ..Stated::default() }
    }

    fn other(text: &str) -> Option<String> {
        somebody_else(text.as_bytes(), &ours())
    }

    #[test]
    fn another_person_is_found_in_every_shape() {
        for text in [
            r#"{"subject": {"reference": "Patient/q"}}"#,
            r#"{"subject": "Patient/q"}"#,
            r#"{"patient": [{"reference": "https://x/Patient/q/_history/2"}]}"#,
            r#"{"subject": {"reference": "Patient/p", "reference": "Patient/q"}}"#,
            r#"{"contained": [{"for": {"reference": "Patient\/q"}}]}"#,
            r#"{"resource": [{"beneficiary": {"reference": ["Patient/q"]}}]}"#,
        ] {
            assert!(other(text).is_some_and(|whom| whom.contains("Patient/q")), "{text}");
        }
    }

    #[test]
    fn the_person_and_what_is_no_subject_are_nobody_else() {
        for text in [
            r#"{"subject": {"reference": "Patient/p/_history/1", "display": "Patient/q"}}"#,
            r#"{"participant": [{"subject": {"reference": "Patient/q"}}]}"#,
            r#"{"subject": {"identifier": {"assigner": {"reference": "Patient/q"}}}}"#,
            r#"{"note": "subject", "code": {"text": "Patient/q"}}"#,
        ] {
            assert_eq!(other(text), None, "{text}");
        }
    }
}
