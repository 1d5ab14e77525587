//! One call: address, token, body, answer. Every operation of this client goes through here.

use std::time::Duration;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{Method, Request, Response, Url};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::outcome::{self, Answer};
use super::{ANSWER_BYTES, Client, LIST_BYTES, NotSent, SendError, Token, Unknown};
use crate::message::{LimitError, SendResponse};

/// A call that is being put together.
pub(super) struct Call {
    http: reqwest::Client,
    request: Result<Request, NotSent>,
    limit: usize,
}

impl Client {
    /// A call to an address below the version, such as `[phone_number_id, "media"]`, with a bearer token.
    fn call(&self, method: Method, token: &Token, path: &[&str]) -> Call {
        self.open_call(method, path).authorization("Bearer", token)
    }

    /// A call without a token in its header: the query says who calls.
    pub(super) fn open_call(&self, method: Method, path: &[&str]) -> Call {
        let request = self.url(path).map(|url| Request::new(method, url));
        Call { http: self.http.clone(), request, limit: ANSWER_BYTES }
    }

    /// A call to a whole address that Meta gave out, with a bearer token; the caller has checked whose address it is.
    pub(super) fn call_address(&self, token: &Token, url: Url) -> Call {
        let request = Ok(Request::new(Method::GET, url));
        Call { http: self.http.clone(), request, limit: ANSWER_BYTES }.authorization("Bearer", token)
    }

    pub(super) fn get(&self, token: &Token, path: &[&str]) -> Call {
        self.call(Method::GET, token, path)
    }

    pub(super) fn post(&self, token: &Token, path: &[&str]) -> Call {
        self.call(Method::POST, token, path)
    }

    pub(super) fn delete(&self, token: &Token, path: &[&str]) -> Call {
        self.call(Method::DELETE, token, path)
    }

    /// Ids become one segment each: what would change the path is refused.
    fn url(&self, path: &[&str]) -> Result<Url, NotSent> {
        if let Some(part) = path.iter().find(|part| matches!(part.trim(), "" | "." | "..")) {
            return Err(NotSent::Request { reason: format!("{part:?} is no id") });
        }
        let mut url = self.root.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.extend(path);
        }
        Ok(url)
    }
}

impl Call {
    fn with(mut self, change: impl FnOnce(&mut Request) -> Result<(), NotSent>) -> Self {
        self.request = self.request.and_then(|mut request| change(&mut request).map(|()| request));
        self
    }

    /// Adds to the query what has a value.
    pub(super) fn query<'a>(self, pairs: impl IntoIterator<Item = (&'a str, Option<String>)>) -> Self {
        let pairs: Vec<_> = pairs.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        self.with(|request| {
            if !pairs.is_empty() {
                request.url_mut().query_pairs_mut().extend_pairs(pairs);
            }
            Ok(())
        })
    }

    /// Takes a query that is put together already, such as the signature of an upload session.
    pub(super) fn raw_query(self, query: Option<&str>) -> Self {
        self.with(|request| {
            request.url_mut().set_query(query);
            Ok(())
        })
    }

    pub(super) fn json(self, body: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(body) {
            Ok(bytes) => self.body("application/json", bytes),
            Err(error) => self.with(|_| Err(NotSent::Request { reason: error.to_string() })),
        }
    }

    pub(super) fn body(self, content_type: &str, body: Vec<u8>) -> Self {
        let content_type = header(content_type);
        self.with(|request| {
            request.headers_mut().insert(CONTENT_TYPE, content_type?);
            *request.body_mut() = Some(body.into());
            Ok(())
        })
    }

    pub(super) fn header(self, name: &'static str, value: &str) -> Self {
        let value = header(value);
        self.with(|request| {
            request.headers_mut().insert(HeaderName::from_static(name), value?);
            Ok(())
        })
    }

    /// Says who calls, in place of what was said before; never shown.
    pub(super) fn authorization(self, kind: &str, token: &Token) -> Self {
        let value = header(&format!("{kind} {}", token.expose()));
        self.with(|request| {
            let mut value = value?;
            value.set_sensitive(true);
            request.headers_mut().insert(AUTHORIZATION, value);
            Ok(())
        })
    }

    pub(super) fn timeout(self, timeout: Duration) -> Self {
        self.with(|request| {
            *request.timeout_mut() = Some(timeout);
            Ok(())
        })
    }

    /// Lists may be longer than other answers.
    pub(super) fn long(self) -> Self {
        Self { limit: LIST_BYTES, ..self }
    }

    /// The answer, its body still to be read.
    pub(super) async fn response(self) -> Result<Response, SendError> {
        self.http.execute(self.request?).await.map_err(outcome::no_answer)
    }

    async fn read(self) -> Result<Answer, SendError> {
        let limit = self.limit;
        Ok(Answer::read(self.response().await?, limit).await)
    }

    /// The answer of a send.
    pub(super) async fn send(self) -> Result<SendResponse, SendError> {
        outcome::of_send(self.read().await)
    }

    /// The answer's JSON.
    pub(super) async fn answer<T: DeserializeOwned>(self) -> Result<T, SendError> {
        let (status, body) = outcome::of_call(self.read().await)?;
        serde_json::from_slice(&body).map_err(|_| Unknown::BadAnswer { status }.into())
    }

    /// `{"success":true}`, and nothing else.
    pub(super) async fn success(self) -> Result<(), SendError> {
        self.done(|done| done.success).await
    }

    /// `{"success":true}`, or the id of what was changed: Meta shows both.
    pub(super) async fn success_or_id(self) -> Result<(), SendError> {
        self.done(|done| done.success || done.id.is_some()).await
    }

    async fn done(self, is_done: impl FnOnce(&Done) -> bool) -> Result<(), SendError> {
        let (status, body) = outcome::of_call(self.read().await)?;
        match serde_json::from_slice(&body) {
            Ok(done) if is_done(&done) => Ok(()),
            _ => Err(Unknown::BadAnswer { status }.into()),
        }
    }
}

/// What Graph says of a change.
#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    success: bool,
    #[serde(default)]
    id: Option<String>,
}

/// A value outside Meta's limits is never sent.
impl From<LimitError> for SendError {
    fn from(error: LimitError) -> Self {
        NotSent::Request { reason: error.to_string() }.into()
    }
}

fn header(value: &str) -> Result<HeaderValue, NotSent> {
    HeaderValue::from_str(value).map_err(|_| NotSent::Request { reason: "not a header".to_owned() })
}

/// The one field `id` of many answers.
#[derive(Deserialize)]
pub(super) struct Id {
    pub(super) id: String,
}
