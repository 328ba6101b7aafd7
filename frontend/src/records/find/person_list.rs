use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::person_line::{LineFact, PersonLine};

/// People as a list of lines; each name is the link to the record, and what stands under it is
/// never cut off (rule N3).
#[component]
pub fn PersonList(
    /// The lines, each with what stands at its end, such as the relationship on file.
    lines: Vec<(PersonLine, String)>,
) -> impl IntoView {
    let items: Vec<AnyView> = lines.into_iter().map(|(line, note)| item(line, note)).collect();
    view! {
        <ul class="cw-people" data-testid="people" on:keydown=|event| step(&event)>{items}</ul>
    }
}

fn item(line: PersonLine, note: String) -> AnyView {
    let href = format!("/records/{}", line.person);
    let facts: Vec<AnyView> = line.facts.into_iter().map(fact).collect();
    view! {
        <li class="cw-person" class:cw-person--deceased=line.deceased data-testid="person" data-person=line.person.to_string()>
            <a class="cw-person__name" href=href>
                {if line.name_differs { marked(line.name) } else { line.name.into_any() }}
            </a>
            {line.deceased.then(|| view! { <span class="cw-person__died">"Deceased"</span> })}
            <dl class="cw-person__facts">{facts}</dl>
            {(!note.is_empty()).then(|| view! { <p class="cw-person__note">{note}</p> })}
        </li>
    }
    .into_any()
}

fn fact(fact: LineFact) -> AnyView {
    let tag = fact.tag.map(|tag| view! { " " <span class="cw-tag">{tag}</span> });
    let whole = matches!(fact.label, "NHS No." | "Born" | "Died");
    view! {
        <div class="cw-person__fact">
            <dt>{fact.label}</dt>
            <dd>
                <span class:cw-nowrap=whole>
                    {if fact.differs { marked(fact.value) } else { fact.value.into_any() }}
                </span>
                {tag}
            </dd>
        </div>
    }
    .into_any()
}

/// A value in which two people who look alike differ: marked by shape and words, not by colour alone.
fn marked(value: String) -> AnyView {
    view! {
        <mark class="cw-differs">{value}</mark>
        <span class="nhsuk-u-visually-hidden">" (differs from a similar person in this list)"</span>
    }
    .into_any()
}

/// Arrow keys go from name to name; Tab does as well, as in every list of links.
fn step(event: &ev::KeyboardEvent) {
    let down = match event.key().as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        _ => return,
    };
    let item = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok())
        .and_then(|target| target.closest("li").ok().flatten());
    let next = item.and_then(|item| if down { item.next_element_sibling() } else { item.previous_element_sibling() });
    let link = next.and_then(|next| next.query_selector("a").ok().flatten());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        let _ = link.focus();
    }
}
