use std::io::Write as _;

/// Prints a line that the test runner does not capture: where the kills hit must be seen when all is well, too.
pub(crate) fn say(line: &str) {
    // A closed terminal is no reason for a test to fail.
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
