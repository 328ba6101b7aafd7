//! The browser side: what people see and touch, client-side rendered with Leptos.
//!
//! - [`net`]: requests, and what can go wrong with them.
//! - [`shell`]: what is the same on every page.
//! - [`access`]: signing in, roles, relationships. [`home`]: what needs me.
//! - [`records`]: finding a person and reading their record.
//!
//! Nothing of a record is ever kept in the browser's storage, in addresses (ids only) or in titles.

#![expect(unreachable_pub, reason = "the component macro puts a public function of its own behind each component")]

pub mod access;
pub mod home;
pub mod net;
pub mod records;
pub mod shell;

/// Puts the program into the page.
pub fn start() {
    // A released build is small and says nothing; a development build says where it broke.
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    leptos::mount::mount_to_body(shell::App);
}
