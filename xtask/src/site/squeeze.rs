//! Makes the glue and the program smaller together: no comments, and short names between the two.
//!
//! The names that wasm-bindgen gives to what crosses over end in sixteen digits of a hash, which no compression helps,
//! and they stand in both files.

use std::collections::{BTreeMap, BTreeSet};

use wasm_bindgen_cli_support::Output;

/// The glue and the program of a released build.
pub(super) fn squeeze(output: &mut Output) -> (String, Vec<u8>) {
    let glue = without_comments(&without_streams(output.js()));
    let short = short_names(&glue);
    let module = output.wasm_mut();
    drop_streams(module);
    for import in module.imports.iter_mut() {
        if let Some(name) = short.get(&import.name) {
            import.name.clone_from(name);
        }
    }
    for export in module.exports.iter_mut() {
        if let Some(name) = short.get(&export.name) {
            export.name.clone_from(name);
        }
    }
    (renamed(&glue, &short), module.emit_wasm())
}

/// How everything is named that a crate below Leptos exports for streaming; nothing of ours streams.
const STREAMS: &str = "intounderlying";

/// Takes the streaming exports away, and with them all code that only they reach.
fn drop_streams(module: &mut walrus::Module) {
    let unused = module.exports.iter().filter(|export| {
        let name = export.name.strip_prefix("__wbg_").unwrap_or(&export.name);
        name.starts_with(STREAMS)
    });
    for export in unused.map(walrus::Export::id).collect::<Vec<_>>() {
        module.exports.delete(export);
    }
    walrus::passes::gc::run(module);
}

/// Leaves out the classes of those exports: each from its first line to the brace that closes it.
fn without_streams(glue: &str) -> String {
    let mut kept = Vec::new();
    let mut open = 0;
    for line in glue.lines() {
        let of_streams = line.to_ascii_lowercase().contains(STREAMS);
        let opens = line.matches('{').count();
        if open > 0 || (line.starts_with("export class ") && of_streams) {
            open = open + opens - line.matches('}').count();
        } else if !(line.starts_with("if (Symbol.dispose)") && of_streams) {
            kept.push(line);
        }
    }
    kept.join("\n")
}

/// Leaves out lines that are comments, and indentation. Generated code has no strings over several lines.
fn without_comments(glue: &str) -> String {
    let mut kept = Vec::new();
    let mut inside = false;
    for line in glue.lines().map(str::trim) {
        if inside || line.starts_with("/*") {
            inside = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            kept.push(line);
        }
    }
    kept.join("\n")
}

/// A short name for each name with a hash, in the order of the alphabet, so that the same code has the same names.
fn short_names(glue: &str) -> BTreeMap<String, String> {
    let names: BTreeSet<&str> = words(glue).filter(|word| has_hash(word)).collect();
    let short = names.into_iter().enumerate();
    short.map(|(number, name)| (name.to_owned(), format!("_{number:x}"))).collect()
}

/// The glue with each name replaced.
fn renamed(glue: &str, short: &BTreeMap<String, String>) -> String {
    let mut text = String::with_capacity(glue.len());
    let mut rest = glue;
    for word in words(glue) {
        // Words are slices of the glue in its order, so each is found at or after the last one.
        let at = rest.find(word).unwrap_or_default();
        text.push_str(&rest[..at]);
        text.push_str(short.get(word).map_or(word, String::as_str));
        rest = &rest[at + word.len()..];
    }
    text.push_str(rest);
    text
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_' && letter != '$')
        .filter(|word| !word.is_empty())
}

/// Whether a name was made by wasm-bindgen and ends in a hash: `__wbg_fetch_0123456789abcdef`, `…__h0123456789abcdef`.
fn has_hash(word: &str) -> bool {
    let made = word.starts_with("__wb") || word.starts_with("wasm_bindgen__");
    let hash = word.rsplit('_').next().unwrap_or_default();
    let digits = hash.strip_prefix('h').unwrap_or(hash);
    made && digits.len() == 16 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "/**\n * Why.\n */\nexport function a() {\n    // How.\n    \
        wasm.__wbg_b_0123456789abcdef(\"__wbg_b_0123456789abcdef\");\n}\n/* one line */\nc();\n";

    #[test]
    fn comments_and_indentation_go() {
        let kept = without_comments(GLUE);
        assert!(kept.starts_with("export function a() {\nwasm."), "{kept}");
        assert!(kept.ends_with("}\nc();"), "{kept}");
    }

    #[test]
    fn names_with_a_hash_become_short_everywhere() {
        let glue = without_comments(GLUE);
        let short = short_names(&glue);
        assert_eq!(short.len(), 1);
        assert_eq!(renamed(&glue, &short), "export function a() {\nwasm._0(\"_0\");\n}\nc();");
    }

    #[test]
    fn other_names_stay() {
        assert!(has_hash("wasm_bindgen__convert__closures_____invoke__h104a32543e428d2a"));
        for name in ["__wbindgen_malloc", "__wbg_set_wasm", "deadbeefdeadbeef", "__wbg_ptr"] {
            assert!(!has_hash(name), "{name}");
        }
    }

    #[test]
    fn classes_for_streaming_go_whole() {
        let glue = "a\nexport class IntoUnderlyingSink {\nfree() {\nx({});\n}\n}\n\
            if (Symbol.dispose) IntoUnderlyingSink.prototype.x = 1;\nexport class Other {\n}\nb";
        assert_eq!(without_streams(glue), "a\nexport class Other {\n}\nb");
    }
}
