use std::path::PathBuf;

/// The variable that makes tests write the golden files instead of comparing with them.
pub const BLESS: &str = "COMMONWEAL_BLESS";

/// Compares with the golden file of this name in `tests/golden`, or writes it where `COMMONWEAL_BLESS=1`.
///
/// # Panics
/// When they differ: names the first lines that do.
pub fn assert_golden(name: &str, found: &str) {
    let path = folder().join(name);
    if std::env::var(BLESS).is_ok_and(|value| value == "1") {
        std::fs::create_dir_all(folder()).expect("the folder of golden files can be made");
        std::fs::write(&path, found).expect("the golden file can be written");
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    if expected == found {
        return;
    }
    let differing: Vec<String> = differences(&expected, found).into_iter().take(20).collect();
    panic!(
        "{} is not what the product says now (- golden, + now):\n{}\n\
         If the change is meant, review it against the sources, then run again with {BLESS}=1.",
        path.display(),
        differing.join("\n")
    );
}

/// Lines that only one side has, in order; both files are lists, so positions do not matter.
fn differences(expected: &str, found: &str) -> Vec<String> {
    let only = |here: &str, there: &str, sign: char| -> Vec<String> {
        let there: std::collections::HashSet<&str> = there.lines().collect();
        here.lines().filter(|line| !there.contains(line)).map(|line| format!("{sign} {line}")).collect()
    };
    let mut lines = only(expected, found, '-');
    lines.extend(only(found, expected, '+'));
    if lines.is_empty() {
        lines.push("the same lines in another order".to_owned());
    }
    lines
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_told_line_by_line() {
        assert_eq!(differences("a\nb\n", "b\nc\n"), ["- a", "+ c"]);
        assert_eq!(differences("a\nb\n", "b\na\n"), ["the same lines in another order"]);
    }
}
