//! `cargo xtask bench browser`: what people wait for, measured in Chromium by its own trace.

use crate::build::{Speed, build};
use crate::command::{cargo, program, run};
use crate::failure::Outcome;
use crate::root::{in_root, target};
use crate::tools::{chromium, npm_ci};

/// Where the journeys are, with whose tools the browser is driven.
const FOLDER: &str = "tests/browser";

/// Builds for release and runs the bench with these arguments, on records that the server's bench puts on file.
pub(super) fn bench(args: &[String]) -> Outcome {
    npm_ci(FOLDER)?;
    let chromium = chromium()?;
    let server = build(Speed::Release)?;
    run(&mut cargo(&["build", "--release", "--package", "commonweal-tests", "--bin", "bench"]))?;
    run(program("node")
        .arg(in_root(FOLDER).join("bench/run.js"))
        .args(args)
        .env("COMMONWEAL_BIN", server)
        .env("COMMONWEAL_BENCH", target().join("release").join("bench"))
        .env("COMMONWEAL_CHROMIUM", chromium))
}
