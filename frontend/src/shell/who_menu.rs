use commonweal_shared::access::{Session, SwitchRequest};
use commonweal_shared::api;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::address::use_address;
use super::announce::use_announcer;
use super::keyboard_help::KeyboardHelp;
use crate::access::{Leaving, use_session};
use crate::net::post;
use crate::net::spawn;
use crate::shell::dynamic;

/// Who is signed in, as what and where: always visible, and the way to act as something else, to
/// see the keyboard's map, and to sign out.
#[component]
pub fn WhoMenu() -> impl IntoView {
    let session = use_session();
    let open = RwSignal::new(false);
    let help = RwSignal::new(false);
    let button = NodeRef::<html::Button>::new();
    let whole = NodeRef::<html::Div>::new();

    let close = move || {
        open.set(false);
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    };
    // A click or a move of the focus to anywhere else closes it.
    let inside = move |target: Option<web_sys::EventTarget>| {
        let node = target.and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        whole.get_untracked().is_none_or(|whole| whole.contains(node.as_ref()))
    };
    let outside = window_event_listener(ev::pointerdown, move |event| {
        if open.get_untracked() && !inside(event.target()) {
            open.set(false);
        }
    });
    on_cleanup(move || outside.remove());

    view! {
        <div
            class="cw-who"
            node_ref=whole
            on:keydown=move |event: ev::KeyboardEvent| {
                if event.key() == "Escape" && open.get_untracked() {
                    event.stop_propagation();
                    close();
                }
            }
            on:focusout=move |event: ev::FocusEvent| {
                if event.related_target().is_some() && !inside(event.related_target()) {
                    open.set(false);
                }
            }
        >
            {dynamic(move || session.get().map(|session| view! {
                <button type="button" class="cw-who__button" node_ref=button data-testid="who"
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls="who-panel"
                    on:click=move |_| open.update(|open| *open = !*open)>
                    <span class="cw-who__name">{session.display_name.clone()}</span>
                    <span class="cw-who__role">
                        {session.acting_as.role.word()} ", " {session.acting_as.organisation_name.clone()}
                    </span>
                    <span class="cw-who__arrow" aria-hidden="true"></span>
                </button>
            }))}
            <div class="cw-who__panel" id="who-panel" hidden=move || !open.get() data-testid="who-panel">
                {dynamic(move || session.get().map(|session| view! { <ActAs session open /> }))}
                <ul class="cw-who__acts">
                    <li>
                        <button type="button" class="cw-link" data-testid="open-keyboard-help"
                            on:click=move |_| { close(); help.set(true); }>
                            "Keyboard"
                        </button>
                    </li>
                    <li>
                        <button type="button" class="cw-link" data-testid="sign-out"
                            on:click=move |_| spawn(session.sign_out(Leaving::SignedOut))>
                            "Sign out"
                        </button>
                    </li>
                </ul>
            </div>
        </div>
        <KeyboardHelp open=help />
    }
}

/// The roles and organisations that one may act in; nothing to choose where there is only one.
#[component]
fn ActAs(session: Session, open: RwSignal<bool>) -> impl IntoView {
    let current = use_session();
    let announcer = use_announcer();
    let address = use_address();
    let problem = RwSignal::new(None::<String>);
    let switch = Callback::new(move |membership: usize| {
        spawn(async move {
            let answer = post::<serde::de::IgnoredAny>(api::SESSION_ROLE, &SwitchRequest { membership }).await;
            match answer {
                Ok(_) => {
                    open.try_set(false);
                    // What stood open was opened in another role: nothing of it stays.
                    address.go("/");
                    current.changed().await;
                    announcer.say("You act in another role now.");
                }
                Err(why) => {
                    problem.try_set(Some(why.sentence()));
                }
            }
        });
    });
    if session.memberships.len() < 2 {
        return ().into_any();
    }
    let choices: Vec<AnyView> = session
        .memberships
        .iter()
        .enumerate()
        .map(|(position, place)| {
            let words = format!("{}, {}", place.role.word(), place.organisation_name);
            if *place == session.acting_as {
                view! { <li class="cw-who__now"><span aria-hidden="true">"✓ "</span>{words}" (now)"</li> }.into_any()
            } else {
                view! {
                    <li>
                        <button type="button" class="cw-link" data-testid="act-as"
                            on:click=move |_| switch.run(position)>
                            {words}
                        </button>
                    </li>
                }
                .into_any()
            }
        })
        .collect();
    view! {
        <p class="cw-who__title" id="act-as">"Act as"</p>
        <ul class="cw-who__places" aria-labelledby="act-as">{choices}</ul>
        {dynamic(move || problem.get().map(|problem| view! { <p class="nhsuk-error-message" role="alert">{problem}</p> }))}
    }
    .into_any()
}
