//! Walks over charts, as tests ask for them.

use std::collections::BTreeMap;

use commonweal_shared::ids::{OdsCode, ResourceId};
use commonweal_shared::records::{Chart, Label, Part, Row};

/// What a resource is in the tally.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Counted as unreadable.
    Unreadable,
    /// Belongs to a row or a group.
    Folded,
    /// Stands as a row.
    Shown,
}

/// One resource behind a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// Who sent it.
    pub source: OdsCode,
    /// Its type: as the row says, else as its reference says, else empty.
    pub resource_type: String,
    /// Its reference as received.
    pub reference: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// Every resource behind a chart, each once, at the most visible place where it stands.
pub fn resources(chart: &Chart) -> BTreeMap<ResourceId, Behind> {
    let mut found = BTreeMap::new();
    for section in &chart.sections {
        for row in &section.rows {
            // What was entered in error can be read, and counts as nothing clinical.
            let place = if row.labels.contains(&Label::EnteredInError) { Place::Folded } else { Place::Shown };
            row_resources(row, place, &mut found);
        }
        for part in section.groups.iter().flat_map(|group| &group.parts) {
            note(part, None, Place::Folded, &mut found);
        }
    }
    for unreadable in &chart.unreadable {
        note(&unreadable.part, Some(&unreadable.resource_type), Place::Unreadable, &mut found);
    }
    found
}

fn row_resources(row: &Row, place: Place, found: &mut BTreeMap<ResourceId, Behind>) {
    for part in &row.provenance {
        let own = part.id == row.id;
        let resource_type = own.then_some(row.resource_type.as_str());
        note(part, resource_type, if own { place } else { Place::Folded }, found);
    }
    for other in &row.also {
        row_resources(other, Place::Folded, found);
    }
}

fn note(part: &Part, resource_type: Option<&str>, place: Place, found: &mut BTreeMap<ResourceId, Behind>) {
    let by_reference = part.reference.as_deref().and_then(|reference| reference.split_once('/')).map(|(kind, _)| kind);
    let resource_type = resource_type.or(by_reference).unwrap_or_default().to_owned();
    let seen = found.entry(part.id).or_insert_with(|| Behind {
        source: part.source.clone(),
        resource_type: resource_type.clone(),
        reference: part.reference.clone(),
        place,
    });
    seen.place = seen.place.max(place);
    if seen.resource_type.is_empty() {
        seen.resource_type = resource_type;
    }
}

/// Every text that a chart holds, whatever field it stands in.
pub fn texts(chart: &Chart) -> Vec<String> {
    let value = serde_json::to_value(chart).expect("a chart is plain data");
    let mut texts = Vec::new();
    collect(&value, &mut texts);
    texts
}

fn collect(value: &serde_json::Value, texts: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => texts.push(text.clone()),
        serde_json::Value::Array(values) => values.iter().for_each(|value| collect(value, texts)),
        serde_json::Value::Object(fields) => fields.values().for_each(|value| collect(value, texts)),
        _ => {}
    }
}
