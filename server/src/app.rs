//! The application: what a running server holds, its routes, and how it begins and ends.
//!
//! The program and the tests build the very same thing, on port 0 where a test wants a free port.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse as _;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::access::{self, SignInThrottle};
use crate::audit::{Audit, AuditError};
use crate::clock::Clock;
use crate::config::ServeSettings;
use crate::db::{Db, DbError};
use crate::ops::{self, Metrics};
use crate::records::{self, ChartShelf, IntakeDesk};
use crate::web::{self, ApiError, Front, Gate, TlsError};

/// The largest body that a request may have: 2 MiB (ux-and-safety.md 5.3).
const LARGEST_BODY: usize = 2 * 1024 * 1024;

/// How long the last checkpoint of the audit log may take when the server ends.
const LAST_CHECKPOINT: Duration = Duration::from_secs(12);
/// How long connections to the database may take to close when the server ends.
const CLOSING: Duration = Duration::from_secs(3);

/// What a running server holds.
#[derive(Debug)]
pub struct App {
    /// The database of real work.
    pub db: Db,
    /// The audit log of this process.
    pub audit: Audit,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// What was set for this run.
    pub settings: ServeSettings,
    /// Counters for the people who run it.
    pub metrics: Metrics,
    /// Charts that were opened lately.
    pub charts: ChartShelf,
    /// Slows down guessing at sign-ins.
    pub throttle: SignInThrottle,
    /// Decides who is let in, by rate and by load.
    pub gate: Gate,
    /// Where organisations hand in what they send.
    pub intake: IntakeDesk,
}

/// The application, as handlers take it.
pub type AppState = Arc<App>;

#[derive(OpenApi)]
#[openapi(info(
    title = "Commonweal",
    description = "The shared care record workspace of an integrated care system. Every change needs the session's \
        token in the header x-csrf-token; errors are problem details (RFC 9457)."
))]
struct Document;

/// The routes of all slices with the OpenAPI document that describes them.
pub fn described_routes() -> OpenApiRouter<AppState> {
    let mut routes = OpenApiRouter::with_openapi(Document::openapi())
        .merge(ops::router())
        .merge(access::router())
        .merge(records::router());
    web::describe_common_answers(routes.get_openapi_mut());
    routes
}

/// The whole surface over HTTP, with what all answers have in common.
pub fn router(app: AppState) -> Router {
    router_with(app, Router::new())
}

/// The same with further routes that pass the very same layers: benches put the floors there on which figures stand.
pub fn router_with(app: AppState, extra: Router<AppState>) -> Router {
    let (routes, document) = described_routes().split_for_parts();
    let openapi = ops::openapi_route(&document).expect("the document is made of plain values, which always serialise");
    let secure = app.settings.tls.is_some() || !app.settings.trusted_proxies.is_empty();
    let routes = routes
        .merge(openapi)
        .merge(extra)
        .method_not_allowed_fallback(async || ApiError::method_not_allowed())
        .fallback(web::serve_asset)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(from_fn(web::same_origin_only))
        .layer(CatchPanicLayer::custom(|_| {
            // What it panicked with may hold anything; the place is in the log by the panic hook.
            ApiError::internal("a panic").into_response()
        }));
    let routes = if app.settings.tls.is_none() {
        routes.layer(from_fn_with_state(Arc::clone(&app), web::through_proxy_only))
    } else {
        routes
    };
    routes
        .layer(from_fn_with_state(Arc::clone(&app), web::gatekeeper))
        .layer(from_fn_with_state(secure, web::security_headers))
        .layer(from_fn_with_state(Arc::clone(&app), web::observe))
        .with_state(app)
}

/// Why a server could not begin. The words are for the one who started it.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address can't be had.
    #[error("--listen {address}: {cause}")]
    Listen {
        /// Which address.
        address: std::net::SocketAddr,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The certificate or its key.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The database.
    #[error(transparent)]
    Database(#[from] DbError),
    /// The audit log.
    #[error(transparent)]
    Audit(#[from] AuditError),
    /// The demonstration system.
    #[error("the demonstration system could not be loaded: {0}")]
    Demonstration(String),
}

/// A server that is ready: the database is open and migrated, and the address is taken.
pub struct Served {
    /// The application behind it; tests look at its database.
    pub app: AppState,
    /// Where a browser opens it, such as `http://127.0.0.1:8080`.
    pub url: String,
    front: Front,
}

/// Makes a server ready.
///
/// # Errors
/// When the address, the certificate, the database, the audit log or the demonstration system can't be had.
pub async fn build(settings: ServeSettings, clock: Arc<dyn Clock>) -> Result<Served, StartError> {
    let listen = |cause| StartError::Listen { address: settings.listen, cause };
    let tls = settings.tls.as_ref().map(web::acceptor).transpose()?;
    let front = Front::bind(settings.listen, tls).map_err(listen)?;
    let url = front.url().map_err(listen)?;
    crate::work::leave_a_core();
    let db = Db::open(&settings.database).await?;
    let audit = Audit::start(db.clone(), Arc::clone(&clock)).await?;
    if settings.demo {
        crate::demo::load(&db, &audit, &clock).await.map_err(|error| StartError::Demonstration(error.to_string()))?;
    }
    let gate = Gate::new(settings.limits);
    let intake = IntakeDesk::new(settings.intake);
    let (metrics, throttle) = (Metrics::default(), SignInThrottle::default());
    let app = App { db, audit, clock, settings, metrics, charts: ChartShelf::default(), throttle, gate, intake };
    Ok(Served { app: Arc::new(app), url, front })
}

impl Served {
    /// Serves until `end` is ready, then finishes what has begun, writes the audit log's last checkpoint and closes
    /// the database.
    pub async fn run(self, end: impl Future<Output = ()>) {
        self.run_with(Router::new(), end).await;
    }

    /// The same with the further routes of [`router_with`].
    pub async fn run_with(self, extra: Router<AppState>, end: impl Future<Output = ()>) {
        let router = router_with(Arc::clone(&self.app), extra);
        web::accept_connections(self.front, router, &self.app.gate, end).await;
        match tokio::time::timeout(LAST_CHECKPOINT, self.app.audit.close()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::error!(error.cause = %error, "The audit log's last checkpoint could not be written.");
            }
            Err(_) => tracing::error!("The audit log's last checkpoint took too long. The log itself is whole."),
        }
        if tokio::time::timeout(CLOSING, self.app.db.close()).await.is_err() {
            tracing::warn!("The database was still in use when the server ended.");
        }
    }
}
