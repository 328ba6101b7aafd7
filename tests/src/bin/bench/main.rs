//! Figures of speed, each beside the floor that it stands on, measured in the same run and round by round in turn, so
//! that a slow minute of the machine meets both alike.
//!
//! - `child` starts the server under test, which is this very program as `bench serve` (`serve`): the real application
//!   on a real clock, with three routes more on which the floors stand. `client` asks it.
//! - `open`, `busy`, `import`, `rebuild`: what is measured. `setup` puts on file what they need; `store` has the floor's
//!   SQL. `times`, `report`, `machine`: what is made of the figures, and what they were measured on.

mod busy;
mod child;
mod client;
mod import;
mod load;
mod machine;
mod open;
mod rebuild;
mod report;
mod serve;
mod setup;
mod store;
mod times;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};
use commonweal_tests::population::Population;
use commonweal_tests::run;

use crate::report::Report;

/// The product's own allocator, since the server under test is this program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measures how fast records are opened, taken in and made again.
#[derive(Debug, Parser)]
#[command(name = "bench")]
struct Cli {
    #[command(subcommand)]
    task: Option<Task>,
    /// How many rounds; a figure is the median of all, with the lowest and the highest
    #[arg(long, global = true, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Write the figures to this file as JSON, too
    #[arg(long, global = true, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Keep the databases of the run in this folder [default: beside this program, which is on a real disk]
    #[arg(long, global = true, value_name = "DIR")]
    on: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Everything; this is also what happens when nothing is named
    All,
    /// Opening a record: alone, with many at once, and while an import runs
    Open,
    /// Importing
    Import,
    /// Making the charts of a long record again
    Rebuild,
    /// Many who open records and several who send data, at once: fails when anything but an honest refusal comes
    /// back, or when memory does not stay flat
    Load {
        /// For how many seconds
        #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u64).range(25..))]
        seconds: u64,
    },
    /// The server under test; the others start it
    #[command(hide = true)]
    Serve {
        /// The folder of its database
        #[arg(long)]
        data: PathBuf,
    },
    /// Put on file what the browser's bench opens, and say in JSON whom it is about; `cargo xtask bench browser` does
    #[command(hide = true)]
    Records {
        /// The folder of a new database
        #[arg(long)]
        data: PathBuf,
    },
    /// Write the bundles of an invented population to a folder: one folder for each source, one file for each bundle
    Population {
        /// How many people
        #[arg(long)]
        people: usize,
        /// The same seed makes the same bytes
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The folder
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut load = None;
    let (open, import, rebuild) = match cli.task {
        Some(Task::Serve { data }) => {
            run(serve::serve(&data));
            return ExitCode::SUCCESS;
        }
        Some(Task::Records { data }) => {
            run(open::records(&data));
            return ExitCode::SUCCESS;
        }
        Some(Task::Population { people, seed, out }) => {
            let bundles = Population::new(seed, people).write_to(&out).expect("the folder can be written");
            println!("{bundles} bundles of {people} people, seed {seed}: {}", out.display());
            return ExitCode::SUCCESS;
        }
        Some(Task::All) | None => (true, true, true),
        Some(Task::Open) => (true, false, false),
        Some(Task::Import) => (false, true, false),
        Some(Task::Rebuild) => (false, false, true),
        Some(Task::Load { seconds }) => {
            load = Some(Duration::from_secs(seconds));
            (false, false, false)
        }
    };
    // The system's own folder for temporary files may be kept in memory, where a durable commit costs nothing.
    let beside = || std::env::current_exe().expect("this program's own path").with_file_name("");
    let folder = tempfile::tempdir_in(cli.on.unwrap_or_else(beside)).expect("a folder for the databases");
    let mut report = Report::default();
    machine::describe(&mut report);
    if cfg!(debug_assertions) {
        report.note("This is a build for debugging: its figures say nothing. Use `cargo xtask bench`.");
    }
    run(async {
        machine::disk(folder.path(), &mut report);
        if open {
            open::measure(&folder.path().join("open"), cli.rounds, &mut report).await;
        }
        if import {
            import::measure(&folder.path().join("import"), cli.rounds, &mut report).await;
        }
        if rebuild {
            rebuild::measure(&folder.path().join("rebuild"), cli.rounds, &mut report).await;
        }
        if let Some(time) = load {
            load::measure(&folder.path().join("load"), time, &mut report).await;
        }
    });
    println!("{report}");
    if let Some(file) = cli.json {
        std::fs::write(&file, report.to_json()).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }
    // What is slow is a figure to look at; what breaks under load is a fault.
    if load.is_some() && !report.all_met() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
