//! The edge: what every answer over HTTP has in common, whichever slice gives it.

mod address;
mod assets;
mod bounds;
mod common;
mod connection;
mod extract;
mod headers;
mod limits;
mod observe;
mod origin;
mod pace;
mod paced;
mod plain;
mod problem;
mod serve;
mod tls;

pub use address::{ClientAddress, Peer, ProxyRange, through_proxy_only};
pub use assets::serve_asset;
pub use common::describe_common_answers;
pub use connection::Crowded;
pub use extract::{Json, PathId, came_too_slowly};
pub use headers::security_headers;
pub use limits::{Gate, Limits, Rate, Rates, Refusal, ToldLimits, Turn, gatekeeper};
pub use observe::{RequestId, observe};
pub(crate) use origin::is_change;
pub use origin::same_origin_only;
pub use paced::TooSlow;
pub use problem::ApiError;
pub use serve::{Front, accept_connections};
pub use tls::{TlsError, TlsFiles, acceptor};
