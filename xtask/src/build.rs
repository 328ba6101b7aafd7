//! `cargo xtask build`: the browser side first, since the server takes its files in, then the server.

use std::path::PathBuf;

use crate::command::{cargo, run};
use crate::failure::Outcome;
use crate::root::target;
use crate::site;

/// What a build is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Speed {
    /// Soon ready, for the next look at a change.
    Dev,
    /// Small and fast, as it is released.
    Release,
}

impl Speed {
    pub(crate) fn from_release(release: bool) -> Self {
        if release { Self::Release } else { Self::Dev }
    }

    /// Its name in the manifest.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "release",
        }
    }

    /// Cargo's profile for the browser side, from the workspace's `Cargo.toml`.
    pub(crate) fn browser_profile(self) -> &'static str {
        match self {
            Self::Dev => "browser-dev",
            Self::Release => "browser",
        }
    }

    fn server_folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "release",
        }
    }
}

/// Builds both sides and answers where the server's program is.
pub(crate) fn build(speed: Speed) -> Outcome<PathBuf> {
    browser(speed)?;
    server(speed)
}

/// Builds the browser side and prints how large it is.
pub(crate) fn browser(speed: Speed) -> Outcome {
    let manifest = site::build(speed)?;
    for (name, area) in &manifest.areas {
        let load = area.first_load.iter().filter_map(|path| manifest.file(path));
        let bytes: usize = load.map(|file| file.brotli).sum();
        println!("First load of {name}: {bytes} bytes in {} files (brotli)", area.first_load.len());
    }
    Ok(())
}

/// Builds the server and answers where its program is.
pub(crate) fn server(speed: Speed) -> Outcome<PathBuf> {
    let mut build = cargo(&["build", "--package", "commonweal-server"]);
    if speed == Speed::Release {
        build.arg("--release");
    }
    run(&mut build)?;
    Ok(target().join(speed.server_folder()).join("commonweal"))
}
