use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Shows what is bold between stars, as the rules' own examples do.
fn marked(line: &MedicineLine) -> String {
    let mark = |run: Run| {
        if run.bold { format!("**{}**", run.text) } else { run.text }
    };
    line.runs().into_iter().map(mark).collect()
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn drug(generic: &str, brand: &str, strength: &str) -> Drug {
    Drug { generic: some(generic), brand: some(brand), recorded: None, strength: some(strength) }
}

fn of(drugs: Vec<Drug>) -> MedicineLine {
    MedicineLine { drugs, ..MedicineLine::default() }
}

fn amount(value: &str, unit: &str) -> Option<Dose> {
    Some(Dose::Amount { value: value.to_owned(), to: None, unit: unit.to_owned() })
}

#[test]
fn m1_generic_bold_and_brand_upper_case() {
    let line = of(vec![drug("Diltiazem", "Calcicard CR", "")]);
    assert_eq!(marked(&line), "**diltiazem** — CALCICARD CR");
    assert_eq!(marked(&of(vec![drug("", "Calcicard CR", "")])), "CALCICARD CR");
    assert_eq!(marked(&of(vec![drug("Amphotericin B", "", "")])), "**amphotericin B**");
}

#[test]
fn m2_em_dash_and_order() {
    let line = MedicineLine {
        form: some("modified-release tablet"),
        dose: amount("120", "mg"),
        route: some("oral"),
        frequency: some("three times a day"),
        ..of(vec![drug("diltiazem", "Calcicard CR", "")])
    };
    assert_eq!(
        marked(&line),
        "**diltiazem** — CALCICARD CR — modified-release tablet — DOSE **120 mg** — oral — \
         three times a day"
    );
    let all = MedicineLine {
        form: some("infusion"),
        dose: amount("1000", "ml"),
        rate: some("125 mL/hour"),
        duration: some("8hr"),
        route: some("intravenous"),
        frequency: some("once"),
        ..of(vec![drug("Glucose", "Brand", "50mg/ml")])
    };
    assert_eq!(
        marked(&all),
        "**glucose** — BRAND — 50 mg per mL — infusion — DOSE **1,000 mL** — \
         125 mL per hour — 8hr — intravenous — once"
    );
}

#[test]
fn m3_dose_label() {
    let line = MedicineLine { dose: amount("500", "mg"), ..of(vec![drug("aspirin", "", "")]) };
    assert_eq!(marked(&line), "**aspirin** — DOSE **500 mg**");
    let range = Dose::Amount { value: "500".into(), to: Some("1000".into()), unit: "mg".into() };
    let line = MedicineLine { dose: Some(range), ..line };
    assert_eq!(marked(&line), "**aspirin** — DOSE **500 to 1,000 mg**");
}

#[test]
fn m3_dose_text_is_unaltered() {
    let text = "Take 1/2 -  one 5.0mg tab @ night,\nmax <8/24h & no more";
    let line = MedicineLine::as_recorded("Paracetamol 120mg/5ml oral suspension", Some(text));
    let name = "**Paracetamol 120mg/5ml oral suspension**";
    assert_eq!(marked(&line), format!("{name} — DOSE {text}"));
    assert_eq!(marked(&MedicineLine::as_recorded("Aspirin", Some(" "))), "**Aspirin**");
}

#[test]
fn m4_m5_numbers_in_the_line() {
    let line = |value, unit| {
        let line = MedicineLine { dose: amount(value, unit), ..of(vec![drug("heparin", "", "")]) };
        line.plain()
    };
    assert_eq!(line("0.50", "mg"), "heparin — DOSE 0.5 mg");
    assert_eq!(line(".5", "mg"), "heparin — DOSE 0.5 mg");
    assert_eq!(line("5000", "units"), "heparin — DOSE 5,000 units");
    assert_eq!(line("<5", "mg"), "heparin — DOSE less than 5 mg");
    assert_eq!(line("", "mg"), "heparin");
}

#[test]
fn m7_combined_strengths_in_the_line() {
    let line = MedicineLine { form: some("tablet"), ..of(vec![drug("co-codamol", "", "8mg/500mg")]) };
    assert_eq!(line.plain(), "co-codamol — 8 and 500 mg — tablet");
}

#[test]
fn m8_two_drugs_or_a_percentage() {
    let line = of(vec![drug("paracetamol", "", "500mg"), drug("metoclopramide", "", "5mg")]);
    assert_eq!(marked(&line), "**paracetamol**  500 mg + **metoclopramide**  5 mg");
    let line = MedicineLine { form: some("tablet"), ..line };
    assert_eq!(marked(&line), "**paracetamol**  500 mg + **metoclopramide**  5 mg — tablet");
    let line = of(vec![drug("sodium chloride", "", "0.9%")]);
    assert_eq!(marked(&line), "**sodium chloride**  0.9%");
}

#[test]
fn m10_the_delimiter_stays_with_the_attribute_before_it() {
    let line = MedicineLine { dose: amount("500", "mg"), ..of(vec![drug("aspirin", "", "")]) };
    let attributes: Vec<String> = line
        .attributes()
        .into_iter()
        .map(|attribute| attribute.runs.into_iter().map(|run| run.text).collect())
        .collect();
    assert_eq!(attributes, ["aspirin — ", "DOSE 500 mg"]);
}

#[test]
fn m12_nothing_forbidden_in_what_the_line_words() {
    let hostile = "<a> | b \\ c & d @ e ° f > 5 g/h";
    let line = MedicineLine {
        form: some(hostile),
        rate: some(hostile),
        route: some(hostile),
        frequency: some(hostile),
        ..of(vec![drug("aspirin", "", "5mg/ml")])
    };
    let plain = line.plain();
    assert!(!plain.contains(['@', '|', '<', '>', '/', '\\', '&', '°']), "{plain}");
}

#[test]
fn nothing_known_and_hostile_text() {
    assert_eq!(MedicineLine::default().plain(), "Drug name not recorded");
    assert_eq!(of(vec![drug("\u{202e}\0", " ", "5mg")]).plain(), "Drug name not recorded");
    assert_eq!(of(vec![Drug::default(), Drug::default()]).plain(), "Drug name not recorded");
    let line = MedicineLine::as_recorded("insulin\u{202e}nilusni", Some("5\u{2067}units"));
    assert_eq!(line.plain(), "insulinnilusni — DOSE 5units");
}
