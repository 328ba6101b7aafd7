use std::time::Duration;

use commonweal_shared::display::{Surface, date_time_at};
use commonweal_shared::time::Moment;
use leptos::ev;
use leptos::prelude::*;

use super::idle::{Phase, phase, should_report};
use super::leaving::Leaving;
use super::session::use_session;
use crate::net;
use crate::net::spawn;
use crate::shell::dynamic;
use crate::shell::{Dialog, use_announcer};

/// How often the other tabs are told at most that this one is at work, in milliseconds.
const TELL_EVERY: f64 = 5_000.0;

/// Warns before the session ends, extends it by one act, and ends it when nobody answers.
///
/// Somebody who reads without any request is at work as well: pointer and keys are reported to the
/// server now and then.
#[component]
pub fn SessionEnding() -> impl IntoView {
    let session = use_session();
    let announcer = use_announcer();
    let standing = RwSignal::new(Phase::Quiet);
    let acknowledged = RwSignal::new(false);
    let touched = StoredValue::new(false);
    let ending = StoredValue::new(false);
    let asked = StoredValue::new(false);
    let told = StoredValue::new(0.0);
    let ends_at = Memo::new(move |_| session.get().map_or(Moment::default(), |session| session.limits.ends));

    let touch = window_event_listener(ev::pointerdown, move |_| touched.set_value(true));
    let press = window_event_listener(ev::keydown, move |_| touched.set_value(true));
    let tick = set_interval_with_handle(
        move || {
            let Some(limits) = session.limits() else { return };
            let (last, now) = (net::last_sign_millis(), net::now_millis());
            // What this tab asks keeps the session alive for the others too, and they cannot know.
            let answered = net::last_answer_millis();
            if answered - told.get_value() > TELL_EVERY {
                told.set_value(answered);
                session.tell_alive();
            }
            let next = phase(&limits, last, now);
            if next != standing.get_untracked() {
                standing.set(next);
            }
            match next {
                Phase::Quiet | Phase::EndsSoon { .. } => {
                    if touched.get_value() && should_report(&limits, last, now) {
                        touched.set_value(false);
                        spawn(session.refresh());
                    }
                }
                Phase::IdleSoon { seconds } => {
                    if seconds == 60 || seconds == 20 {
                        announcer.say(format!("You will be signed out in {seconds} seconds."));
                    }
                }
                Phase::IdleOver if !ending.get_value() => {
                    ending.set_value(true);
                    spawn(session.sign_out(Leaving::Idle));
                }
                // This machine's clock may be wrong, so the server is asked; a session that is
                // over answers as such, and then everything is cleared.
                Phase::EndsOver if !asked.get_value() => {
                    asked.set_value(true);
                    spawn(session.refresh());
                }
                Phase::IdleOver | Phase::EndsOver => {}
            }
        },
        Duration::from_secs(1),
    );
    on_cleanup(move || {
        touch.remove();
        press.remove();
        if let Ok(tick) = tick {
            tick.clear();
        }
    });

    let idle_soon = Signal::derive(move || matches!(standing.get(), Phase::IdleSoon { .. }));
    let ends_soon = Signal::derive(move || matches!(standing.get(), Phase::EndsSoon { .. }) && !acknowledged.get());
    let seconds = move || match standing.get() {
        Phase::IdleSoon { seconds } => seconds,
        _ => 0,
    };
    let stay = move || {
        net::note_sign_of_life();
        standing.set(Phase::Quiet);
        spawn(session.refresh());
    };

    view! {
        <Dialog open=idle_soon on_close=stay labelled_by="session-idle-title" testid="session-warning">
            <h2 class="nhsuk-heading-s" id="session-idle-title">"You are about to be signed out"</h2>
            <p>
                "Nothing has been done for a while. You will be signed out in "
                <strong class="cw-digits">{seconds}</strong> " seconds, and this browser will be cleared."
            </p>
            <div class="cw-dialog__acts">
                <button type="button" class="nhsuk-button nhsuk-button--small"
                    data-testid="session-stay" on:click=move |_| stay()>
                    "Stay signed in"
                </button>
                <button type="button" class="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
                    on:click=move |_| spawn(session.sign_out(Leaving::SignedOut))>
                    "Sign out now"
                </button>
            </div>
        </Dialog>
        <Dialog open=ends_soon on_close=move || acknowledged.set(true)
            labelled_by="session-ends-title" testid="session-ends">
            <h2 class="nhsuk-heading-s" id="session-ends-title">"Your session ends soon"</h2>
            <p>
                "Sessions last a limited time. Yours ends at "
                {dynamic(move || date_time_at(ends_at.get(), Surface::Clinical))}
                ", and cannot be extended. Finish what you are doing, then sign in again."
            </p>
            <div class="cw-dialog__acts">
                <button type="button" class="nhsuk-button nhsuk-button--small"
                    on:click=move |_| acknowledged.set(true)>
                    "Go on until then"
                </button>
            </div>
        </Dialog>
    }
}
