//! Whether what a resource can't do without is there in a shape that can be read.

use super::json::Node;

/// Fields that would change their meaning if one of two values were chosen.
const ONLY_ONCE: [&str; 12] = [
    "resourceType",
    "id",
    "subject",
    "patient",
    "status",
    "clinicalStatus",
    "verificationStatus",
    "intent",
    "code",
    "notGiven",
    "medicationReference",
    "valueQuantity",
];

const CONCEPTS: [&str; 5] =
    ["code", "vaccineCode", "medicationCodeableConcept", "valueCodeableConcept", "dataAbsentReason"];
const OBJECTS: [&str; 6] = ["subject", "patient", "medicationReference", "valueQuantity", "effectivePeriod", "period"];
const CODES: [&str; 2] = ["status", "intent"];
const STATUSES: [&str; 2] = ["clinicalStatus", "verificationStatus"];
const TRUTHS: [&str; 3] = ["notGiven", "notDone", "doNotPerform"];

/// What stands in the way of reading a resource: where, what was found, what was expected.
///
/// Optional fields of a wrong type are no reason: they are left out or kept as text.
pub(super) fn problem(kind: &str, node: &Node<'_>) -> Option<String> {
    if !node.is_object() {
        return Some(format!("{kind}: found {}, expected an object", node.kind()));
    }
    for key in ONLY_ONCE {
        if node.all(key).nth(1).is_some() {
            return Some(format!("{kind}.{key}: found more than once, expected once"));
        }
    }
    let wrong = |keys: &[&str], expected: &str, fits: &dyn Fn(&Node<'_>) -> bool| {
        keys.iter().find_map(|key| {
            let value = node.get(key);
            let fine = value.is_null() || fits(value);
            (!fine).then(|| format!("{kind}.{key}: found {}, expected {expected}", value.kind()))
        })
    };
    let text = |value: &Node<'_>| matches!(value, Node::Text(_));
    let objects = |value: &Node<'_>| value.items().iter().all(Node::is_object);
    wrong(&CONCEPTS, "a coded concept", &objects)
        .or_else(|| wrong(&OBJECTS, "an object", &objects))
        .or_else(|| wrong(&CODES, "a code as text", &text))
        .or_else(|| wrong(&STATUSES, "a code", &|value| text(value) || objects(value)))
        .or_else(|| wrong(&TRUTHS, "true or false", &|value| value.truth().is_some()))
        .or_else(|| quantity_problem(kind, node))
}

/// A value that is no number must never look like one.
fn quantity_problem(kind: &str, node: &Node<'_>) -> Option<String> {
    let value = node.get("valueQuantity").get("value");
    let number =
        matches!(value, Node::Null | Node::Number(_)) || value.text().is_some_and(|text| text.parse::<f64>().is_ok());
    (!number).then(|| format!("{kind}.valueQuantity.value: found {}, expected a number", value.kind()))
}
