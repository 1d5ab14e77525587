//! One HTTP call: JSON in, JSON or a problem out.
//!
//! The call itself knows no types: they would make it anew for each answer, and it is a good part of the download.

use std::pin::Pin;

use js_sys::futures::JsFuture;
use leptos::prelude::window;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::{ErrorCode, Problem};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Headers, RequestInit, Response};

use super::{ApiError, ApiResult, proof, renew};

/// Where the API begins.
pub(super) const BASE: &str = "/api/v1";
/// Tells the server that the call comes from our page (a form of another site cannot send it).
const OUR_HEADER: (&str, &str) = ("X-MGS-Request", "1");

/// What is done with a resource.
#[derive(Debug, Clone, Copy)]
pub(super) struct Method(&'static str);

impl Method {
    /// Reads it.
    pub(super) const GET: Self = Self("GET");
    /// Does or makes something.
    pub(super) const POST: Self = Self("POST");
    /// Changes it.
    pub(super) const PATCH: Self = Self("PATCH");
    /// Takes it away.
    pub(super) const DELETE: Self = Self("DELETE");
}

/// A call under way; it answers the body.
type Call = Pin<Box<dyn Future<Output = ApiResult<String>>>>;

/// Reads a resource.
pub(super) async fn get<T: DeserializeOwned>(path: &str) -> ApiResult<T> {
    decode(&send(Method::GET, path.to_owned(), None, true).await?)
}

/// Sends a body and reads the answer.
pub(super) async fn write<T: DeserializeOwned>(
    method: Method,
    path: &str,
    body: &impl Serialize,
) -> ApiResult<T> {
    decode(&send(method, path.to_owned(), Some(encode(body)?), true).await?)
}

/// Sends a body; the answer has none.
pub(super) async fn command(method: Method, path: &str, body: &impl Serialize) -> ApiResult<()> {
    send(method, path.to_owned(), Some(encode(body)?), true).await.map(drop)
}

/// Sends a body of somebody who is not signed in: a 401 is the answer, not the end of a session.
pub(super) async fn public(method: Method, path: &str, body: &impl Serialize) -> ApiResult<()> {
    send(method, path.to_owned(), Some(encode(body)?), false).await.map(drop)
}

/// The same, reading the answer.
pub(super) async fn public_write<T: DeserializeOwned>(
    method: Method,
    path: &str,
    body: &impl Serialize,
) -> ApiResult<T> {
    decode(&send(method, path.to_owned(), Some(encode(body)?), false).await?)
}

/// Reads a resource that needs no session.
pub(super) async fn public_get<T: DeserializeOwned>(path: &str) -> ApiResult<T> {
    decode(&send(Method::GET, path.to_owned(), None, false).await?)
}

fn encode(body: &impl Serialize) -> ApiResult<String> {
    serde_json::to_string(body).map_err(|_| ApiError::unreadable())
}

fn decode<T: DeserializeOwned>(body: &str) -> ApiResult<T> {
    serde_json::from_str(body).map_err(|_| ApiError::unreadable())
}

/// Makes a call; with `is_somebodys` it is one of a person who is signed in, and what the server first wants of them is asked
/// for over the page, before the call is made again.
fn send(method: Method, path: String, body: Option<String>, is_somebodys: bool) -> Call {
    Box::pin(async move {
        if !is_somebodys {
            return once(method, &path, body.as_deref()).await;
        }
        match renewed(method, &path, body.as_deref()).await {
            Err(refusal) if refusal.code() == Some(ErrorCode::ReauthenticationRequired) => {
                if !proof::is_proved().await {
                    return Err(refusal);
                }
                renewed(method, &path, body.as_deref()).await
            }
            answer => answer,
        }
    })
}

/// Makes a call, and once more after the session was renewed or somebody has signed in again.
async fn renewed(method: Method, path: &str, body: Option<&str>) -> ApiResult<String> {
    let began_ms = js_sys::Date::now();
    match once(method, path, body).await {
        Err(error) if error.code() == Some(ErrorCode::Unauthenticated) => {
            renew::after_refusal(began_ms, error).await?;
            once(method, path, body).await
        }
        answer => answer,
    }
}

async fn once(method: Method, path: &str, body: Option<&str>) -> ApiResult<String> {
    let init = request(method, body).map_err(|_| ApiError::unreadable())?;
    let answer = JsFuture::from(window().fetch_with_str_and_init(&format!("{BASE}{path}"), &init)).await;
    let response: Response =
        answer.ok().and_then(|answer| answer.dyn_into().ok()).ok_or_else(ApiError::offline)?;
    let text = match response.text() {
        Ok(text) => JsFuture::from(text).await.ok().and_then(|text| text.as_string()),
        Err(_) => None,
    };
    match text {
        Some(text) if response.ok() => Ok(text),
        Some(text) => Err(problem(&response, &text)),
        // The connection broke in the middle of the answer.
        None => Err(ApiError::offline()),
    }
}

fn request(method: Method, body: Option<&str>) -> Result<RequestInit, JsValue> {
    let headers = Headers::new()?;
    headers.append(OUR_HEADER.0, OUR_HEADER.1)?;
    let init = RequestInit::new();
    init.set_method(method.0);
    if let Some(body) = body {
        headers.append("Content-Type", "application/json")?;
        init.set_body(&JsValue::from_str(body));
    }
    init.set_headers(&headers);
    Ok(init)
}

fn problem(response: &Response, text: &str) -> ApiError {
    let retry_after = response.headers().get("Retry-After").ok().flatten();
    let retry_after_s = retry_after.and_then(|value| value.parse().ok());
    match serde_json::from_str::<Problem>(text) {
        Ok(problem) => ApiError::refused(problem, retry_after_s),
        Err(_) => ApiError::strange(response.status()),
    }
}
