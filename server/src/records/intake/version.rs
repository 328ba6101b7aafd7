//! Which FHIR version a submission is written in; no sample states it (hazard 7).

use super::json::{Node, parse};
use super::submission::RawEntry;

/// The versions that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FhirVersion {
    /// R4, as UK Core writes it.
    R4,
    /// STU3, as GP Connect writes it.
    Stu3,
    /// Neither profile addresses nor shapes tell; both shapes are tried throughout.
    #[default]
    Unknown,
}

impl FhirVersion {
    /// By a profile's address.
    pub(super) fn of_profile(address: &str) -> Option<Self> {
        if address.contains("/STU3/") || address.contains("CareConnect") {
            Some(Self::Stu3)
        } else if address.contains("UKCore") || address.contains("/us/core/") || address.contains("/r4/") {
            Some(Self::R4)
        } else {
            None
        }
    }
}

/// By the first entry that tells.
pub(super) fn version_of(entries: &[RawEntry]) -> FhirVersion {
    // The first entry tells as a rule; a large export of shapes that tell nothing is not read twice.
    entries.iter().take(500).filter_map(tell).next().unwrap_or_default()
}

fn tell(entry: &RawEntry) -> Option<FhirVersion> {
    let node = parse(entry.text(), &entry.resource_type).ok()?;
    let profiles = node.at(&["meta"]).get("profile").items();
    let by_profile = profiles.iter().filter_map(Node::text).find_map(FhirVersion::of_profile);
    by_profile.or_else(|| by_shape(&entry.resource_type, &node))
}

fn by_shape(kind: &str, node: &Node<'_>) -> Option<FhirVersion> {
    let has = |key: &str| !node.get(key).is_null();
    match kind {
        "ProcedureRequest" | "ReferralRequest" => Some(FhirVersion::Stu3),
        "ServiceRequest" => Some(FhirVersion::R4),
        "Condition" | "AllergyIntolerance" if has("clinicalStatus") => {
            Some(if node.get("clinicalStatus").is_object() { FhirVersion::R4 } else { FhirVersion::Stu3 })
        }
        "Immunization" if has("occurrenceDateTime") => Some(FhirVersion::R4),
        "Immunization" if has("notGiven") => Some(FhirVersion::Stu3),
        "Encounter" if node.get("class").is_object() => Some(FhirVersion::R4),
        "Observation" if has("context") || has("comment") || has("related") => Some(FhirVersion::Stu3),
        "Observation" if has("encounter") || has("hasMember") => Some(FhirVersion::R4),
        "MedicationStatement" if has("taken") => Some(FhirVersion::Stu3),
        "DocumentReference" if has("indexed") || has("created") => Some(FhirVersion::Stu3),
        _ => None,
    }
}
