use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;

use super::Peer;

/// Connections that may wait to be accepted: a room of a thousand that joins at once must not wait for retries.
const BACKLOG: u32 = 4096;
/// How long a client may take for its request's head, and how long a connection may stay idle.
const HEAD: Duration = Duration::from_secs(30);
/// How long a client may take to agree on TLS.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How long answers that have begun may take when the server ends.
const LAST_ANSWERS: Duration = Duration::from_secs(10);

/// The listening socket, with TLS or without.
pub struct Front {
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
}

impl Front {
    /// Listens at this address; port 0 takes any free one.
    ///
    /// # Errors
    /// When the address can't be had.
    pub fn bind(address: SocketAddr, tls: Option<TlsAcceptor>) -> std::io::Result<Self> {
        let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        Ok(Self { listener: socket.listen(BACKLOG)?, tls })
    }

    /// Where it listens, as the address that a browser opens.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn url(&self) -> std::io::Result<String> {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        Ok(format!("{scheme}://{}", self.listener.local_addr()?))
    }
}

/// Serves until `end` is ready; then takes no more, and lets answers that have begun finish.
///
/// Our own loop rather than axum's, because that one knows neither TLS nor a time limit for a request's head.
pub async fn accept_connections(front: Front, router: Router, end: impl Future<Output = ()>) {
    let open = GracefulShutdown::new();
    tokio::pin!(end);
    loop {
        let (stream, peer) = tokio::select! {
            accepted = front.listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Too many open files, most likely: those that are open must close first.
                    tracing::warn!(error.cause = %error, "A connection could not be accepted.");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut end => break,
        };
        // Small answers go out at once; a socket that refuses this still works.
        let _ = stream.set_nodelay(true);
        tokio::spawn(one_connection(stream, peer, front.tls.clone(), router.clone(), open.watcher()));
    }
    drop(front);
    if tokio::time::timeout(LAST_ANSWERS, open.shutdown()).await.is_err() {
        tracing::warn!("Some answers were still on their way when the server ended.");
    }
}

async fn one_connection(
    stream: TcpStream,
    peer: SocketAddr,
    tls: Option<TlsAcceptor>,
    router: Router,
    watcher: Watcher,
) {
    match tls {
        None => serve(stream, peer, router, watcher).await,
        Some(tls) => match tokio::time::timeout(HANDSHAKE, tls.accept(stream)).await {
            Ok(Ok(stream)) => serve(stream, peer, router, watcher).await,
            Ok(Err(error)) => tracing::debug!(error.cause = %error, "A client could not agree on TLS."),
            Err(_) => tracing::debug!("A client took too long to agree on TLS."),
        },
    }
}

async fn serve(
    stream: impl AsyncRead + AsyncWrite + Send + 'static,
    peer: SocketAddr,
    router: Router,
    watcher: Watcher,
) {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(Some(HEAD));
    let service = TowerToHyperService::new(router.map_request(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer));
        request.map(Body::new)
    }));
    let connection = builder.serve_connection(TokioIo::new(Box::pin(stream)), service);
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(error.cause = %error, "A connection ended early.");
    }
}
