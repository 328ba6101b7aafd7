//! NHS numbers: what they are, how well they were verified, and which ones a database takes.
//!
//! Rules are from the domain notes 3.2 and the display rules I1 to I3.

mod number;
mod rule;
mod status;
mod typing;

pub use number::{NhsNumber, NhsNumberError};
pub use rule::{DatabaseKind, NumberRule, accept};
pub use status::{NumberMark, UnknownStatus, VerificationStatus};
pub use typing::reformat_while_typing;
