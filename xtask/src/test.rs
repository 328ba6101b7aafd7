//! `cargo xtask test`: every check in one order; the first step that fails ends it.

use std::time::{Duration, Instant};

use crate::build::Speed;
use crate::command::{cargo, run, run_and_read};
use crate::failure::{Failure, Outcome};
use crate::postgres::Postgres;
use crate::root::{in_root, target};
use crate::site::{self, SITE};
use crate::tools::{WASM, ensure_component, ensure_node, ensure_wasm_target};
use crate::{budgets, checks, journeys};

/// For how long the tests read bundles that are broken by chance.
const MUTATION_SECONDS: &str = "COMMONWEAL_MUTATION_SECONDS";

/// The steps that were done, with what they counted.
#[derive(Default)]
struct Report {
    steps: Vec<(&'static str, Duration)>,
    passed: usize,
    failed: usize,
}

/// Runs every check.
///
/// # Errors
///
/// The first step that fails, by its name.
pub(crate) fn test(fast: bool) -> Outcome {
    let mut report = Report::default();
    let done = all_steps(&mut report, fast);
    println!();
    for (name, time) in &report.steps {
        println!("{:>7.1} s  {name}", time.as_secs_f64());
    }
    println!("{} passed, {} failed", report.passed, report.failed);
    done
}

fn all_steps(report: &mut Report, fast: bool) -> Outcome {
    std::fs::create_dir_all(in_root(SITE)).ok();
    report.step("format", |_| {
        ensure_component("rustfmt", "fmt")?;
        run(&mut cargo(&["fmt", "--all", "--", "--check"]))
    })?;
    report.step("sources", |_| checks::check())?;
    report.step("lints, native side", |_| {
        ensure_component("clippy", "clippy")?;
        run(&mut cargo(&[
            "clippy",
            "--workspace",
            "--exclude",
            "commonweal-frontend",
            "--all-targets",
            "--features",
            "xtask/wasm-test-runner",
            "--",
            "-D",
            "warnings",
        ]))
    })?;
    if fast {
        return report.step("tests, native side, without PostgreSQL", |report| native(report, None));
    }
    report.step("lints, browser side", |_| browser_lints())?;
    report.step("browser side, release", |_| site::build(Speed::Release).map(drop))?;
    report.step("tests, native side", |report| {
        let postgres = Postgres::start()?;
        native(report, Some(&postgres.url()))
    })?;
    report.step("tests of shared in WebAssembly", webassembly)?;
    report.step("browser journeys", |report| {
        let (printed, succeeded) = journeys::run()?;
        report.count(&printed, succeeded)
    })?;
    report.step("budgets", |_| budgets::check())
}

fn browser_lints() -> Outcome {
    ensure_wasm_target()?;
    let mut clippy = cargo(&["clippy", "--package", "commonweal-frontend", "--lib", "--bins"]);
    clippy.args(["--target", WASM, "--profile", Speed::Dev.browser_profile(), "--target-dir"]);
    clippy.arg(in_root("target/browser")).envs(site::compiler_flags());
    run(clippy.args(["--", "-D", "warnings"]))
}

/// Unit tests, storage story and API tests of all crates; broken bundles for half a minute, unless somebody says otherwise.
fn native(report: &mut Report, postgres: Option<&str>) -> Outcome {
    let mut tests = cargo(&["test", "--workspace", "--no-fail-fast"]);
    if std::env::var_os(MUTATION_SECONDS).is_none() {
        tests.env(MUTATION_SECONDS, "30");
    }
    match postgres {
        Some(url) => tests.env("COMMONWEAL_TEST_POSTGRES", url),
        None => tests.env_remove("COMMONWEAL_TEST_POSTGRES"),
    };
    let (printed, succeeded) = run_and_read(&mut tests)?;
    report.count(&printed, succeeded)
}

/// The unit tests of `shared` once more, as the browser would run them, under Node.
fn webassembly(report: &mut Report) -> Outcome {
    ensure_wasm_target()?;
    ensure_node()?;
    run(&mut cargo(&["build", "--package", "xtask", "--features", "wasm-test-runner", "--bin", "wasm-test-runner"]))?;
    let runner = target().join("debug").join("wasm-test-runner");
    let mut tests = cargo(&["test", "--package", "commonweal-shared", "--lib", "--target", WASM]);
    tests.arg("--target-dir").arg(in_root("target/browser")).env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    tests.envs(site::compiler_flags());
    let (printed, succeeded) = run_and_read(&mut tests)?;
    report.count(&printed, succeeded)
}

impl Report {
    /// Does a step under its heading and takes its time.
    fn step(&mut self, name: &'static str, act: impl FnOnce(&mut Self) -> Outcome) -> Outcome {
        println!("\n== {name} ==");
        let begin = Instant::now();
        let done = act(self);
        self.steps.push((name, begin.elapsed()));
        done.map_err(|failure| Failure::new(format!("stopped at \"{name}\": {failure}")))
    }

    /// Adds what a test program printed about itself.
    fn count(&mut self, printed: &str, succeeded: bool) -> Outcome {
        let (passed, failed) = printed.lines().fold((0, 0), |(passed, failed), line| {
            let (more_passed, more_failed) = counts(line);
            (passed + more_passed, failed + more_failed)
        });
        self.passed += passed;
        self.failed += failed;
        match (succeeded, passed, failed) {
            (true, 0, _) => Err(Failure::new("no test ran: are they still found?")),
            (true, ..) => Ok(()),
            (false, _, 0) => Err(Failure::new("the tests did not run to their end")),
            (false, ..) => Err(Failure::new(format!("{failed} of {} tests failed", passed + failed))),
        }
    }
}

/// How many tests passed and failed, from a closing line of cargo test or of Playwright.
///
/// `test result: ok. 3 passed; 0 failed; …` and `  3 passed (5.0s)`, `  1 failed`. The journeys' own last line says
/// the same once more, begins with a word, and does not count.
fn counts(line: &str) -> (usize, usize) {
    let line = line.trim().trim_start_matches("test result:");
    let before = |word: &str| -> usize {
        let words: Vec<&str> = line.split([' ', ';', '.']).filter(|part| !part.is_empty()).collect();
        words.windows(2).find(|pair| pair[1] == word).and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
    };
    let is_cargo = line.trim_start().starts_with("ok.") || line.trim_start().starts_with("FAILED.");
    let is_playwright = line.split(' ').next().is_some_and(|word| word.parse::<usize>().is_ok());
    if is_cargo || is_playwright { (before("passed"), before("failed")) } else { (0, 0) }
}

#[cfg(test)]
mod tests {
    use super::counts;

    #[test]
    fn closing_lines_are_counted_and_others_are_not() {
        assert_eq!(counts("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured"), (12, 0));
        assert_eq!(counts("test result: FAILED. 3 passed; 2 failed; 0 ignored"), (3, 2));
        assert_eq!(counts("  41 passed (5.0s)"), (41, 0));
        assert_eq!(counts("  1 failed"), (0, 1));
        assert_eq!(counts("Browser journeys: 3 passed, 1 failed, 0 skipped"), (0, 0));
        assert_eq!(counts("a person whose check 7 failed"), (0, 0));
    }
}
