//! The rules. Each adds what it finds in one file to the list of faults.

use super::source::Source;

/// No file is longer than this many lines.
const LONGEST: usize = 400;

pub(super) fn too_long(source: &Source, faults: &mut Vec<String>) {
    let lines = source.text.lines().count();
    let written = ["rs", "js", "mjs", "ts", "css", "sql"].iter().any(|ending| source.has_ending(ending));
    if written && lines > LONGEST {
        faults.push(format!("{}: {lines} lines, at most {LONGEST}: give its parts rooms of their own", source.path));
    }
}

/// An address of a package registry would tie a clone to one place. The hosts are told by their first word, so that none
/// is named here; Cargo writes its own index into its lock file, always the same one.
pub(super) fn no_download_addresses(source: &Source, faults: &mut Vec<String>) {
    if source.path.ends_with("Cargo.lock") {
        return;
    }
    for (index, line) in source.text.lines().enumerate() {
        let named = ["//registry.", "//index.", "//static."].iter().any(|host| line.contains(host));
        let is_the_rule = source.path.starts_with("xtask/src/checks/");
        let resolved =
            source.path.ends_with("package-lock.json") && line.trim_start().starts_with("\"resolved\": \"http");
        if (named && !is_the_rule) || resolved {
            faults.push(format!("{}:{}: names the host of a registry", source.path, index + 1));
        }
    }
}

pub(super) fn leptos_only_in_frontend(source: &Source, faults: &mut Vec<String>) {
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
            faults.push(format!("{place}: leptos/ssr would silently disable every event handler"));
        }
        // The workspace's own manifest only says which version it would be.
        if !source.is_in("frontend/") && source.path != "Cargo.toml" {
            faults.push(format!("{place}: only `frontend` may name leptos"));
        }
    }
}

pub(super) fn sql_only_in_stores(source: &Source, faults: &mut Vec<String>) {
    let sqlx_is_at_home = source.is_in("server/") || source.path == "Cargo.toml";
    let named_store = source.path.ends_with("store.rs") || source.path.contains("/store/");
    // `db` opens the engines and speaks to them about themselves; everyone else asks a store.
    let may_hold_sql = named_store || source.is_in("server/migrations/") || source.is_in("server/src/db/");
    for (number, line) in source.code() {
        let place = format!("{}:{number}", source.path);
        let rust_or_manifest = source.is_rust() || source.path.ends_with("Cargo.toml");
        if rust_or_manifest && !sqlx_is_at_home && line.contains("sqlx") {
            faults.push(format!("{place}: only `server` may name sqlx"));
        }
        if (source.is_rust() || source.has_ending("sql")) && !may_hold_sql && has_sql(line) {
            faults.push(format!("{place}: SQL stands only in files named store.rs and in server/migrations"));
        }
    }
}

/// Whether a line holds a statement of SQL: its first words, as nobody writes them in prose.
fn has_sql(line: &str) -> bool {
    ["SELECT ", "INSERT INTO ", "DELETE FROM ", "CREATE TABLE ", "ALTER TABLE ", "DROP TABLE "]
        .iter()
        .any(|words| line.contains(words))
        || line.contains("UPDATE ") && line.contains(" SET ")
}

/// The content security policy blocks inline styles, and markup from text would be an injection.
pub(super) fn inline_style(source: &Source, faults: &mut Vec<String>) {
    let page = source.is_rust() || source.has_ending("html") || source.has_ending("js");
    if !source.is_in("frontend/") || !page {
        return;
    }
    for (number, line) in source.code() {
        for words in [" style=\"", " style=move", "attr:style", "<style", "inner_html", "innerHTML"] {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn faults_of(path: &str, text: &str, check: fn(&Source, &mut Vec<String>)) -> usize {
        let mut faults = Vec::new();
        check(&Source { path: path.to_owned(), text: text.to_owned() }, &mut faults);
        faults.len()
    }

    #[test]
    fn no_file_names_where_packages_come_from() {
        let fetched = "curl https://registry.example/left-pad";
        assert_eq!(faults_of("docs/a.md", fetched, no_download_addresses), 1);
        assert_eq!(faults_of("Cargo.lock", "source = \"registry+https://index.example\"", no_download_addresses), 0);
        let locked = "      \"resolved\": \"https://packages.example/left-pad\",";
        assert_eq!(faults_of("tests/browser/package-lock.json", locked, no_download_addresses), 1);
    }

    #[test]
    fn sql_has_its_places() {
        let query = "sqlx::query(\"SELECT 1 FROM person\")";
        assert_eq!(faults_of("server/src/records/store.rs", query, sql_only_in_stores), 0);
        assert_eq!(faults_of("server/src/records/handlers.rs", query, sql_only_in_stores), 1);
        assert_eq!(faults_of("shared/src/records/item.rs", query, sql_only_in_stores), 2);
        assert_eq!(faults_of("server/src/a.rs", "// SELECT as prose", sql_only_in_stores), 0);
    }

    #[test]
    fn leptos_has_its_place_and_never_ssr() {
        let dependency = "leptos.workspace = true";
        assert_eq!(faults_of("frontend/Cargo.toml", dependency, leptos_only_in_frontend), 0);
        assert_eq!(faults_of("server/Cargo.toml", dependency, leptos_only_in_frontend), 1);
        let ssr = "leptos = { version = \"0.8\", features = [\"ssr\"] }";
        assert_eq!(faults_of("Cargo.toml", ssr, leptos_only_in_frontend), 1);
    }

    #[test]
    fn inline_styles_are_found() {
        assert_eq!(faults_of("frontend/src/a.rs", "<p style=\"x\">", inline_style), 1);
        assert_eq!(faults_of("frontend/src/a.rs", "<p style:width=w>", inline_style), 0);
        assert_eq!(faults_of("server/src/a.rs", "<p style=\"x\">", inline_style), 0);
    }
}
