//! The project's text files, and how the rules look at them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{During, Outcome};
use crate::root::root;

/// Folders that hold nothing written by hand.
const SKIPPED: [&str; 7] = ["target", "node_modules", ".git", "data", "test-results", "playwright-report", "snapshots"];

/// A text file of the project.
pub(super) struct Source {
    /// Its path below the workspace's folder, with `/`.
    pub(super) path: String,
    pub(super) text: String,
}

impl Source {
    pub(super) fn is_rust(&self) -> bool {
        self.has_ending("rs")
    }

    pub(super) fn has_ending(&self, ending: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|found| found == ending)
    }

    pub(super) fn is_in(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    /// Lines of code with their numbers: comments are free to name what code must not.
    pub(super) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

/// Reads all text files below the folder.
pub(super) fn read_folder(folder: &Path, sources: &mut Vec<Source>) -> Outcome {
    for entry in fs::read_dir(folder).during(folder.display())? {
        let path: PathBuf = entry.during(folder.display())?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_symlink() || SKIPPED.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            read_folder(&path, sources)?;
        } else if let Ok(text) = String::from_utf8(fs::read(&path).during(path.display())?) {
            let path = path.strip_prefix(root()).unwrap_or(&path);
            sources.push(Source { path: path.to_string_lossy().replace('\\', "/"), text });
        }
    }
    Ok(())
}
