use std::path::PathBuf;

/// The folder of published sample bundles, where the environment names one.
pub(crate) fn folder() -> Option<PathBuf> {
    std::env::var_os("COMMONWEAL_SAMPLES").map(PathBuf::from).filter(|folder| folder.is_dir())
}
