use commonweal_shared::access::{DemoSignIn, Role};
use commonweal_shared::api;
use commonweal_shared::ids::AccountId;
use leptos::prelude::*;

use crate::net::spawn;
use crate::net::{Failure, Loaded, Loader, get, post};
use crate::shell::dynamic;
use crate::shell::{FailureView, Skeleton};

/// The sign-ins of a demonstration system, by role: one button each, and plain words that nobody
/// here is real.
#[component]
pub fn DemoSignIns(
    /// Called once the server has taken one.
    on_signed_in: Callback<()>,
) -> impl IntoView {
    let offered = Loader::<Vec<DemoSignIn>>::new();
    let ask = move || offered.run(get(api::DEMO));
    ask();
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(None::<AccountId>);
    let choose = Callback::new(move |account: AccountId| {
        if busy.get_untracked().is_some() {
            return;
        }
        busy.set(Some(account));
        failure.set(None);
        spawn(async move {
            let answer = post::<serde::de::IgnoredAny>(&api::demo_account(account), &()).await;
            busy.try_set(None);
            match answer {
                Ok(_) => {
                    on_signed_in.try_run(());
                }
                Err(why) => {
                    failure.try_set(Some(why));
                }
            }
        });
    });
    view! {
        <section class="cw-demo" aria-labelledby="demo-title" data-testid="demo-sign-ins">
            <h2 class="nhsuk-heading-m" id="demo-title">"Demonstration sign-ins"</h2>
            <p class="cw-demo__warning">
                <strong>"Everything here is fictional."</strong>
                " Every person, organisation and record was made up. Never put real people's data into this system."
            </p>
            {dynamic(move || failure.get().map(|why| view! { <p class="nhsuk-error-message" role="alert">{why.sentence()}</p> }))}
            {dynamic(move || offered.value().with(|offered| match offered {
                Loaded::Loading => view! { <Skeleton label="Loading the demonstration sign-ins" lines=6 /> }.into_any(),
                Loaded::Failed(failure) => view! { <FailureView failure=failure.clone() retry=ask /> }.into_any(),
                Loaded::Ready(all) => by_role(all, choose, busy),
            }))}
        </section>
    }
}

/// The sign-ins under a heading for each role, in the order of [`Role::ALL`].
fn by_role(all: &[DemoSignIn], choose: Callback<AccountId>, busy: RwSignal<Option<AccountId>>) -> AnyView {
    let first_role = |one: &DemoSignIn| one.memberships.first().map(|membership| membership.role);
    Role::ALL
        .into_iter()
        .filter_map(|role| {
            let cards: Vec<AnyView> =
                all.iter().filter(|one| first_role(one) == Some(role)).map(|one| card(one, choose, busy)).collect();
            (!cards.is_empty()).then(|| {
                view! {
                    <h3 class="cw-demo__role">{role.word()}</h3>
                    <ul class="cw-demo__cards">{cards}</ul>
                }
            })
        })
        .collect_view()
        .into_any()
}

fn card(one: &DemoSignIn, choose: Callback<AccountId>, busy: RwSignal<Option<AccountId>>) -> AnyView {
    let account = one.account;
    let places = one
        .memberships
        .iter()
        .map(|place| {
            view! { <li>{place.role.word()}", "{place.organisation_name.clone()}</li> }
        })
        .collect_view();
    let label = format!("Sign in as {}", one.display_name);
    view! {
        <li class="cw-demo__card">
            <div>
                <p class="cw-demo__name">{one.display_name.clone()}</p>
                <ul class="cw-demo__places">{places}</ul>
            </div>
            <button
                type="button"
                class="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
                aria-label=label
                aria-disabled=move || (busy.get() == Some(account)).then_some("true")
                data-testid="demo-sign-in"
                data-role=one.memberships.first().map(|place| place.role.id())
                data-account=account.to_string()
                on:click=move |_| choose.run(account)
            >
                "Sign in"
            </button>
        </li>
    }
    .into_any()
}
