//! `cargo xtask run | build | test | bench | judges`: everything that is done with this project.
//!
//! | file | what it does |
//! | --- | --- |
//! | `build` | the browser side and the server; the steps of the former are in `site` |
//! | `run` | builds, then starts a demonstration system |
//! | `test` | every check in one order; `checks`, `postgres`, `journeys` and `budgets` are parts of it |
//! | `bench` | figures about size and speed |
//! | `judges` | every answer of a running server, judged by the OpenAPI document |
//! | `tools` | what must be on the machine, and how it gets there |
//! | `command`, `failure` | how other programs are called, and what is said when one fails |

mod bench;
mod budgets;
mod build;
mod checks;
mod command;
mod failure;
mod journeys;
mod judges;
mod postgres;
mod root;
mod run;
mod site;
mod test;
mod tools;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::build::Speed;

/// Builds, runs and tests Commonweal.
#[derive(Parser)]
#[command(name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything and start a demonstration system; prints its address.
    Run {
        /// Build for speed and small size, as it is released.
        #[arg(long)]
        release: bool,
        /// Further arguments for `commonweal serve`; they replace the demonstration's own.
        #[arg(last = true)]
        args: Vec<String>,
    },
    /// Build the browser side into target/site, and the server.
    Build {
        /// Leave out the server.
        #[arg(long)]
        browser_only: bool,
        /// Build for speed and small size, as it is released.
        #[arg(long)]
        release: bool,
    },
    /// Run every check: format, lints, tests of all kinds, budgets.
    Test {
        /// Leave out PostgreSQL, WebAssembly and the browser.
        #[arg(long)]
        fast: bool,
    },
    /// Judge every answer of a running server by its OpenAPI document, with schemathesis (Python); about four minutes.
    Judges {
        /// Judge the program as it is released.
        #[arg(long)]
        release: bool,
    },
    /// Print figures about size, and figures of speed beside their floors.
    Bench {
        /// What to measure and how: open, import, rebuild or all; --rounds N; --json FILE; --on DIR. Or first
        /// browser, then first-load, opening, strokes, memory or nothing; --rounds N; --json FILE.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
}

fn main() -> ExitCode {
    let done = match Cli::parse().task {
        Task::Run { release, args } => run::run(Speed::from_release(release), &args),
        Task::Build { release, browser_only: true } => build::browser(Speed::from_release(release)),
        Task::Build { release, browser_only: false } => build::build(Speed::from_release(release)).map(drop),
        Task::Test { fast } => test::test(fast),
        Task::Judges { release } => judges::judges(Speed::from_release(release)),
        Task::Bench { args } => bench::bench(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}
