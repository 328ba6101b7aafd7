//! schemathesis in a Python environment of its own, below `target`.

use std::fs;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use super::FOLDER;
use crate::command::{answer, program, run};
use crate::failure::{During, Failure, Outcome};
use crate::root::{in_root, target};
use crate::tools::apt_install;

/// The oldest Python that what `requirements.txt` names runs on, as major and minor.
const OLDEST: (u32, u32) = (3, 11);

/// The program, installed as `tests/judges/requirements.txt` says, unless that has been done already.
pub(super) fn schemathesis() -> Outcome<PathBuf> {
    let requirements = in_root(FOLDER).join("requirements.txt");
    let wanted = hex::encode(Sha256::digest(fs::read(&requirements).during(requirements.display())?));
    let environment = target().join("judges/python");
    let stamp = environment.join(".installed-from");
    let installed = environment.join("bin/schemathesis");
    if fs::read_to_string(&stamp).is_ok_and(|stamp| stamp == wanted) && installed.exists() {
        return Ok(installed);
    }
    ensure_python()?;
    fs::create_dir_all(target().join("judges")).during("target/judges")?;
    println!("Making a Python environment in {} (python3 -m venv)", environment.display());
    run(program("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
    println!("Fetching what {FOLDER}/requirements.txt names (pip install)");
    let pip = environment.join("bin/pip");
    run(program(&pip.to_string_lossy())
        .args(["install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--requirement"])
        .arg(&requirements))
    .during("pip can't fetch what it needs: is there a way to the Python package index?")?;
    fs::write(&stamp, wanted).during(stamp.display())?;
    Ok(installed)
}

/// Makes sure that Python is there, new enough, and able to make environments.
fn ensure_python() -> Outcome {
    let version = "import sys; print(*sys.version_info[:2])";
    let found = || answer(program("python3").args(["-c", version])).as_deref().and_then(version_of);
    if found().is_none() {
        apt_install("python3")?;
    }
    let (major, minor) = OLDEST;
    match found() {
        Some(version) if version >= OLDEST => {}
        Some((old, older)) => {
            return Err(Failure::new(format!("Python is {old}.{older}: install Python {major}.{minor} or later")));
        }
        None => return Err(Failure::new(format!("python3 is missing: install Python {major}.{minor} or later"))),
    }
    let makes_environments = || answer(program("python3").args(["-c", "import venv, ensurepip"])).is_some();
    if makes_environments() {
        return Ok(());
    }
    apt_install("python3-venv")?;
    if makes_environments() { Ok(()) } else { Err(Failure::new("python3 can't import venv and ensurepip")) }
}

/// `3 11` as numbers that compare.
fn version_of(printed: &str) -> Option<(u32, u32)> {
    let (major, minor) = printed.split_once(' ')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_minor_version_is_later() {
        assert_eq!(version_of("3 11"), Some(OLDEST));
        assert!(version_of("3 9") < Some(OLDEST) && version_of("3 14") > Some(OLDEST));
        assert_eq!(version_of("Python 3"), None);
    }
}
