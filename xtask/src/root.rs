//! Where things are in the tree.

use std::path::{Path, PathBuf};

/// The workspace's folder.
pub(crate) fn root() -> PathBuf {
    // Cargo names the manifest of the running package; a moved clone is then found where it is now.
    let xtask =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    xtask.parent().map_or(xtask.clone(), Path::to_path_buf)
}

/// A path below the workspace's folder.
pub(crate) fn in_root(path: &str) -> PathBuf {
    root().join(path)
}

/// Cargo's output folder: `target`, or what `CARGO_TARGET_DIR` names.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| in_root("target"), |dir| root().join(dir))
}
