//! Doses as the source wrote them; where it gave structure and no text, the structure in plain words.

use super::codes::words;
use super::json::Node;
use super::words::{quantity_text, range_text, ratio};

/// All dosages of a medicine as one text, in order; none where nothing is said.
pub(super) fn dose(dosages: &Node<'_>) -> Option<String> {
    let all: Vec<String> = dosages.items().iter().filter_map(one).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

/// The route, where it is structured.
pub(super) fn route(dosages: &Node<'_>) -> Option<String> {
    dosages.items().iter().find_map(|dosage| words(dosage.get("route")))
}

/// What is said to the patient beside the dose.
pub(super) fn patient_instruction(dosages: &Node<'_>) -> Option<String> {
    let all: Vec<&str> = dosages.items().iter().filter_map(|dosage| dosage.get("patientInstruction").text()).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

/// Instructions beside a dose that is text; a structured one has them in its words already.
pub(super) fn additional_instruction(dosages: &Node<'_>) -> Option<String> {
    let with_text = dosages.items().iter().filter(|dosage| dosage.get("text").text().is_some());
    let all: Vec<String> = with_text.filter_map(|dosage| words(dosage.get("additionalInstruction"))).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

fn one(dosage: &Node<'_>) -> Option<String> {
    dosage.get("text").text().or_else(|| dosage.text()).map(str::to_owned).or_else(|| structured(dosage))
}

fn structured(dosage: &Node<'_>) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    let rated = dosage.get("doseAndRate").items().iter().chain(std::iter::once(dosage));
    for place in rated {
        parts.extend(quantity_text(place.any(&["doseQuantity", "doseSimpleQuantity", "dose"])));
        parts.extend(range_text(place.get("doseRange")));
        parts.extend(ratio(place.get("rateRatio")).map(|rate| format!("at {rate}")));
        parts.extend(quantity_text(place.get("rateQuantity")).map(|rate| format!("at {rate}")));
        parts.extend(range_text(place.get("rateRange")).map(|rate| format!("at {rate}")));
    }
    parts.extend(words(dosage.get("method")));
    parts.extend(timing(dosage.get("timing")));
    if dosage.get("asNeededBoolean").truth() == Some(true) {
        parts.push("as needed".to_owned());
    }
    parts.extend(words(dosage.get("asNeededCodeableConcept")).map(|reason| format!("as needed for {reason}")));
    parts.extend(words(dosage.get("site")).map(|site| format!("at {site}")));
    parts.extend(words(dosage.get("additionalInstruction")));
    parts.extend(ratio(dosage.get("maxDosePerPeriod")).map(|most| format!("at most {most}")));
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn timing(timing: &Node<'_>) -> Option<String> {
    let coded = words(timing.get("code"));
    let repeat = timing.get("repeat");
    let mut parts: Vec<String> = coded.into_iter().collect();
    parts.extend(frequency(repeat));
    parts.extend(words(repeat.get("when")));
    parts.extend(words(repeat.get("dayOfWeek")).map(|days| format!("on {days}")));
    let times: Vec<&str> = repeat.get("timeOfDay").items().iter().filter_map(Node::text).collect();
    if !times.is_empty() {
        parts.push(format!("at {}", times.join(", ")));
    }
    if let Some(count) = repeat.get("count").scalar() {
        parts.push(format!("{count} times in all"));
    }
    parts.extend(super::words::period(repeat.get("boundsPeriod")));
    parts.extend(quantity_text(repeat.get("boundsDuration")).map(|length| format!("for {length}")));
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn frequency(repeat: &Node<'_>) -> Option<String> {
    let period = repeat.get("period").scalar().unwrap_or("1");
    let unit = match repeat.get("periodUnit").text()? {
        "s" => "second",
        "min" => "minute",
        "h" => "hour",
        "d" => "day",
        "wk" => "week",
        "mo" => "month",
        "a" => "year",
        other => other,
    };
    let single = matches!(period, "1" | "1.0");
    let article = if unit == "hour" { "an" } else { "a" };
    let per = if single { format!("{article} {unit}") } else { format!("every {period} {unit}s") };
    let times = repeat.get("frequency").scalar().unwrap_or("1");
    let most = repeat.get("frequencyMax").scalar();
    Some(match (times, most) {
        (times, Some(most)) if most != times => format!("{times} to {most} times {per}"),
        ("1", _) => format!("once {per}"),
        ("2", _) => format!("twice {per}"),
        (times, _) => format!("{times} times {per}"),
    })
}

#[cfg(test)]
mod tests {
    use super::super::json::parse;
    use super::*;

    fn read(json: &str) -> Option<String> {
        dose(&parse(json, "dosage").expect("valid"))
    }

    #[test]
    fn text_stays_as_it_came_and_several_are_joined() {
        assert_eq!(
            read(r#"[{"text": "One To Be Taken"}, {"text": "or two"}]"#).as_deref(),
            Some("One To Be Taken; or two")
        );
    }

    #[test]
    fn structure_becomes_words() {
        let json = r#"[{"timing": {"repeat": {"frequency": 2, "period": 1.0, "periodUnit": "d"}},
            "asNeededBoolean": false, "doseAndRate": [{"doseQuantity": {"value": 1.0, "unit": "tablet"}}]}]"#;
        assert_eq!(read(json).as_deref(), Some("1.0 tablet, twice a day"));
        assert_eq!(read(r#"[{"asNeededBoolean": true}]"#).as_deref(), Some("as needed"));
    }
}
