//! The one binary, `commonweal`; everything is in the library, so that tests use the same.

/// Reading and folding make and drop millions of small values; this allocator takes half the time of the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    commonweal_server::cli::main()
}
