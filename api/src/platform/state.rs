//! What a request may need of the process.

use std::sync::Arc;

use url::Url;

use super::auth::{AccessTokens, GuessKeys, Passwords, RefreshSecrets, Sessions};
use super::clock::Clock;
use super::cursor::Cursors;
use super::egress::Egress;
use super::limit::Limits;
use super::live::Live;
use super::mail::Mailer;
use super::scope::Db;
use super::seal::Seal;
use super::streams::Streams;
use crate::config::Config;

/// Shared by every request, job and background task; cheap to clone.
#[derive(Clone)]
pub struct State {
    inner: Arc<Parts>,
}

/// The parts of [`State`].
pub struct Parts {
    /// The settings.
    pub config: Config,
    /// The address people use, with the port really listened on.
    pub public_url: Url,
    /// The database. In a handler, `Cx` is the way to it.
    pub db: Db,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Sealing of secrets.
    pub seal: Seal,
    /// Live events to browsers.
    pub live: Live,
    /// Open streams of live events.
    pub streams: Streams,
    /// Mails.
    pub mailer: Mailer,
    /// Access tokens.
    pub access: AccessTokens,
    /// Refresh secrets.
    pub refresh: RefreshSecrets,
    /// Which sessions live, as of a few seconds ago.
    pub sessions: Sessions,
    /// Password hashing, bounded.
    pub passwords: Passwords,
    /// Names of what wrong passwords are counted by.
    pub guess_keys: GuessKeys,
    /// How many requests somebody may make.
    pub limits: Limits,
    /// Cursors of lists.
    pub cursors: Cursors,
    /// Calls to Meta and the simulator.
    pub egress: Egress,
    /// Whether the server takes work; false while it stops.
    pub is_ready: std::sync::atomic::AtomicBool,
}

impl State {
    /// Takes the parts together.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self { inner: Arc::new(parts) }
    }

    /// `path` at the address people use.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.public_url.as_str().trim_end_matches('/'))
    }

    /// The origin that browsers name.
    #[must_use]
    pub fn origin(&self) -> String {
        self.public_url.origin().ascii_serialization()
    }

    /// Whether an `Origin` is ours. Where no public address is set, `127.0.0.1` is another name of `localhost`.
    #[must_use]
    pub fn is_our_origin(&self, origin: &[u8]) -> bool {
        let ours = self.origin();
        let is_local = self.config.public_url.is_none();
        origin == ours.as_bytes() || (is_local && origin == ours.replace("localhost", "127.0.0.1").as_bytes())
    }
}

impl std::ops::Deref for State {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.inner
    }
}
