//! The program itself, killed at random moments: what it acknowledged is there, and what it was about is there whole or
//! not at all.
//!
//! - [`imports`]: `commonweal import`, killed and run again until all is in. [`serving`]: the server, killed while
//!   organisations send and people read.
//! - [`verdict`]: what must be true after every kill, by the program's own check and past it.
//!
//! A kill takes the process, and leaves the system and its memory of what was written: a power cut is another thing.
#![cfg(unix)]

mod chance;
mod charts;
mod files;
mod http;
mod imports;
mod people;
mod place;
mod program;
mod say;
mod senders;
mod serving;
mod store;
mod verdict;

use chance::Chance;
use place::Engine;

/// Moments are drawn from this seed, unless the variable of this name has another.
const SEED: (&str, u64) = ("COMMONWEAL_KILL_SEED", 20_261_122);

fn story(engine: Engine, name: &str, of: impl AsyncFnOnce(Engine, Chance)) {
    if !engine.is_here() {
        return;
    }
    let (variable, usual) = SEED;
    let seed = std::env::var(variable).map_or(usual, |text| text.parse().expect("a seed is a number"));
    say::say(&format!("{name}: killed at moments of seed {seed} ({variable})"));
    let runtime = tokio::runtime::Runtime::new().expect("a machine that runs tests can start threads");
    runtime.block_on(of(engine, Chance::new(seed)));
}

#[test]
fn imports_killed_sixty_times() {
    story(Engine::Sqlite, "imports on SQLite", async |engine, chance| imports::killed(engine, 60, chance).await);
}

#[test]
fn a_server_killed_forty_times() {
    story(Engine::Sqlite, "the server on SQLite", async |engine, chance| serving::killed(engine, 40, chance).await);
}

#[test]
fn imports_killed_twelve_times_on_postgres() {
    story(Engine::Postgres, "imports on PostgreSQL", async |engine, chance| imports::killed(engine, 12, chance).await);
}

#[test]
fn a_server_killed_eight_times_on_postgres() {
    story(Engine::Postgres, "the server on PostgreSQL", async |engine, chance| {
        serving::killed(engine, 8, chance).await;
    });
}
