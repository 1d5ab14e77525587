//! What the business answers.

use serde_json::{Map, Value, json};

use super::TOKEN_INVALID_STATUS;

/// An answer to a request. Meta: Flows, Implementing your Flow endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    status: u16,
    body: Value,
}

impl Answer {
    fn ok(body: Value) -> Self {
        Self { status: 200, body }
    }

    /// The endpoint lives: the answer to a ping. Meta: Flows, Implementing your Flow endpoint, Health check request.
    pub fn active() -> Self {
        Self::ok(json!({ "data": { "status": "active" } }))
    }

    /// WhatsApp's error was noted. Meta: Flows, Implementing your Flow endpoint, Error notification request.
    pub fn acknowledged() -> Self {
        Self::ok(json!({ "data": { "acknowledged": true } }))
    }

    /// The next screen with its data. Meta: Flows, Implementing your Flow endpoint, Data exchange request.
    pub fn screen(screen: impl Into<String>, data: Map<String, Value>) -> Self {
        Self::ok(json!({ "screen": screen.into(), "data": data }))
    }

    /// The same screen again, with what is wrong. Meta: Flows, Implementing your Flow endpoint, Data exchange request.
    pub fn refused(
        screen: impl Into<String>,
        error_message: impl Into<String>,
        data: Map<String, Value>,
    ) -> Self {
        let mut data = data;
        data.insert("error_message".to_owned(), Value::String(error_message.into()));
        Self::screen(screen, data)
    }

    /// The form is done; `params` come back in the chat as its answer. Meta: Flows, Implementing your Flow endpoint,
    /// Final response payload.
    pub fn finished(flow_token: impl Into<String>, params: Map<String, Value>) -> Self {
        let mut params = params;
        params.insert("flow_token".to_owned(), Value::String(flow_token.into()));
        Self::ok(
            json!({ "screen": "SUCCESS", "data": { "extension_message_response": { "params": params } } }),
        )
    }

    /// The flow token is no longer valid; the form closes and shows the message. Meta: Flows, Implementing your Flow endpoint,
    /// Endpoint response codes.
    pub fn token_invalid(message: impl Into<String>) -> Self {
        Self { status: TOKEN_INVALID_STATUS, body: json!({ "error_msg": message.into() }) }
    }

    /// Any other answer, such as the amounts of a checkout button. Meta: Payments, Checkout button templates.
    pub fn other(body: Map<String, Value>) -> Self {
        Self::ok(Value::Object(body))
    }

    /// The HTTP status to send it with.
    pub fn http_status(&self) -> u16 {
        self.status
    }

    /// The answer as JSON, before it is encrypted.
    pub fn to_value(&self) -> Value {
        self.body.clone()
    }
}
