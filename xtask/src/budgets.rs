//! How large a first load may be.

use crate::failure::{During, Failure, Outcome};
use crate::root::in_root;
use crate::site::{Manifest, SITE};

/// The most that a cold first load of an area may transfer: 260 KB, everything, brotli.
const FIRST_LOAD: usize = 260 * 1024;

/// Prints what each area's first load consists of, and fails when one is above its budget.
///
/// # Errors
///
/// When an area is too large, or when the site was not built as it is released.
pub(crate) fn check() -> Outcome {
    let manifest = Manifest::read(&in_root(SITE)).during("build the browser side first")?;
    if manifest.speed != "release" {
        return Err(Failure::new("budgets measure the release: cargo xtask build --release"));
    }
    let mut too_large = Vec::new();
    for (name, area) in &manifest.areas {
        println!("{:>9}  {:>9}  first load of {name}, cold", "brotli", "bytes");
        let (mut packed, mut bytes) = (0, 0);
        for path in &area.first_load {
            let file = manifest.file(path).during_missing(path)?;
            println!("{:>9}  {:>9}  {path}", file.brotli, file.bytes);
            packed += file.brotli;
            bytes += file.bytes;
        }
        println!("{packed:>9}  {bytes:>9}  in all; {FIRST_LOAD} are allowed");
        if packed > FIRST_LOAD {
            too_large.push(format!("{name} is {} bytes above its budget", packed - FIRST_LOAD));
        }
    }
    if too_large.is_empty() { Ok(()) } else { Err(Failure::new(too_large.join("; "))) }
}

/// An entry that the list should have.
trait Listed<T> {
    fn during_missing(self, path: &str) -> Outcome<T>;
}

impl<T> Listed<T> for Option<T> {
    fn during_missing(self, path: &str) -> Outcome<T> {
        self.ok_or_else(|| Failure::new(format!("{path} is missing from the list of files")))
    }
}
