//! A small record for tests: an invented person with a bit of everything.

use commonweal_shared::ids::{OdsCode, PersonId, ResourceId};
use commonweal_shared::nhs_number::NhsNumber;
use commonweal_shared::records::{
    Absence, Allergy, Chart, Code, Component, Detail, Group, Held, Identity, Issue, Measure, Medicine, MedicineGroup,
    MedicinePart, NumberOnFile, Part, PartRole, Person, PersonNameOnFile, Problem, Quantity, Range, Report, Row,
    SectionChart, SectionId, Significance, Source, SourceSection, Tally, Unreadable, Warning, WarningCode,
};
use commonweal_shared::system::CareSetting;
use commonweal_shared::time::{FhirDate, Moment};

use super::Record;

/// An id with this number in it.
pub(crate) fn id(number: u32) -> ResourceId {
    format!("0192f0c1-2b3c-7d4e-8f50-{number:012}").parse().expect("a UUID")
}

fn ods(code: &str) -> OdsCode {
    code.parse().expect("a code")
}

fn date(text: &str) -> FhirDate {
    FhirDate::parse(text).expect("a date")
}

/// A quantity.
pub(crate) fn quantity(value: &str, unit: &str) -> Quantity {
    Quantity { value: value.to_owned(), comparator: None, unit: unit.to_owned() }
}

fn part(number: u32, source: &str, role: PartRole) -> Part {
    Part { source: ods(source), id: id(number), reference: Some(format!("Thing/{number}")), role, title: None }
}

/// A row with this number, source, title and date.
pub(crate) fn row(number: u32, source: &str, title: &str, when: &str) -> Row {
    Row {
        id: id(number),
        source: ods(source),
        resource_type: "Observation".to_owned(),
        title: title.to_owned(),
        wording: None,
        codes: Vec::new(),
        when: FhirDate::parse(when).ok(),
        until: None,
        recorded: None,
        received: Moment::from_micros(1_700_000_000_000_000),
        author: Some("SIMMONS, Anil (Dr)".to_owned()),
        organisation: None,
        status: None,
        labels: Vec::new(),
        notes: Vec::new(),
        detail: Detail::Plain,
        facts: Vec::new(),
        encounter: None,
        related: Vec::new(),
        provenance: vec![part(number, source, PartRole::Main)],
        also: Vec::new(),
        differences: Vec::new(),
        from_section: None,
    }
}

fn measured(row: Row, measure: Measure) -> Row {
    Row { detail: Detail::Measure(measure), ..row }
}

fn glucose(number: u32, value: &str, unit: &str, when: &str) -> Row {
    let measure = Measure {
        quantity: Some(quantity(value, unit)),
        ranges: vec![Range { low: Some(quantity("3.5", unit)), high: Some(quantity("5.3", unit)), text: None }],
        ..Measure::default()
    };
    measured(row(number, "ZZA02", "Glucose", when), measure)
}

fn pressure(number: u32, upper: &str, lower: &str, when: &str) -> Row {
    let component = |title: &str, value: &str| Component {
        title: title.to_owned(),
        quantity: Some(quantity(value, "mmHg")),
        text: None,
    };
    let components = vec![component("Systolic", upper), component("Diastolic", lower)];
    measured(row(number, "ZZA01", "Blood pressure", when), Measure { components, ..Measure::default() })
}

fn medicine() -> Row {
    let issues = (0..14_u32)
        .map(|at| Issue {
            id: id(300 + at),
            when: Some(date(&format!("20{:02}-{:02}-01", 20 + at / 12, at % 12 + 1))),
            quantity: Some("28 tablet".to_owned()),
            status: None,
            author: None,
            dose: None,
            notes: Vec::new(),
            labels: Vec::new(),
        })
        .rev()
        .collect::<Vec<_>>();
    let mut plan = row(20, "ZZA01", "Amlodipine 5mg tablets", "2020-01-01");
    plan.provenance.extend((300..314).map(|number| part(number, "ZZA01", PartRole::Issue)));
    plan.detail = Detail::Medicine(Medicine {
        part: MedicinePart::Plan,
        group: MedicineGroup::Repeat,
        current: true,
        dose: Some("One to be taken each day".to_owned()),
        route: None,
        quantity: Some("28 tablet".to_owned()),
        issues_allowed: Some(24),
        issues_made: Some(14),
        last_issue: Some(date("2021-02-01")),
        expires: None,
        stop_reason: None,
        stopped: None,
        dose_changed: None,
        prescribed_at: None,
        issues,
    });
    plan
}

fn problem(number: u32, title: &str, active: bool, significance: Option<Significance>, when: &str) -> Row {
    Row { detail: Detail::Problem(Problem { active, significance }), ..row(number, "ZZA01", title, when) }
}

fn asthma() -> Row {
    let mut row = problem(10, "Asthma", true, Some(Significance::Major), "2012-05");
    row.codes = vec![Code {
        system: "SNOMED CT".to_owned(),
        code: "195967001".to_owned(),
        display: Some("Asthma (disorder)".to_owned()),
    }];
    let mut other = self::row(11, "ZZA02", "Bronchial asthma", "2013-01-01");
    other.provenance.push(part(15, "ZZA02", PartRole::Earlier));
    row.also = vec![other];
    row.differences = vec!["The date differs: May-2012 and 01-Jan-2013.".to_owned()];
    row.provenance.push(part(11, "ZZA02", PartRole::Duplicate));
    row
}

fn rows_of(section: SectionId) -> Vec<Row> {
    match section {
        SectionId::Problems => vec![
            asthma(),
            problem(12, "Fracture of femur", false, Some(Significance::Major), "2001"),
            problem(13, "Earache", false, Some(Significance::Minor), "1999-02-03"),
            problem(14, "Gout", false, None, "1998"),
        ],
        SectionId::Medicines => vec![medicine()],
        SectionId::Allergies => vec![Row {
            detail: Detail::Allergy(Allergy {
                active: true,
                negation: None,
                drug: true,
                severity: None,
                criticality: None,
                reactions: vec!["Rash".to_owned()],
                end_reason: None,
            }),
            ..row(30, "ZZA01", "Penicillin", "2010-01-01")
        }],
        SectionId::Results => vec![
            Row { detail: Detail::Report(Report::default()), ..row(40, "ZZA02", "Blood sugar", "2020-02-01") },
            glucose(41, "6.10", "mmol/L", "2020-02-01"),
            glucose(42, "5.0", "mmol/L", "2019"),
            glucose(43, "98", "mg/dL", "2018-02-01"),
        ],
        SectionId::Observations => {
            let mut newest = pressure(50, "142", "88", "2020-01-10T10:00:00Z");
            newest.encounter = Some(id(60));
            vec![newest, pressure(51, "128", "80", "2019-01-10")]
        }
        SectionId::Encounters => vec![row(60, "ZZA01", "Consultation", "2020-01-10T09:50:00Z")],
        SectionId::Other => vec![row(70, "ZZA02", "Mystery", "no date")],
        SectionId::People => vec![row(80, "ZZA01", "JONES, Sarah (Dr)", "")],
        _ => Vec::new(),
    }
}

fn section(id: SectionId) -> SectionChart {
    let rows = rows_of(id);
    let state = if rows.is_empty() { Absence::NoneRecorded } else { Absence::Present };
    let groups = match id {
        SectionId::Other => {
            vec![Group { title: "Claims".to_owned(), parts: vec![part(90, "ZZA02", PartRole::Listed)] }]
        }
        _ => Vec::new(),
    };
    let warnings = match id {
        SectionId::Problems => vec![Warning {
            code: WarningCode::ConfidentialItems,
            text: WarningCode::ConfidentialItems.mandated_text().to_owned(),
        }],
        _ => Vec::new(),
    };
    let sources = ["ZZA01", "ZZA02"]
        .map(|code| SourceSection {
            source: ods(code),
            state,
            items: u32::try_from(rows.len()).expect("few rows"),
            as_of: None,
            warnings: if code == "ZZA01" { warnings.clone() } else { Vec::new() },
            reason: None,
        })
        .to_vec();
    SectionChart { id, state, sources, rows, groups }
}

fn source(code: &str, name: &str, setting: Option<CareSetting>, received: bool) -> Source {
    Source {
        code: ods(code),
        name: name.to_owned(),
        setting,
        received: received.then(|| Moment::from_micros(1_700_000_000_000_000)),
        as_of: received.then(|| date("2023-11-14")),
        withholds: code == "ZZA01",
        partial: false,
        items: if received { 9 } else { 0 },
        unreadable: 0,
        warnings: Vec::new(),
    }
}

/// The chart.
pub(crate) fn chart() -> Chart {
    Chart {
        person: Person {
            id: "0192f0c1-2b3c-7d4e-8f50-000000000001".parse::<PersonId>().expect("a UUID"),
            identity: Identity {
                name: PersonNameOnFile {
                    family: Some("Skelly".to_owned()),
                    given: vec!["Horace".to_owned()],
                    prefix: vec!["Mr".to_owned()],
                    r#use: None,
                },
                other_names: Vec::new(),
                born: Some(date("1925-04-21")),
                died: None,
                deceased: false,
                gender: Some("male".to_owned()),
                number: NumberOnFile::Stated {
                    number: NhsNumber::parse("9990000018").expect("a number"),
                    status: None,
                },
                addresses: Vec::new(),
                telecoms: Vec::new(),
                practice: None,
                practice_code: None,
                communication: Vec::new(),
            },
        },
        received: Some(Moment::from_micros(1_700_000_000_000_000)),
        sources: vec![
            source("ZZA01", "Pewsey Surgery", Some(CareSetting::GeneralPractice), true),
            source("ZZA02", "Kennet Hospitals", Some(CareSetting::Acute), true),
            source("ZZA03", "Vale Social Care", Some(CareSetting::SocialCare), false),
        ],
        sections: SectionId::ALL.map(section).to_vec(),
        unreadable: vec![Unreadable {
            part: part(95, "ZZA02", PartRole::Main),
            resource_type: "Observation".to_owned(),
            reason: "code is a number; an object was expected".to_owned(),
            received: Moment::from_micros(1_700_000_000_000_000),
        }],
        held: vec![Held { source: ods("ZZA02"), count: 2 }],
        tally: Tally { received: 35, shown: 17, folded: 17, unreadable: 1 },
        prescribing_blocked: false,
    }
}

/// The record, opened on 22 November 2023.
pub(crate) fn record() -> Record {
    Record::new(chart(), Moment::from_micros(1_700_654_400_000_000))
}
