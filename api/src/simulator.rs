//! The simulator beside the server: inside of it on a loopback listener of its own, or alone as `mgs-wa simulator`.
//!
//! Both prove themselves by a token derived from the key ring, so that they need no setting in common but the data folder.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use whatsapp::client::Token;
use whatsapp::simulator::{Simulator, SimulatorConfig, SimulatorError};

use crate::config::Config;
use crate::platform::egress::SimulatorAccess;
use crate::platform::ring::Ring;

/// Starts the simulator inside, unless the sandbox is off or it runs as a process of its own; says where it is. The server
/// listens on `address`.
///
/// # Errors
/// When its file or an address cannot be had.
pub fn beside(
    config: &Config,
    ring: &Ring,
    address: SocketAddr,
) -> Result<(Option<Simulator>, Option<SimulatorAccess>), SimulatorError> {
    if !config.sandbox {
        return Ok((None, None));
    }
    let admin_token = admin_token(ring);
    let webhook_base_url = format!("http://{}", on_this_machine(address));
    if let Some(url) = &config.simulator_url {
        let base_url = url.as_str().trim_end_matches('/').to_owned();
        return Ok((None, Some(SimulatorAccess { base_url, admin_token, webhook_base_url })));
    }
    let simulator = Simulator::start(settings(config, ring))?;
    let base_url = simulator.base_url();
    Ok((Some(simulator), Some(SimulatorAccess { base_url, admin_token, webhook_base_url })))
}

/// Starts it alone.
///
/// # Errors
/// When its file or the address cannot be had.
pub fn alone(config: &Config, ring: &Ring, listen: SocketAddr) -> Result<Simulator, SimulatorError> {
    Simulator::start(SimulatorConfig { listen, ..settings(config, ring) })
}

/// Opens its admin API.
#[must_use]
pub fn admin_token(ring: &Ring) -> Token {
    Token::new(hex::encode(ring.derive("simulator").expose()))
}

/// An address listened on, as this machine reaches it.
fn on_this_machine(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

fn settings(config: &Config, ring: &Ring) -> SimulatorConfig {
    SimulatorConfig::new(config.data_dir.join("simulator.sqlite"), admin_token(ring))
}
