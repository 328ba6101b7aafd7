//! What the server takes at most, and what it says when it is more: never a hang, never plain text.

mod addresses;
mod described;
mod ending;
mod http2;
mod json;
mod overload;
mod rates;
mod slow;
mod wire;
