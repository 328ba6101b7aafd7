//! Parts that resources of FHIR have in common.

use serde_json::{Value, json};

use super::chance::Chance;
use super::terms::Term;

/// What stands around a decimal until the bundle's text is made: as a number it would lose a last zero.
const MARK: &str = "@@";

/// A decimal of so many places, as it is to stand in the bundle.
pub(super) fn decimal(value: i64, places: u32) -> Value {
    let unit = 10_i64.pow(places);
    let text = match places {
        0 => value.to_string(),
        _ => format!("{}.{:0width$}", value / unit, value % unit, width = places as usize),
    };
    Value::String(format!("{MARK}{text}{MARK}"))
}

/// The text of a bundle, with its decimals as they were written.
pub(super) fn text_of(bundle: &Value) -> String {
    bundle.to_string().replace(&format!("\"{MARK}"), "").replace(&format!("{MARK}\""), "")
}

/// A coded concept, or one that is text alone.
pub(super) fn concept(term: &Term) -> Value {
    if term.code.is_empty() { json!({ "text": term.words }) } else { snomed((term.code, term.words)) }
}

/// A concept with one code of SNOMED CT.
pub(super) fn snomed((code, display): (&str, &str)) -> Value {
    coded("http://snomed.info/sct", code, display)
}

/// A concept with one code.
pub(super) fn coded(system: &str, code: &str, display: &str) -> Value {
    json!({ "coding": [{ "system": system, "code": code, "display": display }] })
}

/// A reference.
pub(super) fn to(reference: impl Into<String>) -> Value {
    json!({ "reference": reference.into() })
}

/// A quantity with a unit of UCUM.
pub(super) fn quantity(value: i64, places: u32, unit: &str) -> Value {
    json!({ "value": decimal(value, places), "unit": unit, "system": "http://unitsofmeasure.org", "code": unit })
}

/// A label by which a source says that not everybody may see something.
pub(super) fn restricted() -> Value {
    let system = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    json!([{ "system": system, "code": "R", "display": "restricted" }])
}

/// A letter as an attachment carries it: base64, and its size in bytes.
pub(super) fn attachment(title: &str, text: &str) -> Value {
    json!({
        "contentType": "text/plain; charset=utf-8", "language": "en-GB", "title": title,
        "size": text.len(), "data": base64(text.as_bytes()),
    })
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let at = |nth: usize| u32::from(three.get(nth).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for nth in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * nth) & 63) as usize];
            out.push(if nth <= three.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

/// Adds the identifier by which a practice's system knows a resource.
pub(super) fn identified(mut resource: Value, chance: &mut Chance) -> Value {
    resource["identifier"] =
        json!([{ "system": "https://fhir.nhs.uk/Id/cross-care-setting-identifier", "value": chance.uuid() }]);
    resource
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_stand_as_they_were_written() {
        let text = text_of(&json!([decimal(705, 1), decimal(1_000, 2), decimal(5, 0), decimal(7, 2)]));
        assert_eq!(text, "[70.5,10.00,5,0.07]");
    }

    #[test]
    fn letters_are_base64() {
        let packed: Vec<String> = ["", "f", "fo", "foo", "foobar"].iter().map(|text| base64(text.as_bytes())).collect();
        assert_eq!(packed, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYmFy"]);
    }
}
