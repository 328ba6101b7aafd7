use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use commonweal_shared::api;

use super::ApiError;
use crate::app::AppState;

/// The machine at the other end of the connection; the listener puts it into each request.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// Where a request came from, as far as that can be trusted: the last address that a trusted proxy added, else the
/// machine at the other end. Only for slowing down guesses; never written to a log with what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// What one subscriber has: an IPv4 address, or the /64 network of an IPv6 one, of which anybody takes as many
    /// addresses as they like.
    pub fn network(self) -> Self {
        Self(match self.0.to_canonical() {
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
            v4 @ IpAddr::V4(_) => v4,
        })
    }
}

impl FromRequestParts<AppState> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
        Ok(Self(client(peer, &parts.headers, &app.settings.trusted_proxies)))
    }
}

fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[ProxyRange]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|range| range.contains(*address));
    if !is_trusted(&peer) {
        return peer;
    }
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let mut hops: Vec<IpAddr> =
        forwarded.flat_map(|list| list.split(',')).filter_map(|hop| hop.trim().parse().ok()).collect();
    // The nearest hop that is none of our proxies is the client; what stands before it anybody could have written.
    while let Some(hop) = hops.pop() {
        if !is_trusted(&hop) {
            return hop;
        }
    }
    peer
}

/// Lets requests in only from the trusted proxies, where there are any: anything else came without TLS.
/// What says whether the server is alive stays open to those who watch it from the same network.
pub async fn through_proxy_only(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let watched = matches!(request.uri().path(), api::HEALTHZ | api::READYZ);
    let trusted = &app.settings.trusted_proxies;
    let peer = request.extensions().get::<Peer>().map(|peer| peer.0.ip().to_canonical());
    let fits = trusted.is_empty()
        || peer.is_none_or(|peer| peer.is_loopback() || trusted.iter().any(|range| range.contains(peer)));
    if fits || watched {
        return next.run(request).await;
    }
    ApiError::forbidden("not-through-proxy", "This server answers only through its own front, over TLS.")
        .into_response()
}

/// Addresses of proxies that end TLS before us: one address, or a range such as `10.1.0.0/16`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProxyRange {
    network: IpAddr,
    bits: u8,
}

impl ProxyRange {
    /// Whether this address is one of them.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.network, address.to_canonical()) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.bits)).unwrap_or(0);
                network.to_bits() & mask == address.to_bits() & mask
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.bits)).unwrap_or(0);
                network.to_bits() & mask == address.to_bits() & mask
            }
            _ => false,
        }
    }
}

impl FromStr for ProxyRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || format!("\"{text}\": expected an address or a range, such as 10.1.2.3 or 10.1.0.0/16");
        let (network, bits) = text.split_once('/').map_or((text, None), |(network, bits)| (network, Some(bits)));
        let network: IpAddr = network.trim().parse().map_err(|_| expected())?;
        let most = if network.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), |bits| bits.trim().parse::<u8>().map_err(|_| expected()))?;
        if bits > most { Err(expected()) } else { Ok(Self { network, bits }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &str, trusted: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().expect("a header"));
        let trusted = [trusted.parse().expect("a range")];
        client(peer.parse().expect("an address"), &headers, &trusted).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_says_who_the_client_is() {
        assert_eq!(seen("10.1.2.3", "192.0.2.7", "10.1.0.0/16"), "192.0.2.7");
        assert_eq!(seen("10.2.2.3", "192.0.2.7", "10.1.0.0/16"), "10.2.2.3");
        assert_eq!(seen("10.1.2.3", "198.51.100.1, 192.0.2.7, 10.1.9.9", "10.1.0.0/16"), "192.0.2.7");
        assert_eq!(seen("10.1.2.3", "nonsense", "10.1.0.0/16"), "10.1.2.3");
    }

    #[test]
    fn a_subscriber_of_ipv6_is_one_whatever_address_it_takes() {
        let of = |text: &str| ClientAddress(text.parse().expect("an address")).network();
        assert_eq!(of("2001:db8:1:2::7"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::7"), of("2001:db8:1:3::7"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
        assert_ne!(of("192.0.2.7"), of("192.0.2.8"));
    }

    #[test]
    fn a_range_is_an_address_and_a_number_of_bits() {
        for wrong in ["", "10.0.0", "10.0.0.0/33", "::1/129", "10.0.0.0/-1", "proxy.example"] {
            assert!(wrong.parse::<ProxyRange>().is_err(), "{wrong}");
        }
        let all: ProxyRange = "0.0.0.0/0".parse().expect("a range");
        assert!(all.contains("203.0.113.9".parse().expect("an address")));
        let one: ProxyRange = "::1".parse().expect("a range");
        assert!(one.contains("::1".parse().expect("an address")) && !one.contains("::2".parse().expect("an address")));
    }
}
