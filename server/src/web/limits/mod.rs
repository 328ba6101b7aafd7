//! What one server takes at most: rates, requests at once, connections, times. `docs/LIMITS.md` lists them.

mod buckets;
mod files;
mod gate;
mod settings;
mod told;

pub use gate::{Gate, Refusal, Turn, gatekeeper};
pub use settings::{Limits, Rate, Rates};
pub use told::ToldLimits;
