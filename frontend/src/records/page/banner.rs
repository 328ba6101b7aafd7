use std::sync::Arc;

use commonweal_shared::display::text::one_line;
use commonweal_shared::display::{BannerLabel, address, phone};
use commonweal_shared::records::{Absence, Allergy, Detail, Identity, NumberOnFile, SectionId};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Event};

use crate::records::find::{LineFact, PersonLine, lines};
use crate::records::markup::{Element, Markup, Node, el};
use crate::records::model::Record;
use crate::records::sections::{allergy_title, allergy_title_element};
use crate::shell::use_announcer;

/// The patient banner (rules B1 to B15): who, fixed on top, and five sections that open together.
#[component]
pub(super) fn Banner(
    /// The record.
    record: Arc<Record>,
) -> impl IntoView {
    let announcer = use_announcer();
    let open = RwSignal::new(false);
    let person = &record.chart.person;
    let deceased = person.identity.deceased || person.identity.died.is_some();
    let digits = match &person.identity.number {
        NumberOnFile::Stated { number, .. } => Some(number.digits().to_owned()),
        NumberOnFile::Invalid { .. } | NumberOnFile::None { .. } => None,
    };
    let to_copy = StoredValue::new(digits.clone());
    let copy_button = digits.map(|digits| {
        view! {
            <button type="button" class="cw-banner__copy" data-testid="copy-nhs-number" on:click=move |_| {
                let _ = window().navigator().clipboard().write_text(&digits);
                announcer.say("NHS number copied");
            }>"Copy" <span class="nhsuk-u-visually-hidden">" NHS number"</span></button>
        }
    });
    let for_one = Arc::clone(&record);
    let heads = Arc::clone(&record);
    let for_more = record;
    view! {
        <section
            class="cw-banner"
            class:cw-banner--deceased=deceased
            aria-label="Patient"
            data-testid="banner"
            data-deceased=deceased.to_string()
            on:copy=move |event| copy_digits(&event, to_copy.get_value())
        >
            <div class="cw-banner__one">
                <Markup class="cw-banner__who" content=move |()| zone_one(&for_one) />
                {copy_button}
                <button
                    type="button"
                    class="cw-banner__toggle"
                    data-testid="banner-toggle"
                    aria-expanded=move || open.get().to_string()
                    aria-controls="banner-more"
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    <Markup class="cw-banner__allergies" content=move |()| allergies_state(&heads).into() />
                </button>
            </div>
            <div id="banner-more" class="cw-banner__two" hidden=move || !open.get()>
                <Markup content=move |()| zone_two(&for_more) />
            </div>
        </section>
    }
}

/// Whoever copies the shown number gets its ten digits without spaces (I2).
fn copy_digits(event: &impl AsRef<Event>, digits: Option<String>) {
    let event: &Event = event.as_ref();
    let selected = window().get_selection().ok().flatten().map(|selection| String::from(selection.to_string()));
    let (Some(selected), Some(digits)) = (selected, digits) else { return };
    let bare: String = selected.chars().filter(|character| !character.is_whitespace()).collect();
    if bare != digits {
        return;
    }
    if let Some(data) = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data)
        && data.set_data("text/plain", &digits).is_ok()
    {
        event.prevent_default();
    }
}

fn zone_one(record: &Record) -> Node {
    let person = &record.chart.person;
    let Some(line) = lines(std::iter::once(person), record.now).into_iter().next() else { return "Not Known".into() };
    let preferred = line.facts.iter().find(|fact| fact.label == BannerLabel::PreferredName.words());
    let name = el("p")
        .class("cw-banner__name")
        .add(el("strong").add(line.name.clone()))
        .maybe(preferred.map(|fact| shown(fact).class("cw-banner__preferred")));
    let facts = own_facts(&line).map(|fact| el("p").class("cw-banner__fact").add(shown(fact)));
    Node::Many(std::iter::once(name).chain(facts).map(Into::into).collect())
}

/// The facts of the first zone, without the name's own and without the practice, which is in the second.
fn own_facts(line: &PersonLine) -> impl Iterator<Item = &LineFact> {
    let labels =
        [BannerLabel::Born, BannerLabel::Died, BannerLabel::AgeAtDeath, BannerLabel::Gender, BannerLabel::NhsNumber];
    labels.into_iter().filter_map(|label| line.facts.iter().find(|fact| fact.label == label.words()))
}

/// Label and value without a colon (B3), the value stronger (B12).
fn shown(fact: &LineFact) -> Element {
    let tag = fact.tag.map(|tag| el("span").class("cw-label").add(tag));
    el("span")
        .add(el("span").class("cw-banner__label").add(fact.label))
        .add(" ")
        .add(el("b").class("cw-banner__value").add(fact.value.clone()))
        .maybe(tag)
}

fn allergy_state(record: &Record) -> Absence {
    record.chart.section(SectionId::Allergies).map_or(Absence::Unavailable, |section| section.state)
}

fn allergies_state(record: &Record) -> Element {
    allergy_title_element(allergy_state(record))
}

/// The title of the allergy state opens the section; where nothing is available it asks again (AL6).
fn allergy_heading(record: &Record) -> Node {
    if allergy_title(allergy_state(record)).opens_section() {
        let address = format!("/records/{}/allergies", record.chart.person.id);
        return el("a").attr("href", address).add(allergies_state(record)).into();
    }
    let again = el("button").class("cw-again").attr("type", "button").attr("data-again", "").add("Try again");
    Node::Many(vec![allergies_state(record).into(), " ".into(), again.into()])
}

/// Five sections that expand and collapse together, the fifth of them allergies (B9).
fn zone_two(record: &Record) -> Node {
    let identity = &record.chart.person.identity;
    let part = |heading: Node, body: Vec<String>, none: &'static str| {
        let lines: Vec<Node> =
            if body.is_empty() { vec![none.into()] } else { body.into_iter().map(Into::into).collect() };
        el("div")
            .class("cw-banner__part")
            .add(el("p").class("cw-banner__heading").add(heading))
            .all(lines.into_iter().map(|line| el("p").add(line)))
    };
    let definitions = [
        BannerLabel::Name,
        BannerLabel::PreferredName,
        BannerLabel::Born,
        BannerLabel::Died,
        BannerLabel::AgeAtDeath,
        BannerLabel::Gender,
        BannerLabel::NhsNumber,
    ]
    .map(|label| {
        let words = if label.words().is_empty() { "Name" } else { label.words() };
        el("div").add(el("dt").add(words)).add(el("dd").add(label.definition()))
    });
    Node::Many(vec![
        el("div")
            .class("cw-banner__parts")
            .add(part("Address".into(), addresses(identity), "Not recorded"))
            .add(part("Telephone and email".into(), telecoms(identity), "Not recorded"))
            .add(part("Registered practice".into(), practice(identity), "Not Known"))
            .add(part("Communication and other names".into(), communication(identity), "Not recorded"))
            .add(part(allergy_heading(record), allergies(record), "See the allergies section"))
            .into(),
        el("details")
            .class("cw-banner__definitions")
            .add(el("summary").add("What the labels mean"))
            .add(el("dl").all(definitions))
            .into(),
    ])
}

fn addresses(identity: &Identity) -> Vec<String> {
    let one = |of: &commonweal_shared::records::Address| {
        let lines: Vec<Option<&str>> = of.lines.iter().map(|line| Some(line.as_str())).collect();
        let kind = of.r#use.as_deref().map(|kind| format!(" ({kind})")).unwrap_or_default();
        address(&lines, of.postcode.as_deref()) + &kind
    };
    identity.addresses.iter().map(one).collect()
}

fn telecoms(identity: &Identity) -> Vec<String> {
    let one = |telecom: &commonweal_shared::records::Telecom| {
        let value = if telecom.system == "phone" { phone(&telecom.value) } else { one_line(&telecom.value) };
        let kind = telecom.r#use.as_deref().map(|kind| format!(" ({kind})")).unwrap_or_default();
        value + &kind
    };
    identity.telecoms.iter().map(one).collect()
}

fn practice(identity: &Identity) -> Vec<String> {
    let code = identity.practice_code.as_ref().map(|code| format!("Code {code}"));
    identity.practice.as_deref().map(one_line).into_iter().chain(code).collect()
}

fn communication(identity: &Identity) -> Vec<String> {
    let names = identity.other_names.iter().map(|name| {
        let kind = name.r#use.as_deref().unwrap_or("other");
        let family = name.family.as_deref().unwrap_or_default();
        one_line(&format!("{kind} name: {} {family}", name.given.join(" ")))
    });
    identity.communication.iter().map(|words| one_line(words)).chain(names).collect()
}

fn allergies(record: &Record) -> Vec<String> {
    let active = record.rows(SectionId::Allergies).iter().filter(|row| match &row.detail {
        Detail::Allergy(Allergy { active, negation, .. }) => *active && negation.is_none(),
        _ => true,
    });
    active
        .map(|row| {
            let updated = commonweal_shared::display::last_updated(row.recorded.as_ref().or(row.when.as_ref()));
            format!("{} ({updated})", one_line(&row.title))
        })
        .collect()
}
