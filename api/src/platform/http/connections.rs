//! How many connections one address may have at the same time (L9). More are closed at once, before they cost anything.

use std::any::Any;
use std::collections::HashMap;
use std::net::{IpAddr, Shutdown};
use std::os::fd::AsFd;
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::dev::Extensions;
use actix_web::rt::net::TcpStream;

use crate::platform::network::Network;

/// Counts connections; cheap to clone.
#[derive(Clone)]
pub struct Connections {
    /// 0 is no limit.
    at_most: usize,
    /// Proxies stand for many people.
    not_counted: Vec<Network>,
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// A counted connection, for as long as it is open.
struct Counted {
    address: IpAddr,
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Connections {
    /// At most this many of each address, but of those given.
    #[must_use]
    pub fn new(at_most: usize, not_counted: Vec<Network>) -> Self {
        Self { at_most, not_counted, open: Arc::default() }
    }

    /// Counts a connection that was accepted, or closes it.
    pub fn accept(&self, stream: &dyn Any, extensions: &mut Extensions) {
        let Some(stream) = stream.downcast_ref::<TcpStream>() else { return };
        let Ok(peer) = stream.peer_addr() else { return };
        match self.count(peer.ip().to_canonical()) {
            Ok(counted) => drop(extensions.insert(counted)),
            Err(TooMany) => {
                metrics::counter!("mgs_connections_refused_total").increment(1);
                close(stream);
            }
        }
    }

    /// `None` for those that are not counted.
    fn count(&self, address: IpAddr) -> Result<Option<Counted>, TooMany> {
        if self.at_most == 0 || self.not_counted.iter().any(|network| network.contains(address)) {
            return Ok(None);
        }
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let n = open.entry(address).or_default();
        if *n >= self.at_most {
            return Err(TooMany);
        }
        *n += 1;
        Ok(Some(Counted { address, open: self.open.clone() }))
    }
}

#[derive(Debug, PartialEq, Eq)]
struct TooMany;

impl Drop for Counted {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(n) = open.get_mut(&self.address) {
            *n -= 1;
            if *n == 0 {
                open.remove(&self.address);
            }
        }
    }
}

/// Closes the socket under the server, which then sees its end.
fn close(stream: &TcpStream) {
    if let Ok(handle) = stream.as_fd().try_clone_to_owned() {
        let _ = std::net::TcpStream::from(handle).shutdown(Shutdown::Both);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_has_its_share_and_gets_it_back() {
        let proxy: IpAddr = "10.0.0.1".parse().unwrap();
        let connections = Connections::new(2, vec![Network::around(proxy, 32, 128)]);
        let (one, other): (IpAddr, IpAddr) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let first = connections.count(one).ok().unwrap();
        let _second = connections.count(one).ok().unwrap();
        assert!(connections.count(one).is_err());
        assert!(connections.count(other).is_ok());
        assert!((0..5).all(|_| connections.count(proxy).is_ok_and(|counted| counted.is_none())));
        drop(first);
        assert!(connections.count(one).is_ok());
        assert_eq!(connections.open.lock().unwrap().len(), 1, "who has gone is forgotten");
    }
}
