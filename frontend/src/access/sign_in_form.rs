use commonweal_shared::access::SignInRequest;
use commonweal_shared::api;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::error_summary::ErrorSummary;
use super::field::TextField;
use crate::net::spawn;
use crate::net::{Failure, post};
use crate::shell::dynamic;

/// Sign-in name and pass phrase.
#[component]
pub fn SignInForm(
    /// Called once the server has taken them.
    on_signed_in: Callback<()>,
) -> impl IntoView {
    let login = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let attempt = RwSignal::new(0_u32);
    // Whether the fields are to be found fault with: from the first attempt until one was sent.
    let checked = RwSignal::new(false);
    let sending = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);

    let login_error = Memo::new(move |_| {
        (checked.get() && login.with(|login| login.trim().is_empty())).then(|| "Enter your sign-in name".to_owned())
    });
    let password_error = Memo::new(move |_| {
        (checked.get() && password.with(String::is_empty)).then(|| "Enter your pass phrase".to_owned())
    });
    let errors = Signal::derive(move || {
        let mut errors = Vec::new();
        errors.extend(login_error.get().map(|error| ("login", error)));
        errors.extend(password_error.get().map(|error| ("password", error)));
        errors.extend(failure.with(|failure| failure.as_ref().map(|failure| ("login", failure.sentence()))));
        errors
    });

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        failure.set(None);
        checked.set(true);
        attempt.update(|attempt| *attempt += 1);
        if !errors.with_untracked(Vec::is_empty) {
            return;
        }
        sending.set(true);
        let request = SignInRequest {
            login: login.with_untracked(|login| login.trim().to_owned()),
            password: password.get_untracked(),
        };
        spawn(async move {
            let answer = post::<serde::de::IgnoredAny>(api::SESSION, &request).await;
            sending.try_set(false);
            // The field is empty from now on because we emptied it: that is no error of theirs.
            checked.try_set(false);
            password.try_set(String::new());
            match answer {
                Ok(_) => {
                    on_signed_in.try_run(());
                }
                Err(why) => {
                    failure.try_set(Some(why));
                    attempt.try_update(|attempt| *attempt += 1);
                }
            }
        });
    };

    view! {
        <form class="cw-sign-in__form" novalidate data-testid="sign-in-form" on:submit=submit>
            <ErrorSummary errors attempt />
            <TextField id="login" label="Sign-in name" value=login error=login_error autocomplete="username" />
            <TextField id="password" label="Pass phrase" value=password error=password_error
                kind="password" autocomplete="current-password" />
            <button type="submit" class="nhsuk-button" data-testid="sign-in"
                aria-disabled=move || sending.get().then_some("true")>
                {dynamic(move || if sending.get() { "Signing in…" } else { "Sign in" })}
            </button>
        </form>
    }
}
