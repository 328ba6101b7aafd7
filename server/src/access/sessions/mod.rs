//! Signing in, staying signed in, and signing out. A session lives at the server; the browser holds a random token.

mod cookie;
mod handlers;
mod secret;
mod signed_in;
mod store;
#[cfg(test)]
mod tests;
mod throttle;

pub(super) use handlers::router;
pub use signed_in::{SignedIn, Token, signed_in_beside};
pub use store::count_sessions;
pub use throttle::SignInThrottle;
