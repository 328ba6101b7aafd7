use commonweal_shared::api::Waiting;
use commonweal_shared::display::{Surface, date_time_at, text};
use leptos::prelude::*;

/// What waits, newest first; the table scrolls in a region of its own on narrow screens.
#[component]
pub fn WaitingTable(
    /// In any order, not empty.
    waiting: Vec<Waiting>,
) -> impl IntoView {
    let mut waiting = waiting;
    waiting.sort_by_key(|one| std::cmp::Reverse(one.received));
    let count = waiting.len();
    let rows: Vec<AnyView> = waiting.iter().map(row).collect();
    view! {
        <p class="cw-lead" id="waiting-caption">{heading(count)}</p>
        <div class="cw-scroll" role="region" tabindex="0" aria-labelledby="waiting-caption">
            <table class="cw-table" aria-labelledby="waiting-caption" data-testid="waiting">
                <thead>
                    <tr>
                        <th scope="col">"Source"</th>
                        <th scope="col">"Received"</th>
                        <th scope="col" class="cw-table__number">"How much"</th>
                        <th scope="col">"Why it waits"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// The most lines that the server answers (see [`commonweal_shared::api::WAITING`]).
const MOST: usize = 500;

fn heading(count: usize) -> String {
    match count {
        1 => "1 arrival, or part of one".to_owned(),
        MOST.. => format!("The newest {count} arrivals or parts of arrivals; there may be more"),
        count => format!("{count} arrivals or parts of arrivals, newest first"),
    }
}

fn row(one: &Waiting) -> AnyView {
    view! {
        <tr data-intake=one.intake.to_string()>
            <td>
                {text::safe(&one.source_name).into_owned()} " "
                <span class="cw-code">{one.source.to_string()}</span>
            </td>
            <td class="cw-nowrap cw-digits">{date_time_at(one.received, Surface::Clinical)}</td>
            <td class="cw-table__number cw-digits">{text::count("resource", one.resources as usize)}</td>
            <td>{text::safe(&one.reason).into_owned()}</td>
        </tr>
    }
    .into_any()
}
