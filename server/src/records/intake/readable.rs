//! Whether what a resource can't do without is there in a shape that can be read.

use std::borrow::Cow;

use super::json::{Node, short};

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
    if let Some(path) = contradiction(node) {
        return Some(format!("{kind}.{path}: found more than once with different values, expected once"));
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
    let number = matches!(value, Node::Null | Node::Number(_)) || value.text().is_some_and(is_decimal);
    (!number).then(|| format!("{kind}.valueQuantity.value: found {}, expected a number", value.kind()))
}

/// A decimal as FHIR writes one; words that a reader of numbers would take, such as `NaN`, are none.
fn is_decimal(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'))
        && text.parse::<f64>().is_ok()
}

/// The path of a key, at whatever depth, that came more than once and says different things: FHIR allows none twice,
/// and whichever were shown, the other would be hidden.
pub(super) fn contradiction(node: &Node<'_>) -> Option<String> {
    let mut path = Vec::new();
    find_contradiction(node, &mut path).then(|| {
        path.reverse();
        short(path.concat().trim_start_matches('.'))
    })
}

fn find_contradiction(node: &Node<'_>, path: &mut Vec<String>) -> bool {
    match node {
        Node::List(list) => list.iter().enumerate().any(|(at, one)| {
            let found = find_contradiction(one, path);
            if found {
                path.push(format!("[{at}]"));
            }
            found
        }),
        Node::Object(fields) => {
            if let Some(key) = contradicted(fields) {
                path.push(format!(".{key}"));
                return true;
            }
            fields.iter().any(|(key, one)| {
                let found = find_contradiction(one, path);
                if found {
                    path.push(format!(".{key}"));
                }
                found
            })
        }
        _ => false,
    }
}

fn contradicted<'n, 'a>(fields: &'n [(Cow<'a, str>, Node<'a>)]) -> Option<&'n str> {
    /// Up to so many fields every one is compared with every other.
    const FEW: usize = 16;
    let differ = |one: &'n (Cow<'a, str>, Node<'a>), other: &(Cow<'a, str>, Node<'a>)| {
        (one.0 == other.0 && one.1 != other.1).then_some(one.0.as_ref())
    };
    if fields.len() <= FEW {
        let pairs =
            fields.iter().enumerate().flat_map(|(at, one)| fields[at + 1..].iter().map(move |other| (one, other)));
        return pairs.into_iter().find_map(|(one, other)| differ(one, other));
    }
    let mut sorted: Vec<&(Cow<'a, str>, Node<'a>)> = fields.iter().collect();
    sorted.sort_by(|one, other| one.0.cmp(&other.0));
    sorted.windows(2).find_map(|pair| differ(pair[0], pair[1]))
}
