//! A typed client of the REST API for programs with an API key, on the types of `shared`.
//!
//! Not generated: no generator reads OpenAPI 3.1 and keeps the types that `shared` has already. One method an operation; a
//! refusal is the server's own [`Problem`]. Nothing is retried here: with an [`Once`] the caller can, safely.

use std::time::Duration;

use reqwest::{Method, StatusCode, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::bot::{Bot, BotPatch, BotVersion, Draft, NewBot, Publish, Starter};
use shared::inbox::{Conversation, ConversationQuery, Message, NewMessage};
use shared::number::Number;
use shared::workspace::Workspace;
use shared::{BotId, ConversationId, Page, PageQuery, Problem, WorkspaceId};
use zeroize::Zeroizing;

/// How long an answer may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Why there is no answer that can be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The server refused, and says why.
    #[error("{} {}: {}", .0.status, .0.code.as_str(), .0.detail)]
    Refused(Box<Problem>),
    /// The server answered with something that is none of its documented answers, as proxies do.
    #[error("an answer that cannot be read, status {0}")]
    Unreadable(StatusCode),
    /// The server was not reached, or the connection broke.
    #[error(transparent)]
    Connection(#[from] reqwest::Error),
    /// The address is none that can be called.
    #[error("{0} is not an address of a server")]
    Address(String),
}

impl Error {
    /// What the server said, when it refused.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Refused(problem) => Some(problem),
            _ => None,
        }
    }
}

/// A request that is carried out once, however often it is sent: sent again with the same key and body it is answered as
/// the first time. Of at most 255 visible ASCII characters, such as a UUID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once(pub String);

/// What came of a request that may have been sent before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done<T> {
    /// The answer.
    pub value: T,
    /// Whether it was carried out by an earlier request with the same key.
    pub is_replay: bool,
}

/// A client for one workspace.
#[derive(Clone)]
pub struct Client {
    #[expect(clippy::disallowed_types, reason = "the program of an integrator, not the server")]
    http: reqwest::Client,
    workspace: Url,
    key: Zeroizing<String>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("workspace", &self.workspace.as_str()).finish_non_exhaustive()
    }
}

impl Client {
    /// Makes a client of the server at `address`, such as `https://wa.example.com/`. Installs ring as the process's TLS
    /// provider when none is installed.
    ///
    /// # Errors
    /// When the address is none, or no TLS can be set up.
    #[expect(clippy::disallowed_types, reason = "the program of an integrator, not the server")]
    pub fn new(address: &str, workspace: WorkspaceId, key: impl Into<String>) -> Result<Self, Error> {
        // An error means that another provider is there.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let path = format!("api/v1/workspaces/{workspace}/");
        let address = Url::parse(address)
            .and_then(|url| url.join(&path))
            .map_err(|_| Error::Address(address.to_owned()))?;
        let http = reqwest::Client::builder()
            .timeout(TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        Ok(Self { http, workspace: address, key: Zeroizing::new(key.into()) })
    }

    /// The workspace itself.
    ///
    /// # Errors
    /// As every operation: when the server refuses or is not reached.
    pub async fn workspace(&self) -> Result<Workspace, Error> {
        self.get("", &()).await
    }

    /// A page of the numbers.
    ///
    /// # Errors
    /// As every operation.
    pub async fn numbers(&self, page: &PageQuery) -> Result<Page<Number>, Error> {
        self.get("numbers", page).await
    }

    /// The starters.
    ///
    /// # Errors
    /// As every operation.
    pub async fn starters(&self) -> Result<Vec<Starter>, Error> {
        self.get("starters", &()).await
    }

    /// A page of the bots, the newest first.
    ///
    /// # Errors
    /// As every operation.
    pub async fn bots(&self, page: &PageQuery) -> Result<Page<Bot>, Error> {
        self.get("bots", page).await
    }

    /// Every bot, page by page.
    ///
    /// # Errors
    /// As every operation.
    pub async fn all_bots(&self) -> Result<Vec<Bot>, Error> {
        let mut query = PageQuery { cursor: None, limit: Some(PageQuery::MAX_LIMIT) };
        let mut all = Vec::new();
        loop {
            let page = self.bots(&query).await?;
            all.extend(page.items);
            query.cursor = page.next_cursor;
            if query.cursor.is_none() {
                return Ok(all);
            }
        }
    }

    /// Creates a bot.
    ///
    /// # Errors
    /// As every operation.
    pub async fn create_bot(&self, new: &NewBot, once: &Once) -> Result<Done<Bot>, Error> {
        self.post("bots", new, once).await
    }

    /// A bot.
    ///
    /// # Errors
    /// As every operation.
    pub async fn bot(&self, bot: BotId) -> Result<Bot, Error> {
        self.get(&format!("bots/{bot}"), &()).await
    }

    /// Changes a bot.
    ///
    /// # Errors
    /// As every operation.
    pub async fn update_bot(&self, bot: BotId, patch: &BotPatch) -> Result<Bot, Error> {
        let request = self.request(Method::PATCH, self.url(&format!("bots/{bot}"))?).json(patch);
        Ok(answer(request).await?.value)
    }

    /// A bot's draft.
    ///
    /// # Errors
    /// As every operation.
    pub async fn draft(&self, bot: BotId) -> Result<Draft, Error> {
        self.get(&format!("bots/{bot}/draft"), &()).await
    }

    /// Publishes a bot's draft.
    ///
    /// # Errors
    /// As every operation.
    pub async fn publish_bot(
        &self,
        bot: BotId,
        publish: &Publish,
        once: &Once,
    ) -> Result<Done<BotVersion>, Error> {
        self.post(&format!("bots/{bot}/publish"), publish, once).await
    }

    /// A page of the conversations, those with the latest message first.
    ///
    /// # Errors
    /// As every operation.
    pub async fn conversations(&self, query: &ConversationQuery) -> Result<Page<Conversation>, Error> {
        self.get("conversations", query).await
    }

    /// Sends a message to a conversation.
    ///
    /// # Errors
    /// As every operation.
    pub async fn send_message(
        &self,
        conversation: ConversationId,
        message: &NewMessage,
        once: &Once,
    ) -> Result<Done<Message>, Error> {
        self.post(&format!("conversations/{conversation}/messages"), message, once).await
    }

    async fn get<T: DeserializeOwned>(&self, path: &str, query: &impl Serialize) -> Result<T, Error> {
        let mut url = self.url(path)?;
        let query = serde_json::to_value(query).unwrap_or_default();
        for (name, value) in query.as_object().into_iter().flatten() {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            url.query_pairs_mut().append_pair(name, &value);
        }
        Ok(answer(self.request(Method::GET, url)).await?.value)
    }

    async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
        once: &Once,
    ) -> Result<Done<T>, Error> {
        let request = self.request(Method::POST, self.url(path)?);
        answer(request.header("idempotency-key", &once.0).json(body)).await
    }

    /// The address of something in the workspace; of the workspace itself, which has no slash at its end, by "".
    fn url(&self, path: &str) -> Result<Url, Error> {
        let url = self.workspace.join(path).map_err(|_| Error::Address(path.to_owned()))?;
        let whole = if path.is_empty() { url.as_str().trim_end_matches('/') } else { return Ok(url) };
        Url::parse(whole).map_err(|_| Error::Address(whole.to_owned()))
    }

    fn request(&self, method: Method, url: Url) -> reqwest::RequestBuilder {
        self.http.request(method, url).bearer_auth(self.key.as_str())
    }
}

async fn answer<T: DeserializeOwned>(request: reqwest::RequestBuilder) -> Result<Done<T>, Error> {
    let answer = request.send().await?;
    let status = answer.status();
    let is_replay = answer.headers().contains_key("idempotency-replayed");
    let body = answer.bytes().await?;
    if status.is_success() {
        let value = serde_json::from_slice(&body).map_err(|_| Error::Unreadable(status))?;
        return Ok(Done { value, is_replay });
    }
    match serde_json::from_slice(&body) {
        Ok(problem) => Err(Error::Refused(Box::new(problem))),
        Err(_) => Err(Error::Unreadable(status)),
    }
}
