//! Makes the folder of the browser side where nobody has built it yet, so that the server alone compiles;
//! and compiles again when a migration is added.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-changed=build.rs");
    // A released program holds the browser side, so it is compiled again when that was built again.
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=../target/site");
    }
    let site = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/site");
    if let Err(error) = std::fs::create_dir_all(&site) {
        println!("cargo::warning={} could not be made: {error}", site.display());
    }
}
