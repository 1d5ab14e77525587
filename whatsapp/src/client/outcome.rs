//! Whether a call took effect: the one question a sender must answer before it tries again.

use std::time::Duration;

use reqwest::header::RETRY_AFTER;
use reqwest::{Response, StatusCode};

use crate::error::{Class, GraphError};
use crate::message::SendResponse;

/// Why a call did not end with the answer it wants: a message accepted, a change made, a thing shown. Meta: Error codes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Certainly not sent.
    #[error("not sent: {0}")]
    NotSent(#[from] NotSent),
    /// Perhaps sent: sending again may double it. Status webhooks tell.
    #[error("perhaps sent: {0}")]
    Unknown(#[from] Unknown),
}

/// How it is certain that nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSent {
    /// No connection: refused, no such host, TLS failed, too slow.
    #[error("graph cannot be reached: {reason}")]
    Unreachable {
        /// The cause, for developers.
        reason: String,
    },
    /// Graph answered with an error.
    #[error("{error} (http {status})")]
    Graph {
        /// The HTTP status.
        status: u16,
        /// What Graph said.
        error: Box<GraphError>,
        /// `Retry-After`, where it was given in seconds.
        retry_after: Option<Duration>,
    },
    /// Something answered with a status that is no acceptance, and without Graph's words.
    #[error("refused with http {status}")]
    Refused {
        /// The HTTP status, 300 to 499.
        status: u16,
        /// `Retry-After`, where it was given in seconds.
        retry_after: Option<Duration>,
    },
    /// The request could not be built.
    #[error("the request cannot be built: {reason}")]
    Request {
        /// The cause, for developers.
        reason: String,
    },
}

/// Why nobody knows whether it was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    /// No answer in time.
    #[error("no answer in time")]
    Timeout,
    /// The connection broke after the request may have been written.
    #[error("the connection broke: {reason}")]
    Broken {
        /// The cause, for developers.
        reason: String,
    },
    /// An answer that neither accepts nor refuses: a success without a message id, a 5xx without Graph's words.
    #[error("an answer without a meaning, http {status}")]
    BadAnswer {
        /// The HTTP status.
        status: u16,
    },
}

impl SendError {
    /// What Graph said, where it said something.
    pub fn graph(&self) -> Option<&GraphError> {
        match self {
            Self::NotSent(NotSent::Graph { error, .. }) => Some(error),
            _ => None,
        }
    }

    /// The HTTP status, where there was an answer.
    pub fn http_status(&self) -> Option<u16> {
        match self {
            Self::NotSent(NotSent::Graph { status, .. } | NotSent::Refused { status, .. })
            | Self::Unknown(Unknown::BadAnswer { status }) => Some(*status),
            _ => None,
        }
    }
}

impl NotSent {
    /// What a sender does about it.
    pub fn class(&self) -> Class {
        match self {
            Self::Unreachable { .. } => Class::Retry,
            Self::Graph { status: 429, .. } | Self::Refused { status: 429, .. } => Class::Throttle,
            Self::Graph { error, .. } => error.class(),
            Self::Refused { .. } | Self::Request { .. } => Class::Permanent,
        }
    }

    /// Whether sending the same again can succeed without anybody changing anything.
    pub fn is_retryable(&self) -> bool {
        self.class().is_retryable()
    }

    /// How long the other side asked to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Graph { retry_after, .. } | Self::Refused { retry_after, .. } => *retry_after,
            Self::Unreachable { .. } | Self::Request { .. } => None,
        }
    }
}

/// An answer as it came.
pub(super) struct Answer {
    status: StatusCode,
    retry_after: Option<Duration>,
    /// `None` when it broke off or is larger than the call allows.
    body: Option<Vec<u8>>,
}

impl Answer {
    pub(super) fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// Reads at most `limit` bytes.
    pub(super) async fn read(mut response: Response, limit: usize) -> Self {
        let retry_after =
            response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        let mut body = Some(Vec::new());
        while let Some(bytes) = &mut body {
            match response.chunk().await {
                Ok(Some(chunk)) if bytes.len() + chunk.len() <= limit => bytes.extend_from_slice(&chunk),
                Ok(None) => break,
                Ok(Some(_)) | Err(_) => body = None,
            }
        }
        Self { status: response.status(), retry_after: retry_after.map(Duration::from_secs), body }
    }
}

/// Addresses stay out of the words: a query may hold a token.
pub(super) fn no_answer(error: reqwest::Error) -> SendError {
    let error = error.without_url();
    let reason = cause(&error);
    if error.is_builder() {
        NotSent::Request { reason }.into()
    } else if error.is_connect() || error.is_dns() {
        NotSent::Unreachable { reason }.into()
    } else if error.is_timeout() {
        Unknown::Timeout.into()
    } else {
        Unknown::Broken { reason }.into()
    }
}

/// The innermost cause: the outer ones repeat the address.
fn cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}

/// A call succeeded with any 2xx.
pub(super) fn of_call(answer: Result<Answer, SendError>) -> Result<(u16, Vec<u8>), SendError> {
    let Answer { status, retry_after, body } = answer?;
    let (is_success, is_refusal, status) = (status.is_success(), status.as_u16() < 500, status.as_u16());
    if is_success {
        return body.map(|body| (status, body)).ok_or(Unknown::BadAnswer { status }.into());
    }
    match body.as_deref().and_then(GraphError::parse) {
        Some(error) => Err(NotSent::Graph { status, error: Box::new(error), retry_after }.into()),
        None if is_refusal => Err(NotSent::Refused { status, retry_after }.into()),
        None => Err(Unknown::BadAnswer { status }.into()),
    }
}

/// A send succeeded only with the id of the accepted message.
pub(super) fn of_send(answer: Result<Answer, SendError>) -> Result<SendResponse, SendError> {
    let (status, body) = of_call(answer)?;
    let response: SendResponse = serde_json::from_slice(&body).map_err(|_| Unknown::BadAnswer { status })?;
    match response.wamid() {
        Some(_) => Ok(response),
        None => Err(Unknown::BadAnswer { status }.into()),
    }
}
