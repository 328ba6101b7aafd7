//! FHIR's data types in plain words, for facts.

use commonweal_shared::display::{self, PersonName, Surface};
use commonweal_shared::records::{PersonNameOnFile, Quantity, Range};
use commonweal_shared::time::{FhirDate, Precision};

use super::codes::words;
use super::json::{Node, short};
use super::patient;

/// A name by display rule N1; none where the source gave none.
pub(super) fn person_name(node: &Node<'_>) -> Option<String> {
    let names = node.items();
    let official = names.iter().find(|name| name.get("use").text() == Some("official"));
    let node = official.or_else(|| names.first())?;
    let whole = node.get("text").text().or_else(|| node.text());
    let parts = patient::name(node).unwrap_or_default();
    show_name(&parts, whole)
}

fn show_name(parts: &PersonNameOnFile, whole: Option<&str>) -> Option<String> {
    let joined = |list: &[String]| (!list.is_empty()).then(|| list.join(" "));
    let text_only = parts.given.is_empty() && parts.family.as_deref() == whole;
    let name = PersonName {
        family: parts.family.clone().filter(|_| !text_only),
        given: joined(&parts.given),
        prefix: joined(&parts.prefix),
        preferred: None,
        whole: whole.map(str::to_owned),
    };
    let empty = name.family.is_none() && name.given.is_none() && name.whole.is_none();
    (!empty).then(|| name.show(Surface::Clinical))
}

/// A date with its time where it has one (rules D1, H1); a text that is no date stays as it came.
pub(super) fn date(text: &str) -> String {
    FhirDate::parse(text).map_or_else(|_| text.to_owned(), |date| show_date(&date))
}

/// A date with its time where it has one (rules D1, H1).
pub(super) fn show_date(date: &FhirDate) -> String {
    if date.precision() == Precision::Time {
        display::date_time(date, Surface::Clinical)
    } else {
        display::date(date, Surface::Clinical)
    }
}

/// A Period: `01-Jan-2020 to 02-Feb-2020`, open ends in words.
pub(super) fn period(node: &Node<'_>) -> Option<String> {
    let start = node.get("start").text().map(date);
    let end = node.get("end").text().map(date);
    match (start, end) {
        (Some(start), Some(end)) => Some(format!("{start} to {end}")),
        (Some(start), None) => Some(format!("from {start}")),
        (None, Some(end)) => Some(format!("until {end}")),
        (None, None) => None,
    }
}

/// A Quantity with the decimal as written.
pub(super) fn quantity(node: &Node<'_>) -> Option<Quantity> {
    let unit = node.get("unit").text().or_else(|| {
        // A code is a unit for people only in UCUM; SNOMED CT numbers say nothing to them.
        let ucum = node.get("system").text() == Some("http://unitsofmeasure.org");
        node.get("code").text().filter(|_| ucum)
    });
    Some(Quantity {
        value: node.get("value").scalar()?.to_owned(),
        comparator: node.get("comparator").text().map(str::to_owned),
        unit: unit.unwrap_or_default().to_owned(),
    })
}

/// A Quantity as one text: `<= 4.0 mg/L`.
pub(super) fn quantity_text(node: &Node<'_>) -> Option<String> {
    let Some(quantity) = quantity(node) else {
        return node.get("unit").text().map(str::to_owned);
    };
    Some(show_quantity(&quantity))
}

fn show_quantity(quantity: &Quantity) -> String {
    let mut text = String::new();
    if let Some(comparator) = &quantity.comparator {
        text.push_str(comparator);
        text.push(' ');
    }
    text.push_str(&quantity.value);
    if !quantity.unit.is_empty() {
        text.push(' ');
        text.push_str(&quantity.unit);
    }
    text
}

/// A reference range with its words and whom it is for; none when it says nothing.
pub(super) fn range(node: &Node<'_>) -> Option<Range> {
    let mut text: Vec<String> = node.get("text").text().map(str::to_owned).into_iter().collect();
    text.extend(words(node.get("type")));
    text.extend(words(node.get("appliesTo")));
    text.extend(range_text(node.get("age")).map(|age| format!("age {age}")));
    let range = Range {
        low: quantity(node.get("low")),
        high: quantity(node.get("high")),
        text: (!text.is_empty()).then(|| text.join("; ")),
    };
    (range.low.is_some() || range.high.is_some() || range.text.is_some()).then_some(range)
}

/// A Range as one text: `1 to 2 mg`.
pub(super) fn range_text(node: &Node<'_>) -> Option<String> {
    match (quantity_text(node.get("low")), quantity_text(node.get("high"))) {
        (Some(low), Some(high)) => Some(format!("{low} to {high}")),
        (Some(low), None) => Some(format!("from {low}")),
        (None, Some(high)) => Some(format!("up to {high}")),
        (None, None) => None,
    }
}

/// A Ratio as one text: `1 mg per 5 mL`.
pub(super) fn ratio(node: &Node<'_>) -> Option<String> {
    let numerator = quantity_text(node.get("numerator"))?;
    Some(match quantity_text(node.get("denominator")) {
        Some(denominator) => format!("{numerator} per {denominator}"),
        None => numerator,
    })
}

/// An address on one line.
pub(super) fn address(node: &Node<'_>) -> Option<String> {
    let address = patient::address(node)?;
    let mut lines = address.lines;
    lines.extend(address.postcode);
    Some(lines.join(", "))
}

/// A telephone number or mail address with its kind: `phone 01133 800000 (work)`.
pub(super) fn telecom(node: &Node<'_>) -> Option<String> {
    let value = node.get("value").scalar()?;
    let system = node.get("system").text().map_or_else(String::new, |system| format!("{system} "));
    let place = node.get("use").text().map_or_else(String::new, |place| format!(" ({place})"));
    Some(format!("{system}{value}{place}"))
}

/// The words of a narrative: its markup taken away, its blocks on lines of their own.
pub(super) fn narrative(div: &str) -> String {
    let mut out = String::with_capacity(div.len());
    let mut rest = div;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let tag_end = rest[open..].find('>').map_or(rest.len(), |end| open + end + 1);
        let tag = rest[open..tag_end].trim_start_matches(['<', '/']);
        let block = ["p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "table", "ul", "ol"];
        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
        let cell = name == "td" || name == "th";
        out.push_str(if block.contains(&name.as_str()) {
            "\n"
        } else if cell {
            " "
        } else {
            ""
        });
        rest = &rest[tag_end..];
    }
    out.push_str(rest);
    let out = out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    let out = out.replace("&nbsp;", " ").replace("&#160;", " ").replace("&amp;", "&");
    let lines: Vec<&str> = out.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// Endings of field names that only say which type was chosen.
const TYPES: [&str; 10] =
    ["CodeableConcept", "DateTime", "Boolean", "Quantity", "Reference", "String", "Integer", "Period", "Range", "Age"];

/// A field's name or an extension's address as words: `bodySite` is `Body site`,
/// `…/Extension-CareConnect-GPC-NHSCommunication-1` is `NHS communication`.
pub(super) fn label(key: &str) -> String {
    let mut key = key.rsplit('/').next().unwrap_or(key).trim_end_matches("-1");
    for prefix in ["Extension-", "CareConnect-", "UKCore-", "GPC-", "us-core-", "patient-"] {
        key = key.strip_prefix(prefix).unwrap_or(key);
    }
    let key = &short(key);
    let chosen = TYPES.iter().find_map(|kind| key.strip_suffix(kind).filter(|stem| !stem.is_empty()));
    let letters: Vec<char> = chosen.unwrap_or(key).chars().collect();
    let mut out = String::with_capacity(letters.len() + 4);
    for (at, letter) in letters.iter().enumerate() {
        let after_capital = at > 0 && letters[at - 1].is_ascii_uppercase();
        let before_small = letters.get(at + 1).is_some_and(char::is_ascii_lowercase);
        // A capital begins a word, unless it is one of several that belong together, as in NHS.
        let begins = letter.is_ascii_uppercase() && (!after_capital || before_small);
        match letter {
            '-' | '_' => out.push(' '),
            _ if at == 0 => out.extend(letter.to_uppercase()),
            _ if begins => {
                out.push(' ');
                let next = letters.get(at + 1).is_some_and(char::is_ascii_uppercase);
                out.push(if next { *letter } else { letter.to_ascii_lowercase() });
            }
            _ => out.push(*letter),
        }
    }
    british(&out)
}

/// FHIR's field names are American English; what a person reads is British.
fn british(label: &str) -> String {
    match label {
        "Telecom" => "Contact by".to_owned(),
        "Hospitalization" => "Hospital stay".to_owned(),
        other => other.replace("rganization", "rganisation"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::json::parse;
    use super::*;

    #[test]
    fn labels_are_words() {
        assert_eq!(label("bodySite"), "Body site");
        assert_eq!(label("https://x/Extension-CareConnect-GPC-ParentPresent-1"), "Parent present");
        assert_eq!(label("https://x/Extension-UKCore-BodySiteReference"), "Body site");
        assert_eq!(label("https://x/Extension-CareConnect-GPC-NHSCommunication-1"), "NHS communication");
        assert_eq!(label("managingOrganization"), "Managing organisation");
        assert_eq!(label("deceasedDateTime"), "Deceased");
        assert_eq!(label("AllergyIntolerance"), "Allergy intolerance");
    }

    #[test]
    fn a_narrative_loses_its_markup_and_no_word() {
        assert_eq!(
            narrative("<div><p>Plan for <b>asthma</b></p><ul><li>One &amp; two</li></ul></div>"),
            "Plan for asthma\nOne & two"
        );
    }

    #[test]
    fn quantities_keep_their_decimals() {
        let node = parse(r#"{"comparator": "<=", "value": 4.0, "unit": "mg/L"}"#, "q").expect("valid");
        assert_eq!(quantity_text(&node).as_deref(), Some("<= 4.0 mg/L"));
    }

    #[test]
    fn names_follow_n1_and_text_stays_text() {
        let node = parse(r#"[{"family": "McAvenue", "given": ["David"], "prefix": ["Dr"]}]"#, "name").expect("valid");
        assert_eq!(person_name(&node).as_deref(), Some("MCAVENUE, David (Dr)"));
        let node = parse(r#"[{"text": "Adrian Tye"}]"#, "name").expect("valid");
        assert_eq!(person_name(&node).as_deref(), Some("Adrian Tye"));
    }
}
