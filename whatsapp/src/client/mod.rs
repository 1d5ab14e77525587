//! A client of the Graph API that never hides whether a message was sent.
//!
//! Every failed send says either that the message was certainly [not sent](NotSent), or that nobody knows
//! ([`Unknown`]); only the first may be tried again. No redirects, no proxies from the environment, answers of at most
//! [`ANSWER_BYTES`]. Meta: Messages, Send messages; Graph API, Handle errors.

#![expect(clippy::disallowed_types, reason = "calls to Graph are made here")]

mod outcome;
mod token;

pub use outcome::{NotSent, SendError, Unknown};
pub use token::Token;

use std::time::Duration;

use reqwest::Url;
use reqwest::redirect::Policy;
use serde::Deserialize;
use serde_json::json;

use crate::message::{Message, SendResponse};
use outcome::Answer;

/// Graph's address in production. Meta: Graph API, Overview.
pub const GRAPH_URL: &str = "https://graph.facebook.com";
/// The version this crate was written for. Meta: Graph API, Changelog.
pub const GRAPH_VERSION: &str = "v25.0";
/// The largest answer that is read, in bytes.
pub const ANSWER_BYTES: usize = 256 * 1024;

const CONNECT: Duration = Duration::from_secs(3);
const TOTAL: Duration = Duration::from_secs(15);
const ANSWER_HEADERS: usize = 64;
/// Shorter than servers keep idle connections: one that closes under a request leaves the send unknown.
const IDLE: Duration = Duration::from_secs(15);

/// Where the Graph API is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientConfig {
    /// Scheme, host and port, such as [`GRAPH_URL`]; `http` only for a simulator.
    pub base_url: String,
    /// The version in the path, such as [`GRAPH_VERSION`].
    pub version: String,
    /// The budget of a whole call.
    pub timeout: Duration,
}

impl Default for ClientConfig {
    fn default() -> Self {
        Self { base_url: GRAPH_URL.to_owned(), version: GRAPH_VERSION.to_owned(), timeout: TOTAL }
    }
}

/// Why no client can be made.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The base URL is no URL of a host, or the version is no path segment.
    #[error("{0} is not the address of a graph api")]
    Address(String),
    /// The TLS roots could not be loaded.
    #[error("the http client cannot be set up")]
    Http(#[source] reqwest::Error),
}

/// A client of one Graph API; cheap to clone, shares its connections.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    root: Url,
}

/// A business number as Graph shows it. Meta: Business phone numbers, Get a phone number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PhoneNumber {
    /// The `phone_number_id`.
    pub id: String,
    /// The number in readable form.
    #[serde(default)]
    pub display_phone_number: String,
    /// The verified name.
    #[serde(default)]
    pub verified_name: String,
    /// `GREEN`, `YELLOW`, `RED` or `UNKNOWN`.
    #[serde(default)]
    pub quality_rating: Option<String>,
}

impl Client {
    /// Makes a client. Installs ring as the process's TLS provider when none is installed.
    ///
    /// # Errors
    /// When the address is not usable, or TLS is needed and the system has no root certificates.
    pub fn new(config: &ClientConfig) -> Result<Self, ClientError> {
        let address = || ClientError::Address(config.base_url.clone());
        let mut root = Url::parse(&config.base_url).map_err(|_| address())?;
        if !matches!(root.scheme(), "http" | "https") || root.host().is_none() || config.version.contains('/')
        {
            return Err(address());
        }
        let is_secure = root.scheme() == "https";
        root.path_segments_mut().map_err(|()| address())?.pop_if_empty().push(&config.version);
        let http = http(is_secure).timeout(config.timeout).build().map_err(ClientError::Http)?;
        Ok(Self { http, root })
    }

    /// Sends a message from a business number. Meta: Messages, Send messages.
    ///
    /// # Errors
    /// [`SendError::NotSent`] when the message was certainly not accepted, [`SendError::Unknown`] when it may have been.
    pub async fn send(
        &self,
        token: &Token,
        phone_number_id: &str,
        message: &Message,
    ) -> Result<SendResponse, SendError> {
        let url = self.url(&[phone_number_id, "messages"]);
        let request = self.http.post(url).bearer_auth(token.expose()).json(message);
        outcome::of_send(Answer::read(request).await)
    }

    /// Marks a customer's message, and all before it, as read. Meta: Messages, Mark messages as read.
    ///
    /// # Errors
    /// As [`Client::send`]; marking twice does no harm.
    pub async fn mark_read(
        &self,
        token: &Token,
        phone_number_id: &str,
        wamid: &str,
    ) -> Result<(), SendError> {
        let url = self.url(&[phone_number_id, "messages"]);
        let body = json!({ "messaging_product": "whatsapp", "status": "read", "message_id": wamid });
        let request = self.http.post(url).bearer_auth(token.expose()).json(&body);
        outcome::of_call(Answer::read(request).await).map(|_| ())
    }

    /// Asks for a business number: the check that token and id belong together.
    /// Meta: Business phone numbers, Get a phone number.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn phone_number(&self, token: &Token, phone_number_id: &str) -> Result<PhoneNumber, SendError> {
        let mut url = self.url(&[phone_number_id]);
        url.query_pairs_mut().append_pair("fields", "id,display_phone_number,verified_name,quality_rating");
        let request = self.http.get(url).bearer_auth(token.expose());
        let (status, body) = outcome::of_call(Answer::read(request).await)?;
        serde_json::from_slice(&body).map_err(|_| Unknown::BadAnswer { status }.into())
    }

    fn url(&self, path: &[&str]) -> Url {
        let mut url = self.root.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.extend(path);
        }
        url
    }
}

/// The one way HTTP is set up in this crate. Without TLS no root certificates are loaded: a fresh machine may have none.
pub(crate) fn http(is_secure: bool) -> reqwest::ClientBuilder {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Somebody else may have been quicker: then theirs is used.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
    let http = reqwest::Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .connect_timeout(CONNECT)
        .timeout(TOTAL)
        .pool_idle_timeout(IDLE)
        .http1_max_headers(ANSWER_HEADERS)
        .user_agent(concat!("mgs-whatsapp/", env!("CARGO_PKG_VERSION")));
    if is_secure { http } else { http.tls_certs_only([]) }
}
