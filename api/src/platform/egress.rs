//! Every outgoing HTTP call begins here: nothing else in the server makes an HTTP client.
//!
//! Numbers of kind `cloud` talk to Meta's host. Numbers of kind `sandbox` talk to the simulator, at an address that this
//! process opened or the operator set; no tenant can choose it. Not here yet: calls to addresses that tenants choose.

use whatsapp::client::{Client, ClientConfig, ClientError, Token};
use whatsapp::simulator::admin::AdminClient;

use crate::entities::number::NumberKind;

/// Where the simulator is, and the token of its admin API.
#[derive(Debug, Clone)]
pub struct SimulatorAccess {
    /// Scheme, host and port.
    pub base_url: String,
    /// Opens the admin API.
    pub admin_token: Token,
}

/// The clients of the world outside; cheap to clone.
#[derive(Debug, Clone)]
pub struct Egress {
    cloud: Client,
    sandbox: Option<Client>,
    simulator: Option<AdminClient>,
}

impl Egress {
    /// Clients of Meta's Graph API and, where there is one, of the simulator.
    ///
    /// # Errors
    /// When an address is not usable, or the system has no root certificates.
    pub fn new(cloud: &ClientConfig, simulator: Option<&SimulatorAccess>) -> Result<Self, ClientError> {
        let sandbox = simulator.map(|simulator| {
            Client::new(&ClientConfig { base_url: simulator.base_url.clone(), ..cloud.clone() })
        });
        let admin =
            simulator.map(|simulator| AdminClient::new(&simulator.base_url, simulator.admin_token.clone()));
        Ok(Self { cloud: Client::new(cloud)?, sandbox: sandbox.transpose()?, simulator: admin.transpose()? })
    }

    /// The simulator's admin API; `None` where the sandbox is switched off.
    #[must_use]
    pub const fn simulator(&self) -> Option<&AdminClient> {
        self.simulator.as_ref()
    }

    /// The Graph API that serves numbers of this kind; `None` for sandbox numbers where the sandbox is switched off.
    #[must_use]
    pub const fn graph(&self, kind: NumberKind) -> Option<&Client> {
        match kind {
            NumberKind::Cloud => Some(&self.cloud),
            NumberKind::Sandbox => self.sandbox.as_ref(),
        }
    }
}
