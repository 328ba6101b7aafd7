/// Files that the process needs beside its connections: the database's, the log's, and what the system opens.
const BESIDE: u32 = 128;

/// How many connections may be open at once: as many as was wanted, but no more than the system gives files for.
pub(super) fn connections(wanted: u32) -> u32 {
    let Some(open_files) = open_files() else { return wanted };
    let fit = fitting(open_files);
    if fit < wanted {
        tracing::warn!(
            connections.wanted = wanted,
            connections.taken = fit,
            files.limit = open_files,
            "The system lets this process open too few files for so many connections: raise its limit (ulimit -n, \
             or LimitNOFILE of the service)."
        );
    }
    wanted.min(fit)
}

const fn fitting(open_files: u32) -> u32 {
    let rest = open_files.saturating_sub(BESIDE);
    // A system that gives next to nothing still gets a server that answers.
    if rest > 16 { rest } else { 16 }
}

/// How many files this process may have open, where the system says so (Linux).
fn open_files() -> Option<u32> {
    read_limit(&std::fs::read_to_string("/proc/self/limits").ok()?)
}

fn read_limit(text: &str) -> Option<u32> {
    let line = text.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_own_limit_is_read() {
        let text = "Max processes  5 6 processes\nMax open files            1024   524288   files     \n";
        assert_eq!(read_limit(text), Some(1_024));
        assert_eq!(read_limit("Max open files  unlimited  unlimited  files"), None);
        assert_eq!((fitting(1_024), fitting(100)), (896, 16));
    }
}
