//! One HTTP call: JSON in, JSON or a problem out.

use gloo_net::http::{Method, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::{ErrorCode, Problem};

use super::{ApiError, ApiResult, renew};

/// Where the API begins.
pub(super) const BASE: &str = "/api/v1";
/// Tells the server that the call comes from our page (a form of another site cannot send it).
pub(super) const OUR_HEADER: (&str, &str) = ("X-MGS-Request", "1");

/// Reads a resource.
pub(super) async fn get<T: DeserializeOwned>(path: &str) -> ApiResult<T> {
    parse(send(Method::GET, path, None, true).await?).await
}

/// Sends a body and reads the answer.
pub(super) async fn write<T: DeserializeOwned>(
    method: Method,
    path: &str,
    body: &impl Serialize,
) -> ApiResult<T> {
    parse(send(method, path, Some(encode(body)?), true).await?).await
}

/// Sends a body; the answer has none.
pub(super) async fn command(method: Method, path: &str, body: &impl Serialize) -> ApiResult<()> {
    send(method, path, Some(encode(body)?), true).await.map(drop)
}

/// Sends a body of somebody who is not signed in: a 401 is the answer, not the end of a session.
pub(super) async fn public(method: Method, path: &str, body: &impl Serialize) -> ApiResult<()> {
    send(method, path, Some(encode(body)?), false).await.map(drop)
}

/// The same, reading the answer.
pub(super) async fn public_write<T: DeserializeOwned>(
    method: Method,
    path: &str,
    body: &impl Serialize,
) -> ApiResult<T> {
    parse(send(method, path, Some(encode(body)?), false).await?).await
}

/// Reads a resource that needs no session.
pub(super) async fn public_get<T: DeserializeOwned>(path: &str) -> ApiResult<T> {
    parse(send(Method::GET, path, None, false).await?).await
}

fn encode(body: &impl Serialize) -> ApiResult<String> {
    serde_json::to_string(body).map_err(|_| ApiError::unreadable())
}

async fn send(method: Method, path: &str, body: Option<String>, renews: bool) -> ApiResult<Response> {
    let began_ms = js_sys::Date::now();
    match once(method.clone(), path, body.as_deref()).await {
        Err(error) if renews && error.code() == Some(ErrorCode::Unauthenticated) => {
            renew::after_refusal(began_ms, error).await?;
            once(method, path, body.as_deref()).await
        }
        answer => answer,
    }
}

async fn once(method: Method, path: &str, body: Option<&str>) -> ApiResult<Response> {
    let request =
        RequestBuilder::new(&format!("{BASE}{path}")).method(method).header(OUR_HEADER.0, OUR_HEADER.1);
    let request = match body {
        Some(body) => request.header("Content-Type", "application/json").body(body),
        None => request.build(),
    };
    let response =
        request.map_err(|_| ApiError::unreadable())?.send().await.map_err(|_| ApiError::offline())?;
    if response.ok() { Ok(response) } else { Err(problem(response).await) }
}

async fn problem(response: Response) -> ApiError {
    let status = response.status();
    let retry_after_s = response.headers().get("Retry-After").and_then(|value| value.parse().ok());
    match response.json::<Problem>().await {
        Ok(problem) => ApiError::refused(problem, retry_after_s),
        Err(_) => ApiError::strange(status),
    }
}

async fn parse<T: DeserializeOwned>(response: Response) -> ApiResult<T> {
    response.json().await.map_err(|_| ApiError::unreadable())
}
