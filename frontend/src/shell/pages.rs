use leptos::prelude::*;

use super::address::{parts, use_address};
use super::dynamic::dynamic;
use super::not_found_page::NotFoundPage;
use super::shortcuts;
use crate::access::AccessLogPage;
use crate::home::{HomePage, WaitingPage};
use crate::records::RecordPage;
use crate::records::find::FindPage;

/// The pages of this area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Home,
    SignIn,
    Find,
    Record,
    AccessLog,
    Waiting,
}

/// Every page by its address: a part with a colon stands for any, a question mark for one that may be missing.
/// An address holds ids and section names, never a name or a number.
const ROUTES: [(&str, Place); 6] = [
    ("/", Place::Home),
    ("/sign-in", Place::SignIn),
    ("/find", Place::Find),
    ("/records/:person/:section?", Place::Record),
    ("/access-log/:person", Place::AccessLog),
    ("/waiting", Place::Waiting),
];

/// The page at the address that is shown. It stays as long as the address leads to the same page, so that another
/// section of a record is no new page.
#[component]
pub fn Pages() -> impl IntoView {
    shortcuts::listen();
    let address = use_address();
    let place = Memo::new(move |_| address.path().with(|path| place_of(path)));
    dynamic(move || match place.get() {
        Some(Place::Home) => view! { <HomePage /> }.into_any(),
        Some(Place::SignIn) => {
            // Whoever is signed in has no business there.
            address.replace("/");
            ().into_any()
        }
        Some(Place::Find) => view! { <FindPage /> }.into_any(),
        Some(Place::Record) => view! { <RecordPage /> }.into_any(),
        Some(Place::AccessLog) => view! { <AccessLogPage /> }.into_any(),
        Some(Place::Waiting) => view! { <WaitingPage /> }.into_any(),
        None => view! { <NotFoundPage /> }.into_any(),
    })
}

fn place_of(path: &str) -> Option<Place> {
    ROUTES.iter().find(|(pattern, _)| matches(pattern, path)).map(|(_, place)| *place)
}

fn matches(pattern: &str, path: &str) -> bool {
    let mut given = parts(path);
    for wanted in parts(pattern) {
        match given.next() {
            Some(part) if wanted.starts_with(':') || wanted == part => {}
            None if wanted.ends_with('?') => {}
            _ => return false,
        }
    }
    given.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_has_its_page() {
        assert_eq!(place_of("/"), Some(Place::Home));
        assert_eq!(place_of("/find/"), Some(Place::Find));
        assert_eq!(place_of("/records/0192"), Some(Place::Record));
        assert_eq!(place_of("/records/0192/care-plans"), Some(Place::Record));
        assert_eq!(place_of("/records/0192/care-plans/more"), None);
        assert_eq!(place_of("/records"), None);
        assert_eq!(place_of("/access-log/0192"), Some(Place::AccessLog));
        assert_eq!(place_of("/nothing"), None);
    }
}
