//! Who a submission says that it is about.

use std::collections::HashMap;

use commonweal_shared::ids::OdsCode;
use commonweal_shared::nhs_number::{NhsNumber, VerificationStatus};
use commonweal_shared::records::{Address, Identity, NumberOnFile, PersonNameOnFile, Telecom};
use commonweal_shared::time::FhirDate;

use super::json::{Node, parse};
use super::readable::contradiction;
use super::submission::RawEntry;

/// One Patient resource, as what matching asks for (records.md 3.2).
#[derive(Debug, Clone, PartialEq)]
pub struct PatientClaim {
    /// The entry that it stands in.
    pub entry: usize,
    /// `Patient.id` as received; local to its source.
    pub local_id: Option<String>,
    /// The NHS number as stated, digits only where it has ten: valid or not, part of the key within a source.
    pub stated_number: Option<String>,
    /// The number when it may join records across sources: its check digit is right and its source
    /// states status 01 or none.
    pub joining_number: Option<NhsNumber>,
    /// What identifies them to a human being.
    pub identity: Identity,
    /// The official family name to compare by: lower case, letters and digits only; empty when there is none.
    pub family_key: String,
}

/// Every different person of whom a Patient resource is there. One that can't be read may be anybody, and one that says
/// two things of itself may be two people.
pub(super) fn claims(entries: &[RawEntry]) -> Vec<PatientClaim> {
    /// With so many different people of one id, nobody asks whether the next is one of them.
    const OF_ONE_ID: usize = 100;
    let mut found: Vec<PatientClaim> = Vec::new();
    let mut by_id: HashMap<Option<String>, Vec<usize>> = HashMap::new();
    let mut organisations = None;
    let mut unread = None;
    for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.resource_type == "Patient") {
        let Ok(node) = parse(entry.text(), "Patient") else {
            unread = Some(at);
            continue;
        };
        let organisations = organisations.get_or_insert_with(|| Organisations::of(entries));
        let mut said = vec![claim(at, &node, organisations)];
        if contradiction(&node).is_some() {
            let other = claim(at, &backwards(&node), organisations);
            if !is_equal(&said[0], &other) {
                said.push(other);
            }
        }
        let several = said.len() > 1;
        for claim in said {
            let same_id = by_id.entry(claim.local_id.clone()).or_default();
            let known = same_id.iter().take(OF_ONE_ID).find(|known| !several && is_same(&found[**known], &claim));
            match known {
                // Of two that don't contradict each other the fuller speaks (hazard 10).
                Some(known) if entries[found[*known].entry].bytes.len() < entry.bytes.len() => found[*known] = claim,
                Some(_) => {}
                None => {
                    same_id.push(found.len());
                    found.push(claim);
                }
            }
        }
    }
    if let (Some(at), false) = (unread, found.is_empty()) {
        found.push(claim(at, &Node::Null, &Organisations::default()));
    }
    found
}

/// The same resource with the fields of every object in the opposite order: where a key came twice, the other is first.
fn backwards<'a>(node: &Node<'a>) -> Node<'a> {
    match node {
        Node::List(list) => Node::List(list.iter().map(backwards).collect()),
        Node::Object(fields) => {
            Node::Object(fields.iter().rev().map(|(key, value)| (key.clone(), backwards(value))).collect())
        }
        other => other.clone(),
    }
}

/// Whether two readings of one resource lead to the same person.
fn is_equal(one: &PatientClaim, other: &PatientClaim) -> bool {
    one.local_id == other.local_id
        && one.stated_number == other.stated_number
        && one.joining_number == other.joining_number
        && one.identity.born == other.identity.born
        && one.family_key == other.family_key
}

/// The same id, and nothing in one that the other says differently.
fn is_same(one: &PatientClaim, other: &PatientClaim) -> bool {
    let agree = |one: Option<&str>, other: Option<&str>| one.is_none() || other.is_none() || one == other;
    let born = |claim: &PatientClaim| claim.identity.born.as_ref().map(|born| born.as_str().to_owned());
    let family = |claim: &PatientClaim| Some(claim.family_key.clone()).filter(|key| !key.is_empty());
    one.local_id == other.local_id
        && agree(one.stated_number.as_deref(), other.stated_number.as_deref())
        && agree(born(one).as_deref(), born(other).as_deref())
        && agree(family(one).as_deref(), family(other).as_deref())
}

fn claim(entry: usize, node: &Node<'_>, organisations: &Organisations<'_>) -> PatientClaim {
    let (name, other_names) = names(node);
    let family_key = family_key(name.family.as_deref().unwrap_or_default());
    let numbers = Numbers::of(node);
    let died = date(node.get("deceasedDateTime"));
    let deceased = !node.get("deceasedDateTime").is_null() || node.get("deceasedBoolean").truth() == Some(true);
    let (practice, practice_code) = practice(node, organisations);
    let identity = Identity {
        name,
        other_names,
        born: date(node.get("birthDate")),
        died,
        deceased,
        gender: node.get("gender").text().map(str::to_owned),
        number: numbers.on_file,
        addresses: addresses(node),
        telecoms: telecoms(node),
        practice,
        practice_code,
        communication: communication(node),
    };
    PatientClaim {
        entry,
        local_id: node.get("id").scalar().map(str::to_owned),
        stated_number: numbers.stated,
        joining_number: numbers.joining,
        identity,
        family_key,
    }
}

/// A family name to compare by: case, spaces, hyphens and apostrophes make no difference.
pub(super) fn family_key(family: &str) -> String {
    family.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

fn date(node: &Node<'_>) -> Option<FhirDate> {
    FhirDate::parse(node.text()?).ok()
}

struct Numbers {
    on_file: NumberOnFile,
    stated: Option<String>,
    joining: Option<NhsNumber>,
}

impl Numbers {
    fn of(patient: &Node<'_>) -> Self {
        let stated: Vec<&Node<'_>> = patient
            .get("identifier")
            .items()
            .iter()
            .filter(|identifier| is_nhs_number_system(identifier.get("system").text().unwrap_or_default()))
            .filter(|identifier| identifier.get("value").scalar().is_some())
            .collect();
        let Some(first) = stated.first() else {
            return Self {
                on_file: NumberOnFile::None { reason: reason_for_none(patient) },
                stated: None,
                joining: None,
            };
        };
        let received = first.get("value").scalar().unwrap_or_default();
        let Ok(number) = NhsNumber::parse(received) else {
            let on_file = NumberOnFile::Invalid { received: received.to_owned() };
            return Self { on_file, stated: Some(digits(received)), joining: None };
        };
        let code = status_code(first);
        let status = code.map(|code| {
            // A status that is not in the table never reads better than "unverified".
            VerificationStatus::from_code(code).unwrap_or(VerificationStatus::NotTraced)
        });
        let several =
            stated.iter().any(|other| digits(other.get("value").scalar().unwrap_or_default()) != number.digits());
        let joins = status.is_none_or(VerificationStatus::joins) && !several;
        Self {
            stated: Some(number.digits().to_owned()),
            joining: joins.then(|| number.clone()),
            on_file: NumberOnFile::Stated { number, status },
        }
    }
}

/// True for the address that names NHS numbers.
pub(super) fn is_nhs_number_system(system: &str) -> bool {
    system.ends_with("/nhs-number")
}

/// Digits without spaces and dashes, so that two ways of writing one number are equal.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

fn status_code<'n>(identifier: &'n Node<'_>) -> Option<&'n str> {
    let extensions = ["NHSNumberVerificationStatus"];
    identifier.extension(&extensions).at(&["coding", "code"]).scalar()
}

fn reason_for_none(patient: &Node<'_>) -> Option<String> {
    let by_extension = patient.get("identifier").items().iter().find_map(|identifier| {
        let reason = identifier.extension(&["NHSNumberUnavailableReason"]);
        reason.get("text").text().or_else(|| reason.at(&["coding", "display"]).text()).map(str::to_owned)
    });
    by_extension.or_else(|| {
        let identifier = patient.get("identifier").items().iter().find_map(status_code)?;
        VerificationStatus::from_code(identifier).ok().map(|status| status.display().to_owned())
    })
}

fn names(patient: &Node<'_>) -> (PersonNameOnFile, Vec<PersonNameOnFile>) {
    let mut all: Vec<PersonNameOnFile> = patient.get("name").items().iter().filter_map(name).collect();
    let by_use = |wanted: &str| all.iter().position(|name| name.r#use.as_deref() == Some(wanted));
    let chosen = by_use("official").or_else(|| by_use("usual")).unwrap_or(0);
    if all.is_empty() {
        return (PersonNameOnFile::default(), all);
    }
    let official = all.remove(chosen);
    (official, all)
}

/// A HumanName in its parts; a name that is text only becomes its family name as a whole.
pub(super) fn name(node: &Node<'_>) -> Option<PersonNameOnFile> {
    let texts =
        |key: &str| -> Vec<String> { node.get(key).items().iter().filter_map(Node::text).map(str::to_owned).collect() };
    let family = texts("family");
    let mut name = PersonNameOnFile {
        family: (!family.is_empty()).then(|| family.join(" ")),
        given: texts("given"),
        prefix: texts("prefix"),
        r#use: node.get("use").text().map(str::to_owned),
    };
    if name.family.is_none() && name.given.is_empty() {
        name.family = Some(node.get("text").text().or_else(|| node.text())?.to_owned());
    }
    Some(name)
}

fn addresses(node: &Node<'_>) -> Vec<Address> {
    let mut all: Vec<Address> = node.get("address").items().iter().filter_map(address).collect();
    all.sort_by_key(|address| match address.r#use.as_deref() {
        Some("home") => 0,
        Some("old") => 2,
        _ => 1,
    });
    all
}

/// An Address in its parts; one that is text only is one line.
pub(super) fn address(node: &Node<'_>) -> Option<Address> {
    let mut lines: Vec<String> = node.get("line").items().iter().filter_map(Node::text).map(str::to_owned).collect();
    lines.extend(
        ["city", "district", "state", "country"].iter().filter_map(|key| node.get(key).text()).map(str::to_owned),
    );
    let postcode = node.get("postalCode").scalar().map(str::to_owned);
    if lines.is_empty() && postcode.is_none() {
        lines.push(node.get("text").text()?.to_owned());
    }
    Some(Address { lines, postcode, r#use: node.get("use").text().map(str::to_owned) })
}

/// Telephone numbers and mail addresses of a resource.
pub(super) fn telecoms(node: &Node<'_>) -> Vec<Telecom> {
    let telecom = |node: &Node<'_>| {
        Some(Telecom {
            value: node.get("value").scalar()?.to_owned(),
            system: node.get("system").text().unwrap_or("other").to_owned(),
            r#use: node.get("use").text().map(str::to_owned),
        })
    };
    node.get("telecom").items().iter().filter_map(telecom).collect()
}

/// The organisations of a submission, by the ways in which a Patient refers to them.
#[derive(Default)]
struct Organisations<'a>(HashMap<String, &'a RawEntry>);

impl<'a> Organisations<'a> {
    fn of(entries: &'a [RawEntry]) -> Self {
        let mut known: HashMap<String, &RawEntry> = HashMap::new();
        for entry in entries.iter().filter(|entry| entry.resource_type == "Organization") {
            let by_id = entry.id.as_ref().map(|id| format!("Organization/{id}"));
            for key in by_id.into_iter().chain(entry.full_url.clone()) {
                // Where an id came twice the fuller one is meant, never the empty one (hazard 10).
                let kept = known.entry(key).or_insert(entry);
                if entry.bytes.len() >= kept.bytes.len() {
                    *kept = entry;
                }
            }
        }
        Self(known)
    }
}

fn practice(patient: &Node<'_>, organisations: &Organisations<'_>) -> (Option<String>, Option<OdsCode>) {
    let references =
        patient.get("generalPractitioner").items().iter().chain(patient.get("managingOrganization").items());
    for reference in references {
        let Some(target) = reference.get("reference").text() else { continue };
        let Some(entry) = organisations.0.get(target) else { continue };
        let Ok(organisation) = parse(entry.text(), "Organization") else { continue };
        let code = ods_code(&organisation);
        let name = organisation.get("name").text().map(str::to_owned);
        if name.is_some() || code.is_some() {
            return (name, code);
        }
    }
    (None, None)
}

/// The ODS code of an organisation; one UK Core example misspells the address, which is taken too.
pub(super) fn ods_code(organisation: &Node<'_>) -> Option<OdsCode> {
    organisation.get("identifier").items().iter().find_map(|identifier| {
        let system = identifier.get("system").text()?;
        let names_ods = system.ends_with("/ods-organization-code") || system.ends_with("/ods-organisation-code");
        if names_ods { identifier.get("value").scalar()?.parse().ok() } else { None }
    })
}

fn communication(patient: &Node<'_>) -> Vec<String> {
    let word = |concept: &Node<'_>| {
        let display = concept.at(&["coding", "display"]).text().or_else(|| concept.get("text").text());
        display.or_else(|| concept.at(&["coding", "code"]).text()).map(str::to_owned)
    };
    let mut found = Vec::new();
    let mut add = |language: Option<String>, interpreter: bool| match (language, interpreter) {
        (Some(language), true) => found.push(format!("{language}, interpreter required")),
        (Some(language), false) => found.push(language),
        (None, true) => found.push("Interpreter required".to_owned()),
        (None, false) => {}
    };
    for extension in patient.extensions("NHSCommunication") {
        let interpreter = extension.extension(&["interpreterRequired"]).truth() == Some(true);
        add(word(extension.extension(&["language"])), interpreter);
    }
    let interpreter = patient.extension(&["interpreterRequired"]).truth() == Some(true);
    for communication in patient.get("communication").items() {
        add(word(communication.get("language")), interpreter);
    }
    found
}
