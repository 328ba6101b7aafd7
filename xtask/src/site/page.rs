//! The page and the start script of an area, from the templates `frontend/index.html` and `frontend/start.js`.

use std::fs;

use serde::{Deserialize, Serialize};

use super::area::Area;
use super::drawing;
use super::folder::{Folder, SiteFile};
use crate::failure::{During, Failure, Outcome};
use crate::root::in_root;

/// What an area needs.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct AreaFiles {
    /// Its page, below the site's folder.
    pub(crate) page: String,
    /// Everything that a cold first load may ask for, the page included.
    pub(crate) first_load: Vec<String>,
}

/// The icon in the browser's tab.
pub(super) fn icon() -> Outcome<String> {
    let path = "frontend/icons/commonweal.svg";
    Ok(drawing::address(&fs::read_to_string(in_root(path)).during(path)?))
}

/// Writes an area's page, start script, glue and program.
pub(super) fn write(
    folder: &mut Folder,
    area: Area,
    stylesheet: &SiteFile,
    icon: &str,
) -> Outcome<(String, AreaFiles)> {
    let name = area.name;
    let glue = folder.add_hashed(&format!("{name}.js"), area.glue)?;
    let wasm = folder.add_hashed(&format!("{name}.wasm"), area.wasm)?;
    let program = [("glue", glue.url()), ("wasm", wasm.url())];
    let start = fill("frontend/start.js", &program)?;
    let start = folder.add_hashed(&format!("start-{name}.js"), start)?;

    let mut parts = Vec::from(program);
    parts.extend([("start", start.url()), ("stylesheet", stylesheet.url()), ("icon", icon.to_owned())]);
    let text = fill("frontend/index.html", &parts)?;
    let page_name = if name == "records" { "index.html".to_owned() } else { format!("{name}.html") };
    let page = folder.add_page(&page_name, &text)?;

    let first_load = [&page, &start, &glue, &wasm, stylesheet].into_iter().map(|file| file.path.clone()).collect();
    Ok((name, AreaFiles { page: page.path, first_load }))
}

/// The template with each `{{name}}` replaced.
fn fill(path: &str, parts: &[(&str, String)]) -> Outcome<String> {
    let template = fs::read_to_string(in_root(path)).during(path)?;
    let text = parts.iter().fold(template, |text, (name, value)| text.replace(&format!("{{{{{name}}}}}"), value));
    match text.find("{{") {
        None => Ok(text),
        Some(at) => {
            let rest: String = text[at..].chars().take(40).collect();
            Err(Failure::new(format!("{path} asks for something that the build does not know: {rest}")))
        }
    }
}
