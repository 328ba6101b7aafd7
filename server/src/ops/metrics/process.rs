/// The memory that this process holds, in bytes; none where the system does not say (Linux does, in
/// `/proc/self/status`).
pub(super) fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    read(&status)
}

fn read(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn the_line_of_resident_memory_is_read() {
        assert_eq!(read("Name:\tcommonweal\nVmRSS:\t   12044 kB\nThreads:\t3\n"), Some(12_044 * 1024));
        assert_eq!(read("Name:\tcommonweal\n"), None);
    }
}
