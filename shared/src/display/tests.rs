//! Hostile text through every function that takes text: nothing panics, and nothing that misleads
//! comes out.

use super::*;
use crate::time::{FhirDate, Moment};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const HOSTILE: [&str; 34] = [
    "",
    " ",
    "\0",
    "\u{202e}gm 005\u{202c}",
    "\u{2066}\u{2069}",
    "\r\r\n\u{85}\u{c}",
    "\u{9b}31m",
    "é",
    "ß",
    "ŉ",
    "İ",
    "🩺",
    "e\u{301}\u{301}\u{301}",
    "５００",
    "-",
    "-.",
    ".",
    "..",
    "1.2.3",
    "-0",
    "99999999999999999999999999999999999999",
    "1e999",
    "1,000,000",
    ",,,",
    "+",
    "+44",
    "(+",
    "tel:",
    "00",
    "/",
    "5mg//",
    "<",
    "<= ",
    "<script>alert(1)</script>",
];

#[test]
fn hostile_text_neither_panics_nor_misleads() {
    for one in HOSTILE {
        for other in HOSTILE {
            for shown in every_formatter(one, other) {
                let unsafe_left = shown.chars().any(|character| {
                    (character.is_control() && character != '\n' && character != '\t')
                        || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
                });
                assert!(!unsafe_left, "{one:?} {other:?} gave {shown:?}");
            }
        }
    }
}

fn every_formatter(one: &str, other: &str) -> Vec<String> {
    let both = format!("{one}{other}");
    let name = PersonName {
        family: Some(one.to_owned()),
        given: Some(other.to_owned()),
        prefix: Some(both.clone()),
        preferred: Some(both.clone()),
        whole: Some(both.clone()),
    };
    let drug = Drug {
        generic: Some(one.to_owned()),
        brand: Some(other.to_owned()),
        recorded: Some(both.clone()),
        strength: Some(both.clone()),
    };
    let dose = Dose::Amount { value: one.to_owned(), to: Some(other.to_owned()), unit: both.clone() };
    let line = MedicineLine {
        drugs: vec![drug.clone(), drug],
        form: Some(both.clone()),
        dose: Some(dose),
        rate: Some(one.to_owned()),
        duration: Some(other.to_owned()),
        route: Some(both.clone()),
        frequency: Some(both.clone()),
    };
    let mut shown = vec![
        text::safe(&both).into_owned(),
        text::one_line(&both),
        name.show(Surface::Clinical),
        name.show(Surface::Prose),
        name.preferred().unwrap_or_default(),
        phone(&both),
        postcode(&both),
        address(&[Some(one), None, Some(other)], Some(&both)),
        line.plain(),
        MedicineLine::as_recorded(one, Some(other)).plain(),
        strength(&both),
        dose_number(&both),
        dose_quantity(one, other, Surface::Clinical),
        dose_quantity(one, other, Surface::Prose),
        quantity(Comparator::from_fhir(one), one, Some(other)),
        reference_range(Some(one), Some(other), Some(&both)).unwrap_or_default(),
        unit_words(&both),
        round_decimal(&both, 2).show(),
        round_decimal(one, 0).show(),
        Gender::from_fhir(Some(&both)).label().to_owned(),
        Sex::from_fhir(Some(&both)).label().to_owned(),
        out_of_view_notice("Above", &[one, other], 1).unwrap_or_default(),
    ];
    shown.extend(align_decimals(&[one, other, &both]));
    shown.extend(Duration::from_recorded(one, other).map(|found| found.show(Surface::Prose)));
    shown
}

#[test]
fn hostile_dates_neither_panic_nor_come_out_empty() {
    let moments = [i64::MIN, i64::MIN / 2, -1, 0, 1, i64::MAX / 2, i64::MAX].map(Moment::from_micros);
    let texts = [
        "0001",
        "0001-01",
        "0001-01-01",
        "9999",
        "9999-12",
        "9999-12-31",
        "2024-02-29",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2026-10-25T01:30:00",
        "2026-03-29T01:30:00",
        "1980-08-14T24:00:00",
        "1980-08-14T23:59:60Z",
    ];
    let dates = texts.map(|text| FhirDate::parse(text).expect("the test writes a valid date"));
    for one in &dates {
        for surface in [Surface::Clinical, Surface::Prose] {
            assert!(!date(one, surface).is_empty());
            assert!(!date_time(one, surface).is_empty());
            assert!(!weekday_date(one, surface).is_empty());
        }
        for other in &dates {
            assert!(age_at_death(one, other).is_none_or(|age| !age.is_empty()));
        }
        for moment in moments {
            assert!(age(one, moment).is_none_or(|age| !age.is_empty()));
            let forms = moment_forms(moment);
            assert!(!forms.short.is_empty() && !forms.long.is_empty());
            assert!(offset_title(moment).is_none_or(|title| !title.is_empty()));
        }
    }
}
