//! What WhatsApp asks.

use serde_json::Value;

use crate::webhook::Scalar;

object! {
    /// A decrypted request. Meta: Flows, Implementing your Flow endpoint, Data exchange, Error notification, Health check
    /// requests; Payments, Checkout button templates.
    pub struct Request {
        /// What it is.
        action: Option<Action> = "action",
        /// What exactly, for requests of checkout buttons: `apply_coupon`, `apply_shipping`, …
        sub_action: Option<Scalar> = "sub_action",
        /// The version of the protocol, `3.0`.
        version: Option<Scalar> = "version",
        /// The screen the person is on; empty while the form opens.
        screen: Option<String> = "screen",
        /// What the screen sends.
        data: Option<Value> = "data",
        /// The token the business gave the form.
        flow_token: Option<Scalar> = "flow_token",
        /// The token signed with the app secret (JWT, HS256); data API 4.0 with Flow JSON 7.3.
        flow_token_signature: Option<Scalar> = "flow_token_signature",
    }
}

words! {
    /// `action`. Meta: Flows, Implementing your Flow endpoint.
    pub enum Action {
        /// Meta asks whether the endpoint lives; the answer is [`super::Answer::active`].
        Ping = "ping",
        /// The form opens.
        Init = "INIT",
        /// The person went back.
        Back = "BACK",
        /// A screen is sent.
        DataExchange = "data_exchange",
        /// A screen is sent, as error notifications name it.
        Navigate = "navigate",
    }
}

/// What WhatsApp could not do with an answer. Meta: Flows, Implementing your Flow endpoint, Error notification request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The kind of error.
    pub error: String,
    /// In words.
    pub message: Option<String>,
}

impl Request {
    /// Whether Meta asks if the endpoint lives.
    pub fn is_ping(&self) -> bool {
        self.action == Some(Action::Ping)
    }

    /// What WhatsApp could not do with the answer before; to be answered with [`super::Answer::acknowledged`].
    pub fn failure(&self) -> Option<Failure> {
        let text = |name: &str| self.data.as_ref()?.get(name)?.as_str().map(str::to_owned);
        Some(Failure { error: text("error")?, message: text("error_message") })
    }
}
