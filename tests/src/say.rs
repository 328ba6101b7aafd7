use std::io::Write as _;

/// Prints a line that the test runner does not capture: what ran on which set must be seen when all is well, too.
pub fn say(line: &str) {
    // A closed terminal is no reason for a test to fail.
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
