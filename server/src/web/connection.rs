use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::Instant;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;

use super::Peer;
use super::limits::Limits;
use super::paced::{Activity, PacedBody, PacedIo};

/// How long a client may take to agree on TLS.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How long a connection on which nothing happens stays when it was asked to end.
const LAST_WORD: Duration = Duration::from_secs(1);
/// How long a client may take for its request's head when there is no place for it anyhow.
const CROWDED_HEAD: Duration = Duration::from_secs(5);
/// The largest head of a request over HTTP/1, and of its header fields over HTTP/2, in bytes.
const LARGEST_HEAD: u32 = 64 * 1024;
/// Requests that one connection over HTTP/2 may have open at once.
const STREAMS: u32 = 100;
/// Streams that were reset before we took them, and that we reset for errors: beyond it a connection is closed
/// (CVE-2023-44487, "rapid reset", and CVE-2025-8671, "made you reset").
const RESETS: usize = 20;

/// Marks a request that came over a connection beyond those that may be open: it is told so, and nothing else.
#[derive(Debug, Clone, Copy)]
pub struct Crowded;

/// Where the server is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Everything is served.
    Open,
    /// What has begun is finished.
    Ending,
    /// Nothing is waited for any more.
    Over,
}

/// One client's connection and what serves it.
pub(super) struct Connection {
    pub(super) peer: SocketAddr,
    pub(super) tls: Option<TlsAcceptor>,
    pub(super) router: Router,
    pub(super) limits: Limits,
    pub(super) phase: watch::Receiver<Phase>,
    /// True when it is one too many.
    pub(super) crowded: bool,
}

impl Connection {
    /// Serves until the client or the server ends; the place is free again after that.
    pub(super) async fn run(mut self, stream: TcpStream, _place: OwnedSemaphorePermit) {
        let Some(tls) = self.tls.clone() else { return self.serve(stream).await };
        let shaken = tokio::select! {
            shaken = tokio::time::timeout(HANDSHAKE, tls.accept(stream)) => shaken,
            _ = self.phase.wait_for(|phase| *phase != Phase::Open) => return,
        };
        match shaken {
            Ok(Ok(stream)) => self.serve(stream).await,
            Ok(Err(error)) => tracing::debug!(error.cause = %error, "A client could not agree on TLS."),
            Err(_) => tracing::debug!("A client took too long to agree on TLS."),
        }
    }

    async fn serve(mut self, stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static) {
        let head = if self.crowded { self.limits.head.min(CROWDED_HEAD) } else { self.limits.head };
        let builder = self.builder(head);
        let activity = Activity::new();
        let io = TokioIo::new(PacedIo::new(stream, self.limits.pause, Arc::clone(&activity)));
        let (router, peer, pause, crowded) = (self.router.clone(), self.peer, self.limits.pause, self.crowded);
        let working = Arc::clone(&activity);
        let service = service_fn(move |mut request: Request<Incoming>| {
            let busy = working.request();
            request.extensions_mut().insert(Peer(peer));
            if crowded {
                request.extensions_mut().insert(Crowded);
            }
            let answer = router.clone().oneshot(request.map(|body| Body::new(PacedBody::new(body, pause))));
            async move {
                let answer: Result<_, Infallible> = answer.await;
                drop(busy);
                answer
            }
        });
        let connection = builder.serve_connection(io, service);
        tokio::pin!(connection);
        let mut idle = head;
        loop {
            let ask_to_end = tokio::select! {
                biased;
                ended = connection.as_mut() => {
                    if let Err(error) = ended {
                        tracing::debug!(error.cause = %error, "A connection ended early.");
                    }
                    return;
                }
                changed = self.phase.changed() => {
                    match (changed, *self.phase.borrow_and_update()) {
                        (Err(_), _) | (_, Phase::Over) => return,
                        (_, Phase::Ending) => true,
                        (_, Phase::Open) => false,
                    }
                }
                () = tokio::time::sleep_until(activity.idle_at(idle)) => {
                    let still_idle = activity.idle_at(idle) <= Instant::now();
                    if still_idle && idle == LAST_WORD {
                        return;
                    }
                    still_idle
                }
            };
            if ask_to_end {
                // An idle one closes at once; one that is in the middle of something finishes it first.
                connection.as_mut().graceful_shutdown();
                activity.touch();
                idle = LAST_WORD;
            }
        }
    }

    fn builder(&self, head: Duration) -> Builder<TokioExecutor> {
        let mut builder = Builder::new(TokioExecutor::new());
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(head)
            .keep_alive(!self.crowded)
            .max_buf_size(LARGEST_HEAD as usize);
        builder
            .http2()
            .timer(TokioTimer::new())
            .max_concurrent_streams(STREAMS)
            .max_pending_accept_reset_streams(RESETS)
            .max_local_error_reset_streams(RESETS)
            .max_header_list_size(LARGEST_HEAD);
        builder
    }
}
