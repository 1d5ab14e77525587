//! Renews the session: one refresh in flight for all calls of a tab, and for all tabs by a Web Lock.
//!
//! The cookies are the server's and out of reach; what is kept here is only when the last renewal was, so that a call refused
//! before it is repeated without another one.

use std::cell::{Cell, RefCell};

use js_sys::futures::{JsFuture, future_to_promise};
use js_sys::{Array, Function, Promise, Reflect};
use leptos::prelude::window;
use shared::ErrorCode;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::client::{Method, public};
use super::{ApiError, ApiResult};

/// Key of the moment of the last renewal, in milliseconds since 1970, shared by all tabs.
const RENEWED_KEY: &str = "mgs.renewed";
/// Name of the lock that one tab holds while it renews.
const LOCK: &str = "mgs.renew";

thread_local! {
    static IN_FLIGHT: RefCell<Option<Promise>> = const { RefCell::new(None) };
    static ON_END: RefCell<Option<Box<dyn Fn() -> bool>>> = const { RefCell::new(None) };
    static BACK: RefCell<Option<(Promise, Function)>> = const { RefCell::new(None) };
    static FAILURE: RefCell<Option<ApiError>> = const { RefCell::new(None) };
    static IS_HERE_MS: Cell<f64> = const { Cell::new(0.0) };
}

/// Sets what happens when the session has ended: it answers whether somebody is being asked to sign in again over the page,
/// in which case calls wait for `session_is_back`.
pub fn on_session_end(ask: impl Fn() -> bool + 'static) {
    ON_END.set(Some(Box::new(ask)));
}

/// Somebody has signed in: waiting calls go on.
pub fn session_is_back() {
    mark_renewed();
    if let Some((_, resolve)) = BACK.take() {
        let _ = resolve.call0(&JsValue::UNDEFINED);
    }
}

/// Renews the session now, or waits for the renewal that is under way.
///
/// # Errors
/// When the session has ended, or the server cannot be reached.
pub async fn renew_session() -> ApiResult<()> {
    let began_ms = js_sys::Date::now();
    let flight = IN_FLIGHT.with_borrow_mut(|flight| flight.get_or_insert_with(|| locked(began_ms)).clone());
    let outcome = JsFuture::from(flight).await;
    IN_FLIGHT.set(None);
    match outcome {
        Ok(_) => Ok(()),
        Err(_) => Err(FAILURE.with_borrow(Clone::clone).unwrap_or_else(ApiError::offline)),
    }
}

/// Makes a call that began at `began_ms` and was refused worth repeating.
pub(super) async fn after_refusal(began_ms: f64, refusal: ApiError) -> ApiResult<()> {
    if last_renewed_ms() > began_ms {
        return Ok(());
    }
    match renew_session().await {
        Err(error) if error.code() == Some(ErrorCode::Unauthenticated) => {
            let is_asking = ON_END.with_borrow(|ask| ask.as_ref().is_some_and(|ask| ask()));
            if !is_asking {
                return Err(refusal);
            }
            let _ = JsFuture::from(back()).await;
            Ok(())
        }
        outcome => outcome,
    }
}

/// Resolves when somebody has signed in again.
fn back() -> Promise {
    BACK.with_borrow_mut(|back| {
        if let Some((promise, _)) = back {
            return promise.clone();
        }
        let mut resolve = None;
        let promise = Promise::new(&mut |done, _| resolve = Some(done));
        *back = resolve.map(|resolve| (promise.clone(), resolve));
        promise
    })
}

/// Refreshes while holding the lock of all tabs; without Web Locks, at once.
fn locked(began_ms: f64) -> Promise {
    let refresh = Closure::once_into_js(move || future_to_promise(refresh(began_ms)));
    let locks = Reflect::get(&window().navigator(), &JsValue::from_str("locks")).unwrap_or_default();
    let request =
        Reflect::get(&locks, &JsValue::from_str("request")).ok().and_then(|f| f.dyn_into::<Function>().ok());
    let refresh: Function = refresh.unchecked_into();
    let promise = match request {
        Some(request) => request.apply(&locks, &Array::of2(&JsValue::from_str(LOCK), &refresh)),
        None => refresh.call0(&JsValue::UNDEFINED),
    };
    promise.ok().and_then(|p| p.dyn_into().ok()).unwrap_or_else(|| Promise::reject(&JsValue::UNDEFINED))
}

async fn refresh(began_ms: f64) -> Result<JsValue, JsValue> {
    if last_renewed_ms() > began_ms {
        return Ok(JsValue::UNDEFINED);
    }
    match public(Method::POST, "/session/refresh", &serde_json::json!({})).await {
        Ok(()) => {
            mark_renewed();
            Ok(JsValue::UNDEFINED)
        }
        Err(error) => {
            FAILURE.set(Some(error));
            Err(JsValue::UNDEFINED)
        }
    }
}

fn mark_renewed() {
    let now_ms = js_sys::Date::now();
    IS_HERE_MS.set(now_ms);
    if let Ok(Some(storage)) = window().local_storage() {
        // As a whole number: fractions would bring the code that reads and writes them into every page.
        #[allow(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit")]
        let _ = storage.set_item(RENEWED_KEY, &(now_ms as i64).to_string());
    }
}

fn last_renewed_ms() -> f64 {
    let stored = window()
        .local_storage()
        .ok()
        .flatten()
        .and_then(|storage| storage.get_item(RENEWED_KEY).ok().flatten());
    #[allow(clippy::cast_precision_loss, reason = "milliseconds since 1970 are far below 2^53")]
    stored.and_then(|ms| ms.parse::<i64>().ok()).map_or(0.0, |ms| ms as f64).max(IS_HERE_MS.get())
}
