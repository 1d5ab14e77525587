//! A client of the Graph API that never hides whether a call took effect.
//!
//! Every failed call says either that it was certainly [not done](NotSent), or that nobody knows ([`Unknown`]); of sends only
//! the first may be tried again. No redirects, no proxies from the environment, answers of at most [`ANSWER_BYTES`], lists of
//! [`LIST_BYTES`]. Tokens and app secrets stand in no error, no log and no `Debug`. One file per resource of Meta's.
//! Meta: Messages, Send messages; Graph API, Handle errors.

#![expect(clippy::disallowed_types, reason = "calls to Graph are made here")]

mod account;
mod analytics;
mod automation;
mod block;
mod call;
mod commerce;
mod forms;
mod links;
mod login;
mod media;
mod messages;
mod multipart;
mod numbers;
mod outcome;
mod page;
mod profile;
mod subscriptions;
mod templates;
mod token;
mod upload;

pub use account::Account;
pub use analytics::{
    Analytics, AnalyticsQuery, ConversationAnalytics, DataPoint, Granularity, PricingAnalytics, PricingQuery,
    TemplateAnalytics, TemplateQuery,
};
pub use automation::{Automation, Command};
pub use block::{BlockOutcome, BlockedUser, UserRef};
pub use commerce::CommerceSettings;
pub use forms::{Form, FormAsset, FormChange, FormProblem, FormUploaded, NewForm};
pub use links::{ImageFormat, MessageLink};
pub use login::{DebuggedToken, GranularScope};
pub use media::{Download, DownloadError, MediaFile, MediaInfo};
pub use numbers::{CodeMethod, NewNumber, PhoneNumber, Throughput};
pub use outcome::{NotSent, SendError, Unknown};
pub use page::{Page, PageQuery, all_pages};
pub use profile::{BusinessProfile, ProfileChange, Vertical};
pub use subscriptions::{AppData, Override, SubscribedApp};
pub use templates::{CreatedTemplate, StoredTemplate, TemplateChange, TemplateFilter, TemplateName};
pub use token::Token;
pub use upload::UploadSession;

use std::time::Duration;

use reqwest::Url;
use reqwest::redirect::Policy;

/// Graph's address in production. Meta: Graph API, Overview.
pub const GRAPH_URL: &str = "https://graph.facebook.com";
/// The version this crate was written for. Meta: Graph API, Changelog.
pub const GRAPH_VERSION: &str = "v25.0";
/// The largest answer that is read, in bytes.
pub const ANSWER_BYTES: usize = 256 * 1024;

/// The largest list that is read, in bytes: a page of a hundred templates with all their texts stays below.
pub const LIST_BYTES: usize = 8 * 1024 * 1024;

const CONNECT: Duration = Duration::from_secs(3);
const TOTAL: Duration = Duration::from_secs(15);
const TRANSFER: Duration = Duration::from_secs(120);
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
    /// The budget of a call that carries a file.
    pub transfer_timeout: Duration,
}

impl Default for ClientConfig {
    fn default() -> Self {
        Self {
            base_url: GRAPH_URL.to_owned(),
            version: GRAPH_VERSION.to_owned(),
            timeout: TOTAL,
            transfer_timeout: TRANSFER,
        }
    }
}

/// Why no client can be made.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The base URL is no URL of a host, or the version is no path segment.
    #[error("{0} is not the address of a graph api")]
    Address(String),
    /// The TLS roots could not be loaded.
    #[error(
        "no TLS client can be made; are certificates of authorities installed (on Debian the package ca-certificates)?"
    )]
    Http(#[source] reqwest::Error),
}

/// A client of one Graph API; cheap to clone, shares its connections.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    root: Url,
    transfer_timeout: Duration,
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
        Ok(Self { http, root, transfer_timeout: config.transfer_timeout })
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
