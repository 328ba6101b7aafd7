//! The parts of the samples' `expected.json` that an import must reproduce.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct ExpectedSamples {
    pub(crate) files: Vec<ExpectedSample>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExpectedSample {
    pub(crate) file: String,
    pub(crate) entries: usize,
    pub(crate) resources_by_type: BTreeMap<String, usize>,
    pub(crate) patients: Vec<ExpectedPatient>,
    pub(crate) clinical_dates: ClinicalDates,
    pub(crate) allergies: Allergies,
    pub(crate) medications: Medications,
    pub(crate) conditions: Conditions,
    pub(crate) list_warning_codes: BTreeMap<String, usize>,
    pub(crate) lists_with_empty_reason: usize,
    pub(crate) nopat_labelled_resources: BTreeMap<String, usize>,
    pub(crate) transfer_degraded: BTreeMap<String, usize>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExpectedPatient {
    pub(crate) nhs_numbers: Vec<ExpectedNumber>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExpectedNumber {
    pub(crate) check_digit_valid: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ClinicalDates {
    pub(crate) dated_after_death: usize,
    pub(crate) dated_before_birth: usize,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Allergies {
    pub(crate) resources: usize,
    pub(crate) by_clinical_status: BTreeMap<String, usize>,
    pub(crate) contained_in_lists: usize,
    pub(crate) coded_no_known_allergy: usize,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Medications {
    pub(crate) active: usize,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Conditions {
    pub(crate) by_clinical_status: BTreeMap<String, usize>,
}
