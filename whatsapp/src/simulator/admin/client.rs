//! A typed client of the admin API.

use std::time::Duration;

use reqwest::{Method, RequestBuilder, StatusCode, Url};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    Conversation, ConversationMessage, Faults, Handshake, NewApp, NewNumber, NewPhone, Number, Phone,
    PhoneMessage, ReadUp, Stats, Thread, Written,
};
use crate::client::{ClientError, Token};

/// Room for the call itself beside the time it waits for news.
const WAIT_MARGIN: Duration = Duration::from_secs(5);
/// The simulator never waits longer for news.
const LONGEST_WAIT: Duration = Duration::from_secs(25);

/// Longest id of a message, in bytes.
const ID_MAX_BYTES: usize = 200;

/// A client of a simulator's admin API; cheap to clone.
#[derive(Debug, Clone)]
pub struct AdminClient {
    http: reqwest::Client,
    root: Url,
    token: Token,
}

/// Why an admin call failed.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// The simulator could not be reached, or its answer could not be read.
    #[error("the simulator cannot be reached")]
    Unreachable(#[from] reqwest::Error),
    /// The app, number or phone is not there.
    #[error("{0}")]
    NotFound(String),
    /// The simulator refused.
    #[error("the simulator refused with http {status}: {reason}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Its words.
        reason: String,
    },
}

impl AdminClient {
    /// Makes a client of the simulator at this address (scheme, host, port).
    ///
    /// # Errors
    /// When the address is no URL or the HTTP client cannot be set up.
    pub fn new(base_url: &str, token: Token) -> Result<Self, ClientError> {
        let address = |_| ClientError::Address(base_url.to_owned());
        let root = Url::parse(base_url).and_then(|url| url.join("/_simulator/")).map_err(address)?;
        let http = crate::client::http(false).build().map_err(ClientError::Http)?;
        Ok(Self { http, root, token })
    }

    /// Whether it serves.
    pub async fn is_healthy(&self) -> bool {
        let answer = self.request(Method::GET, &["health"]).send().await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }

    /// Makes or changes an app; what waits for its webhook URL is posted at once.
    ///
    /// # Errors
    /// When the secret is too short or the URL is not `http`.
    pub async fn put_app(&self, app_id: &str, app: &NewApp) -> Result<(), AdminError> {
        done(self.request(Method::PUT, &["apps", app_id]).json(app)).await
    }

    /// Forgets an app and its numbers with all their messages.
    ///
    /// # Errors
    /// When there is no such app.
    pub async fn delete_app(&self, app_id: &str) -> Result<(), AdminError> {
        done(self.request(Method::DELETE, &["apps", app_id])).await
    }

    /// Asks an app's webhook for its challenge.
    ///
    /// # Errors
    /// When there is no such app.
    pub async fn handshake(&self, app_id: &str) -> Result<Handshake, AdminError> {
        call(self.request(Method::POST, &["apps", app_id, "handshake"])).await
    }

    /// Makes a business number, or changes the one with the given id.
    ///
    /// # Errors
    /// When there is no such app.
    pub async fn put_number(&self, number: &NewNumber) -> Result<Number, AdminError> {
        call(self.request(Method::POST, &["numbers"]).json(number)).await
    }

    /// Forgets a number with all its messages.
    ///
    /// # Errors
    /// When there is no such number.
    pub async fn delete_number(&self, phone_number_id: &str) -> Result<(), AdminError> {
        done(self.request(Method::DELETE, &["numbers", phone_number_id])).await
    }

    /// Makes a phone, or changes the one with the given `wa_id` or `user_id`.
    ///
    /// # Errors
    /// When the `wa_id` is not made of digits or belongs to another phone.
    pub async fn put_phone(&self, phone: &NewPhone) -> Result<Phone, AdminError> {
        call(self.request(Method::POST, &["phones"]).json(phone)).await
    }

    /// A phone by its `user_id` or `wa_id`.
    ///
    /// # Errors
    /// When there is no such phone.
    pub async fn phone(&self, phone: &str) -> Result<Phone, AdminError> {
        call(self.request(Method::GET, &["phones", phone])).await
    }

    /// Forgets a phone with all its messages.
    ///
    /// # Errors
    /// When there is no such phone.
    pub async fn delete_phone(&self, phone: &str) -> Result<(), AdminError> {
        done(self.request(Method::DELETE, &["phones", phone])).await
    }

    /// The phone writes to a number.
    ///
    /// # Errors
    /// When there is no such number or phone.
    pub async fn write(
        &self,
        phone_number_id: &str,
        phone: &str,
        message: &PhoneMessage,
    ) -> Result<Written, AdminError> {
        call(self.conversation_request(Method::POST, phone_number_id, phone, "messages").json(message)).await
    }

    /// What came or changed in a conversation after a cursor (0 for all); waits up to `wait` for news (at most 25 s).
    ///
    /// # Errors
    /// When there is no such number or phone.
    pub async fn conversation(
        &self,
        phone_number_id: &str,
        phone: &str,
        since: i64,
        wait: Duration,
    ) -> Result<Conversation, AdminError> {
        let mut url = self.url(&["numbers", phone_number_id, "phones", phone, "messages"]);
        let query =
            [("since", since.to_string()), ("wait_ms", wait.min(LONGEST_WAIT).as_millis().to_string())];
        url.query_pairs_mut().extend_pairs(query);
        let request = self.http.get(url).bearer_auth(self.token.expose());
        call(request.timeout(wait.min(LONGEST_WAIT) + WAIT_MARGIN)).await
    }

    /// The newest `n` messages of a conversation (at most 500), or of those before a message, oldest first.
    ///
    /// # Errors
    /// When there is no such number or phone.
    pub async fn thread(
        &self,
        phone_number_id: &str,
        phone: &str,
        before: Option<&str>,
        n: u16,
    ) -> Result<Thread, AdminError> {
        let mut url = self.url(&["numbers", phone_number_id, "phones", phone, "thread"]);
        url.query_pairs_mut()
            .append_pair("n", &n.to_string())
            .extend_pairs(before.map(|before| ("before", before)));
        call(self.http.get(url).bearer_auth(self.token.expose())).await
    }

    /// A message of a conversation; `None` when there is no such one.
    ///
    /// # Errors
    /// When there is no such number or phone.
    pub async fn message(
        &self,
        phone_number_id: &str,
        phone: &str,
        wamid: &str,
    ) -> Result<Option<ConversationMessage>, AdminError> {
        if !could_be_id(wamid) {
            return Ok(None);
        }
        let path = ["numbers", phone_number_id, "phones", phone, "messages", wamid];
        call(self.request(Method::GET, &path)).await
    }

    /// The phone reads all that came from a number.
    ///
    /// # Errors
    /// When there is no such number or phone.
    pub async fn read_up(&self, phone_number_id: &str, phone: &str) -> Result<ReadUp, AdminError> {
        call(self.conversation_request(Method::POST, phone_number_id, phone, "read")).await
    }

    /// Lets 24 hours pass since the phone's last message.
    ///
    /// # Errors
    /// When there is no such number or phone.
    pub async fn close_window(&self, phone_number_id: &str, phone: &str) -> Result<(), AdminError> {
        done(self.conversation_request(Method::POST, phone_number_id, phone, "close_window")).await
    }

    /// What was accepted and what waits.
    ///
    /// # Errors
    /// When the simulator cannot answer.
    pub async fn stats(&self) -> Result<Stats, AdminError> {
        call(self.request(Method::GET, &["stats"])).await
    }

    /// Sets the faults of a number, or of all.
    ///
    /// # Errors
    /// When the simulator cannot answer.
    pub async fn put_faults(&self, faults: &Faults) -> Result<(), AdminError> {
        done(self.request(Method::PUT, &["faults"]).json(faults)).await
    }

    /// Clears all faults.
    ///
    /// # Errors
    /// When the simulator cannot answer.
    pub async fn clear_faults(&self) -> Result<(), AdminError> {
        done(self.request(Method::DELETE, &["faults"])).await
    }

    fn conversation_request(
        &self,
        method: Method,
        phone_number_id: &str,
        phone: &str,
        what: &str,
    ) -> RequestBuilder {
        self.request(method, &["numbers", phone_number_id, "phones", phone, what])
    }

    fn request(&self, method: Method, path: &[&str]) -> RequestBuilder {
        self.http.request(method, self.url(path)).bearer_auth(self.token.expose())
    }

    fn url(&self, path: &[&str]) -> Url {
        let mut url = self.root.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url
    }
}

/// Whether a text can stand in a path as an id: without what would lead elsewhere there, or not arrive.
fn could_be_id(text: &str) -> bool {
    let is_in_form =
        (1..=ID_MAX_BYTES).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    is_in_form && !matches!(text, "." | "..")
}

async fn call<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, AdminError> {
    Ok(accepted(request).await?.json().await?)
}

async fn done(request: RequestBuilder) -> Result<(), AdminError> {
    accepted(request).await.map(|_| ())
}

async fn accepted(request: RequestBuilder) -> Result<reqwest::Response, AdminError> {
    let answer = request.send().await?;
    let status = answer.status();
    if status.is_success() {
        return Ok(answer);
    }
    let body: Value = answer.json().await.unwrap_or_default();
    let reason = body.get("error").and_then(Value::as_str).unwrap_or("no reason").to_owned();
    Err(match status {
        StatusCode::NOT_FOUND => AdminError::NotFound(reason),
        status => AdminError::Refused { status: status.as_u16(), reason },
    })
}
