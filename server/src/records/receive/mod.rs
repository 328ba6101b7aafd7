//! Intake over HTTP: an organisation's own system sends its data with the organisation's credential.
//!
//! A body comes in through `desk` (how much at once) and `body` (never more than the limits), `parcel` opens it after
//! `bounds` walked over its bytes, and each submission is published like one of a file. `issues` and `refusals` tell
//! the sender what is the matter, and where.

mod answer;
mod body;
mod bounds;
mod desk;
mod handlers;
mod issues;
mod media;
mod parcel;
mod place;
mod refusals;
mod store;
mod tokens;

pub use desk::{IntakeDesk, IntakeLimits, ToldIntake};

use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;

#[derive(OpenApi)]
#[openapi(modifiers(&Credential))]
struct Description;

struct Credential;

impl utoipa::Modify for Credential {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let text = "An organisation's own credential, as `commonweal credential add` makes it.";
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(text)).build();
        openapi.components.get_or_insert_default().add_security_scheme("credential", SecurityScheme::Http(scheme));
    }
}

/// The route of this slice's intake, with its description.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(Description::openapi()).routes(routes!(handlers::intake))
}
