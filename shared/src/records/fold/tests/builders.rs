//! Small people for the tests of the fold.

use uuid::Uuid;

use crate::ids::{IntakeId, OdsCode, PersonId, ResourceId};
use crate::nhs_number::NhsNumber;
use crate::records::{
    Allergy, Answer, Code, Detail, FoldInput, Identity, Item, Link, LinkKind, Medicine, MedicineGroup, MedicinePart,
    NumberOnFile, Person, PersonNameOnFile, SectionAnswer, SectionId, Standing,
};
use crate::system::{CareSetting, Organisation};
use crate::time::{FhirDate, Moment};

pub(super) fn id(n: u128) -> ResourceId {
    ResourceId::new(Uuid::from_u128(n))
}

pub(super) fn code(text: &str) -> OdsCode {
    text.parse().expect("a code")
}

pub(super) fn date(text: &str) -> Option<FhirDate> {
    Some(FhirDate::parse(text).expect("a date"))
}

pub(super) fn person() -> Person {
    Person {
        id: PersonId::new(Uuid::from_u128(1)),
        identity: Identity {
            name: PersonNameOnFile { family: Some("Rigg".into()), given: vec!["Ada".into()], ..Default::default() },
            other_names: Vec::new(),
            born: date("1950-02-01"),
            died: None,
            deceased: false,
            gender: Some("female".into()),
            number: NumberOnFile::Stated { number: NhsNumber::parse("9990000018").expect("a number"), status: None },
            addresses: Vec::new(),
            telecoms: Vec::new(),
            practice: None,
            practice_code: None,
            communication: Vec::new(),
        },
    }
}

/// A chart's input with the GP (`ZZA01`) and the hospital (`ZZB02`).
pub(super) fn input(answers: Vec<Answer>, items: Vec<Item>) -> FoldInput {
    let organisation = |text: &str, setting| Organisation {
        code: code(text),
        name: if text == "ZZA01" { "Low Surgery".into() } else { "Fell Hospital".into() },
        setting: Some(setting),
        sends_records: true,
    };
    FoldInput {
        person: person(),
        organisations: vec![
            organisation("ZZA01", CareSetting::GeneralPractice),
            organisation("ZZB02", CareSetting::Acute),
        ],
        answers,
        items,
        held: Vec::new(),
    }
}

pub(super) fn answer(source: &str, nth: u128, sections: Vec<SectionAnswer>) -> Answer {
    Answer {
        intake: IntakeId::new(Uuid::from_u128(nth)),
        source: code(source),
        received: moment(nth),
        as_of: None,
        export: sections.is_empty(),
        sections,
        asides: Vec::new(),
        warnings: Vec::new(),
    }
}

pub(super) fn section(section: SectionId) -> SectionAnswer {
    SectionAnswer {
        section,
        as_of: None,
        marked_empty: false,
        empty_reason: None,
        withheld: false,
        unavailable: false,
        warnings: Vec::new(),
        lists_items: false,
    }
}

fn moment(nth: u128) -> Moment {
    Moment::from_micros(i64::try_from(nth).expect("a small number") * 1_000_000)
}

/// A row of this section, from this source, first received with the `nth` arrival.
pub(super) fn item(n: u128, source: &str, nth: u128, section: SectionId, title: &str) -> Item {
    Item {
        id: id(n),
        source: code(source),
        intake: IntakeId::new(Uuid::from_u128(nth)),
        received: moment(nth),
        last_seen: moment(nth),
        resource_type: "Observation".into(),
        reference: Some(format!("Observation/{n}")),
        identity: None,
        fingerprint: format!("{n:016x}"),
        standing: Standing::Row,
        section,
        restricted: false,
        title: title.into(),
        wording: None,
        codes: Vec::new(),
        when: None,
        until: None,
        recorded: None,
        author: None,
        organisation: None,
        status: None,
        labels: Vec::new(),
        notes: Vec::new(),
        detail: Detail::Plain,
        facts: Vec::new(),
        links: Vec::new(),
    }
}

pub(super) fn snomed(code: &str) -> Vec<Code> {
    vec![Code { system: "SNOMED CT".into(), code: code.into(), display: None }]
}

pub(super) fn link(kind: LinkKind, to: u128) -> Link {
    Link { kind, to: id(to) }
}

pub(super) fn allergy(active: bool) -> Allergy {
    Allergy {
        active,
        negation: None,
        drug: true,
        severity: None,
        criticality: None,
        reactions: Vec::new(),
        end_reason: None,
    }
}

pub(super) fn medicine(part: MedicinePart, current: bool) -> Medicine {
    Medicine {
        part,
        group: MedicineGroup::Repeat,
        current,
        dose: None,
        route: None,
        quantity: None,
        issues_allowed: None,
        issues_made: None,
        last_issue: None,
        expires: None,
        stop_reason: None,
        stopped: None,
        dose_changed: None,
        prescribed_at: None,
        issues: Vec::new(),
    }
}
