//! `manifest.json`: what was built, for the server, the service worker and the budgets.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::folder::{Folder, SiteFile, write_if_changed};
use super::page::AreaFiles;
use crate::build::Speed;
use crate::failure::{During, Outcome};
use crate::root::in_root;

/// The list of all files, and of what each area needs to show its first page.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Manifest {
    /// `dev` or `release`.
    pub(crate) speed: String,
    /// By the area's name: its page, and the paths of all files of a cold first load (the page among them).
    pub(crate) areas: BTreeMap<String, AreaFiles>,
    /// Every file.
    pub(crate) files: Vec<SiteFile>,
}

impl Manifest {
    /// The file's name.
    pub(crate) const NAME: &str = "manifest.json";

    pub(super) fn new(speed: Speed) -> Self {
        Self { speed: speed.name().to_owned(), areas: BTreeMap::new(), files: Vec::new() }
    }

    pub(super) fn add_area(&mut self, (name, files): (String, AreaFiles)) {
        self.areas.insert(name, files);
    }

    /// Takes over the folder's files, removes old ones, and writes the list.
    pub(super) fn finish(&mut self, folder: Folder) -> Outcome {
        self.files = folder.finish()?;
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        let text = serde_json::to_string_pretty(self).during(Self::NAME)?;
        let place = in_root(super::SITE).join(Self::NAME);
        write_if_changed(&place, text.as_bytes()).map(drop)
    }

    /// Reads the list of the site in this folder.
    pub(crate) fn read(site: &Path) -> Outcome<Self> {
        let text = fs::read_to_string(site.join(Self::NAME)).during(Self::NAME)?;
        serde_json::from_str(&text).during(Self::NAME)
    }

    /// The file with this path.
    pub(crate) fn file(&self, path: &str) -> Option<&SiteFile> {
        self.files.iter().find(|file| file.path == path)
    }
}
