use std::sync::Arc;

use commonweal_shared::api;
use commonweal_shared::display::MedicineList;
use commonweal_shared::ids::PersonId;
use commonweal_shared::records::Chart;
use gloo_timers::future::TimeoutFuture;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::acts;
use super::banner::Banner;
use super::content::Content;
use super::desk::Desk;
use super::drawer::Drawer;
use super::print_note::PrintNote;
use super::rail::Rail;
use super::reports::Reports;
use super::source_strip::SourceStrip;
use super::view::View;
use crate::access::ClaimRelationship;
use crate::net::{self, Failure, Loaded, Loader, get_about};
use crate::records::model::{Filter, Record};
use crate::shell::{FailureView, Page, Skeleton, use_address};
use crate::shell::{dynamic, on_change};

/// A person's record: the address names the person and the part that is looked at. One chart is fetched;
/// after that nothing more is asked of the server.
#[component]
pub fn RecordPage() -> impl IntoView {
    let desk = desk();
    let ask = move || ask(desk);
    // Another person: every store is emptied before anything is asked for (C21).
    on_change(move || {
        desk.person.track();
        desk.clear();
        ask();
    });
    report_what_is_shown(desk);
    take_the_focus_along(desk);
    let leaving = window_event_listener(ev::pagehide, move |_| desk.reports.flush());
    on_cleanup(move || {
        leaving.remove();
        desk.reports.flush();
    });
    let title = Signal::derive(move || format!("Record: {}", desk.view.get().title().to_lowercase()));
    view! {
        <div
            class="cw-record"
            on:click=move |event| acts::clicked(desk, &event)
            on:input=move |event| acts::moved(&event)
        >
            {dynamic(move || match head(desk) {
                Head::Known(record) => view! {
                    <Banner record=Arc::clone(&record) />
                    <SourceStrip record=Arc::clone(&record) />
                    <PrintNote desk record />
                }.into_any(),
                // As tall as what will stand here, so that nothing jumps.
                Head::Coming => view! {
                    <div class="cw-banner cw-banner--coming"></div>
                    <div class="cw-sources cw-sources--coming"></div>
                }.into_any(),
                Head::None => ().into_any(),
            })}
            <div class="cw-record__columns">
                {dynamic(move || match head(desk) {
                    Head::Known(_) => view! { <Rail desk /> }.into_any(),
                    Head::Coming => view! { <div class="cw-rail cw-rail--coming"></div> }.into_any(),
                    Head::None => ().into_any(),
                })}
                <Page name="record" title state=desk.loader.state() wide=true>
                    {dynamic(move || desk.loader.value().with(|loaded| match loaded {
                        Loaded::Loading => view! {
                            <div class="cw-part__head">
                                <h1 class="cw-part__heading">{desk.view.get_untracked().title()}</h1>
                            </div>
                            <Skeleton label="Loading the record" lines=14 />
                        }.into_any(),
                        Loaded::Failed(failure) => failed(desk, failure),
                        Loaded::Ready(record) => view! { <Content desk record=Arc::clone(record) /> }.into_any(),
                    }))}
                </Page>
            </div>
            <Drawer desk />
        </div>
    }
}

fn desk() -> Desk {
    let address = use_address();
    let printing = RwSignal::new(false);
    let before = window_event_listener(ev::beforeprint, move |_| printing.set(true));
    let after = window_event_listener(ev::afterprint, move |_| printing.set(false));
    on_cleanup(move || {
        before.remove();
        after.remove();
    });
    Desk {
        person: address.part_of("records", 1, |id| id.and_then(|id| id.parse().ok())),
        view: address.part_of("records", 2, View::from_address),
        whole: Memo::new(move |_| printing.get() || address.query("all").is_some()),
        loader: Loader::new(),
        drawer: RwSignal::new(None),
        typed: RwSignal::new(String::new()),
        list: RwSignal::new(MedicineList::Current),
        filter: RwSignal::new(Filter::default()),
        reports: Reports::new(),
    }
}

/// Asks for the record; what was there before is dropped first.
pub(super) fn ask(desk: Desk) {
    let person = desk.person.get_untracked();
    desk.loader.run(async move {
        let person = person.ok_or(Failure::Unreadable)?;
        let chart: Chart = get_about(person, &api::record(person)).await?;
        // Reading a long record took its time: the browser may paint before the rest is worked out.
        TimeoutFuture::new(0).await;
        about(person, chart)
    });
}

/// An answer about another person than was asked for is dropped unread.
fn about(person: PersonId, chart: Chart) -> Result<Arc<Record>, Failure> {
    if chart.person.id == person { Ok(Arc::new(Record::new(chart, net::now()))) } else { Err(Failure::Unreadable) }
}

/// What stands above and beside the page.
enum Head {
    Known(Arc<Record>),
    Coming,
    None,
}

fn head(desk: Desk) -> Head {
    desk.loader.value().with(|loaded| match loaded {
        Loaded::Ready(record) => Head::Known(Arc::clone(record)),
        Loaded::Loading => Head::Coming,
        Loaded::Failed(_) => Head::None,
    })
}

fn failed(desk: Desk, failure: &Failure) -> AnyView {
    let retry = move || ask(desk);
    match (desk.person.get_untracked(), failure.kind()) {
        (Some(person), Some("no-relationship")) => view! { <ClaimRelationship person on_claimed=retry /> }.into_any(),
        _ => view! {
            <h1 class="cw-part__heading">"This record cannot be shown"</h1>
            <FailureView failure=failure.clone() retry />
            <p><a href="/find">"Find another person"</a></p>
        }
        .into_any(),
    }
}

/// Each section that comes into view is told to the server, once for each time.
fn report_what_is_shown(desk: Desk) {
    on_change(move || {
        let view = desk.view.get();
        if let Some(record) = desk.record() {
            for section in view.sections() {
                desk.reports.tell(record.chart.person.id, section, None);
            }
        }
    });
}

/// When another part is chosen, the focus and the top of the page go there.
fn take_the_focus_along(desk: Desk) {
    Effect::new(move |before: Option<View>| {
        let view = desk.view.get();
        if before.is_some_and(|before| before != view) {
            desk.drawer.set(None);
            if let Some(main) =
                document().get_element_by_id("main").and_then(|main| main.dyn_into::<HtmlElement>().ok())
            {
                let _ = main.focus();
            }
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
        view
    });
}
