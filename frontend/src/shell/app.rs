use commonweal_shared::access::Membership;
use commonweal_shared::ids::AccountId;
use leptos::ev;
use leptos::prelude::*;

use super::address::Address;
use super::announce::Announcer;
use super::bar::Bar;
use super::page::LOADING;
use super::pages::Pages;
use super::state_views::{FailureView, Skeleton};
use super::system::ThisSystem;
use super::{Page, shortcuts};
use crate::access::{CurrentSession, SessionEnding, SignInPage, SignedIn};
use crate::net::spawn;
use crate::net::{Failure, Loaded};
use crate::records::find::Search;
use crate::shell::{dynamic, on_change};

/// What may be shown at all.
#[derive(Debug, Clone, PartialEq)]
enum Gate {
    /// It is not known yet.
    Asking,
    /// The server could not be asked.
    Unreachable(Failure),
    /// The sign-in page.
    SignIn,
    /// Everything that this account may see in this role.
    In(AccountId, Membership),
}

/// The whole program: what every page shares, and the gate before the pages.
///
/// The pages are made anew when the account or the role changes, so that nothing which was fetched
/// for one is ever shown to another.
#[component]
pub fn App() -> impl IntoView {
    Address::provide();
    let announcer = Announcer::provide();
    let system = ThisSystem::provide();
    let session = CurrentSession::provide();
    let search = Search::provide();
    spawn(session.refresh());
    watch_back_forward_cache(session);

    let gate = Memo::new(move |_| {
        // Until the system is known nobody can see whether this is a demonstration, so nothing shows.
        let unreachable = system.info().with(|info| match info {
            Loaded::Loading => Some(Gate::Asking),
            Loaded::Failed(failure) => Some(Gate::Unreachable(failure.clone())),
            Loaded::Ready(_) => None,
        });
        unreachable.unwrap_or_else(|| {
            session.state().with(|state| match state {
                SignedIn::Asking => Gate::Asking,
                SignedIn::Unknown(failure) => Gate::Unreachable(failure.clone()),
                SignedIn::Nobody => Gate::SignIn,
                SignedIn::Somebody(session) => Gate::In(session.account, session.acting_as.clone()),
            })
        })
    });
    on_change(move || {
        gate.track();
        search.clear();
    });
    let again = move || {
        system.ask();
        spawn(session.check_again());
    };

    view! {
            <a class="nhsuk-skip-link" href="#main" on:click=|event| shortcuts::skip_to_main(&event)>"Skip to main content"</a>
            <Bar />
            {dynamic(move || match gate.get() {
                Gate::Asking => view! {
                    <Page name=LOADING title="Loading" state=Signal::stored("loading")>
                        <h1 class="nhsuk-u-visually-hidden">"Commonweal"</h1>
                        <Skeleton label="Loading Commonweal" lines=6 />
                    </Page>
                }.into_any(),
                Gate::Unreachable(failure) => {
                    let state = Signal::stored(failure.state());
                    view! {
                        <Page name=LOADING title="Not available" state>
                            <h1 class="nhsuk-heading-l">"Commonweal is not available"</h1>
                            <FailureView failure retry=again />
                        </Page>
                    }.into_any()
                }
                Gate::SignIn => view! { <SignInPage /> }.into_any(),
                Gate::In(..) => view! { <Pages /> <SessionEnding /> }.into_any(),
            })}
            <p class="nhsuk-u-visually-hidden" role="status" data-testid="announcer">{announcer.message()}</p>
    }
}

/// A page that comes back whole from the browser's back-forward cache may belong to a session that
/// is over: it is hidden until the server has said who is signed in.
fn watch_back_forward_cache(session: CurrentSession) {
    let listener = window_event_listener(ev::pageshow, move |event| {
        if event.persisted() {
            spawn(session.check_again());
        }
    });
    on_cleanup(move || listener.remove());
}
