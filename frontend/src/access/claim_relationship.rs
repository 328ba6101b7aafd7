use commonweal_shared::access::{ClaimRequest, check_reason};
use commonweal_shared::{api, ids::PersonId};
use leptos::ev::SubmitEvent;
use leptos::html::Textarea;
use leptos::prelude::*;

use crate::net::spawn;
use crate::net::{Failure, post_about};
use crate::shell::dynamic;
use crate::shell::use_announcer;

/// Asks why a record is needed when no relationship with the person is on file, and claims one.
///
/// The reason is checked by the same rule as at the server. `on_claimed` is called once the server
/// has taken it; the record can then be asked for again.
#[component]
pub fn ClaimRelationship(
    /// Whose record.
    person: PersonId,
    /// Goes on with opening the record.
    #[prop(into)]
    on_claimed: Callback<()>,
) -> impl IntoView {
    let announcer = use_announcer();
    let field = NodeRef::<Textarea>::new();
    let reason = RwSignal::new(String::new());
    let submitted = RwSignal::new(false);
    let sending = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let error = Memo::new(move |_| {
        let local = reason.with(|reason| check_reason(reason).err()).filter(|_| submitted.get());
        local.map(|error| error.to_string()).or_else(|| failure.with(|failure| failure.as_ref().map(Failure::sentence)))
    });
    let left = move || 500_i64 - reason.with(|reason| reason.trim().chars().count() as i64);

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        submitted.set(true);
        failure.set(None);
        let Ok(text) = reason.with_untracked(|reason| check_reason(reason).map(str::to_owned)) else {
            if let Some(field) = field.get_untracked() {
                let _ = field.focus();
            }
            return;
        };
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        spawn(async move {
            let answer =
                post_about::<serde::de::IgnoredAny>(person, &api::record_claim(person), &ClaimRequest { reason: text })
                    .await;
            sending.try_set(false);
            match answer {
                Ok(_) => {
                    announcer.say("Your reason is recorded. The record is being opened.");
                    on_claimed.try_run(());
                }
                Err(why) => {
                    failure.try_set(Some(why));
                }
            }
        });
    };

    view! {
        <form class="cw-claim" novalidate data-testid="claim" on:submit=submit>
            <h1 class="nhsuk-heading-m">"Say why you need this record"</h1>
            <p>
                "No relationship between this person and your organisation is on file. "
                "If you are caring for them, say how. You can then open the record for 12 hours."
            </p>
            <p class="cw-claim__told">
                <strong>"A privacy officer is told at once"</strong>
                " and reads your reason. The person can ask who opened their record and why."
            </p>
            <div class="nhsuk-form-group" class:nhsuk-form-group--error=move || error.with(Option::is_some)>
                <label class="nhsuk-label nhsuk-label--s" for="claim-reason">"Reason"</label>
                <div class="nhsuk-hint" id="claim-hint">
                    "For example: in the emergency department now, brought in by ambulance"
                </div>
                <div id="claim-error" aria-live="polite">
                    {dynamic(move || error.get().map(|error| view! {
                        <p class="nhsuk-error-message" data-testid="claim-error">
                            <span class="nhsuk-u-visually-hidden">"Error: "</span>
                            {error}
                        </p>
                    }))}
                </div>
                <textarea
                    id="claim-reason"
                    class="nhsuk-textarea"
                    class:nhsuk-textarea--error=move || error.with(Option::is_some)
                    rows="3"
                    autocomplete="off"
                    aria-describedby="claim-hint claim-error claim-left"
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    node_ref=field
                    prop:value=reason
                    on:input=move |event| {
                        reason.set(event_target_value(&event));
                        failure.set(None);
                    }
                ></textarea>
                <p class="cw-claim__left" id="claim-left">
                    {dynamic(move || match left() {
                        left @ 0.. => format!("{left} characters left"),
                        left => format!("{} characters too many", -left),
                    })}
                </p>
            </div>
            <button
                type="submit"
                class="nhsuk-button"
                data-testid="claim-submit"
                aria-disabled=move || sending.get().then_some("true")
            >
                {dynamic(move || if sending.get() { "Opening…" } else { "Record the reason and open" })}
            </button>
        </form>
    }
}
