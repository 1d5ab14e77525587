//! Who is at the other end: the peer, or what a trusted proxy says of it; never a header that anybody can send.

use std::net::{IpAddr, SocketAddr};

use actix_web::HttpRequest;

use crate::platform::network::Network;

/// The address of the client.
#[must_use]
pub fn client_address(request: &HttpRequest, trusted_proxies: &[Network]) -> Option<IpAddr> {
    let is_trusted = |address: IpAddr| trusted_proxies.iter().any(|network| network.contains(address));
    let peer = request.peer_addr()?.ip();
    if !is_trusted(peer) {
        return Some(peer);
    }
    let forwarded = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect();
    // From the nearest hop backwards, the first one that is not a proxy of ours.
    let addresses = hops.iter().rev().map_while(|hop| hop_address(hop));
    let mut last = peer;
    for address in addresses {
        last = address;
        if !is_trusted(address) {
            break;
        }
    }
    Some(last)
}

/// Some proxies name the port as well: `192.0.2.1:4711`, `[2001:db8::1]:4711`.
fn hop_address(hop: &str) -> Option<IpAddr> {
    let alone = hop.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(hop);
    alone.parse().ok().or_else(|| hop.parse().ok().map(|socket: SocketAddr| socket.ip()))
}

/// Whether the request came by https, or never left this machine.
#[must_use]
pub fn is_secure(request: &HttpRequest, trusted_proxies: &[Network]) -> bool {
    let Some(peer) = request.peer_addr() else { return false };
    if trusted_proxies.iter().any(|network| network.contains(peer.ip())) {
        return request.headers().get("x-forwarded-proto").is_some_and(|value| value.as_bytes() == b"https");
    }
    peer.ip().is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn address(peer: &str, forwarded: &str, trusted: &[&str]) -> String {
        let request = TestRequest::default()
            .peer_addr(format!("{peer}:1").parse().unwrap())
            .insert_header(("x-forwarded-for", forwarded))
            .to_http_request();
        let trusted: Vec<Network> = trusted.iter().map(|t| t.parse().unwrap()).collect();
        client_address(&request, &trusted).unwrap().to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_its_last_hop() {
        assert_eq!(address("1.1.1.1", "9.9.9.9", &[]), "1.1.1.1");
        assert_eq!(address("10.0.0.1", "9.9.9.9", &["10.0.0.1"]), "9.9.9.9");
        assert_eq!(address("10.0.0.1", "6.6.6.6, 9.9.9.9", &["10.0.0.1"]), "9.9.9.9");
        assert_eq!(address("10.0.0.1", "9.9.9.9:4711", &["10.0.0.1"]), "9.9.9.9");
        assert_eq!(address("10.0.0.1", "[2001:db8::1]:4711", &["10.0.0.1"]), "2001:db8::1");
        assert_eq!(address("10.0.0.1", "9.9.9.9, 10.0.0.2", &["10.0.0.1", "10.0.0.2"]), "9.9.9.9");
        assert_eq!(address("10.0.0.1", "9.9.9.9, nonsense", &["10.0.0.1"]), "10.0.0.1");
        assert_eq!(address("10.0.0.1", "9.9.9.9, 10.7.7.7", &["10.0.0.0/8"]), "9.9.9.9");
    }
}
