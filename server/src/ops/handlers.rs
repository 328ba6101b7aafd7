use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use commonweal_shared::api;
use commonweal_shared::problem::Problem;
use commonweal_shared::system::{CareSetting, SystemInfo};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::metrics;
use crate::access::organisations;
use crate::app::AppState;
use crate::web::{ApiError, Json};

/// The routes for people who run the system, and what a browser must know of it before anybody signs in.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(alive)).routes(routes!(ready)).routes(routes!(metrics)).routes(routes!(system))
}

/// The route of the OpenAPI document, once all routes are known.
pub fn openapi_route(document: &OpenApi) -> Result<Router<AppState>, serde_json::Error> {
    let document = serde_json::to_string_pretty(document)?;
    let answer = move || async move { ([(CONTENT_TYPE, "application/json")], document) };
    Ok(Router::new().route(api::OPENAPI, get(answer)))
}

/// The process is alive.
#[utoipa::path(get, path = api::HEALTHZ, tag = "ops", responses((status = 200, body = String, description = "Alive")))]
async fn alive() -> &'static str {
    "alive\n"
}

/// The database can be reached, and is migrated (the server does not begin before it is).
#[utoipa::path(get, path = api::READYZ, tag = "ops", responses(
    (status = 200, body = String, description = "Ready"),
    (status = 503, body = Problem, description = "The database does not answer"),
))]
async fn ready(State(app): State<AppState>) -> Result<&'static str, ApiError> {
    app.db.ping().await?;
    Ok("ready\n")
}

/// Counters, as Prometheus text.
#[utoipa::path(get, path = api::METRICS, tag = "ops", responses((status = 200, body = String, description = "Counters")))]
async fn metrics(State(app): State<AppState>) -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], metrics::page(&app).await)
}

/// What this installation is.
#[utoipa::path(get, path = api::SYSTEM, tag = "ops", responses(
    (status = 200, body = SystemInfo, description = "Its name, whether it is for tests, whether it is a demonstration"),
))]
async fn system(State(app): State<AppState>) -> Result<Json<SystemInfo>, ApiError> {
    let name = match &app.settings.name {
        Some(name) => name.clone(),
        // The board of the integrated care system bears its name.
        None => {
            let all = organisations(&app.db).await?;
            let board = all.into_iter().find(|organisation| organisation.setting == Some(CareSetting::Icb));
            board.map_or_else(|| "Commonweal".to_owned(), |board| board.name)
        }
    };
    Ok(Json(SystemInfo {
        name,
        database: app.db.kind(),
        demonstration: app.settings.demo,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }))
}
