//! The one binary, `commonweal`; everything is in the library, so that tests use the same.

fn main() -> std::process::ExitCode {
    commonweal_server::cli::main()
}
