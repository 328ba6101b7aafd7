//! `cargo xtask bench`: figures about size, then those of the `tests` crate's own benches.

use crate::budgets;
use crate::build::{Speed, build};
use crate::command::{cargo, run};
use crate::failure::Outcome;
use crate::root::in_root;

/// Builds for release, prints the sizes, and runs the benches.
pub(crate) fn bench() -> Outcome {
    build(Speed::Release)?;
    budgets::check()?;
    if !in_root("tests/src/bin/bench.rs").exists() {
        println!("No benches of speed: tests/src/bin/bench.rs is not there.");
        return Ok(());
    }
    run(&mut cargo(&["run", "--release", "--package", "commonweal-tests", "--bin", "bench"]))
}
