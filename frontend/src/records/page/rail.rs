use commonweal_shared::records::Absence;
use leptos::prelude::*;

use super::desk::Desk;
use super::view::View;
use crate::records::model::{Record, thousands};

/// The rail: a way to each part of the record, with the number of rows there, and the search box.
#[component]
pub(super) fn Rail(
    /// What is looked at.
    desk: Desk,
) -> impl IntoView {
    let links = move || {
        let record = desk.record();
        View::all().map(|view| link(desk, view, record.as_deref())).collect_view()
    };
    view! {
        <nav class="cw-rail" aria-label="Parts of this record" data-testid="rail">
            <form class="cw-rail__search" role="search" aria-label="Search in this record" on:submit=|event| event.prevent_default()>
                <label class="cw-rail__label" for="search-record">"Search in this record"</label>
                <input
                    id="search-record"
                    class="nhsuk-input cw-rail__input"
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    data-testid="search-record"
                    prop:value=desk.typed
                    on:input=move |event| desk.typed.set(event_target_value(&event))
                />
            </form>
            <details class="cw-rail__parts" prop:open=wide()>
                <summary>"Parts of this record"</summary>
                <ul class="cw-rail__list">{links}</ul>
            </details>
        </nav>
    }
}

/// On a wide screen the list stands open; on a narrow one it is behind its button.
fn wide() -> bool {
    window().match_media("(min-width: 48em)").ok().flatten().is_none_or(|query| query.matches())
}

fn link(desk: Desk, view: View, record: Option<&Record>) -> AnyView {
    let person = desk.person.get_untracked().map(|person| person.to_string()).unwrap_or_default();
    let (count, gap) = record.map_or((None, false), |record| counts(record, view));
    let count = count.map(|count| view! { <span class="cw-rail__count">{thousands(count)}</span> });
    let gap = gap.then(|| {
        view! {
            <span class="cw-rail__gap" title="Something is missing here">
                <span aria-hidden="true">"◐"</span>
                <span class="nhsuk-u-visually-hidden">" something is missing here"</span>
            </span>
        }
    });
    view! {
        <li>
            <a
                href=format!("/records/{person}/{}", view.id())
                class="cw-rail__link"
                data-part=view.id()
                aria-current=move || (desk.view.get() == view).then_some("page")
                on:click=move |_| desk.typed.set(String::new())
            >
                <span>{view.title()}</span>
                {gap}
                {count}
            </a>
        </li>
    }
    .into_any()
}

/// The number of rows behind a link, and whether a source withholds or could not give something there.
fn counts(record: &Record, view: View) -> (Option<usize>, bool) {
    let View::Section(id) = view else { return (None, false) };
    let Some(section) = record.chart.section(id) else { return (None, true) };
    let gap = matches!(section.state, Absence::Withheld | Absence::Unavailable)
        || section
            .sources
            .iter()
            .any(|source| source.warnings.iter().any(|warning| warning.code.withholds() || warning.code.partial()));
    (Some(section.rows.len()), gap)
}
