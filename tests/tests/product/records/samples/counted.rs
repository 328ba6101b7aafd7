//! What a chart holds, counted as `expected.json` counts.

use std::collections::{BTreeMap, BTreeSet};

use commonweal_shared::ids::ResourceId;
use commonweal_shared::records::{Chart, Detail, Label, Negation, Row};

use super::SampleFile;

/// Counts over one chart and the bytes behind it.
#[derive(Debug, Default)]
pub(super) struct Counted {
    types: BTreeMap<String, usize>,
    allergies: usize,
    active_allergies: usize,
    no_known_allergy: usize,
    current_medicines: usize,
    active_conditions: usize,
    conditions: usize,
    warnings: BTreeSet<String>,
    nopat: BTreeMap<String, usize>,
    degraded: BTreeMap<String, usize>,
    badly_shown: Vec<String>,
    empty_reasons: usize,
    before_birth: usize,
    after_death: usize,
}

impl Counted {
    pub(super) fn of(chart: &Chart, bytes: &BTreeMap<ResourceId, Vec<u8>>) -> Self {
        let mut counted = Self::default();
        for bytes in bytes.values() {
            #[derive(serde::Deserialize)]
            struct Typed {
                #[serde(rename = "resourceType")]
                resource_type: String,
            }
            let typed: Typed = serde_json::from_slice(bytes).expect("every sample resource states its type");
            *counted.types.entry(typed.resource_type).or_default() += 1;
        }
        for section in &chart.sections {
            section.rows.iter().for_each(|row| counted.row(row));
            let reasons = section.sources.iter().filter_map(|source| source.reason.as_deref());
            // What the product says of a source that was not asked is not the source's.
            counted.empty_reasons += reasons.filter(|reason| !reason.starts_with("This source was not asked")).count();
            let warnings = section.sources.iter().flat_map(|source| &source.warnings);
            counted.warnings.extend(warnings.map(|warning| warning.code.id().to_owned()));
        }
        let whole = chart.sources.iter().flat_map(|source| &source.warnings);
        counted.warnings.extend(whole.map(|warning| warning.code.id().to_owned()));
        // The product's own remark on a list that contradicts its items is not the source's.
        counted.warnings.remove("marked-empty");
        counted
    }

    fn row(&mut self, row: &Row) {
        match &row.detail {
            Detail::Allergy(allergy) => {
                self.allergies += 1;
                self.active_allergies += usize::from(allergy.active);
                self.no_known_allergy += usize::from(allergy.negation == Some(Negation::All));
            }
            Detail::Medicine(medicine) => self.current_medicines += usize::from(medicine.current),
            Detail::Problem(problem) => {
                self.conditions += 1;
                self.active_conditions += usize::from(problem.active);
            }
            Detail::Plain | Detail::Measure(_) | Detail::Report(_) | Detail::Document(_) => {}
        }
        if row.labels.contains(&Label::Nopat) {
            *self.nopat.entry(row.resource_type.clone()).or_default() += 1;
        }
        // Codings are counted, of which one resource may have two (Read and SNOMED CT).
        for display in row.codes.iter().filter_map(|code| code.display.as_ref()).filter(|display| is_degraded(display))
        {
            // A medicine bears the code of its drug, which is a resource of its own.
            let medicine = matches!(row.detail, Detail::Medicine(_));
            let kind = if medicine { "Medication" } else { &row.resource_type };
            *self.degraded.entry(format!("{kind}: {display}")).or_default() += 1;
            if !row.labels.contains(&Label::Degraded) || is_degraded(&row.title) {
                self.badly_shown.push(format!("\"{}\" is degraded, and does not say so", row.title));
            }
        }
        self.before_birth += usize::from(row.labels.contains(&Label::BeforeBirth));
        self.after_death += usize::from(row.labels.contains(&Label::AfterDeath));
        row.also.iter().for_each(|other| self.row(other));
    }

    /// In what these counts are not those that are expected of the file.
    pub(super) fn differences(&self, file: &SampleFile) -> Vec<String> {
        let expected = &file.expected;
        let mut wrong = Vec::new();
        let mut same = |what: &str, found: String, expected: String| {
            if found != expected {
                wrong.push(format!("{what}: expected {expected}, found {found}"));
            }
        };
        let mut types = expected.resources_by_type.clone();
        if expected.allergies.contained_in_lists > 0 {
            *types.entry("AllergyIntolerance".to_owned()).or_default() += expected.allergies.contained_in_lists;
        }
        if let Some(documents) = types.get_mut("DocumentReference") {
            // Documents wait where they name another person, and nothing else in the samples does.
            *documents -= file.tally.waiting;
        }
        types.retain(|_, count| *count > 0);
        same("resources by type", format!("{:?}", self.types), format!("{types:?}"));

        let allergies = &expected.allergies;
        let active = allergies.by_clinical_status.get("active").copied().unwrap_or(0);
        same("allergies", self.allergies.to_string(), (allergies.resources + allergies.contained_in_lists).to_string());
        same("active allergies", self.active_allergies.to_string(), active.to_string());
        same("no known allergy", self.no_known_allergy.to_string(), allergies.coded_no_known_allergy.to_string());
        same("current medicines", self.current_medicines.to_string(), expected.medications.active.to_string());
        let conditions = &expected.conditions.by_clinical_status;
        same("conditions", self.conditions.to_string(), conditions.values().sum::<usize>().to_string());
        let active = conditions.get("active").copied().unwrap_or(0);
        same("active conditions", self.active_conditions.to_string(), active.to_string());

        let warnings: BTreeSet<String> = expected.list_warning_codes.keys().cloned().collect();
        same("warnings", format!("{:?}", self.warnings), format!("{warnings:?}"));
        let of_rows = |label: &BTreeMap<String, usize>| -> BTreeMap<String, usize> {
            label.iter().filter(|(kind, _)| is_row(kind)).map(|(kind, count)| (kind.clone(), *count)).collect()
        };
        // Several lists speak of one section, and what is there silences what a list says of emptiness.
        let any = |count: usize| (count > 0).to_string();
        same("any reason for emptiness", any(self.empty_reasons), any(expected.lists_with_empty_reason));
        same(
            "NOPAT",
            format!("{:?}", of_rows(&self.nopat)),
            format!("{:?}", of_rows(&expected.nopat_labelled_resources)),
        );
        same("degraded", format!("{:?}", self.degraded), format!("{:?}", expected.transfer_degraded));
        same("badly shown", format!("{:?}", self.badly_shown), "[]".to_owned());

        let dates = &expected.clinical_dates;
        same("any date before birth", (self.before_birth > 0).to_string(), (dates.dated_before_birth > 0).to_string());
        same("any date after death", (self.after_death > 0).to_string(), (dates.dated_after_death > 0).to_string());
        if self.before_birth > dates.dated_before_birth || self.after_death > dates.dated_after_death {
            wrong.push(format!("more rows are marked than dates lie outside life: {self:?}"));
        }
        wrong
    }
}

fn is_degraded(display: &str) -> bool {
    display.starts_with("Transfer-degraded")
}

/// Types that stand as rows; of a medicine it is the plan, and statements, issues and drugs stand behind it.
fn is_row(kind: &str) -> bool {
    !matches!(kind, "List" | "Medication" | "MedicationRequest" | "MedicationStatement")
}
