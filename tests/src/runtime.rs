use std::future::Future;
use std::sync::LazyLock;

use tokio::runtime::{Builder, Runtime};

/// One runtime for all tests of a program: a server that several tests share outlives the test that started it.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_multi_thread().enable_all().build().expect("a machine that runs tests can start threads")
});

/// Runs one test's story to its end.
pub fn run<F: Future>(story: F) -> F::Output {
    RUNTIME.block_on(story)
}
