//! The browser side, made into files that can be served as they are, below `target/site`.
//!
//! Every file but the pages has its hash in its name and may be cached for ever;
//! beside each stands a `.br` and a `.gz`. `manifest.json` lists them.

mod area;
mod drawing;
mod folder;
mod manifest;
mod page;
mod prune;
mod squeeze;
mod stylesheet;

use std::time::Instant;

pub(crate) use area::compiler_flags;
pub(crate) use manifest::Manifest;

use crate::build::Speed;
use crate::failure::Outcome;
use crate::root::in_root;
use crate::tools::{ensure_wasm_target, npm_ci};
use folder::Folder;

/// Where the files stand, below the workspace's folder.
pub(crate) const SITE: &str = "target/site";

/// Builds the browser side into [`SITE`].
///
/// # Errors
///
/// When a tool is missing that cannot be fetched, the code does not compile, or the look's package is not as expected.
pub(crate) fn build(speed: Speed) -> Outcome<Manifest> {
    ensure_wasm_target()?;
    npm_ci("frontend")?;
    let begin = Instant::now();
    let areas = area::compile(speed)?;
    let compiled = begin.elapsed();

    let mut folder = Folder::new(in_root(SITE), speed);
    let icon = page::icon()?;
    let stylesheet = stylesheet::make(&mut folder)?;
    let mut manifest = Manifest::new(speed);
    for area in areas {
        let files = page::write(&mut folder, area, &stylesheet, &icon)?;
        manifest.add_area(files);
    }
    manifest.finish(folder)?;
    println!(
        "Browser side: compiled in {:.1} s, packed in {:.1} s",
        compiled.as_secs_f64(),
        (begin.elapsed() - compiled).as_secs_f64()
    );
    Ok(manifest)
}
