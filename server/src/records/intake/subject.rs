//! Whether a resource is about the person of its submission (hazards 1, 3 and 5).
//!
//! A wrong guess here would put somebody's data on another's record, so whatever names another
//! person, or may name one, is held; what names nobody belongs to the submission's person.

use std::cell::OnceCell;
use std::collections::HashMap;

use serde_json::value::RawValue;

use super::json::{Node, parse};
use super::kinds;
use super::pairs::Pairs;
use super::patient::{digits, is_nhs_number_system};
use super::submission::Submission;

/// The fields that say whom a resource is about.
const FIELDS: [&str; 4] = ["subject", "patient", "beneficiary", "for"];

/// Types that a subject may have without being a person.
const NO_PERSONS: [&str; 10] = [
    "Group",
    "Device",
    "Location",
    "Practitioner",
    "Organization",
    "Substance",
    "Medication",
    "Specimen",
    "HealthcareService",
    "Encounter",
];

/// How far a look goes into what can't be read: an entry, its resource, one level of lists on the way.
const DEEPEST_LOOK: usize = 4;

/// A resource has one subject; one with very many is nobody's.
const MOST_SUBJECTS: usize = 100;

/// The person whom a submission is about, by all the ways in which its resources may refer to them.
pub(super) struct Person {
    references: Vec<String>,
    number: Option<String>,
    several: bool,
}

/// A resource with what it contains, by id; found out when it is asked for.
struct Container<'n, 'a> {
    node: &'n Node<'a>,
    inside: OnceCell<HashMap<&'n str, &'n Node<'a>>>,
}

impl<'n, 'a> Container<'n, 'a> {
    const fn of(node: &'n Node<'a>) -> Self {
        Self { node, inside: OnceCell::new() }
    }

    /// What it contains under this id; the first where several have it.
    fn find(&self, id: &str) -> Option<&'n Node<'a>> {
        let inside = self.inside.get_or_init(|| {
            let nodes = self.node.get("contained").items().iter().rev();
            nodes.filter_map(|node| Some((node.get("id").scalar()?, node))).collect()
        });
        inside.get(id).copied()
    }
}

enum Verdict {
    Ours,
    Other(String),
    Nobody,
}

impl Person {
    /// The first of the submission's patients; where it has none, the first who is referred to.
    pub(super) fn of<'n, 'a: 'n>(submission: &Submission, mut nodes: impl Iterator<Item = &'n Node<'a>>) -> Self {
        let several = submission.patients.len() > 1;
        let Some(claim) = submission.patients.first() else {
            let first = nodes.find_map(|node| {
                FIELDS.iter().find_map(|field| {
                    node.get(field).first().get("reference").text().filter(|r| r.contains("Patient/"))
                })
            });
            return Self { references: first.map(str::to_owned).into_iter().collect(), number: None, several };
        };
        let local = claim.local_id.iter();
        let mut references: Vec<String> =
            local.flat_map(|id| [format!("Patient/{id}"), format!("urn:uuid:{id}")]).collect();
        references.extend(submission.entries.get(claim.entry).and_then(|entry| entry.full_url.clone()));
        Self { references, number: claim.stated_number.clone(), several }
    }

    /// Why a resource is held, where it, or a resource that it contains, is about somebody else.
    pub(super) fn names_other(&self, kind: &str, node: &Node<'_>) -> Option<String> {
        if kind == "Patient" && self.is_other_patient(node) {
            return Some("It is about another person (Patient)".to_owned());
        }
        let container = Container::of(node);
        self.part_names_other(kind, node, &container).or_else(|| {
            let mut parts = node.all("contained").flat_map(Node::items);
            parts.find_map(|part| {
                self.part_names_other(part.get("resourceType").text().unwrap_or_default(), part, &container)
            })
        })
    }

    /// The same of what can't be read, as far as a look at its bytes tells; in doubt it is held.
    pub(super) fn unread_names_other(&self, raw: &str) -> Option<String> {
        self.may_name_other(raw, 0).then(|| "It can't be read, and may be about another person".to_owned())
    }

    fn may_name_other(&self, raw: &str, depth: usize) -> bool {
        if !raw.starts_with(['{', '[']) {
            return false;
        }
        if depth > DEEPEST_LOOK {
            return true;
        }
        if raw.starts_with('[') {
            let list = serde_json::from_str::<Vec<&RawValue>>(raw);
            return list.map_or(true, |list| list.iter().any(|one| self.may_name_other(one.get(), depth + 1)));
        }
        let Ok(pairs) = Pairs::read(raw) else { return true };
        let unclear = |raw: &str| {
            parse(raw, "subject")
                .map_or(true, |node| matches!(self.judge(&Container::of(&Node::Null), &node), Verdict::Other(_)))
        };
        let stranger = || {
            let ids = pairs.all("id").filter_map(|raw| parse(raw, "id").ok()?.scalar().map(str::to_owned));
            ids.map(|id| format!("Patient/{id}")).any(|id| !self.references.contains(&id))
        };
        FIELDS.iter().flat_map(|field| pairs.all(field)).any(unclear)
            || (pairs.text("resourceType").as_deref() == Some("Patient") && stranger())
            || ["resource", "contained"]
                .iter()
                .flat_map(|key| pairs.all(key))
                .any(|part| self.may_name_other(part, depth + 1))
    }

    /// A resource, or one that `container` contains.
    fn part_names_other(&self, kind: &str, node: &Node<'_>, container: &Container<'_, '_>) -> Option<String> {
        let mut ours = false;
        for field in FIELDS {
            for reference in node.all(field) {
                match self.judge(container, reference) {
                    Verdict::Other(who) => return Some(sentence(kind, field, &who)),
                    Verdict::Ours => ours = true,
                    Verdict::Nobody => {}
                }
            }
        }
        if kind == "Appointment" {
            let actors = || node.get("participant").items().iter().map(|participant| participant.get("actor"));
            let mut other = None;
            for actor in actors().filter(|actor| actor.get("reference").text().is_some_and(|r| r.contains("Patient/")))
            {
                match self.judge(container, actor) {
                    Verdict::Ours => ours = true,
                    Verdict::Other(who) => other = Some(who),
                    Verdict::Nobody => {}
                }
            }
            if let Some(who) = other.filter(|_| !ours) {
                return Some(sentence(kind, "participant.actor", &who));
            }
        }
        let unclear = self.several && !ours && kinds::is_clinical(kind);
        unclear.then(|| "It names nobody, and came together with several people".to_owned())
    }

    fn is_other_patient(&self, node: &Node<'_>) -> bool {
        let mut ids = node.all("id").filter_map(Node::scalar).map(|id| format!("Patient/{id}")).peekable();
        let same_id = if ids.peek().is_some() { ids.all(|id| self.references.contains(&id)) } else { !self.several };
        !same_id || number_of(node).is_some_and(|number| self.differs(&number))
    }

    fn differs(&self, number: &str) -> bool {
        self.number.as_ref().is_some_and(|ours| ours != number)
    }

    /// Whom a reference names, whatever its shape: where it says two things, the other person counts.
    fn judge(&self, container: &Container<'_, '_>, reference: &Node<'_>) -> Verdict {
        match reference {
            Node::Text(_) => reference.text().map_or(Verdict::Nobody, |text| self.judge_text(container, text)),
            Node::List(list) if list.len() > MOST_SUBJECTS => Verdict::Other(String::new()),
            Node::List(list) => worst(list.iter().map(|one| self.judge(container, one))),
            Node::Object(fields) => {
                let numbers = reference.all("identifier").flat_map(Node::items);
                if numbers.into_iter().any(|identifier| self.is_other_number(identifier)) {
                    return Verdict::Other(String::new());
                }
                worst(fields.iter().map(|(key, value)| match key.as_ref() {
                    "reference" => self.judge(container, value),
                    // What they refer to is not the subject.
                    "identifier" | "extension" | "_reference" => Verdict::Nobody,
                    // What has another shape than a reference may hold one.
                    _ if value.is_object() || matches!(value, Node::List(_)) => self.judge_inner(container, value),
                    _ => Verdict::Nobody,
                }))
            }
            _ => Verdict::Nobody,
        }
    }

    /// The references in something that should be none itself; its texts are words.
    fn judge_inner(&self, container: &Container<'_, '_>, node: &Node<'_>) -> Verdict {
        match node {
            Node::List(list) => worst(list.iter().map(|one| self.judge_inner(container, one))),
            Node::Object(_) => self.judge(container, node),
            _ => Verdict::Nobody,
        }
    }

    fn is_other_number(&self, identifier: &Node<'_>) -> bool {
        let of_numbers = identifier.all("system").any(|one| is_nhs_number_system(one.text().unwrap_or_default()));
        let mut values = identifier.all("value").filter_map(Node::scalar);
        of_numbers && values.any(|value| self.differs(&digits(value)))
    }

    fn judge_text(&self, container: &Container<'_, '_>, text: &str) -> Verdict {
        let text = text.split("/_history/").next().unwrap_or(text);
        if self.references.iter().any(|ours| ours == text) {
            return Verdict::Ours;
        }
        if let Some(id) = text.strip_prefix('#') {
            let number = container.find(id).and_then(number_of);
            return if number.is_some_and(|number| self.differs(&number)) {
                Verdict::Other(String::new())
            } else {
                Verdict::Nobody
            };
        }
        if text.starts_with("urn:") {
            return Verdict::Other(String::new());
        }
        self.judge_path(text)
    }

    /// A path such as `Patient/2` or an address that ends in one. What is no path names nobody.
    fn judge_path(&self, text: &str) -> Verdict {
        if text.contains(char::is_whitespace) {
            return Verdict::Nobody;
        }
        let mut ends = text.rsplit('/');
        let (Some(id), Some(kind)) = (ends.next(), ends.next()) else { return Verdict::Nobody };
        if NO_PERSONS.contains(&kind) || id.is_empty() {
            return Verdict::Nobody;
        }
        if self.references.contains(&format!("Patient/{id}")) {
            return Verdict::Ours;
        }
        // A misspelt type with another id may mean another person: better held than misplaced.
        Verdict::Other(format!("{kind}/{id}"))
    }
}

/// Of several verdicts the one that keeps most from a wrong record.
fn worst(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    let mut found = Verdict::Nobody;
    for verdict in verdicts {
        match verdict {
            Verdict::Other(_) => return verdict,
            Verdict::Ours => found = Verdict::Ours,
            Verdict::Nobody => {}
        }
    }
    found
}

fn number_of(patient: &Node<'_>) -> Option<String> {
    let identifiers = patient.get("identifier").items().iter();
    let stated = identifiers
        .into_iter()
        .find(|identifier| is_nhs_number_system(identifier.get("system").text().unwrap_or_default()))?;
    Some(digits(stated.get("value").scalar()?))
}

/// The other's id is told only where it is no number that could be a person's.
fn sentence(kind: &str, field: &str, who: &str) -> String {
    let number_like = who.bytes().filter(u8::is_ascii_digit).count() >= 9 && !who.contains('-');
    if who.is_empty() || number_like {
        format!("It names another person ({kind}.{field})")
    } else {
        format!("It names another person ({kind}.{field} is {who})")
    }
}
