#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::builders::*;
use crate::records::{
    Absence, Aside, Chart, Clearance, Detail, Label, LinkKind, Measure, MedicinePart, Negation, PartRole, Quantity,
    SectionId, Standing, Warning, WarningCode, fold,
};

fn state(chart: &Chart, section: SectionId, source: &str) -> Absence {
    let section = chart.section(section).expect("every section is there");
    section.sources.iter().find(|one| one.source == code(source)).expect("the source").state
}

#[test]
fn a_plan_with_its_issues_is_one_row() {
    let mut items = Vec::new();
    let mut plan = item(1, "ZZA01", 1, SectionId::Medicines, "Ramipril 5 mg capsules");
    plan.detail = Detail::Medicine(medicine(MedicinePart::Plan, true));
    let mut statement = item(2, "ZZA01", 1, SectionId::Medicines, "Ramipril 5 mg capsules");
    statement.detail = Detail::Medicine(medicine(MedicinePart::Statement, true));
    statement.links = vec![link(LinkKind::BasedOn, 1)];
    items.extend([plan, statement]);
    for n in 3..123 {
        let mut issue = item(n, "ZZA01", 1, SectionId::Medicines, "Ramipril 5 mg capsules");
        issue.detail = Detail::Medicine(medicine(MedicinePart::Issue, false));
        issue.links = vec![link(LinkKind::BasedOn, 1)];
        issue.when = date(&format!("20{:02}-03-01", n % 26 + 1));
        items.push(issue);
    }
    let chart = fold(&input(vec![answer("ZZA01", 1, vec![])], items), Clearance::General);
    let rows = &chart.section(SectionId::Medicines).expect("medicines").rows;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].id, id(2), "the statement speaks for its plan");
    let Detail::Medicine(whole) = &rows[0].detail else { panic!("a medicine") };
    assert_eq!(whole.issues.len(), 120);
    assert_eq!(whole.last_issue, date("2026-03-01"));
    assert_eq!((chart.tally.received, chart.tally.shown, chart.tally.folded), (122, 1, 121));
}

#[test]
fn the_same_result_from_two_sources_is_one_row_with_both_whole() {
    let result = |n, source: &str, ranges_text: Option<&str>| {
        let mut result = item(n, source, 1, SectionId::Results, "Serum potassium");
        result.codes = snomed("1000651000000109");
        result.when = date("2026-11-02T09:10:00+00:00");
        result.detail = Detail::Measure(Measure {
            quantity: Some(Quantity { value: "6.4".into(), comparator: None, unit: "mmol/L".into() }),
            interpretation: ranges_text.map(Into::into),
            ..Measure::default()
        });
        result
    };
    let items = vec![result(1, "ZZA01", None), result(2, "ZZB02", Some("High"))];
    let answers = vec![answer("ZZA01", 1, vec![]), answer("ZZB02", 2, vec![])];
    let chart = fold(&input(answers, items), Clearance::General);
    let rows = &chart.section(SectionId::Results).expect("results").rows;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].also.len(), 1);
    assert_eq!(rows[0].differences.len(), 1, "{:?}", rows[0].differences);
    assert_eq!(rows[0].provenance.iter().filter(|part| part.role == PartRole::Duplicate).count(), 1);
    assert_eq!(chart.tally.folded, 1);
}

#[test]
fn two_readings_of_one_source_never_join() {
    let reading = |n| {
        let mut reading = item(n, "ZZA01", 1, SectionId::Observations, "Heart rate");
        reading.codes = snomed("364075005");
        reading.when = date("2026-11-02");
        reading
    };
    let chart = fold(&input(vec![answer("ZZA01", 1, vec![])], vec![reading(1), reading(2)]), Clearance::General);
    assert_eq!(chart.tally.shown, 2);
}

#[test]
fn a_newer_version_stands_and_the_earlier_one_stays_inside() {
    let version = |n, nth| {
        let mut version = item(n, "ZZA01", nth, SectionId::Problems, "Gout");
        version.identity = Some("https://example.org/ids|7".into());
        version
    };
    let answers = vec![answer("ZZA01", 1, vec![]), answer("ZZA01", 2, vec![])];
    let chart = fold(&input(answers, vec![version(1, 1), version(2, 2)]), Clearance::General);
    let rows = &chart.section(SectionId::Problems).expect("problems").rows;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].id, id(2));
    assert!(rows[0].also[0].labels.contains(&Label::EarlierVersion));
}

#[test]
fn what_a_newer_answer_leaves_out_stays_and_is_marked() {
    let answers = vec![
        answer("ZZA01", 1, vec![section(SectionId::Problems)]),
        answer("ZZA01", 2, vec![section(SectionId::Problems)]),
    ];
    let gone = item(1, "ZZA01", 1, SectionId::Problems, "Gout");
    let elsewhere = item(2, "ZZA01", 1, SectionId::Documents, "Letter");
    let chart = fold(&input(answers, vec![gone, elsewhere]), Clearance::General);
    assert!(chart.section(SectionId::Problems).expect("problems").rows[0].labels.contains(&Label::NotInLatestAnswer));
    assert!(chart.section(SectionId::Documents).expect("documents").rows[0].labels.is_empty());
}

#[test]
fn stopped_in_hospital_and_still_on_repeat_is_one_row_that_says_so() {
    let mut repeat = item(1, "ZZA01", 1, SectionId::Medicines, "Ramipril 5 mg capsules");
    repeat.codes = snomed("318856007");
    repeat.when = date("2024-01-05");
    repeat.detail = Detail::Medicine(medicine(MedicinePart::Plan, true));
    let mut stopped = item(2, "ZZB02", 2, SectionId::Medicines, "Ramipril 5 mg capsules");
    stopped.codes = snomed("318856007");
    stopped.until = date("2026-11-10");
    stopped.detail = Detail::Medicine(medicine(MedicinePart::Plan, false));
    let answers = vec![answer("ZZA01", 1, vec![]), answer("ZZB02", 2, vec![])];
    let chart = fold(&input(answers, vec![repeat, stopped]), Clearance::General);
    let rows = &chart.section(SectionId::Medicines).expect("medicines").rows;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].differences[0], "Status: Low Surgery says current; Fell Hospital says stopped, 10-Nov-2026");
}

#[test]
fn only_a_stated_negation_gives_no_known_allergies() {
    let statement = |negation| {
        let mut statement = item(1, "ZZA01", 1, SectionId::Allergies, "No known allergy");
        let mut detail = allergy(true);
        detail.negation = Some(negation);
        statement.detail = Detail::Allergy(detail);
        statement
    };
    let empty = || {
        vec![answer(
            "ZZA01",
            1,
            vec![{
                let mut said = section(SectionId::Allergies);
                said.marked_empty = true;
                said.empty_reason = Some("nilknown".into());
                said
            }],
        )]
    };
    let of = |items| state(&fold(&input(empty(), items), Clearance::General), SectionId::Allergies, "ZZA01");
    assert_eq!(of(vec![]), Absence::NoneRecorded, "nilknown is not known none");
    assert_eq!(of(vec![statement(Negation::Narrower)]), Absence::NoneRecorded);
    assert_eq!(of(vec![statement(Negation::All)]), Absence::KnownNone);
    let mut active = item(2, "ZZA01", 1, SectionId::Allergies, "Penicillin");
    active.detail = Detail::Allergy(allergy(true));
    assert_eq!(of(vec![statement(Negation::All), active]), Absence::Present);
}

#[test]
fn each_absence_has_its_state() {
    let with = |code, marked_empty| {
        let mut said = section(SectionId::Problems);
        said.marked_empty = marked_empty;
        said.warnings = vec![Warning { code, text: "as said".into() }];
        vec![answer("ZZA01", 1, vec![said])]
    };
    let of = |answers, items| state(&fold(&input(answers, items), Clearance::General), SectionId::Problems, "ZZA01");
    assert_eq!(of(vec![], vec![]), Absence::Unavailable, "never asked");
    assert_eq!(of(vec![answer("ZZA01", 1, vec![section(SectionId::Results)])], vec![]), Absence::Unavailable);
    assert_eq!(of(vec![answer("ZZA01", 1, vec![section(SectionId::Problems)])], vec![]), Absence::NoneRecorded);
    assert_eq!(of(with(WarningCode::ConfidentialItems, true), vec![]), Absence::Withheld);
    assert_eq!(of(with(WarningCode::DataInTransit, true), vec![]), Absence::Unavailable);
    let gout = item(1, "ZZA01", 1, SectionId::Problems, "Gout");
    assert_eq!(of(with(WarningCode::ConfidentialItems, true), vec![gout.clone()]), Absence::Present);
    let mut wrong = gout;
    wrong.labels = vec![Label::EnteredInError];
    let chart =
        fold(&input(vec![answer("ZZA01", 1, vec![section(SectionId::Problems)])], vec![wrong]), Clearance::General);
    assert_eq!(state(&chart, SectionId::Problems, "ZZA01"), Absence::NoneRecorded);
    assert_eq!((chart.tally.shown, chart.tally.folded), (0, 1));
}

#[test]
fn a_warning_beside_a_section_stays_with_it() {
    let aside = || Aside {
        section: SectionId::Documents,
        warning: Warning { code: WarningCode::ConfidentialItems, text: "as said".into() },
    };
    let mut said = answer("ZZA01", 1, vec![section(SectionId::Problems)]);
    said.asides = vec![aside()];
    let letter = item(1, "ZZA01", 1, SectionId::Documents, "Letter");
    let chart = fold(&input(vec![said.clone()], vec![letter]), Clearance::General);
    let documents = chart.section(SectionId::Documents).expect("documents");
    assert_eq!(documents.sources[0].state, Absence::Present);
    assert_eq!(documents.sources[0].warnings, [aside().warning]);
    let none = fold(&input(vec![said], vec![]), Clearance::General);
    assert_eq!(state(&none, SectionId::Documents, "ZZA01"), Absence::Withheld, "something was left out");
}

#[test]
fn what_is_restricted_is_said_to_be_withheld_and_is_in_no_count() {
    let mut hidden = item(1, "ZZB02", 1, SectionId::Problems, "Hidden");
    hidden.restricted = true;
    let given = input(vec![answer("ZZB02", 1, vec![])], vec![hidden, item(2, "ZZB02", 1, SectionId::Results, "Seen")]);
    let general = fold(&given, Clearance::General);
    assert_eq!(general.tally.received, 1);
    assert_eq!(state(&general, SectionId::Sensitive, "ZZB02"), Absence::Withheld);
    assert_eq!(state(&general, SectionId::Problems, "ZZB02"), Absence::Withheld);
    assert!(!format!("{general:?}").contains("Hidden"));
    let full = fold(&given, Clearance::Restricted);
    let sensitive = full.section(SectionId::Sensitive).expect("sensitive");
    assert_eq!(sensitive.rows[0].from_section, Some(SectionId::Problems));
    assert_eq!(full.tally.received, 2);
}

#[test]
fn contexts_are_reached_from_their_row_or_their_group() {
    let mut drug = item(1, "ZZA01", 1, SectionId::Medicines, "Ramipril");
    drug.standing = Standing::Context { group: "Medications named".into() };
    let mut plan = item(2, "ZZA01", 1, SectionId::Medicines, "Ramipril");
    plan.detail = Detail::Medicine(medicine(MedicinePart::Plan, true));
    plan.links = vec![link(LinkKind::Medication, 1)];
    let mut bill = item(3, "ZZA01", 1, SectionId::Other, "Claim");
    bill.standing = Standing::Context { group: "Claims".into() };
    let chart = fold(&input(vec![answer("ZZA01", 1, vec![])], vec![drug, plan, bill]), Clearance::General);
    let plan = &chart.section(SectionId::Medicines).expect("medicines").rows[0];
    assert_eq!(plan.provenance[1].role, PartRole::Medication);
    let other = chart.section(SectionId::Other).expect("other");
    assert_eq!(other.groups[0].title, "Claims");
    assert_eq!((chart.tally.shown, chart.tally.folded), (1, 2));
}
