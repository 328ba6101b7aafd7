//! A bundle read for checking: its resources, and where its references lead.

use std::collections::BTreeSet;

use commonweal_training::PersonBundle;
use serde_json::Value;

/// A bundle with what the tests ask of it.
pub(crate) struct Bundle {
    /// Person and source, for messages.
    pub(crate) name: String,
    /// The code of the organisation that sent it.
    pub(crate) source: String,
    /// The whole bundle.
    pub(crate) whole: Value,
    entries: Vec<Value>,
}

impl Bundle {
    /// Reads the text and says whose it is when it cannot.
    pub(crate) fn read(slug: &str, sent: &PersonBundle) -> Self {
        let name = format!("{slug} from {}", sent.source_code);
        let whole: Value = serde_json::from_str(sent.json).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(whole["resourceType"], "Bundle", "{name}");
        let entries = whole["entry"].as_array().expect("a bundle has entries").clone();
        Self { name, source: sent.source_code.to_owned(), whole, entries }
    }

    /// Every resource, in order.
    pub(crate) fn resources(&self) -> impl Iterator<Item = &Value> {
        self.entries.iter().map(|entry| &entry["resource"])
    }

    /// All resources of one type.
    pub(crate) fn of_type(&self, kind: &str) -> Vec<&Value> {
        self.resources().filter(|resource| resource["resourceType"] == kind).collect()
    }

    /// `Type/id` of each entry, in order.
    pub(crate) fn references_of_entries(&self) -> Vec<String> {
        self.resources()
            .map(|resource| reference_to(resource).unwrap_or_else(|| panic!("{}: an entry without an id", self.name)))
            .collect()
    }

    /// Whether `Type/id`, `Type/id#contained` or `Bundle` names something here.
    pub(crate) fn has(&self, wanted: &str) -> bool {
        let (outer, inner) = wanted.split_once('#').map_or((wanted, None), |(outer, inner)| (outer, Some(inner)));
        if outer == "Bundle" {
            return true;
        }
        self.resources().any(|resource| {
            reference_to(resource).is_some_and(|reference| reference == outer)
                && inner.is_none_or(|id| contained_ids(resource).contains(id))
        })
    }

    /// Every reference that names no entry and no contained resource.
    pub(crate) fn unresolved(&self) -> BTreeSet<String> {
        let mut known: BTreeSet<String> = self.references_of_entries().into_iter().collect();
        known.extend(self.entries.iter().filter_map(|entry| entry["fullUrl"].as_str().map(str::to_owned)));
        let mut missing = BTreeSet::new();
        for resource in self.resources() {
            let inside = contained_ids(resource);
            let mut found = Vec::new();
            collect(resource, &mut found);
            for reference in found {
                let resolves = match reference.strip_prefix('#') {
                    Some(id) => inside.contains(id),
                    None => known.contains(&reference),
                };
                if !resolves {
                    missing.insert(reference);
                }
            }
        }
        missing
    }
}

fn reference_to(resource: &Value) -> Option<String> {
    Some(format!("{}/{}", resource["resourceType"].as_str()?, resource["id"].as_str()?))
}

fn contained_ids(resource: &Value) -> BTreeSet<String> {
    let contained = resource["contained"].as_array().into_iter().flatten();
    contained.filter_map(|inner| inner["id"].as_str().map(str::to_owned)).collect()
}

fn collect(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                match (name.as_str(), inner) {
                    ("reference", Value::String(text)) => into.push(text.clone()),
                    _ => collect(inner, into),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, into)),
        _ => {}
    }
}
