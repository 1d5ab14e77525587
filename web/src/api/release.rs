//! Which release the server has.

use js_sys::futures::JsFuture;
use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{RequestCache, RequestInit, Response};

use super::{ApiError, ApiResult};

/// Whether this page is of the release that the server has now: the start page names the folder of its files.
///
/// # Errors
/// When the server does not answer.
pub async fn is_newest_release() -> ApiResult<bool> {
    let init = RequestInit::new();
    init.set_cache(RequestCache::NoStore);
    let answer = JsFuture::from(window().fetch_with_str_and_init("/", &init)).await;
    let response: Response =
        answer.ok().and_then(|answer| answer.dyn_into().ok()).ok_or_else(ApiError::offline)?;
    if !response.ok() {
        return Err(ApiError::strange(response.status()));
    }
    let text = response.text().map_err(|_| ApiError::offline())?;
    let text = JsFuture::from(text).await.ok().and_then(|text| text.as_string());
    let script = document().query_selector("link[rel=modulepreload]").ok().flatten();
    match (text, script.and_then(|script| script.get_attribute("href"))) {
        (Some(text), Some(script)) => Ok(text.contains(&script)),
        _ => Err(ApiError::offline()),
    }
}
