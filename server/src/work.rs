//! Work for the processor, away from the threads that answer requests.
//!
//! Reading and folding a large arrival takes tenths of a second. It runs on threads of its own that yield to those that
//! answer (they are "nicer"), so that opening a record does not wait for an import.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::{ThreadPool, ThreadPoolBuilder};
use tokio::sync::oneshot;

/// How much these threads yield to others: the scheduler's "nice", 0 to 19.
const NICE: i32 = 10;

/// The work panicked; where, is in the log.
#[derive(Debug, thiserror::Error)]
#[error("a calculation broke down; the log says where")]
pub struct BrokenDown;

/// Whether this process answers requests, too.
static ANSWERS: AtomicBool = AtomicBool::new(false);

/// Leaves one core to those who answer requests; for a process that does, before its first work.
pub fn leave_a_core() {
    ANSWERS.store(true, Ordering::Relaxed);
}

fn threads() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if ANSWERS.load(Ordering::Relaxed) { cores.saturating_sub(1).max(1) } else { cores }
}

fn pool() -> Option<&'static ThreadPool> {
    static POOL: OnceLock<Option<ThreadPool>> = OnceLock::new();
    POOL.get_or_init(|| {
        ThreadPoolBuilder::new()
            .num_threads(threads())
            .thread_name(|nth| format!("work-{nth}"))
            .start_handler(|_| yield_to_others())
            .build()
            .inspect_err(
                |error| tracing::warn!(error.cause = %error, "No threads for large work; it is done in place."),
            )
            .ok()
    })
    .as_ref()
}

/// Makes the calling thread, and those that it starts, give way to the threads that answer requests.
pub fn yield_to_others() {
    // Where the system refuses, everything works all the same.
    let _ = rustix::process::setpriority_process(None, NICE);
}

/// Does this away from the threads that answer requests. Inside, rayon's parallel iterators use the same threads.
///
/// # Errors
/// When it panics.
pub async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, BrokenDown> {
    let (done, outcome) = oneshot::channel();
    let work = move || {
        // A receiver that went away does not need the outcome any more.
        let _ = done.send(catch_unwind(AssertUnwindSafe(work)).map_err(|_| BrokenDown));
    };
    match pool() {
        Some(pool) => pool.spawn(work),
        None => drop(tokio::task::spawn_blocking(work)),
    }
    outcome.await.map_err(|_| BrokenDown)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_an_error_and_the_next_work_is_done() {
        assert!(aside(|| panic!("on purpose")).await.is_err());
        assert_eq!(aside(|| 6 * 7).await.ok(), Some(42));
    }
}
