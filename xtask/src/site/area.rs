//! One WebAssembly program for each area: cargo compiles it, wasm-bindgen's library makes it loadable.

use std::fs;

use wasm_bindgen_cli_support::Bindgen;

use super::squeeze::squeeze;
use crate::build::Speed;
use crate::command::{cargo, run};
use crate::failure::{During, Failure, Outcome};
use crate::root::in_root;
use crate::tools::{WASM, ensure_standard_library_source};

/// Its own output folder, so that builds for the two sides never wait for each other's lock or undo each other's work.
const OUTPUT: &str = "target/browser";
/// The released build has a standard library of its own (docs/decisions/0002-a-small-standard-library.md).
const RELEASE_OUTPUT: &str = "target/browser-release";

const RUSTFLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";
/// What everything released for the browser is given: views behind one type, and a fault that ends at once and
/// silently, since nobody reads a message of it there.
const RELEASE_FLAGS: &str = "--cfg erase_components -Zunstable-options -Cpanic=immediate-abort \
    -Zlocation-detail=none -Zfmt-debug=none";
/// The standard library, compiled with the same flags and for size.
const SMALL_STANDARD_LIBRARY: [&str; 2] = ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];

/// An area, compiled.
pub(super) struct Area {
    /// Its name, as the binary's: `records`.
    pub(super) name: String,
    /// The JavaScript that joins it to the browser.
    pub(super) glue: String,
    /// The program.
    pub(super) wasm: Vec<u8>,
}

/// The names of all areas, each a binary of the `frontend` crate; the first answers at the root.
fn names() -> Outcome<Vec<String>> {
    let folder = in_root("frontend/src/bin");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).during("frontend/src/bin")? {
        let path = entry.during("frontend/src/bin")?.path();
        let is_area = path.is_dir() || path.extension().is_some_and(|ending| ending == "rs");
        if let Some(name) = path.file_stem().and_then(|stem| stem.to_str()).filter(|_| is_area) {
            names.push(name.to_owned());
        }
    }
    // The records area is what people come for: it is the one at the root.
    names.sort_by_key(|name| (name != "records", name.clone()));
    Ok(names)
}

/// What everything compiled for the browser is given: Leptos then stores views behind one type instead of
/// compiling each nesting of them anew. It takes 6 % off what is transferred, and compiles sooner.
pub(crate) fn compiler_flags() -> [(&'static str, &'static str); 1] {
    [(RUSTFLAGS, "--cfg erase_components")]
}

/// Compiles every area.
pub(super) fn compile(speed: Speed) -> Outcome<Vec<Area>> {
    let output = in_root(if speed == Speed::Release { RELEASE_OUTPUT } else { OUTPUT });
    let profile = speed.browser_profile();
    let mut build = cargo(&["build", "--package", "commonweal-frontend", "--bins"]);
    build.args(["--target", WASM, "--profile", profile, "--target-dir"]).arg(&output);
    build.envs(compiler_flags());
    if speed == Speed::Release {
        ensure_standard_library_source()?;
        build.args(SMALL_STANDARD_LIBRARY).env("RUSTC_BOOTSTRAP", "1").env(RUSTFLAGS, RELEASE_FLAGS);
    }
    run(&mut build)?;
    let compiled = output.join(WASM).join(profile);
    names()?
        .into_iter()
        .map(|name| {
            let wasm = compiled.join(format!("{name}.wasm"));
            bind(name, &wasm, speed)
        })
        .collect()
}

fn bind(name: String, wasm: &std::path::Path, speed: Speed) -> Outcome<Area> {
    let what = || format!("wasm-bindgen on {name}");
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name(&name)
        .web(true)
        .during(what())?
        .typescript(false)
        // The start script names the program, whose name has a hash; the glue need not guess it.
        .omit_default_module_path(true)
        .remove_producers_section(true)
        // Names of functions are half of the program's size and only help a developer's stack trace.
        .remove_name_section(speed == Speed::Release);
    let mut output = bindgen.generate_output().during(what())?;
    let has_snippets = output.snippets().values().any(|list| !list.is_empty());
    if has_snippets || !output.local_modules().is_empty() {
        return Err(Failure::new(format!(
            "{name} depends on a crate with JavaScript files of its own, which this build does not copy"
        )));
    }
    let (glue, wasm) = match speed {
        Speed::Release => squeeze(&mut output),
        Speed::Dev => (output.js().to_owned(), output.wasm_mut().emit_wasm()),
    };
    Ok(Area { name, glue, wasm })
}
