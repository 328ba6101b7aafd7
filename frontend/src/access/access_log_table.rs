use commonweal_shared::audit::AccessEntry;
use commonweal_shared::display::{CLOCK_NOTE, Surface, date_time_at, text};
use leptos::prelude::*;

use super::action_words::{action_words, detail_words};

/// Who saw or did what with a person's record, newest first.
///
/// The table scrolls inside a region of its own on narrow screens, so that the page never does.
#[component]
pub fn AccessLogTable(
    /// The entries, in any order.
    entries: Vec<AccessEntry>,
) -> impl IntoView {
    let mut entries = entries;
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    let count = entries.len();
    let rows: Vec<AnyView> = entries.iter().map(row).collect();
    view! {
        <p class="cw-lead" id="access-log-caption">{heading(count)}</p>
        <div class="cw-scroll" role="region" tabindex="0" aria-labelledby="access-log-caption">
            <table class="cw-table" aria-labelledby="access-log-caption" data-testid="access-log">
                <thead>
                    <tr>
                        <th scope="col">"When"</th>
                        <th scope="col">"What"</th>
                        <th scope="col">"Who"</th>
                        <th scope="col">"Role"</th>
                        <th scope="col">"Organisation"</th>
                        <th scope="col">"Detail"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(entry: &AccessEntry) -> AnyView {
    let claimed = entry.action == "relationship.claimed";
    let detail = detail_words(&entry.action, entry.detail.as_deref());
    view! {
        <tr class:cw-table__row--notice=claimed data-action=entry.action.clone()>
            <td class="cw-nowrap cw-digits">{date_time_at(entry.at, Surface::Clinical)}</td>
            <td>{action_words(&entry.action).to_owned()}</td>
            <td>{text::safe(&entry.who).into_owned()}</td>
            <td>{role_words(&entry.role)}</td>
            <td>{text::safe(&entry.organisation).into_owned()}</td>
            <td>{text::safe(&detail).into_owned()}</td>
        </tr>
    }
    .into_any()
}

/// The most entries that the server answers (see [`commonweal_shared::api::RECORD_ACCESS_LOG`]).
const MOST: usize = 2_000;

fn heading(count: usize) -> String {
    match count {
        MOST.. => format!("The newest {}; there may be older ones. {CLOCK_NOTE}.", text::count("entry", count)),
        count => format!("{}, newest first. {CLOCK_NOTE}.", text::count("entry", count)),
    }
}

fn role_words(role: &str) -> String {
    commonweal_shared::access::Role::from_id(role).map_or_else(|| role.to_owned(), |role| role.word().to_owned())
}
