//! Browser journeys: Playwright drives Chromium through the real server.

use crate::build::{Speed, server};
use crate::command::{program, run_and_read};
use crate::failure::{During, Failure, Outcome};
use crate::root::in_root;
use crate::tools::{chromium, npm_ci};

/// Where the journeys are.
const FOLDER: &str = "tests/browser";

/// Runs all journeys; answers what Playwright printed, and whether all passed.
///
/// The journeys find the server's program in `COMMONWEAL_BIN` and the browser in `COMMONWEAL_CHROMIUM`.
pub(crate) fn run() -> Outcome<(String, bool)> {
    npm_ci(FOLDER)?;
    let chromium = chromium()?;
    let server = server(Speed::Dev)?;
    let playwright = in_root(FOLDER).join("node_modules/.bin/playwright");
    if !playwright.exists() {
        return Err(Failure::new("tests/browser/package-lock.json does not name @playwright/test"));
    }
    run_and_read(
        program(&playwright.to_string_lossy())
            .arg("test")
            .current_dir(in_root(FOLDER))
            .env("COMMONWEAL_BIN", server)
            .env("COMMONWEAL_CHROMIUM", chromium),
    )
    .during("playwright test")
}
