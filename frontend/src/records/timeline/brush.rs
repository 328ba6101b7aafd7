use commonweal_shared::records::decimal;
use leptos::ev::PointerEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::records::markup::{Markup, Node, el};
use crate::records::model::{Bin, Filter, Histogram};

/// The histogram of activity: a period is chosen by dragging over it. The two selects beside it do the
/// same without dragging (WCAG 2.5.7), so that it is hidden from screen readers.
#[component]
pub(super) fn Brush(
    /// The bars.
    histogram: Histogram,
    /// The filter that it sets.
    filter: RwSignal<Filter>,
) -> impl IntoView {
    if histogram.bins.len() < 2 {
        return ().into_any();
    }
    let bins: Vec<Bin> = histogram.bins.iter().map(|(bin, _)| *bin).collect();
    let ends = (bins[0].label(), bins[bins.len() - 1].label());
    let bins = StoredValue::new(bins);
    let held = RwSignal::new(None::<usize>);
    let to = move |from: usize, to: usize| {
        bins.with_value(|bins| {
            let (from, to) = (from.min(to).min(bins.len() - 1), from.max(to).min(bins.len() - 1));
            let whole = from == 0 && to + 1 == bins.len();
            filter.update(|filter| filter.period = (!whole).then_some((bins[from], bins[to])));
        });
    };
    let bar_under = move |event: &PointerEvent| {
        let element: Element = event.current_target()?.unchecked_into();
        let field = element.get_bounding_client_rect();
        let part = (f64::from(event.client_x()) - field.left()) / field.width().max(1.0);
        let count = bins.with_value(Vec::len);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "clamped to the bars"
        )]
        Some((part.clamp(0.0, 1.0) * count as f64) as usize).map(|at| at.min(count - 1))
    };
    let down = move |event: PointerEvent| {
        if let Some(at) = bar_under(&event) {
            held.set(Some(at));
            to(at, at);
            if let Some(element) = event.current_target() {
                let _ = element.unchecked_into::<Element>().set_pointer_capture(event.pointer_id());
            }
        }
    };
    let moved = move |event: PointerEvent| {
        if let (Some(from), Some(at)) = (held.get_untracked(), bar_under(&event)) {
            to(from, at);
        }
    };
    view! {
        <div class="cw-brush" aria-hidden="true" data-testid="brush">
            <div
                class="cw-brush__field"
                on:pointerdown=down
                on:pointermove=moved
                on:pointerup=move |_| held.set(None)
                on:pointercancel=move |_| held.set(None)
            >
                <Markup content=move |()| bars(&histogram, filter.with(|filter| filter.period)) />
            </div>
            <div class="cw-brush__ends"><span>{ends.0}</span><span>{ends.1}</span></div>
        </div>
    }
    .into_any()
}

#[expect(clippy::cast_precision_loss, reason = "bars of some thousand entries at most")]
fn bars(histogram: &Histogram, period: Option<(Bin, Bin)>) -> Node {
    let highest = histogram.highest() as f64;
    let bars = histogram.bins.iter().enumerate().map(|(at, (bin, count))| {
        let chosen = period.is_none_or(|(from, to)| from <= *bin && *bin <= to);
        // The root keeps a single entry visible beside a year of thousands.
        let height = (*count as f64 / highest).sqrt() * 38.0;
        el("rect")
            .class(if chosen { "cw-brush__bar" } else { "cw-brush__bar cw-brush__bar--out" })
            .attr("x", (at * 10 + 1).to_string())
            .attr("width", "8")
            .attr("y", decimal::short(40.0 - height, 1))
            .attr("height", decimal::short(height, 1))
            .add(el("title").add(format!("{}: {count}", bin.label())))
    });
    el("svg")
        .class("cw-brush__bars")
        .attr("viewBox", format!("0 0 {} 40", histogram.bins.len() * 10))
        .attr("preserveAspectRatio", "none")
        .attr("focusable", "false")
        .all(bars)
        .into()
}
