//! Files that are made to fill the memory or to take forever.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use commonweal_server::records::intake::{RefusedFile, submissions};
use commonweal_tests::mutation::examine;
use commonweal_tests::{run, say};
use flate2::Compression;
use flate2::write::GzEncoder;
use insta::assert_snapshot;

use super::{House, only, with, with_entries};

/// Names the file that [`a_child_imports`] takes.
const FILE: &str = "COMMONWEAL_TESTS_HOSTILE_FILE";
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
#[cfg(target_os = "linux")]
fn memory_stays_bounded_whatever_a_file_unpacks_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| -> PathBuf {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path
    };
    let endless = folder.path().join("4 GiB of nothing.json");
    std::fs::File::create(&endless).and_then(|file| file.set_len(4 << 30)).expect("a file with a hole");
    let files = [
        write("300 MB of blanks.json", &vec![b' '; 300 * MIB]),
        write("300 MB of blanks.json.gz", &bomb(300)),
        write("2 GiB of blanks.json.gz", &bomb(2048)),
        write("35 million empty resources.json", "{}\n".repeat(100 * MIB / 3).as_bytes()),
        write(
            "50 million numbers.json",
            format!("{{\"resourceType\": \"Basic\", \"x\": [{}0]}}", "0,".repeat(50 * MIB)).as_bytes(),
        ),
        endless,
    ];
    let mut told = String::new();
    for file in files {
        let (peak, sentence) = in_a_child(&file);
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        say(&format!(
            "{name}: {} bytes, peak of the import {peak} MiB",
            std::fs::metadata(&file).expect("a file").len()
        ));
        assert!(peak < MOST_MEBIBYTES, "{name}: {peak} MiB");
        told += &format!("{name}: {sentence}\n");
    }
    assert_snapshot!(told, @r"
    300 MB of blanks.json: The file is empty. Expected a FHIR bundle or resource as JSON.
    300 MB of blanks.json.gz: The file is empty. Expected a FHIR bundle or resource as JSON.
    2 GiB of blanks.json.gz: The file holds more than 512 MiB, which is the most that is read at once.
    35 million empty resources.json: The file holds more JSON values than bundles of this size have.
    50 million numbers.json: The file holds more JSON values than bundles of this size have.
    4 GiB of nothing.json: The file holds more than 512 MiB, which is the most that is read at once.
    ");
}

/// Imports a file in a process of its own: its peak in mebibytes, and what it said of the file.
fn in_a_child(file: &Path) -> (u64, String) {
    let this = std::env::current_exe().expect("this program's own path");
    let mut child = Command::new(this);
    child.args(["--exact", "hostile::large::a_child_imports", "--ignored", "--nocapture"]).env(FILE, file);
    let output = child.output().expect("a child runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    let line = |name: &str| said.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("{said}"));
    (line("peak ").parse().expect("a number"), line("outcome ").to_owned())
}

#[test]
#[ignore = "it is the child of another test, which names its file"]
fn a_child_imports() {
    let file = PathBuf::from(std::env::var_os(FILE).expect("the file is named"));
    let outcome = run(async {
        let house = House::open().await;
        let arrival = house.server.import("ZZA01", "House ZZA01", &file).await;
        arrival.refused.unwrap_or_else(|| arrival.tally.to_string())
    });
    let status = std::fs::read_to_string("/proc/self/status").expect("the system tells");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    let kibibytes: u64 = peak.trim().trim_end_matches(" kB").parse().expect("a number");
    println!("\npeak {}", kibibytes / 1024);
    println!("outcome {}", outcome.rsplit(": ").next().unwrap_or_default());
}

/// Each is done in a moment where the time grows with the length, and in minutes where it grows with its square.
#[test]
fn nothing_takes_the_square_of_its_length() {
    let list = |count: usize, one: &dyn Fn(usize) -> String| (0..count).map(one).collect::<Vec<_>>().join(",");
    let observation = |fields: String| {
        format!(
            r#"{{"resourceType": "Observation", "id": "o", "status": "final", "code": {{"text": "Pain"}}, {fields}}}"#
        )
    };
    let n = 20_000;
    let cases = [
        ("empty entries", with_entries(&vec!["{}"; 100_000])),
        ("keys", with(&[&observation(list(100_000, &|nth| format!("\"k{nth}\": 1")))])),
        ("escapes", with(&[&observation(format!("\"comment\": \"{}\"", "\\u0041\\n".repeat(10 * MIB / 8)))])),
        (
            "extensions",
            with(&[&observation(format!(
                r#""extension": [{}]"#,
                list(n, &|nth| format!(r#"{{"url": "x{nth}", "valueString": "{nth}"}}"#))
            ))]),
        ),
        (
            "notes of a list",
            with(&[&format!(
                r#"{{"resourceType": "List", "code": {{"coding": [{{"code": "886921000000105"}}]}}, "note": [{}]}}"#,
                list(n, &|nth| format!(r#"{{"text": "note {nth}"}}"#))
            )]),
        ),
        (
            "contained",
            with(&[&observation(format!(
                r##""contained": [{}], "hasMember": [{}]"##,
                list(20_000, &|nth| format!(
                    r##"{{"resourceType": "Observation", "id": "c{nth}", "subject": {{"reference": "#c{nth}"}}}}"##
                )),
                list(20_000, &|nth| format!(r##"{{"reference": "#c{nth}"}}"##))
            ))]),
        ),
        (
            "people of one id",
            with_entries(&[&list(n, &|nth| {
                format!(r#"{{"resource": {{"resourceType": "Patient", "id": "p", "name": [{{"family": "F{nth}"}}]}}}}"#)
            })]),
        ),
        (
            "practices",
            with_entries(&[
                &list(n, &|nth| format!(r#"{{"resource": {{"resourceType": "Organization", "id": "o{nth}"}}}}"#)),
                &format!(
                    r#"{{"resource": {{"resourceType": "Patient", "id": "una-1", "generalPractitioner": [{}]}}}}"#,
                    list(n, &|nth| format!(r#"{{"reference": "Organization/o{nth}"}}"#))
                ),
            ]),
        ),
        (
            "a chain not for disclosure",
            with_entries(&[&list(20_000, &|nth| {
                format!(
                    r#"{{"resource": {{"resourceType": "Observation", "id": "o{nth}", "code": {{"text": "Pain {nth}"}},
                "meta": {{"security": [{{"code": "NOPAT"}}]}}, "hasMember": [{{"reference": "Observation/o{}"}}]}}}}"#,
                    nth + 1
                )
            })]),
        ),
    ];
    for (name, bundle) in cases {
        let found = examine(bundle.as_bytes()).unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
        assert!(!found.refused && found.placed + found.held > 1, "{name}: {found:?}");
    }
}

#[test]
fn more_resources_than_any_file_has_are_refused() {
    let bundle = format!(
        r#"{{"resourceType": "Bundle", "entry": [{}{{}}]}}"#,
        format!("{{}},{}", " ".repeat(20)).repeat(1_000_000)
    );
    assert_eq!(submissions(bundle.as_bytes()), Err(RefusedFile::TooMany));
}

#[test]
fn long_texts_and_many_keys_are_kept_or_told() {
    run(async {
        let house = House::open().await;
        let long = "long ".repeat(MIB);
        let text = format!(r#"{{"resourceType": "Observation", "status": "final", "code": {{"text": "{long}"}}}}"#);
        let keys: Vec<String> = (0..100_000).map(|nth| format!("\"k{nth}\": 1")).collect();
        let keys = format!(r#"{{"resourceType": "Observation", "code": {{"text": "Pain"}}, {}}}"#, keys.join(","));
        let path = format!(r#"{{"resourceType": "Observation", "{}": "\ud800"}}"#, "k".repeat(MIB));
        let tally = house.take(with(&[&text, &keys, &path])).await;
        let chart = house.chart(only(&tally)).await;
        assert!(chart.sections.iter().flat_map(|section| &section.rows).any(|row| row.title == long.trim()), "whole");
        let reasons: Vec<&str> = chart.unreadable.iter().map(|one| one.reason.as_str()).collect();
        assert_snapshot!(format!("{tally}\n{}", reasons.join("\n")), @r#"
        0 files: 4 resources = 1 placed + 1 folded + 2 unreadable + 0 waiting + 0 unchanged, on 1 person's record
        Observation: more than 10000 keys in one object, which no resource needs
        Observation.kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…: an escape that is half a character, such as \ud83d alone
        "#);
    });
}
