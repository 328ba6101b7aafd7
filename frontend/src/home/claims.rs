use commonweal_shared::audit::ClaimAlert;
use commonweal_shared::display::{Surface, date_time_at, text};
use leptos::prelude::*;

use crate::shell::EmptyView;

/// The relationships that were claimed and that nobody has reviewed: they name nobody here, and the
/// log behind each says who and why.
#[component]
pub fn Claims(
    /// In any order.
    claims: Vec<ClaimAlert>,
) -> impl IntoView {
    let mut claims = claims;
    claims.sort_by_key(|claim| std::cmp::Reverse(claim.at));
    let items: Vec<AnyView> = claims.iter().map(item).collect();
    let body = if items.is_empty() {
        view! { <EmptyView sentence="No claimed relationship waits for review." /> }.into_any()
    } else {
        view! { <ol class="cw-steps" data-testid="claims">{items}</ol> }.into_any()
    };
    view! {
        <section class="cw-home__part" aria-labelledby="claims-title" data-testid="home-claims">
            <h2 class="nhsuk-heading-s" id="claims-title">"Claimed relationships to review"</h2>
            {body}
        </section>
    }
}

fn item(claim: &ClaimAlert) -> AnyView {
    let when = date_time_at(claim.at, Surface::Clinical);
    view! {
        <li class="cw-step">
            <span class="cw-digits cw-nowrap">{when.clone()}</span>
            " Somebody at " {text::safe(&claim.organisation).into_owned()} " gave a reason to open a record. "
            <a href=format!("/access-log/{}", claim.person)>
                "Review the access log"
                <span class="nhsuk-u-visually-hidden">{format!(", claim of {when}")}</span>
            </a>
        </li>
    }
    .into_any()
}
