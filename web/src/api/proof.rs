//! Proves the password again when an operation asks for it: one question over the page, for all calls that wait.

use std::cell::RefCell;

use js_sys::futures::JsFuture;
use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;

/// Asks; `false` when nobody can be asked.
type Ask = Box<dyn Fn() -> bool>;

thread_local! {
    static ON_WANTED: RefCell<Option<Ask>> = const { RefCell::new(None) };
    static ANSWER: RefCell<Option<(Promise, Function)>> = const { RefCell::new(None) };
}

/// Sets what asks for the password: it answers whether the question stands over the page, in which case calls wait for
/// `proof_answered`.
pub fn on_proof_wanted(ask: impl Fn() -> bool + 'static) {
    ON_WANTED.set(Some(Box::new(ask)));
}

/// The password was proved, or will not be: waiting calls are made again, or end with the refusal they had.
pub fn proof_answered(is_given: bool) {
    if let Some((_, resolve)) = ANSWER.take() {
        let _ = resolve.call1(&JsValue::UNDEFINED, &JsValue::from_bool(is_given));
    }
}

/// Asks for the password, or waits for the question that stands; whether it was proved.
pub(super) async fn is_proved() -> bool {
    let answer = answer();
    if !ON_WANTED.with_borrow(|ask| ask.as_ref().is_some_and(|ask| ask())) {
        proof_answered(false);
    }
    JsFuture::from(answer).await.is_ok_and(|given| given.is_truthy())
}

fn answer() -> Promise {
    ANSWER.with_borrow_mut(|answer| {
        if let Some((promise, _)) = answer {
            return promise.clone();
        }
        let mut resolve = None;
        let promise = Promise::new(&mut |done, _| resolve = Some(done));
        *answer = resolve.map(|resolve| (promise.clone(), resolve));
        promise
    })
}
