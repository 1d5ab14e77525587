//! Graph's error answers. Meta: Error codes; Graph API, Handle errors.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use serde_json::json;

use crate::error::explain;
use crate::message::{ContentError, LimitError};
use crate::simulator::admin::ErrorFault;
use crate::simulator::ids::Ids;
use crate::simulator::now_ms;
use crate::simulator::store::StoreError;

/// An error as Graph answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    status: u16,
    code: i64,
    subcode: Option<i64>,
    kind: &'static str,
    message: String,
    details: Option<String>,
}

impl Refusal {
    fn new(status: u16, code: i64, message: impl Into<String>) -> Self {
        Self { status, code, subcode: None, kind: "OAuthException", message: message.into(), details: None }
    }

    fn with_details(mut self, details: impl Into<String>) -> Self {
        self.details = Some(details.into());
        self
    }

    pub(super) fn no_token() -> Self {
        Self::new(401, 190, "An access token is required to request this resource.")
    }

    pub(super) fn bad_token() -> Self {
        Self::new(401, 190, "Invalid OAuth access token - Cannot parse access token")
    }

    pub(super) fn unknown_object(id: &str) -> Self {
        let message = format!(
            "Unsupported post request. Object with ID '{id}' does not exist, cannot be loaded due to missing \
             permissions, or does not support this operation. Please read the Graph API documentation at \
             https://developers.facebook.com/docs/graph-api"
        );
        Self { subcode: Some(33), kind: "GraphMethodException", ..Self::new(400, 100, message) }
    }

    pub(super) fn unknown_path(path: &str) -> Self {
        Self::new(400, 2500, format!("Unknown path components: {path}"))
    }

    pub(super) fn unsupported_method(method: &str) -> Self {
        let message = format!("Unsupported {} request.", method.to_lowercase());
        Self { kind: "GraphMethodException", ..Self::new(400, 100, message) }
    }

    pub(super) fn required(field: &str) -> Self {
        Self::new(400, 100, format!("(#100) The parameter {field} is required."))
    }

    pub(super) fn invalid(field: &str, details: &str) -> Self {
        Self::new(400, 131009, "(#131009) Parameter value is not valid")
            .with_details(format!("{field}: {details}"))
    }

    pub(super) fn no_json() -> Self {
        Self::new(400, 100, "(#100) The request body is not a JSON object, too large or incomplete.")
    }

    pub(super) fn own_number() -> Self {
        Self::new(400, 131021, "(#131021) Recipient cannot be sender")
    }

    pub(super) fn fault(fault: &ErrorFault) -> Self {
        let meaning = explain(fault.code).map_or("Something went wrong.", |known| known.meaning);
        let message = format!("(#{}) {meaning}", fault.code);
        Self::new(fault.http_status, fault.code, message).with_details("A fault that was asked for.")
    }
}

impl From<ContentError> for Refusal {
    fn from(error: ContentError) -> Self {
        match error {
            ContentError::Missing { field } => {
                Self::new(400, 131008, "(#131008) Required parameter is missing")
                    .with_details(format!("Parameter '{field}' is required."))
            }
            ContentError::Invalid { field } => Self::invalid(&field, "has a wrong type or an unknown value."),
            ContentError::Limit(error) => error.into(),
            ContentError::Unsupported { kind } => {
                Self::new(400, 131051, "(#131051) Unsupported message type")
                    .with_details(format!("The simulator does not know messages of type {kind}."))
            }
        }
    }
}

impl From<LimitError> for Refusal {
    fn from(error: LimitError) -> Self {
        if error.field == "text.body" && error.actual > error.limit {
            let message =
                format!("(#100) Param text['body'] must be at most {} characters long.", error.limit);
            return Self::new(400, 100, message);
        }
        Self::new(400, 131009, "(#131009) Parameter value is not valid").with_details(error.to_string())
    }
}

impl From<StoreError> for Refusal {
    fn from(_: StoreError) -> Self {
        Self::new(500, 2, "(#2) Service temporarily unavailable")
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST)
    }

    fn error_response(&self) -> HttpResponse {
        let mut error = json!({ "message": self.message, "type": self.kind, "code": self.code,
            "fbtrace_id": Ids::trace(now_ms()) });
        if let Some(details) = &self.details {
            error["error_data"] = json!({ "messaging_product": "whatsapp", "details": details });
        }
        if let Some(subcode) = self.subcode {
            error["error_subcode"] = json!(subcode);
        }
        HttpResponse::build(self.status_code()).json(json!({ "error": error }))
    }
}
