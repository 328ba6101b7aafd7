//! The edge: what every answer over HTTP has in common, whichever slice gives it.

mod address;
mod assets;
mod extract;
mod headers;
mod observe;
mod origin;
mod problem;
mod serve;
mod tls;

pub use address::{ClientAddress, Peer, ProxyRange, through_proxy_only};
pub use assets::serve_asset;
pub use extract::{Json, PathId};
pub use headers::security_headers;
pub use observe::{RequestId, observe};
pub(crate) use origin::is_change;
pub use origin::same_origin_only;
pub use problem::ApiError;
pub use serve::{Front, accept_connections};
pub use tls::{TlsError, TlsFiles, acceptor};
