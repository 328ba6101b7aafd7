use std::sync::Arc;

use commonweal_shared::display::text::count;
use commonweal_shared::records::SectionId;
use commonweal_shared::system::CareSetting;
use leptos::prelude::*;

use super::brush::Brush;
use crate::records::model::{Bin, Filter, Filtered, Histogram, Record, kind_word};

/// The filter of the timeline: setting, kind, period, words. What it hides is always counted.
#[expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
#[component]
pub(super) fn FilterBar(
    /// The record.
    record: Arc<Record>,
    /// Its settings.
    filter: RwSignal<Filter>,
    /// What it made of the record.
    filtered: Memo<Filtered>,
) -> impl IntoView {
    let all = record.entries().len();
    let histogram = Histogram::of(record.entries());
    let bins: Vec<Bin> = histogram.bins.iter().map(|(bin, _)| *bin).collect();
    let settings = settings(&record);
    let kinds = kinds(&record);
    let words = move || {
        let Filtered { shown, hidden } = filtered.get();
        let shown = shown.len();
        if hidden == 0 {
            format!("Shows all {}", count("entry", all))
        } else {
            format!("Shows {shown} of {}, hides {hidden}", count("entry", all))
        }
    };
    view! {
        <form class="cw-filter" aria-label="Filter the timeline" data-testid="filter" on:submit=|event| event.prevent_default()>
            <div class="cw-filter__fields">
                {choice(
                    "filter-setting",
                    "Setting",
                    Signal::derive(move || filter.with(|filter| setting_value(filter.setting))),
                    settings,
                    Callback::new(move |value: String| filter.update(|filter| filter.setting = setting_of(&value))),
                )}
                {choice(
                    "filter-kind",
                    "Kind",
                    Signal::derive(move || filter.with(|filter| filter.kind.map_or("", SectionId::id).to_owned())),
                    kinds,
                    Callback::new(move |value: String| filter.update(|filter| filter.kind = SectionId::from_id(&value))),
                )}
                <div class="cw-filter__field">
                    <label for="filter-text">"Words"</label>
                    <input
                        id="filter-text"
                        class="nhsuk-input cw-filter__input"
                        type="search"
                        autocomplete="off"
                        spellcheck="false"
                        prop:value=move || filter.with(|filter| filter.text.clone())
                        on:input=move |event| filter.update(|filter| filter.text = event_target_value(&event))
                    />
                </div>
                {period(filter, bins)}
            </div>
            <Brush histogram filter />
            <p class="cw-filter__count">
                <span role="status" data-testid="filter-count">{words}</span>
                <button
                    type="button"
                    class="cw-filter__clear"
                    data-testid="filter-clear"
                    hidden=move || filter.with(|filter| !filter.is_on())
                    on:click=move |_| filter.set(Filter::default())
                >
                    "Show everything"
                </button>
            </p>
        </form>
    }
}

/// A select with its label; the first of its options lets everything through.
fn choice(
    id: &'static str,
    label: &'static str,
    value: Signal<String>,
    options: Vec<(String, String)>,
    choose: Callback<String>,
) -> AnyView {
    let options = options.into_iter().map(|(of, words)| {
        let is_chosen = of.clone();
        view! { <option value=of selected=move || value.get() == is_chosen>{words}</option> }
    });
    view! {
        <div class="cw-filter__field">
            <label for=id>{label}</label>
            <select id=id class="nhsuk-select cw-filter__select" on:change=move |event| choose.run(event_target_value(&event))>
                {options.collect_view()}
            </select>
        </div>
    }
    .into_any()
}

/// From and to: what the brush does with a pointer, these do with keys or one tap.
fn period(filter: RwSignal<Filter>, bins: Vec<Bin>) -> AnyView {
    if bins.is_empty() {
        return ().into_any();
    }
    let options = |any: &str| {
        let all = std::iter::once((String::new(), any.to_owned()));
        all.chain(bins.iter().enumerate().map(|(at, bin)| (at.to_string(), bin.label()))).collect::<Vec<_>>()
    };
    let (from_options, to_options) = (options("Earliest"), options("Latest"));
    let bins = StoredValue::new(bins);
    let position = move |pick: fn((Bin, Bin)) -> Bin, edge: usize| {
        let chosen = filter.with(|filter| filter.period.map(pick));
        let at = chosen.and_then(|bin| bins.with_value(|bins| bins.iter().position(|one| *one == bin)));
        at.filter(|at| *at != edge).map(|at| at.to_string()).unwrap_or_default()
    };
    let last = bins.with_value(Vec::len) - 1;
    let set = move |at: Option<usize>, is_start: bool| {
        bins.with_value(|bins| {
            filter.update(|filter| {
                let (from, to) = filter.period.unwrap_or((bins[0], bins[last]));
                let at = at.unwrap_or(if is_start { 0 } else { last }).min(last);
                let (from, to) = if is_start { (bins[at], to.max(bins[at])) } else { (from.min(bins[at]), bins[at]) };
                filter.period = (from != bins[0] || to != bins[last]).then_some((from, to));
            });
        });
    };
    view! {
        {choice(
            "filter-from",
            "From",
            Signal::derive(move || position(|period| period.0, 0)),
            from_options,
            Callback::new(move |value: String| set(value.parse().ok(), true)),
        )}
        {choice(
            "filter-to",
            "To",
            Signal::derive(move || position(|period| period.1, last)),
            to_options,
            Callback::new(move |value: String| set(value.parse().ok(), false)),
        )}
    }
    .into_any()
}

const NOT_STATED: &str = "not-stated";

fn setting_value(setting: Option<Option<CareSetting>>) -> String {
    match setting {
        None => String::new(),
        Some(None) => NOT_STATED.to_owned(),
        Some(Some(setting)) => setting.id().to_owned(),
    }
}

fn setting_of(value: &str) -> Option<Option<CareSetting>> {
    match value {
        "" => None,
        NOT_STATED => Some(None),
        id => CareSetting::from_id(id).map(Some),
    }
}

/// Settings of which there are entries, each with its number.
fn settings(record: &Record) -> Vec<(String, String)> {
    let entries = record.entries();
    let of = |setting: Option<CareSetting>| entries.iter().filter(|entry| entry.setting == setting).count();
    let known = CareSetting::ALL.map(|setting| (setting_value(Some(Some(setting))), setting.word(), of(Some(setting))));
    let unknown = (setting_value(Some(None)), "Not stated", of(None));
    options("All settings", known.into_iter().chain([unknown]))
}

/// Kinds of which there are entries, each with its number.
fn kinds(record: &Record) -> Vec<(String, String)> {
    let entries = record.entries();
    let kinds = SectionId::ALL.map(|section| {
        let count = entries.iter().filter(|entry| entry.section == section).count();
        (section.id().to_owned(), kind_word(section), count)
    });
    options("All kinds", kinds.into_iter())
}

fn options(all: &str, of: impl Iterator<Item = (String, &'static str, usize)>) -> Vec<(String, String)> {
    let some = of.filter(|(_, _, count)| *count > 0).map(|(value, words, count)| (value, format!("{words} ({count})")));
    std::iter::once((String::new(), all.to_owned())).chain(some).collect()
}
