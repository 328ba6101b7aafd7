//! What the figures were measured on.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use crate::report::Report;
use crate::times::Times;

/// How often the disk is asked.
const WRITES: usize = 200;

/// Processor, memory and kernel.
pub(crate) fn describe(report: &mut Report) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let model = line_of("/proc/cpuinfo", "model name").unwrap_or_else(|| "a processor that says no name".to_owned());
    let memory = line_of("/proc/meminfo", "MemTotal").unwrap_or_else(|| "unknown".to_owned());
    let kernel = fs::read_to_string("/proc/version").unwrap_or_default();
    report.note(format!("{model}, {cores} cores for this process; memory {memory}; {}", kernel.trim()));
}

fn line_of(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// How long the disk takes to make 4 KiB durable.
pub(crate) fn disk(folder: &Path, report: &mut Report) {
    let mut file = File::create(folder.join("disk")).expect("a file on the disk");
    let mut times = Times::default();
    for _ in 0..WRITES {
        let begin = Instant::now();
        file.write_all(&[7; 4096]).expect("4 KiB are written");
        file.sync_data().expect("they are on the disk");
        times.add(begin.elapsed());
    }
    report.add("The disk", "append 4 KiB and fdatasync, p50", "ms", times.median());
    report.add("The disk", "append 4 KiB and fdatasync, p99", "ms", times.percentile(99));
}

/// The most memory that a process ever held, in MiB; nothing where the system does not say.
pub(crate) fn peak_memory(process: u32) -> Option<f64> {
    mebibytes(process, "VmHWM")
}

/// The memory that a process holds now, in MiB; nothing where the system does not say.
pub(crate) fn memory_now(process: u32) -> Option<f64> {
    mebibytes(process, "VmRSS")
}

fn mebibytes(process: u32, name: &str) -> Option<f64> {
    let line = line_of(&format!("/proc/{process}/status"), name)?;
    let kibibytes: f64 = line.strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes / 1_024.0)
}
