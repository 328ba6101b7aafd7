use leptos::prelude::*;

use super::address::use_address;
use super::strips::Strips;
use super::system::use_system;
use super::who_menu::WhoMenu;
use crate::access::use_session;
use crate::records::find::BarFind;
use crate::shell::dynamic;

/// The bar, the same on every page: the product, its areas, finding a person, and who one is.
///
/// Areas that don't exist yet are not shown.
#[component]
pub fn Bar() -> impl IntoView {
    let session = use_session();
    let path = use_address().path();
    let system = use_system();
    // On a narrow screen the bar grows by who one is: together with the page below it, so that nothing jumps.
    let signed_in = Memo::new(move |_| system.is_known() && session.acting_as().is_some());
    let reads = Memo::new(move |_| session.acting_as().is_some_and(|acting| acting.role.reads_records()));
    // The first page and the page for finding have the large box, and one box is enough.
    let has_box = Memo::new(move |_| path.with(|path| path == "/" || path.starts_with("/find")));
    view! {
        <header class="cw-head">
            <div class="cw-bar">
                <a class="cw-bar__name" href="/">"Commonweal"</a>
                {dynamic(move || signed_in.get().then(|| view! {
                    <nav class="cw-bar__areas" aria-label="Areas">
                        <a href=move || if reads.get() { "/find" } else { "/" } aria-current="true">"Records"</a>
                    </nav>
                }))}
                <div class="cw-bar__find">
                    {dynamic(move || (reads.get() && !has_box.get()).then(|| view! { <BarFind /> }))}
                </div>
                {dynamic(move || signed_in.get().then(|| view! { <WhoMenu /> }))}
            </div>
            <Strips />
        </header>
    }
}
