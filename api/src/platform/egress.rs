//! Every outgoing HTTP call begins here: nothing else in the server makes an HTTP client.
//!
//! Numbers of kind `cloud` talk to Meta's host. Numbers of kind `sandbox` talk to the simulator, at an address that this
//! process opened or the operator set; no tenant can choose it. Not here yet: calls to addresses that tenants choose.

use whatsapp::client::{Client, ClientConfig, ClientError, Token};
use whatsapp::simulator::admin::AdminClient;

use crate::entities::number::NumberKind;

/// Where the simulator is, and how the two reach each other.
#[derive(Debug, Clone)]
pub struct SimulatorAccess {
    /// The simulator: scheme, host and port.
    pub base_url: String,
    /// Opens the admin API.
    pub admin_token: Token,
    /// This server as the simulator reaches it, for webhooks: scheme, host and port.
    pub webhook_base_url: String,
}

/// The clients of the world outside; cheap to clone.
#[derive(Debug, Clone)]
pub struct Egress {
    cloud: Client,
    sandbox: Option<Sandbox>,
}

/// The simulator, which serves sandbox numbers.
#[derive(Debug, Clone)]
pub struct Sandbox {
    graph: Client,
    admin: AdminClient,
    webhook_base_url: String,
}

impl Egress {
    /// Clients of Meta's Graph API and, where there is one, of the simulator.
    ///
    /// # Errors
    /// When an address is not usable, or the system has no root certificates.
    pub fn new(cloud: &ClientConfig, simulator: Option<&SimulatorAccess>) -> Result<Self, ClientError> {
        let sandbox = simulator.map(|simulator| Sandbox::new(cloud, simulator)).transpose()?;
        Ok(Self { cloud: Client::new(cloud)?, sandbox })
    }

    /// The Graph API that serves numbers of this kind; `None` for sandbox numbers where the sandbox is switched off.
    #[must_use]
    pub fn graph(&self, kind: NumberKind) -> Option<&Client> {
        match kind {
            NumberKind::Cloud => Some(&self.cloud),
            NumberKind::Sandbox => self.sandbox.as_ref().map(|sandbox| &sandbox.graph),
        }
    }

    /// The simulator; `None` where the sandbox is switched off.
    #[must_use]
    pub const fn sandbox(&self) -> Option<&Sandbox> {
        self.sandbox.as_ref()
    }
}

impl Sandbox {
    fn new(cloud: &ClientConfig, simulator: &SimulatorAccess) -> Result<Self, ClientError> {
        let graph = ClientConfig { base_url: simulator.base_url.clone(), ..cloud.clone() };
        Ok(Self {
            graph: Client::new(&graph)?,
            admin: AdminClient::new(&simulator.base_url, simulator.admin_token.clone())?,
            webhook_base_url: simulator.webhook_base_url.trim_end_matches('/').to_owned(),
        })
    }

    /// Its admin API.
    #[must_use]
    pub const fn admin(&self) -> &AdminClient {
        &self.admin
    }

    /// Where it posts the webhooks of an app.
    #[must_use]
    pub fn webhook_url(&self, meta_app_id: &str) -> String {
        format!("{}/webhooks/meta/{meta_app_id}", self.webhook_base_url)
    }
}
