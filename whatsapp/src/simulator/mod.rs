//! A faithful local Graph API: it takes what a business sends, answers like Graph, and posts signed webhooks for what its
//! phones write and for what happens to messages.
//!
//! Everything is real HTTP on an own listener. State lives in one SQLite file, so that it survives `kill -9` and a restart of
//! either side: an accepted message is never forgotten, and a webhook is delivered until it is answered 200. Phones, numbers
//! and apps are made over the [admin API](admin). Modelled after Meta: Messages, Send messages; Webhooks, Overview.
//!
//! Not here: templates, media, flows, calls, rate limits of their own (use [`admin::Faults`] to see one).

#![expect(clippy::disallowed_types, reason = "webhooks and the calls of the admin client are made here")]

pub mod admin;
mod delivery;
mod faults;
mod graph;
mod ids;
mod payload;
mod server;
mod store;

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use tokio::sync::{Notify, watch};

use crate::client::{ClientError, Token};
use admin::AdminClient;
use faults::FaultBook;
use store::Store;

/// How a simulator is set up.
#[derive(Debug, Clone)]
pub struct SimulatorConfig {
    /// The SQLite file that holds everything; made when it is not there. One simulator per file.
    pub state_file: PathBuf,
    /// Where to listen; port 0 takes a free one. Keep it on loopback.
    pub listen: SocketAddr,
    /// The bearer token of the admin API.
    pub admin_token: Token,
    /// Makes generated ids repeatable, for a new state file only; `None` takes a random seed.
    pub seed: Option<u64>,
    /// How long after acceptance the first status is posted.
    pub status_delay: Duration,
    /// Waits before a webhook is posted again; the last one repeats. Must not be empty.
    pub retry_after: Vec<Duration>,
}

impl SimulatorConfig {
    /// The usual set-up: a free port on loopback, statuses after 100 ms, the first retry after 1 s.
    pub fn new(state_file: impl Into<PathBuf>, admin_token: Token) -> Self {
        Self {
            state_file: state_file.into(),
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            admin_token,
            seed: None,
            status_delay: Duration::from_millis(100),
            retry_after: [1, 2, 5, 10, 30, 60].map(Duration::from_secs).to_vec(),
        }
    }
}

/// Why a simulator cannot start.
#[derive(Debug, thiserror::Error)]
pub enum SimulatorError {
    /// The state file cannot be opened, or another simulator holds it.
    #[error("the state file cannot be opened")]
    State(#[source] rusqlite::Error),
    /// The address is taken or not ours.
    #[error("the address cannot be listened on")]
    Listen(#[source] std::io::Error),
    /// The client that posts webhooks cannot be set up.
    #[error(transparent)]
    Client(#[from] ClientError),
}

/// A running simulator. It stops when it is dropped; [`Simulator::stop`] also waits for it.
#[derive(Debug)]
pub struct Simulator {
    address: SocketAddr,
    admin_token: Token,
    server: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

/// What the listener and the delivery of webhooks share.
struct Shared {
    store: Store,
    faults: Mutex<FaultBook>,
    admin_token: Token,
    status_delay: Duration,
    retry_after: Vec<Duration>,
    http: reqwest::Client,
    /// There may be new webhooks in the store.
    webhooks: Notify,
    /// An app was changed: what waits for its webhook URL is due now.
    apps: watch::Sender<()>,
    /// A conversation was changed.
    conversations: watch::Sender<()>,
}

impl Simulator {
    /// Opens the state file and the listener, and starts serving on threads of its own.
    ///
    /// # Errors
    /// When the file, the address or the HTTP client cannot be had; nothing runs then.
    pub fn start(config: SimulatorConfig) -> Result<Self, SimulatorError> {
        let listener = TcpListener::bind(config.listen).map_err(SimulatorError::Listen)?;
        let address = listener.local_addr().map_err(SimulatorError::Listen)?;
        let store = Store::open(&config.state_file, config.seed).map_err(SimulatorError::State)?;
        let http = crate::client::http(false).build().map_err(ClientError::Http)?;
        let shared = Arc::new(Shared {
            store,
            faults: Mutex::default(),
            admin_token: config.admin_token.clone(),
            status_delay: config.status_delay,
            retry_after: config.retry_after,
            http,
            webhooks: Notify::new(),
            apps: watch::Sender::new(()),
            conversations: watch::Sender::new(()),
        });
        let (server, thread) = server::spawn(listener, shared).map_err(SimulatorError::Listen)?;
        Ok(Self { address, admin_token: config.admin_token, server, thread: Some(thread) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base URL for a [`crate::client::Client`].
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A client of its admin API.
    ///
    /// # Errors
    /// When the HTTP client cannot be set up.
    pub fn admin(&self) -> Result<AdminClient, ClientError> {
        AdminClient::new(&self.base_url(), self.admin_token.clone())
    }

    /// Finishes what is being answered, closes the state file and returns when both are done.
    pub async fn stop(mut self) {
        self.server.stop(true).await;
        if let Some(thread) = self.thread.take() {
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        // The command is sent by the call; nobody has to wait for it.
        drop(self.server.stop(false));
    }
}

impl Shared {
    fn faults(&self) -> std::sync::MutexGuard<'_, FaultBook> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says that messages or webhooks were committed.
    fn announce(&self) {
        self.webhooks.notify_one();
        self.conversations.send_replace(());
    }
}

/// Milliseconds since 1970.
#[expect(clippy::disallowed_methods, reason = "a simulator of the world has the world's time")]
fn now_ms() -> i64 {
    let since_1970 = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX)
}
