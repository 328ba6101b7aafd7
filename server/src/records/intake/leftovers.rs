//! Whatever a kind's own reader did not take becomes a fact, so that nothing that was said is invisible.

use commonweal_shared::time::FhirDate;

use super::codes::{in_words, words};
use super::draft::Draft;
use super::json::{Node, is_extension};
use super::words;

/// Fields that every reader has dealt with, or that say nothing to a person.
const ALWAYS: [&str; 15] = [
    "resourceType",
    "id",
    "meta",
    "implicitRules",
    "language",
    "text",
    "contained",
    "extension",
    "identifier",
    "subject",
    "patient",
    "status",
    "note",
    "comment",
    "url",
];

/// Fields whose value is a code that may be written as words.
const CODES: [&str; 8] = ["intent", "priority", "mode", "use", "gender", "severity", "criticality", "type"];

/// No fact nests deeper; what lies there is in the bytes.
const DEEPEST: usize = 6;

impl<'a> Draft<'_, 'a> {
    /// Adds a fact for each field and extension that is not in `handled`.
    pub(super) fn leftovers(&mut self, handled: &[&str]) {
        let node = self.node;
        for (key, value) in node.fields() {
            if key.starts_with('_') || ALWAYS.contains(&key.as_ref()) || handled.contains(&key.as_ref()) {
                continue;
            }
            if key == "modifierExtension" {
                self.extensions(value, handled);
                continue;
            }
            let label = words::label(key);
            for item in value.items() {
                let text = self.plain(item, key, 0);
                self.fact(&label, text);
            }
        }
        self.extensions(node.get("extension"), handled);
    }

    fn extensions(&mut self, list: &Node<'a>, handled: &[&str]) {
        for extension in list.items() {
            let url = extension.get("url").text().unwrap_or("extension");
            if handled.iter().any(|name| is_extension(url, name)) {
                continue;
            }
            let text = self.extension_text(extension, 0);
            self.fact(&words::label(url), text);
        }
    }

    fn extension_text(&self, extension: &Node<'a>, depth: usize) -> Option<String> {
        if let Some(text) = self.plain(extension.value(), "value", depth + 1) {
            return Some(text);
        }
        let parts: Vec<String> = extension
            .get("extension")
            .items()
            .iter()
            .filter_map(|part| {
                let text = self.extension_text(part, depth + 1)?;
                Some(format!("{}: {text}", words::label(part.get("url").text().unwrap_or("value"))))
            })
            .collect();
        (!parts.is_empty() && depth < DEEPEST).then(|| parts.join("; "))
    }

    /// Any value in words, by its shape.
    pub(super) fn plain(&self, node: &Node<'a>, key: &str, depth: usize) -> Option<String> {
        if depth > DEEPEST {
            return None;
        }
        match node {
            Node::Null => None,
            Node::Bool(truth) => Some(if *truth { "Yes" } else { "No" }.to_owned()),
            Node::Number(number) => Some((*number).to_owned()),
            Node::Text(_) => {
                let text = node.text()?;
                let dated = text.len() >= 7 && FhirDate::parse(text).is_ok();
                Some(match dated {
                    true => words::date(text),
                    false if CODES.contains(&key) => in_words(text),
                    false => text.to_owned(),
                })
            }
            Node::List(list) => {
                let all: Vec<String> = list.iter().filter_map(|item| self.plain(item, key, depth + 1)).collect();
                (!all.is_empty()).then(|| all.join(", "))
            }
            Node::Object(_) if !node.get("reference").is_null() => self.name(node).or_else(|| sentence(node)),
            Node::Object(fields) => self.shape(node).or_else(|| {
                let parts: Vec<String> = fields
                    .iter()
                    .filter(|(key, _)| {
                        !matches!(key.as_ref(), "id" | "extension" | "url" | "uid" | "sequence" | "linkId")
                    })
                    .filter_map(|(key, value)| {
                        Some(format!("{}: {}", words::label(key), self.plain(value, key, depth + 1)?))
                    })
                    .collect();
                (!parts.is_empty()).then(|| parts.join("; "))
            }),
        }
    }

    /// The data types of FHIR, told apart by their fields.
    fn shape(&self, node: &Node<'a>) -> Option<String> {
        let has = |key: &str| !node.get(key).is_null();
        if has("display") && node.fields().len() <= 2 && !has("code") {
            return node.get("display").text().map(str::to_owned);
        }
        if has("coding") || (has("text") && node.fields().len() == 1) {
            return words(node);
        }
        if has("code") && (has("system") || has("display")) && !has("value") {
            return words(node);
        }
        if has("numerator") {
            return words::ratio(node);
        }
        if (has("low") || has("high")) && node.fields().len() <= 2 {
            return words::range_text(node);
        }
        if (has("start") || has("end")) && node.fields().len() <= 2 {
            return words::period(node);
        }
        if has("value") && has("system") && !has("unit") && !has("code") {
            // An identifier is for machines; a telephone number is not.
            let address = node.get("system").text().is_some_and(|system| system.contains(':'));
            return if address { Some(node.get("value").scalar()?.to_owned()) } else { words::telecom(node) };
        }
        if has("value") && node.fields().iter().all(|(key, _)| is_quantity_field(key)) {
            return words::quantity_text(node);
        }
        if has("family") || has("given") {
            return words::person_name(node);
        }
        if has("line") || has("postalCode") {
            return words::address(node);
        }
        None
    }
}

/// A sentence where a reference should be is for the reader; a broken address is not.
fn sentence(node: &Node<'_>) -> Option<String> {
    node.get("reference").text().filter(|text| text.contains(' ')).map(str::to_owned)
}

fn is_quantity_field(key: &str) -> bool {
    matches!(key, "value" | "unit" | "system" | "code" | "comparator" | "currency" | "extension")
}
