//! What stands in a person's `about.toml`: the story, and what was put into the record on purpose.

use serde::Deserialize;

/// Everything that is known about a synthetic person beside the bundles.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// The name as a sentence would write it.
    pub name: String,
    /// The NHS number: ten digits, in the 999 range, with a valid check digit.
    pub nhs_number: String,
    /// The date of birth, `YYYY-MM-DD`.
    pub born: String,
    /// Who the person is, in one or two sentences.
    pub summary: String,
    /// What has happened, as a clinician would tell it.
    pub story: String,
    /// What is planted for training to find.
    #[serde(default, rename = "hazard")]
    pub hazards: Vec<Hazard>,
    /// Facts that several organisations sent alike.
    #[serde(default, rename = "duplicate")]
    pub duplicates: Vec<Fact>,
    /// Facts on which organisations disagree.
    #[serde(default, rename = "contradiction")]
    pub contradictions: Vec<Fact>,
    /// References that lead nowhere on purpose.
    #[serde(default, rename = "dangling")]
    pub dangling: Vec<Dangling>,
}

/// Something in the record that a careful reader should notice (training.md section 4).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hazard {
    /// The name by which a training task refers to it; unique among all people.
    pub id: String,
    /// What is wrong, in a few words.
    pub title: String,
    /// The section of the chart in which its items are shown.
    pub section: String,
    /// The items that it consists of; displaying one of them counts as having seen it.
    pub items: Vec<Item>,
    /// Why it matters to this person.
    pub why: String,
    /// The training modules that use it, such as `m05`.
    #[serde(default)]
    pub modules: Vec<String>,
}

/// One resource of one source, or a whole bundle where `resource` is `Bundle`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The code of the organisation that sent it.
    pub source: String,
    /// `Type/id` as the source wrote it; `List/id#contained` for a resource inside a list.
    pub resource: String,
}

/// One fact with the items that state it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// The fact in one sentence.
    pub says: String,
    /// The items, at least two.
    pub items: Vec<Item>,
}

/// A reference that leads nowhere on purpose.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dangling {
    /// The code of the organisation whose bundle holds it.
    pub source: String,
    /// The reference as written.
    pub reference: String,
    /// Why it is there.
    pub why: String,
}
