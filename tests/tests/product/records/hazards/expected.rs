//! `tests/fixtures/hazards/expected.toml`, read strictly: a key that no assertion knows is an error.

use std::path::PathBuf;

use commonweal_shared::records::{Absence, Label, SectionId, WarningCode};
use serde::Deserialize;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    pub(crate) people_in_all: usize,
    pub(crate) person: Vec<ExpectedPerson>,
    pub(crate) file: Vec<ExpectedFile>,
    pub(crate) fact: Vec<Fact>,
}

/// Somebody whom facts speak of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpectedPerson {
    pub(crate) key: String,
    pub(crate) nhs: String,
    pub(crate) patient: String,
    pub(crate) family: String,
    pub(crate) given: String,
    pub(crate) born: String,
    pub(crate) sources: Vec<String>,
}

/// One file to import, and its tally.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpectedFile {
    pub(crate) hazard: String,
    pub(crate) path: String,
    pub(crate) source: String,
    pub(crate) source_name: String,
    #[serde(default)]
    pub(crate) fhir: Option<String>,
    #[serde(default)]
    pub(crate) entries: Option<usize>,
    #[serde(default)]
    pub(crate) placed_and_folded: Option<usize>,
    #[serde(default)]
    pub(crate) unreadable: Option<usize>,
    #[serde(default)]
    pub(crate) waiting: Option<usize>,
    #[serde(default)]
    pub(crate) waits_because: Option<String>,
    #[serde(default)]
    pub(crate) person: Option<String>,
    #[serde(default)]
    pub(crate) people: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) refused: Option<String>,
}

impl ExpectedFile {
    /// The keys of those whose record it reaches.
    pub(crate) fn reaches(&self) -> Vec<&str> {
        self.person.iter().chain(self.people.iter().flatten()).map(String::as_str).collect()
    }

    /// Where it stands.
    pub(crate) fn full_path(&self) -> PathBuf {
        folder().join(&self.path)
    }
}

/// Something that must be true; it is when every part that is there holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fact {
    pub(crate) hazard: String,
    pub(crate) says: String,
    #[serde(default)]
    pub(crate) person: Option<String>,
    #[serde(default)]
    pub(crate) person_count: Option<usize>,
    #[serde(default)]
    pub(crate) row: Option<RowParts>,
    #[serde(default)]
    pub(crate) no_row: Option<RowParts>,
    #[serde(default)]
    pub(crate) rows: Option<RowParts>,
    #[serde(default)]
    pub(crate) state: Option<State>,
    #[serde(default)]
    pub(crate) not_state: Option<State>,
    #[serde(default)]
    pub(crate) allergy_title: Option<String>,
    #[serde(default)]
    pub(crate) not_allergy_title: Option<String>,
    #[serde(default)]
    pub(crate) prescribing_blocked: Option<bool>,
    #[serde(default)]
    pub(crate) warning: Option<ExpectedWarning>,
    #[serde(default)]
    pub(crate) present: Option<Text>,
    #[serde(default)]
    pub(crate) absent: Option<Text>,
    #[serde(default)]
    pub(crate) sources: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) no_source: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) number_valid: Option<bool>,
    #[serde(default)]
    pub(crate) no_link: Option<Text>,
    #[serde(default)]
    pub(crate) nobody: Option<Nobody>,
    #[serde(default)]
    pub(crate) kept: Option<Kept>,
    #[serde(default)]
    pub(crate) tally: Option<TallyPart>,
    #[serde(default)]
    pub(crate) unreadable: Option<UnreadablePart>,
    #[serde(default)]
    pub(crate) waits: Option<Waits>,
    #[serde(default)]
    pub(crate) refused: Option<Refused>,
}

/// What a row must fit, in every part that is given.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RowParts {
    pub(crate) section: SectionId,
    #[serde(default)]
    pub(crate) count: Option<usize>,
    #[serde(default)]
    pub(crate) title: Option<String>,
    #[serde(default)]
    pub(crate) value: Option<String>,
    #[serde(default)]
    pub(crate) date: Option<String>,
    #[serde(default)]
    pub(crate) source: Option<String>,
    #[serde(default)]
    pub(crate) author: Option<String>,
    #[serde(default)]
    pub(crate) not_author: Option<String>,
    #[serde(default)]
    pub(crate) active: Option<bool>,
    #[serde(default)]
    pub(crate) label: Option<Label>,
}

/// An absence state of a section at a source.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct State {
    pub(crate) section: SectionId,
    pub(crate) source: String,
    pub(crate) is: Absence,
}

/// A warning that a section carries.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpectedWarning {
    pub(crate) section: SectionId,
    pub(crate) source: String,
    pub(crate) code: WarningCode,
    pub(crate) text: String,
}

/// A text that occurs, or doesn't; the number repeats whom the fact is about.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Text {
    #[serde(default)]
    pub(crate) person_nhs: Option<String>,
    pub(crate) text: String,
}

/// A family name that nobody has.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nobody {
    pub(crate) family: String,
}

/// Resources that are stored.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kept {
    #[serde(default)]
    pub(crate) file: Option<String>,
    pub(crate) reference: String,
    pub(crate) count: usize,
}

/// Entries of a type that count as folded.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TallyPart {
    pub(crate) file: String,
    pub(crate) r#type: String,
    pub(crate) r#as: Counted,
    pub(crate) count: usize,
}

/// How entries count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Counted {
    /// Reached from a row or in a group.
    Folded,
}

/// Unreadable entries of a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnreadablePart {
    pub(crate) file: String,
    pub(crate) count: usize,
}

/// What waits of a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Waits {
    pub(crate) file: String,
    pub(crate) because: String,
    #[serde(default)]
    pub(crate) r#type: Option<String>,
    #[serde(default)]
    pub(crate) count: Option<usize>,
}

/// A file that was refused.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Refused {
    pub(crate) file: String,
}

impl Expected {
    /// Reads the file of the project's own fixtures.
    pub(crate) fn read() -> Self {
        let text =
            std::fs::read_to_string(folder().join("expected.toml")).expect("expected.toml stands beside the fixtures");
        toml::from_str(&text).expect("expected.toml has the shape that its README states")
    }

    /// The hazards' folders, in the order of import.
    pub(crate) fn folders(&self) -> Vec<&str> {
        let mut folders: Vec<&str> = Vec::new();
        for file in &self.file {
            if folders.last() != Some(&file.hazard.as_str()) {
                folders.push(&file.hazard);
            }
        }
        folders
    }
}

/// The folder of the fixtures.
pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/hazards")
}
