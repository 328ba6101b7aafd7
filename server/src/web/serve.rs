use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::{Semaphore, watch};
use tokio_rustls::TlsAcceptor;

use super::connection::{Connection, Phase};
use super::limits::{Gate, Refusal};

/// Connections that may wait to be accepted: a room of a thousand that joins at once must not wait for retries.
const BACKLOG: u32 = 4096;
/// Connections beyond the bound that are told so at the same time. More than these are closed without a word.
const CROWD: usize = 64;
/// How long connections that are cut off may take to let go of what they hold.
const CUT_OFF: Duration = Duration::from_secs(1);

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

/// Serves until `end` is ready; then says so at `/readyz`, takes no more, and lets answers that have begun finish.
///
/// Our own loop rather than axum's, because that one knows neither TLS nor limits. A connection that is one too many
/// is accepted and told so with a 503, rather than left waiting in the system's queue without a word.
pub async fn accept_connections(front: Front, router: Router, gate: &Gate, end: impl Future<Output = ()>) {
    let limits = *gate.limits();
    let (phase, watched) = watch::channel(Phase::Open);
    let crowd = Arc::new(Semaphore::new(CROWD));
    let end = async {
        end.await;
        gate.begin_to_end();
        tokio::time::sleep(limits.drain).await;
    };
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
        let place = gate.connection();
        let crowded = place.is_none();
        let Some(place) = place.or_else(|| Arc::clone(&crowd).try_acquire_owned().ok()) else {
            gate.refused(Refusal::Connections);
            continue;
        };
        // Small answers go out at once; a socket that refuses this still works.
        let _ = stream.set_nodelay(true);
        let (tls, router, phase) = (front.tls.clone(), router.clone(), watched.clone());
        tokio::spawn(Connection { peer, tls, router, limits, phase, crowded }.run(stream, place));
    }
    drop((front, watched));
    phase.send_replace(Phase::Ending);
    if tokio::time::timeout(limits.end, phase.closed()).await.is_err() {
        tracing::warn!("Some answers were still on their way when the server ended.");
        phase.send_replace(Phase::Over);
        // Whoever does not let go even now is dropped with the process.
        let _ = tokio::time::timeout(CUT_OFF, phase.closed()).await;
    }
}
