//! The synthetic people, each as the bundles that two to seven organisations would send.

use crate::about::{About, Hazard};

/// The day on which the stories are told: "yesterday" and "nine days ago" count back from here.
pub const STORY_DAY: &str = "2026-11-22";

/// A person who does not exist, and what each organisation would send about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntheticPerson {
    /// The name of the person's folder, and the name that training tasks use.
    pub slug: &'static str,
    /// The story and what was planted in it.
    pub about: About,
    /// One bundle for each source that knows them, in the order of the organisations' codes.
    pub bundles: Vec<PersonBundle>,
}

/// One bundle of one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonBundle {
    /// The code of the organisation that sends it.
    pub source_code: &'static str,
    /// The bundle's text: FHIR STU3 in GP Connect's shape from the general practice, FHIR R4 with
    /// UK Core profiles from all others.
    pub json: &'static str,
}

struct Folder {
    slug: &'static str,
    about: &'static str,
    bundles: &'static [PersonBundle],
}

/// The code of the demonstration's organisation of one care setting, which is also the name of its files.
macro_rules! code {
    ("acute") => {
        "ZZA01"
    };
    ("mental-health") => {
        "ZZA02"
    };
    ("community") => {
        "ZZA03"
    };
    ("general-practice") => {
        "ZZA04"
    };
    ("optometry") => {
        "ZZA05"
    };
    ("ambulance") => {
        "ZZA06"
    };
    ("social-care") => {
        "ZZA07"
    };
}

macro_rules! folder {
    ($slug:literal, [$($setting:tt),+]) => {
        Folder {
            slug: $slug,
            about: include_str!(concat!("../people/", $slug, "/about.toml")),
            bundles: &[$(PersonBundle {
                source_code: code!($setting),
                json: include_str!(concat!("../people/", $slug, "/", $setting, ".json")),
            }),+],
        }
    };
    ($slug:literal) => {
        folder!(
            $slug,
            ["acute", "mental-health", "community", "general-practice", "optometry", "ambulance", "social-care"]
        )
    };
}

static FOLDERS: [Folder; 12] = [
    folder!("edith-thwaite"),
    folder!("callum-rigg"),
    folder!("sheila-parkin-february"),
    folder!("sheila-parkin-december"),
    folder!("catherine-holroyd", ["acute", "community", "general-practice", "optometry", "ambulance"]),
    folder!("kathryn-holroyd", ["acute", "mental-health", "general-practice"]),
    folder!("ottilie-crake", ["acute", "community", "general-practice", "ambulance"]),
    folder!("josephine-marchbank", ["acute", "mental-health", "general-practice", "ambulance"]),
    folder!("wilfred-askham", ["acute", "mental-health", "community", "general-practice", "ambulance", "social-care"]),
    folder!("desmond-okell", ["acute", "community", "general-practice"]),
    folder!("etienne-odonaill-featherstonehaugh", ["acute", "general-practice", "optometry", "ambulance"]),
    folder!("leonard-garthwaite", ["acute", "community", "general-practice", "ambulance", "social-care"]),
];

/// All synthetic people.
#[must_use]
pub fn people() -> Vec<SyntheticPerson> {
    FOLDERS
        .iter()
        .map(|folder| SyntheticPerson {
            slug: folder.slug,
            about: toml::from_str(folder.about).expect("the text is part of the program and a test has read it"),
            bundles: folder.bundles.to_vec(),
        })
        .collect()
}

/// Every planted hazard with the slug of the person in whose record it is.
#[must_use]
pub fn hazards() -> Vec<(&'static str, Hazard)> {
    people()
        .into_iter()
        .flat_map(|person| person.about.hazards.into_iter().map(move |hazard| (person.slug, hazard)))
        .collect()
}
