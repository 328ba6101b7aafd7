//! The look: the NHS design system's prebuilt stylesheet without its licensed web font and without what no page
//! of ours uses, then our own rules.

use std::fs;
use std::path::PathBuf;

use super::drawing;
use super::folder::{Folder, SiteFile};
use super::prune::{Used, prune};
use crate::failure::{During, Failure, Outcome};
use crate::root::in_root;

const PACKAGE: &str = "frontend/node_modules/nhsuk-frontend/dist/nhsuk";
const ICON_ADDRESS: &str = "/assets/images/";

/// Makes `app-<hash>.css`, with the icons that it shows inside.
pub(super) fn make(folder: &mut Folder) -> Outcome<SiteFile> {
    let path = format!("{PACKAGE}/nhsuk-frontend.min.css");
    let prebuilt = fs::read_to_string(in_root(&path)).during(&path)?;
    let mut css = prune(&without_source_map(&without_fonts(&prebuilt)?), &used_classes()?);
    for path in own_rules()? {
        let text = fs::read_to_string(&path).during(path.display())?;
        css.push('\n');
        css.push_str(&squeeze(&text));
    }
    while let Some(name) = first_icon(&css) {
        let path = in_root(PACKAGE).join("assets/images").join(&name);
        let drawing = fs::read_to_string(&path).during(path.display())?;
        css = css.replace(&format!("url({ICON_ADDRESS}{name})"), &format!("url(\"{}\")", drawing::address(&drawing)));
    }
    refuse_leftovers(&css)?;
    folder.add_hashed("app.css", css)
}

/// The design system's classes that our pages can have.
fn used_classes() -> Outcome<Used> {
    let mut used = Used::default();
    let mut waiting = vec![in_root("frontend/src"), in_root("frontend/index.html"), in_root("frontend/start.js")];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            for entry in fs::read_dir(&path).during(path.display())? {
                waiting.push(entry.during(path.display())?.path());
            }
        } else {
            used.read(&fs::read_to_string(&path).during(path.display())?);
        }
    }
    Ok(used)
}

/// Our own stylesheets in the order of their names.
fn own_rules() -> Outcome<Vec<PathBuf>> {
    let folder = in_root("frontend/style");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths = Vec::new();
    for entry in fs::read_dir(&folder).during("frontend/style")? {
        let path = entry.during("frontend/style")?.path();
        if path.extension().is_some_and(|ending| ending == "css") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Takes out every `@font-face{…}`: the font is licensed for NHS sites only, and stands on another host.
fn without_fonts(css: &str) -> Outcome<String> {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(begin) = rest.find("@font-face") {
        let length =
            rest[begin..].find('}').ok_or_else(|| Failure::new("the NHS stylesheet has a font rule without an end"))?;
        kept.push_str(&rest[..begin]);
        rest = &rest[begin + length + 1..];
    }
    kept.push_str(rest);
    Ok(kept)
}

fn without_source_map(css: &str) -> String {
    let end = css.find("/*# sourceMappingURL").unwrap_or(css.len());
    css[..end].trim_end().to_owned()
}

/// The file name of the first icon that still has the package's own address.
fn first_icon(css: &str) -> Option<String> {
    let begin = css.find(ICON_ADDRESS)? + ICON_ADDRESS.len();
    let name = css[begin..].split([')', '"', '\'']).next()?;
    Some(name.to_owned())
}

/// Leaves out comments and indentation; the rest is left to compression.
fn squeeze(css: &str) -> String {
    let mut text = String::with_capacity(css.len());
    let mut rest = css;
    let mut quote = None;
    while let Some(next) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
            continue;
        }
        match quote {
            Some(open) if open == next => quote = None,
            None if next == '"' || next == '\'' => quote = Some(next),
            _ => {}
        }
        text.push(next);
        rest = &rest[next.len_utf8()..];
    }
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The page asks nobody else for anything: a stylesheet that would is refused.
fn refuse_leftovers(css: &str) -> Outcome {
    for forbidden in ["@font-face", "http:", "https:", "url(//", "@import", "sourceMappingURL"] {
        if let Some(at) = css.find(forbidden) {
            let around: String = css[at..].chars().take(60).collect();
            return Err(Failure::new(format!("the stylesheet still has {forbidden}: {around}")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn font_rules_and_the_source_map_go_and_the_rest_stays() {
        let css = "a{b:c}@font-face{src:url(https://x/y.woff)}d{e:f}\n/*# sourceMappingURL=z.map */\n";
        let kept = without_source_map(&without_fonts(css).expect("the rule has an end"));
        assert_eq!(kept, "a{b:c}d{e:f}");
    }

    #[test]
    fn comments_go_but_not_inside_quotes() {
        let css = "/* why */\n.a::before {\n  content: \"/* kept */\";\n}\n\n/* open";
        assert_eq!(squeeze(css), ".a::before {\ncontent: \"/* kept */\";\n}");
    }

    #[test]
    fn icons_are_found_by_their_address() {
        let css = "a{background:url(/assets/images/nhsuk-icon-cross.svg) no-repeat}";
        assert_eq!(first_icon(css).as_deref(), Some("nhsuk-icon-cross.svg"));
        assert_eq!(first_icon("a{b:c}"), None);
    }

    #[test]
    fn a_stylesheet_that_asks_another_host_is_refused() {
        assert!(refuse_leftovers("a{background:url(https://x/y.svg)}").is_err());
        assert!(refuse_leftovers("a{background:url(/assets/y.svg)}").is_ok());
    }
}
