//! Checks of the sources themselves: the invariants that no compiler knows.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{During, Failure, Outcome};
use crate::root::root;

/// No file is longer than this many lines.
const LONGEST: usize = 400;

/// Folders that hold nothing written by hand.
const SKIPPED: [&str; 7] = [
    "target",
    "node_modules",
    ".git",
    "data",
    "test-results",
    "playwright-report",
    "snapshots",
];

/// A text file of the project.
struct Source {
    /// Its path below the workspace's folder, with `/`.
    path: String,
    text: String,
}

impl Source {
    fn is_rust(&self) -> bool {
        self.has_ending("rs")
    }

    fn has_ending(&self, ending: &str) -> bool {
        Path::new(&self.path)
            .extension()
            .is_some_and(|found| found == ending)
    }

    fn is_in(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    /// Lines of code with their numbers: comments are free to name what code must not.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

/// Runs every check and fails with the list of what it found.
pub(crate) fn check() -> Outcome {
    let mut sources = Vec::new();
    read_folder(&root(), &mut sources)?;
    let mut faults = Vec::new();
    for source in &sources {
        too_long(source, &mut faults);
        registry_hosts(source, &mut faults);
        if source.is_in("xtask/") {
            // The words that are looked for stand in this very file.
            continue;
        }
        leptos_only_in_frontend(source, &mut faults);
        sql_only_in_stores(source, &mut faults);
        inline_style(source, &mut faults);
    }
    if faults.is_empty() {
        println!("{} files: nothing found", sources.len());
        return Ok(());
    }
    for fault in &faults {
        println!("{fault}");
    }
    Err(Failure::new(format!(
        "{} faults in the sources",
        faults.len()
    )))
}

fn too_long(source: &Source, faults: &mut Vec<String>) {
    let lines = source.text.lines().count();
    let written = ["rs", "js", "mjs", "ts", "css", "sql"]
        .iter()
        .any(|ending| source.has_ending(ending));
    if written && lines > LONGEST {
        faults.push(format!(
            "{}: {lines} lines, at most {LONGEST}: give its parts rooms of their own",
            source.path
        ));
    }
}

/// A lock file or setting that names a registry's host would tie a clone to one place.
fn registry_hosts(source: &Source, faults: &mut Vec<String>) {
    // Cargo writes its own index's address into its lock file, always the same one.
    if source.path.ends_with("Cargo.lock") || source.path.ends_with("xtask/src/checks.rs") {
        return;
    }
    for (index, line) in source.text.lines().enumerate() {
        for host in [
            "registry.npmjs.org",
            "registry.yarnpkg.com",
            "index.crates.io",
            "static.crates.io",
        ] {
            if line.contains(host) {
                faults.push(format!(
                    "{}:{}: names the registry host {host}",
                    source.path,
                    index + 1
                ));
            }
        }
    }
}

fn leptos_only_in_frontend(source: &Source, faults: &mut Vec<String>) {
    let manifest = source.path.ends_with("Cargo.toml");
    if !manifest && !source.is_rust() {
        return;
    }
    for (number, line) in source.code() {
        let place = format!("{}:{number}", source.path);
        let comment = manifest && line.trim_start().starts_with('#');
        if comment || !line.contains("leptos") {
            continue;
        }
        if manifest && line.contains("\"ssr\"") || line.contains("leptos/ssr") {
            faults.push(format!(
                "{place}: leptos/ssr would silently disable every event handler"
            ));
        }
        // The workspace's own manifest only says which version it would be.
        if !source.is_in("frontend/") && source.path != "Cargo.toml" {
            faults.push(format!("{place}: only `frontend` may name leptos"));
        }
    }
}

fn sql_only_in_stores(source: &Source, faults: &mut Vec<String>) {
    let sqlx_is_at_home = source.is_in("server/") || source.path == "Cargo.toml";
    let named_store = source.path.ends_with("store.rs") || source.path.contains("/store/");
    let may_hold_sql = source.is_in("server/migrations/") || named_store;
    for (number, line) in source.code() {
        let place = format!("{}:{number}", source.path);
        let rust_or_manifest = source.is_rust() || source.path.ends_with("Cargo.toml");
        if rust_or_manifest && !sqlx_is_at_home && line.contains("sqlx") {
            faults.push(format!("{place}: only `server` may name sqlx"));
        }
        if (source.is_rust() || source.has_ending("sql")) && !may_hold_sql && has_sql(line) {
            faults.push(format!(
                "{place}: SQL stands only in files named store.rs and in server/migrations"
            ));
        }
    }
}

/// Whether a line holds a statement of SQL: its first words, as nobody writes them in prose.
fn has_sql(line: &str) -> bool {
    [
        "SELECT ",
        "INSERT INTO ",
        "DELETE FROM ",
        "CREATE TABLE ",
        "ALTER TABLE ",
        "DROP TABLE ",
    ]
    .iter()
    .any(|words| line.contains(words))
        || line.contains("UPDATE ") && line.contains(" SET ")
}

/// The content security policy blocks inline styles, and markup from text would be an injection.
fn inline_style(source: &Source, faults: &mut Vec<String>) {
    let page = source.is_rust() || source.has_ending("html") || source.has_ending("js");
    if !source.is_in("frontend/") || !page {
        return;
    }
    for (number, line) in source.code() {
        for words in [
            " style=\"",
            " style=move",
            "attr:style",
            "<style",
            "inner_html",
            "innerHTML",
        ] {
            if line.contains(words) {
                faults.push(format!(
                    "{}:{number}: `{}` is blocked: use a class, `style:name=` or `style=(\"name\", …)`",
                    source.path,
                    words.trim()
                ));
            }
        }
    }
}

/// Reads all text files below the folder.
fn read_folder(folder: &Path, sources: &mut Vec<Source>) -> Outcome {
    for entry in fs::read_dir(folder).during(folder.display())? {
        let path: PathBuf = entry.during(folder.display())?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_symlink() || SKIPPED.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            read_folder(&path, sources)?;
        } else if let Ok(text) = String::from_utf8(fs::read(&path).during(path.display())?) {
            let path = path.strip_prefix(root()).unwrap_or(&path);
            sources.push(Source {
                path: path.to_string_lossy().replace('\\', "/"),
                text,
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults_of(path: &str, text: &str, check: fn(&Source, &mut Vec<String>)) -> usize {
        let mut faults = Vec::new();
        check(
            &Source {
                path: path.to_owned(),
                text: text.to_owned(),
            },
            &mut faults,
        );
        faults.len()
    }

    #[test]
    fn sql_has_its_places() {
        let query = "sqlx::query(\"SELECT 1 FROM person\")";
        assert_eq!(
            faults_of("server/src/records/store.rs", query, sql_only_in_stores),
            0
        );
        assert_eq!(
            faults_of("server/src/records/handlers.rs", query, sql_only_in_stores),
            1
        );
        assert_eq!(
            faults_of("shared/src/records/item.rs", query, sql_only_in_stores),
            2
        );
        assert_eq!(
            faults_of("server/src/a.rs", "// SELECT as prose", sql_only_in_stores),
            0
        );
    }

    #[test]
    fn leptos_has_its_place_and_never_ssr() {
        let dependency = "leptos.workspace = true";
        assert_eq!(
            faults_of("frontend/Cargo.toml", dependency, leptos_only_in_frontend),
            0
        );
        assert_eq!(
            faults_of("server/Cargo.toml", dependency, leptos_only_in_frontend),
            1
        );
        let ssr = "leptos = { version = \"0.8\", features = [\"ssr\"] }";
        assert_eq!(faults_of("Cargo.toml", ssr, leptos_only_in_frontend), 1);
    }

    #[test]
    fn inline_styles_are_found() {
        assert_eq!(
            faults_of("frontend/src/a.rs", "<p style=\"x\">", inline_style),
            1
        );
        assert_eq!(
            faults_of("frontend/src/a.rs", "<p style:width=w>", inline_style),
            0
        );
        assert_eq!(
            faults_of("server/src/a.rs", "<p style=\"x\">", inline_style),
            0
        );
    }
}
