use leptos::prelude::*;

use super::demo_sign_ins::DemoSignIns;
use super::leaving::Leaving;
use super::session::use_session;
use super::sign_in_form::SignInForm;
use crate::net::spawn;
use crate::shell::dynamic;
use crate::shell::{Page, use_address, use_system};

/// The sign-in page: the form, and on a demonstration system the sign-ins that it offers.
///
/// It stands at its own address after signing out, and in the place of any page that is asked for
/// by somebody who is not signed in; then that page follows.
#[component]
pub fn SignInPage() -> impl IntoView {
    let session = use_session();
    let system = use_system();
    let address = use_address();
    let why = session.left().or_else(|| untrack(|| address.query("why")).and_then(|why| Leaving::from_id(&why)));
    let on_signed_in = Callback::new(move |()| {
        // Whoever signs in after somebody left starts at the front door, never on the record that
        // stood open before.
        let away = session.left().is_some() || address.path().with_untracked(|path| path.starts_with("/sign-in"));
        if away {
            address.replace("/");
        }
        spawn(session.changed());
    });
    let ended = why.map(|why| {
        let again = (why == Leaving::NotTold).then(|| {
            view! {
                <button type="button" class="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
                    on:click=move |_| spawn(session.sign_out(Leaving::SignedOut))>
                    "Try again to end it"
                </button>
            }
        });
        view! {
            <div class="cw-note" role="status" data-testid="why-signed-out">
                <p>{why.sentence()}</p>
                {again}
            </div>
        }
    });
    let demonstration = move || system.demonstration();
    view! {
        <Page name="sign-in" title="Sign in">
            <div class="cw-sign-in">
                <h1 class="nhsuk-heading-l">"Sign in"</h1>
                {ended}
                <SignInForm on_signed_in />
                {dynamic(move || demonstration().then(|| view! { <DemoSignIns on_signed_in /> }))}
            </div>
        </Page>
    }
}
