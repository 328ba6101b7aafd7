//! What must be on the machine: looked for first, then fetched with a line that says so,
//! and where that is impossible, named in one line that says what to install.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::command::{answer, program, run};
use crate::failure::{During, Failure, Outcome};
use crate::root::in_root;

/// The target that the browser side is compiled for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// The oldest Node that the tools taken from npm run on.
const OLDEST_NODE: u32 = 20;

/// Makes sure that the toolchain can compile for WebAssembly.
pub(crate) fn ensure_wasm_target() -> Outcome {
    let sysroot = answer(program("rustc").args(["--print", "sysroot"]))
        .ok_or_else(|| Failure::new("rustc does not answer: install Rust with rustup"))?;
    let library = Path::new(&sysroot).join("lib/rustlib").join(WASM).join("lib");
    if library.is_dir() {
        return Ok(());
    }
    println!("Fetching the Rust target {WASM} (rustup target add)");
    run(program("rustup").args(["target", "add", WASM])).during(format!("install the Rust target {WASM}"))
}

/// Makes sure that the source of the standard library is there: the released browser side compiles it for size.
pub(crate) fn ensure_standard_library_source() -> Outcome {
    let sysroot = answer(program("rustc").args(["--print", "sysroot"]))
        .ok_or_else(|| Failure::new("rustc does not answer: install Rust with rustup"))?;
    if Path::new(&sysroot).join("lib/rustlib/src/rust/library/std").is_dir() {
        return Ok(());
    }
    println!("Fetching the source of Rust's standard library (rustup component add rust-src)");
    run(program("rustup").args(["component", "add", "rust-src"])).during("install the Rust component rust-src")
}

/// Makes sure that a component of the toolchain is there, such as `clippy`.
pub(crate) fn ensure_component(name: &str, proof: &str) -> Outcome {
    if answer(program("cargo").args([proof, "--version"])).is_some() {
        return Ok(());
    }
    println!("Fetching the Rust component {name} (rustup component add)");
    run(program("rustup").args(["component", "add", name])).during(format!("install the Rust component {name}"))
}

/// Makes sure that Node is there and new enough.
pub(crate) fn ensure_node() -> Outcome {
    let install = format!("install Node {OLDEST_NODE} or later, with npm");
    let version =
        answer(program("node").arg("--version")).ok_or_else(|| Failure::new(format!("Node is missing: {install}")))?;
    let major = version.trim_start_matches('v').split('.').next();
    match major.and_then(|number| number.parse::<u32>().ok()) {
        Some(number) if number >= OLDEST_NODE => Ok(()),
        _ => Err(Failure::new(format!("Node is {version}: {install}"))),
    }
}

/// Installs exactly what the lock file in `folder` names, unless that has been done already.
pub(crate) fn npm_ci(folder: &str) -> Outcome {
    ensure_node()?;
    let folder_path = in_root(folder);
    let lock = folder_path.join("package-lock.json");
    let bytes = fs::read(&lock).during(format!("{folder}/package-lock.json"))?;
    let wanted = hex::encode(Sha256::digest(&bytes));
    let stamp = folder_path.join("node_modules/.installed-from");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("Fetching what {folder}/package-lock.json names (npm ci)");
    run(program("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .current_dir(&folder_path))?;
    fs::write(&stamp, wanted).during("node_modules/.installed-from")
}

/// The Chromium that the browser journeys run in.
///
/// `COMMONWEAL_CHROMIUM` names another one than those looked for here.
pub(crate) fn chromium() -> Outcome<PathBuf> {
    if let Some(named) = std::env::var_os("COMMONWEAL_CHROMIUM") {
        return Ok(PathBuf::from(named));
    }
    let places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let find = || places.iter().map(PathBuf::from).find(|place| place.exists());
    find().map_or_else(
        || {
            apt_install("chromium")?;
            find().ok_or_else(|| Failure::new("apt-get installed no /usr/bin/chromium"))
        },
        Ok,
    )
}

/// Whether this runs as the user root.
pub(crate) fn is_root() -> bool {
    answer(program("id").arg("-u")).is_some_and(|id| id == "0")
}

/// Installs a Debian package, where this is Debian and the user is root.
pub(crate) fn apt_install(package: &str) -> Outcome {
    if !is_root() || answer(program("apt-get").arg("--version")).is_none() {
        return Err(Failure::new(format!(
            "{package} is missing: install it (on Debian: sudo apt-get install {package})"
        )));
    }
    println!("Fetching the Debian package {package} (apt-get install)");
    let apt = |arguments: &[&str]| run(program("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"));
    let install = ["install", "-y", "-q", "--no-install-recommends", package];
    // Package lists on a fresh machine are empty or old: they are fetched only when they have to be.
    apt(&install).or_else(|_| {
        apt(&["update", "-q"])?;
        apt(&install)
    })
}
