//! How much memory the program itself takes for files that are made to fill it.
#![cfg(target_os = "linux")]

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;

/// More memory than any of these files may take: the file itself, and what reading it takes besides.
const MOST_MEBIBYTES: u64 = 512;
const MIB: usize = 1 << 20;

/// So many mebibytes of blanks, packed: one packed part again and again.
fn bomb(mebibytes: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&vec![b' '; MIB]).expect("packed");
    encoder.finish().expect("packed").repeat(mebibytes)
}

#[test]
fn memory_stays_bounded_whatever_a_file_unpacks_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let empty = "The file is empty. Expected a FHIR bundle or resource as JSON.";
    let too_large = "The file holds more than 512 MiB, which is the most that is read at once.";
    let too_dense = "The file holds more JSON values than bundles of this size have.";
    let numbers = format!("{{\"resourceType\": \"Basic\", \"x\": [{}0]}}", "0,".repeat(50 * MIB));
    for (name, bytes, sentence) in [
        ("300 MB of blanks.json", vec![b' '; 300 * MIB], empty),
        ("300 MB of blanks.json.gz", bomb(300), empty),
        ("2 GiB of blanks.json.gz", bomb(2048), too_large),
        ("35 million empty resources.json", "{}\n".repeat(100 * MIB / 3).into_bytes(), too_dense),
        ("50 million numbers.json", numbers.into_bytes(), too_dense),
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).expect("a file");
        is_refused(&file, sentence);
    }
    let endless = folder.path().join("4 GiB of nothing.json");
    File::create(&endless).and_then(|file| file.set_len(4 << 30)).expect("a file with a hole");
    is_refused(&endless, too_large);
}

/// Imports a file with the program: it must be refused with this sentence, in bounded memory.
fn is_refused(file: &Path, sentence: &str) {
    let data = tempfile::tempdir().expect("a folder");
    let mut import = Command::new(env!("CARGO_BIN_EXE_commonweal"))
        .args(["import", "--source", "ZZA01", "--name", "Hill", "--data"])
        .args([data.path(), file])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // The system keeps the highest mark itself, so nothing between two looks is missed but the last one's end.
    let status = format!("/proc/{}/status", import.id());
    let mut peak = 0;
    let ended = loop {
        peak = mark(&status).unwrap_or(0).max(peak);
        if let Some(ended) = import.try_wait().expect("the program is ours") {
            break ended;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let mut said = String::new();
    import.stderr.take().expect("its errors").read_to_string(&mut said).expect("text");
    let name = file.file_name().expect("a name").to_string_lossy();
    println!("{name}: peak of the import {} MiB", peak / 1024);
    assert!(!ended.success() && said.contains(sentence), "{name}: {said}");
    assert!(peak > 0 && peak / 1024 < MOST_MEBIBYTES, "{name}: {} MiB", peak / 1024);
}

/// The most memory that a process ever held, in KiB.
fn mark(status: &str) -> Option<u64> {
    let text = std::fs::read_to_string(status).ok()?;
    text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().trim_end_matches(" kB").parse().ok()
}
