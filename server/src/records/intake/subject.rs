//! Whether a resource is about the person of its submission (hazards 1, 3 and 5).
//!
//! A wrong guess here would put somebody's data on another's record, so whatever names another
//! person, or may name one, is held; what names nobody belongs to the submission's person.

use super::json::Node;
use super::kinds;
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

/// The person whom a submission is about, by all the ways in which its resources may refer to them.
pub(super) struct Person {
    references: Vec<String>,
    number: Option<String>,
    several: bool,
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

    /// Why a resource is held, where it is about somebody else.
    pub(super) fn names_other(&self, kind: &str, node: &Node<'_>) -> Option<String> {
        if kind == "Patient" {
            return self.is_other_patient(node).then(|| "It is about another person (Patient)".to_owned());
        }
        let mut ours = false;
        for field in FIELDS {
            for reference in node.all(field).flat_map(Node::items) {
                match self.judge(node, reference) {
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
                match self.judge(node, actor) {
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
        let reference = node.get("id").scalar().map(|id| format!("Patient/{id}"));
        let same_id = match &reference {
            Some(reference) => self.references.contains(reference),
            None => !self.several,
        };
        !same_id || number_of(node).is_some_and(|number| self.differs(&number))
    }

    fn differs(&self, number: &str) -> bool {
        self.number.as_ref().is_some_and(|ours| ours != number)
    }

    fn judge(&self, resource: &Node<'_>, reference: &Node<'_>) -> Verdict {
        let identifier = reference.get("identifier");
        if is_nhs_number_system(identifier.get("system").text().unwrap_or_default()) {
            let number = digits(identifier.get("value").scalar().unwrap_or_default());
            if self.differs(&number) {
                return Verdict::Other(String::new());
            }
        }
        let Some(text) = reference.get("reference").text().or_else(|| reference.text()) else { return Verdict::Nobody };
        let text = text.split("/_history/").next().unwrap_or(text);
        if self.references.iter().any(|ours| ours == text) {
            return Verdict::Ours;
        }
        if let Some(id) = text.strip_prefix('#') {
            let contained = resource.get("contained").items().iter();
            let patient = contained.into_iter().find(|node| node.get("id").scalar() == Some(id));
            let number = patient.and_then(number_of);
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
