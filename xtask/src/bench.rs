//! `cargo xtask bench`: figures about size, then those of the `tests` crate's own benches; or those of the browser.

mod browser;

use crate::budgets;
use crate::build::{Speed, build};
use crate::command::{cargo, run};
use crate::failure::Outcome;

/// Builds for release, prints the sizes, and runs the benches with these arguments. The benches start the server's
/// program, which therefore must have been built with them.
pub(crate) fn bench(args: &[String]) -> Outcome {
    if let Some(("browser", rest)) = args.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return browser::bench(rest);
    }
    build(Speed::Release)?;
    budgets::check()?;
    let mut command = cargo(&["run", "--release", "--package", "commonweal-tests", "--bin", "bench", "--"]);
    run(command.args(args))
}
