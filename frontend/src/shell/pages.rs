use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Redirect, Route};
use leptos_router::path;

use super::not_found_page::NotFoundPage;
use super::shortcuts;
use crate::access::AccessLogPage;
use crate::home::{HomePage, WaitingPage};
use crate::records::RecordPage;
use crate::records::find::FindPage;

/// Every page, by its address. An address holds ids and section names, never a name or a number.
#[component]
pub fn Pages() -> impl IntoView {
    shortcuts::listen();
    view! {
        <FlatRoutes fallback=NotFoundPage>
            <Route path=path!("/") view=HomePage />
            <Route path=path!("/sign-in") view=|| view! { <Redirect path="/" /> } />
            <Route path=path!("/find") view=FindPage />
            <Route path=path!("/records/:person/:section?") view=RecordPage />
            <Route path=path!("/access-log/:person") view=AccessLogPage />
            <Route path=path!("/waiting") view=WaitingPage />
        </FlatRoutes>
    }
}
