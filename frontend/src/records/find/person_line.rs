//! A person as one line of facts, and what sets two people apart who look alike.

use commonweal_shared::display::{Banner, BannerLabel, Deceased, Gender, PersonName, address, text};
use commonweal_shared::ids::PersonId;
use commonweal_shared::records::{Address, NumberOnFile, Person, PersonNameOnFile};
use commonweal_shared::time::Moment;

/// One fact of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineFact {
    /// Its label, without a colon (rule B3).
    pub label: &'static str,
    /// Its value, never empty.
    pub value: String,
    /// What must stand beside the value, such as `unverified`.
    pub tag: Option<&'static str>,
    /// True when this is one of the facts in which the person differs from one who looks alike.
    pub differs: bool,
}

/// A person as a line: the banner's facts in the banner's order (B1), then the practice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonLine {
    /// Whose record it opens.
    pub person: PersonId,
    /// The name by rule N1, whole (N3).
    pub name: String,
    /// True when the name differs from that of somebody who looks alike.
    pub name_differs: bool,
    /// True when they have died.
    pub deceased: bool,
    /// The facts.
    pub facts: Vec<LineFact>,
    /// Family name and first given name, folded: who shares it looks alike.
    name_key: String,
    /// Family name and date of birth, folded: who shares it looks alike too; empty when either is not known.
    birth_key: String,
    /// Where they live; shown only where it helps to tell two people apart.
    address: String,
}

const PRACTICE: &str = "Practice";
const ADDRESS: &str = "Address";

/// The lines of several people, with what differs between those who look alike marked in both.
pub fn lines<'a>(people: impl Iterator<Item = &'a Person>, now: Moment) -> Vec<PersonLine> {
    let mut lines: Vec<PersonLine> = people.map(|person| line(person, now)).collect();
    let alike: Vec<(usize, usize)> = (0..lines.len())
        .flat_map(|one| (one + 1..lines.len()).map(move |other| (one, other)))
        .filter(|&(one, other)| look_alike(&lines[one], &lines[other]))
        .collect();
    for &(one, other) in &alike {
        for at in [one, other] {
            if !lines[at].facts.iter().any(|fact| fact.label == ADDRESS) {
                let value = lines[at].address.clone();
                lines[at].facts.push(LineFact { label: ADDRESS, value, tag: None, differs: false });
            }
        }
    }
    for (one, other) in alike {
        let (before, after) = lines.split_at_mut(other);
        mark_differences(&mut before[one], &mut after[0]);
    }
    lines
}

fn look_alike(one: &PersonLine, other: &PersonLine) -> bool {
    one.name_key == other.name_key || (!one.birth_key.is_empty() && one.birth_key == other.birth_key)
}

fn mark_differences(one: &mut PersonLine, other: &mut PersonLine) {
    if one.name != other.name {
        one.name_differs = true;
        other.name_differs = true;
    }
    let value =
        |line: &PersonLine, label| line.facts.iter().find(|fact| fact.label == label).map(|fact| fact.value.clone());
    let (ones, others) = (one.clone(), other.clone());
    for (line, against) in [(one, &others), (other, &ones)] {
        for fact in &mut line.facts {
            fact.differs |= value(against, fact.label).as_deref() != Some(fact.value.as_str());
        }
    }
}

fn line(person: &Person, now: Moment) -> PersonLine {
    let identity = &person.identity;
    let name = display_name(&identity.name, &identity.other_names);
    let deceased = match (&identity.died, identity.deceased) {
        (Some(died), _) => Deceased::On(died.clone()),
        (None, true) => Deceased::DateNotKnown,
        (None, false) => Deceased::No,
    };
    let (number, tag) = match &identity.number {
        NumberOnFile::Stated { number, status } => (Some(number), status.and_then(|status| status.mark().label())),
        NumberOnFile::Invalid { .. } => (None, Some("the number received is not valid")),
        NumberOnFile::None { .. } => (None, None),
    };
    let banner = Banner {
        name: &name,
        born: identity.born.as_ref(),
        deceased: &deceased,
        gender: Gender::from_fhir(identity.gender.as_deref()),
        nhs_number: number,
    };
    let mut shown_name = String::new();
    let mut facts = Vec::with_capacity(6);
    for banner_line in banner.lines(now) {
        match banner_line.label {
            BannerLabel::Name => shown_name = banner_line.value,
            label => facts.push(LineFact {
                label: label.words(),
                value: banner_line.value,
                tag: tag.filter(|_| label == BannerLabel::NhsNumber),
                differs: false,
            }),
        }
    }
    let practice = identity.practice.as_deref().map_or("Not Known".to_owned(), |name| text::safe(name).into_owned());
    facts.push(LineFact { label: PRACTICE, value: practice, tag: None, differs: false });

    let fold = |text: Option<&str>| text.unwrap_or_default().trim().to_lowercase();
    let family = fold(identity.name.family.as_deref());
    let given = fold(identity.name.given.first().map(String::as_str));
    let birth_key = match &identity.born {
        Some(born) if !family.is_empty() => format!("{family}|{}", born.as_str()),
        _ => String::new(),
    };
    PersonLine {
        person: person.id,
        name: shown_name,
        name_differs: false,
        deceased: deceased != Deceased::No,
        facts,
        name_key: format!("{family}|{given}"),
        birth_key,
        address: current_address(&identity.addresses),
    }
}

fn display_name(official: &PersonNameOnFile, others: &[PersonNameOnFile]) -> PersonName {
    let joined = |parts: &[String]| (!parts.is_empty()).then(|| parts.join(" "));
    let preferred = others.iter().find(|name| matches!(name.r#use.as_deref(), Some("nickname" | "usual")));
    PersonName {
        family: official.family.clone(),
        given: joined(&official.given),
        prefix: joined(&official.prefix),
        preferred: preferred.and_then(|name| joined(&name.given)),
        whole: None,
    }
}

fn current_address(addresses: &[Address]) -> String {
    let current = addresses.first();
    let lines: Vec<Option<&str>> =
        current.map(|address| address.lines.iter().map(|line| Some(line.as_str())).collect()).unwrap_or_default();
    address(&lines, current.and_then(|address| address.postcode.as_deref()))
}

#[cfg(test)]
mod tests {
    use commonweal_shared::records::Identity;

    use super::*;

    fn person(id: u8, given: &str, born: &str, number: &str, gender: &str) -> Person {
        let id = format!("0192f0c1-2b3c-7d4e-8f50-1234567890{id:02}");
        Person {
            id: id.parse().expect("an id"),
            identity: Identity {
                name: PersonNameOnFile {
                    family: Some("Marlowe".to_owned()),
                    given: vec![given.to_owned()],
                    prefix: vec!["Mrs".to_owned()],
                    r#use: None,
                },
                other_names: Vec::new(),
                born: Some(born.parse_date()),
                died: None,
                deceased: false,
                gender: Some(gender.to_owned()),
                number: NumberOnFile::Stated { number: number.parse_number(), status: None },
                addresses: Vec::new(),
                telecoms: Vec::new(),
                practice: Some("Fernmoor Surgery".to_owned()),
                practice_code: None,
                communication: Vec::new(),
            },
        }
    }

    trait Parse {
        fn parse_date(&self) -> commonweal_shared::time::FhirDate;
        fn parse_number(&self) -> commonweal_shared::nhs_number::NhsNumber;
    }

    impl Parse for str {
        fn parse_date(&self) -> commonweal_shared::time::FhirDate {
            commonweal_shared::time::FhirDate::parse(self).expect("a date")
        }

        fn parse_number(&self) -> commonweal_shared::nhs_number::NhsNumber {
            commonweal_shared::nhs_number::NhsNumber::parse(self).expect("a number")
        }
    }

    fn now() -> Moment {
        Moment::parse("2026-11-22T12:00:00Z").expect("a moment")
    }

    fn differing(line: &PersonLine) -> Vec<&'static str> {
        line.facts.iter().filter(|fact| fact.differs).map(|fact| fact.label).collect()
    }

    #[test]
    fn a_line_holds_the_banners_facts_in_order() {
        let one = person(1, "Edith", "1980-08-14", "9990000018", "female");
        let lines = lines([&one].into_iter(), now());
        assert_eq!(lines[0].name, "MARLOWE, Edith (Mrs)");
        let facts: Vec<String> = lines[0].facts.iter().map(|fact| format!("{} {}", fact.label, fact.value)).collect();
        assert_eq!(
            facts,
            ["Born 14-Aug-1980 (46y)", "Gender Female", "NHS No. 999 000 0018", "Practice Fernmoor Surgery"]
        );
        assert!(differing(&lines[0]).is_empty(), "nobody is alike, so nothing is marked");
    }

    #[test]
    fn two_of_one_name_are_set_apart_by_what_differs() {
        let one = person(1, "Edith", "1980-08-14", "9990000018", "female");
        let two = person(2, "Edith", "1982-08-14", "9990000026", "female");
        let lines = lines([&one, &two].into_iter(), now());
        for line in &lines {
            assert_eq!(differing(line), ["Born", "NHS No."]);
            assert!(!line.name_differs);
            assert!(line.facts.iter().any(|fact| fact.label == ADDRESS), "the address helps too");
        }
    }

    #[test]
    fn twins_are_set_apart_by_their_given_names() {
        let one = person(1, "Edith", "1980-08-14", "9990000018", "female");
        let two = person(2, "Edwin", "1980-08-14", "9990000026", "male");
        let lines = lines([&one, &two].into_iter(), now());
        assert!(lines.iter().all(|line| line.name_differs));
        assert_eq!(differing(&lines[0]), ["Gender", "NHS No."]);
    }

    #[test]
    fn a_number_that_is_none_identifies_nobody() {
        let mut one = person(1, "Edith", "1980-08-14", "9990000018", "female");
        one.identity.number = NumberOnFile::Invalid { received: "9990000010".to_owned() };
        let line = line(&one, now());
        let number = line.facts.iter().find(|fact| fact.label == "NHS No.").expect("a number fact");
        assert_eq!(number.value, "Not Known");
        assert_eq!(number.tag, Some("the number received is not valid"));
    }
}
