//! `cargo xtask judges`: schemathesis judges every answer of a running server by the server's own OpenAPI document.
//!
//! Once for each role and once for nobody, with the people of the demonstration system on file. What is asked of an
//! answer stands in `tests/judges/schemathesis.toml`, who asks and what is on file in `tests/judges/hooks.py`.
//! Afterwards `commonweal check` looks for what all these requests may have left behind.

mod python;
mod server;
mod tally;

use std::fs::{self, File};
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use self::server::Server;
use self::tally::Tally;
use crate::build::{self, Speed};
use crate::command::program;
use crate::failure::{During, Failure, Outcome};
use crate::root::{in_root, target};

/// Where the configuration, the hooks and the requirements are.
const FOLDER: &str = "tests/judges";

/// Who asks, as `hooks.py` understands it: one account for each role and clearance of the demonstration system.
const ASKING: [&str; 8] =
    ["clinician", "clinician:restricted", "trainer", "org_lead", "icb_lead", "privacy_officer", "operator", "nobody"];

/// Runs schemathesis as everybody in turn.
///
/// # Errors
/// When something is missing on this machine; when any answer is a finding; when an operation never succeeded, since
/// only its refusals were judged then; when the database has faults afterwards.
pub(crate) fn judges(speed: Speed) -> Outcome {
    let schemathesis = python::schemathesis()?;
    let server = Server::start(&build::server(speed)?)?;
    let began = Instant::now();
    let mut all = Tally::default();
    let mut guilty = Vec::new();
    for (asking, seed) in ASKING.into_iter().zip(1_u32..) {
        let judged = judge(&schemathesis, &server, asking, seed)?;
        if !judged.clean {
            guilty.push(asking);
        }
        all.add(asking, judged.tally);
    }
    println!("\n{all}\n{:.0} s in all", began.elapsed().as_secs_f64());
    server.end_and_check()?;
    if !guilty.is_empty() {
        return Err(Failure::new(format!("schemathesis found faults as {}: see above", guilty.join(", "))));
    }
    let unreached = all.never_succeeded();
    if unreached.is_empty() {
        Ok(())
    } else {
        let named = unreached.join(", ");
        Err(Failure::new(format!("never answered 2xx, so only judged by their refusals: {named}")))
    }
}

/// What came of one run.
struct Judged {
    clean: bool,
    tally: Tally,
}

fn judge(schemathesis: &Path, server: &Server, asking: &str, seed: u32) -> Outcome<Judged> {
    let folder = target().join("judges");
    let name = asking.replace(':', "-");
    let (report, counted) = (folder.join(format!("{name}.txt")), folder.join(format!("{name}.json")));
    fs::remove_file(&counted).ok();
    let began = Instant::now();
    let file = File::create(&report).during(report.display())?;
    let status = program(&schemathesis.to_string_lossy())
        .arg("--config-file")
        .arg(in_root(FOLDER).join("schemathesis.toml"))
        .args(["run", "--no-color", "--seed", &seed.to_string()])
        .arg(format!("{}/api/openapi.json", server.url()))
        .current_dir(&folder)
        .env("SCHEMATHESIS_HOOKS", "hooks")
        .env("PYTHONPATH", in_root(FOLDER))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("PYTHONUTF8", "1")
        .env("JUDGE_AS", asking)
        .env("JUDGE_PEOPLE", in_root("training/people"))
        .env("JUDGE_TALLY", &counted)
        .envs(server.told())
        .stdin(Stdio::null())
        .stderr(file.try_clone().during(report.display())?)
        .stdout(file)
        .status()
        .during("start schemathesis")?;
    let printed = String::from_utf8_lossy(&fs::read(&report).during(report.display())?).into_owned();
    let clean = status.success();
    if !clean {
        println!("{printed}");
    }
    let counted = fs::read_to_string(&counted);
    let counted = counted.map_err(|_| Failure::new(format!("schemathesis did not begin as {asking}:\n{printed}")))?;
    let tally = Tally::read(&counted)?;
    println!(
        "{asking}: {} in {:.0} s, {}; {}",
        tally.line(),
        began.elapsed().as_secs_f64(),
        if clean { "no fault" } else { "FAULTS" },
        report.display()
    );
    Ok(Judged { clean, tally })
}
