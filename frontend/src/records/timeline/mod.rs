//! Everything by time, whatever setting it came from.

mod block;
mod brush;
mod entry_line;
mod filter_bar;
#[expect(clippy::module_inception, reason = "the component bears the name of its file")]
mod timeline;

pub(crate) use entry_line::gathered;
pub(crate) use timeline::Timeline;
