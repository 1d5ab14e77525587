//! Bodies and queries, read strictly: what cannot be read is a clear problem, never a 5xx.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, Responder, ResponseError};
use futures_util::StreamExt;
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use shared::{ErrorCode, FieldError};

pub use actix_web::web::Path;

use crate::error::ApiError;
use crate::platform::etag;
use crate::platform::http::JSON_BYTES;
use crate::platform::once;

/// A JSON body, in or out: `application/json`, at most 1 MiB, no NUL in any text.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = is_json(request);
        let payload = payload.take();
        let (gate, request) = (Gate::of(request), request.clone());
        Box::pin(async move {
            gate.opened().await;
            if !is_json {
                let detail = "send the body as application/json";
                return Err(ApiError::new(ErrorCode::UnsupportedMediaType, detail));
            }
            let body = read_body(payload, JSON_BYTES).await?;
            once::note_body(&request, &body);
            parse(&body).map(Self)
        })
    }
}

impl<T: Serialize> Responder for Json<T> {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let Ok(json) = serde_json::to_vec(&self.0) else {
            return ApiError::internal("an answer could not be written").error_response();
        };
        let mut answer = HttpResponse::Ok();
        answer.content_type("application/json; charset=utf-8");
        etag::write(request, &mut answer, &json).unwrap_or_else(|| answer.body(json))
    }
}

/// A JSON answer of status 201.
#[derive(Debug)]
pub struct Created<T>(pub T);

impl<T: Serialize> Responder for Created<T> {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let mut response = Json(self.0).respond_to(request);
        if response.status().is_success() {
            *response.status_mut() = actix_web::http::StatusCode::CREATED;
        }
        response
    }
}

/// A JSON answer of status 202.
#[derive(Debug)]
pub struct AcceptedJson<T>(pub T);

impl<T: Serialize> Responder for AcceptedJson<T> {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let mut response = Json(self.0).respond_to(request);
        if response.status().is_success() {
            *response.status_mut() = actix_web::http::StatusCode::ACCEPTED;
        }
        response
    }
}

/// An answer of status 204.
#[derive(Debug)]
pub struct NoContent;

impl Responder for NoContent {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::NoContent().finish()
    }
}

/// An answer of status 202: taken, the rest happens later.
#[derive(Debug)]
pub struct Accepted;

impl Responder for Accepted {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Accepted().finish()
    }
}

/// The query, every key known and given once.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Query<T> {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let (request, gate) = (request.clone(), Gate::of(request));
        Box::pin(async move {
            gate.opened().await;
            let query = request.query_string();
            if query.contains("%00") {
                return Err(ApiError::new(ErrorCode::BadRequest, "the query holds a NUL character"));
            }
            actix_web::web::Query::<T>::from_query(query)
                .map(|query| Self(query.into_inner()))
                .map_err(|error| ApiError::new(ErrorCode::BadRequest, format!("query: {error}")))
        })
    }
}

/// Keeps body and query unread until whoever asks may ask: an answer about what they sent would say that the thing is there.
///
/// The extractors of one handler run side by side, the first argument first; `Cx`, `Me` and `Anyone` stand first and hold
/// the other end.
struct Gate(Option<tokio::sync::oneshot::Receiver<()>>);

/// Opens the gate of a request; dropped, it stays shut, and the error of who dropped it is the answer.
pub struct GateKey(tokio::sync::oneshot::Sender<()>);

/// Shuts the gate of a request.
#[must_use]
pub fn shut(request: &HttpRequest) -> GateKey {
    let (key, gate) = tokio::sync::oneshot::channel();
    request.extensions_mut().insert(Gate(Some(gate)));
    GateKey(key)
}

impl GateKey {
    /// Lets body and query be read.
    pub fn open(self) {
        // Nobody may be waiting: a handler need not have a body.
        let _ = self.0.send(());
    }
}

impl Gate {
    fn of(request: &HttpRequest) -> Self {
        let mut extensions = request.extensions_mut();
        match extensions.get_mut::<Self>().and_then(|gate| gate.0.take()) {
            Some(shut) => Self(Some(shut)),
            None => Self(None),
        }
    }

    async fn opened(self) {
        if let Some(shut) = self.0
            && shut.await.is_err()
        {
            std::future::pending::<()>().await;
        }
    }
}

/// Reads a body of at most `limit` bytes.
///
/// # Errors
/// When it is larger, breaks off, or takes too long.
pub async fn read_body(mut payload: Payload, limit: usize) -> Result<Vec<u8>, ApiError> {
    let mut body = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| payload_error(&error))?;
        if body.len() + chunk.len() > limit {
            let detail = format!("the body is larger than {limit} bytes");
            return Err(ApiError::new(ErrorCode::TooLarge, detail));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn payload_error(error: &PayloadError) -> ApiError {
    match error {
        PayloadError::Io(io) if io.kind() == std::io::ErrorKind::TimedOut => {
            ApiError::new(ErrorCode::RequestTimeout, "the body came too slowly")
        }
        PayloadError::Overflow => ApiError::new(ErrorCode::TooLarge, "the body is too large"),
        _ => ApiError::new(ErrorCode::BadRequest, "the body broke off or is encoded wrongly"),
    }
}

fn is_json(request: &HttpRequest) -> bool {
    let mut types = request.headers().get_all(CONTENT_TYPE);
    let Some(value) = types.next().and_then(|value| value.to_str().ok()) else { return false };
    let essence = value.split(';').next().unwrap_or_default().trim();
    types.next().is_none() && essence.eq_ignore_ascii_case("application/json")
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    use serde_json::error::Category;
    let wrong = |detail: String| {
        ApiError::invalid(vec![FieldError { pointer: String::new(), code: "wrong".into(), detail }])
    };
    if body.windows(6).any(|w| w == br"\u0000") {
        let value: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
        if has_nul(&value) {
            return Err(wrong("a text holds a NUL character".into()));
        }
    }
    // A derived struct would also take an array with its fields in order.
    if body.trim_ascii_start().starts_with(b"[") && serde_json::from_slice::<IgnoredAny>(body).is_ok() {
        return Err(wrong("the body is an array, not an object".into()));
    }
    serde_json::from_slice(body).map_err(|error| match error.classify() {
        Category::Data => wrong(error.to_string()),
        _ if error.to_string().contains("hex escape") => wrong(error.to_string()),
        // A null where an enum is wanted counts as broken JSON, which it is not.
        _ if serde_json::from_slice::<IgnoredAny>(body).is_ok() => wrong(error.to_string()),
        _ => ApiError::new(ErrorCode::BadRequest, format!("the body is no JSON: {error}")),
    })
}

fn has_nul(value: &serde_json::Value) -> bool {
    use serde_json::Value;
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(map) => map.iter().any(|(key, value)| key.contains('\0') || has_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        #[expect(dead_code, reason = "only read")]
        name: String,
        #[expect(dead_code, reason = "only read")]
        role: Option<Role>,
    }

    #[derive(Debug, Deserialize)]
    struct Role {
        #[expect(dead_code, reason = "only read")]
        role: shared::Role,
    }

    #[test]
    fn a_body_is_read_strictly() {
        let code = |body: &str| parse::<Body>(body.as_bytes()).err().map(|error| error.code());
        assert_eq!(code(r#"{"name": "x"}"#), None);
        assert_eq!(code(r#"{"name": "a \\u0000 b"}"#), None);
        let cases = [
            ("", ErrorCode::BadRequest),
            ("{", ErrorCode::BadRequest),
            (r#"{"name": 1}"#, ErrorCode::Invalid),
            ("{}", ErrorCode::Invalid),
            (r#" ["x"]"#, ErrorCode::Invalid),
            ("[", ErrorCode::BadRequest),
            (r#"{"name": "x", "role": "owner"}"#, ErrorCode::Invalid),
            (r#"{"name": "x", "name": "y"}"#, ErrorCode::Invalid),
            (r#"{"name": "a\u0000b"}"#, ErrorCode::Invalid),
            (r#"{"name": "x", "role": {"role": null}}"#, ErrorCode::Invalid),
            (r#"{"name": "x", "role": {"role": "boss"}}"#, ErrorCode::Invalid),
            (r#"{"name": "x", "role": {"role": nul}}"#, ErrorCode::BadRequest),
            (r#"{"name": "\ud800"}"#, ErrorCode::Invalid),
        ];
        for (body, wanted) in cases {
            assert_eq!(code(body), Some(wanted), "{body}");
        }
    }
}
