//! Checks of the sources themselves: the invariants that no compiler knows.

mod rules;
mod source;

use crate::failure::{Failure, Outcome};
use crate::root::root;

/// Runs every check and fails with the list of what it found.
pub(crate) fn check() -> Outcome {
    let mut sources = Vec::new();
    source::read_folder(&root(), &mut sources)?;
    let mut faults = Vec::new();
    for source in &sources {
        rules::too_long(source, &mut faults);
        rules::no_download_addresses(source, &mut faults);
        if source.is_in("xtask/") {
            // The words that are looked for stand in this very file.
            continue;
        }
        rules::leptos_only_in_frontend(source, &mut faults);
        rules::sql_only_in_stores(source, &mut faults);
        rules::inline_style(source, &mut faults);
    }
    if faults.is_empty() {
        println!("{} files: nothing found", sources.len());
        return Ok(());
    }
    for fault in &faults {
        println!("{fault}");
    }
    Err(Failure::new(format!("{} faults in the sources", faults.len())))
}
