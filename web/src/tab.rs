//! This tab among the tabs of the browser: an id of its own that a reload keeps, and which other tabs are open.
//!
//! Each tab holds a Web Lock with its id in the name as long as it is open; the browser lets go of it even when the tab crashes.

use std::cell::RefCell;

use js_sys::futures::JsFuture;
use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Key of the tab's id; each tab has a storage of its own, a duplicated tab a copy.
const KEY: &str = "mgs.tab";
/// What the names of the locks begin with.
const LOCK: &str = "mgs.tab.";
/// How long a reloaded tab waits for the lock that its former page lets go of, in milliseconds. A duplicated one waits in vain.
const WAIT_MS: i32 = 1_000;

thread_local! {
    static OWN: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The id of this tab.
pub async fn id() -> String {
    if let Some(own) = OWN.with_borrow(Clone::clone) {
        return own;
    }
    let storage = window().session_storage().ok().flatten();
    let before = storage.as_ref().and_then(|storage| storage.get_item(KEY).ok().flatten());
    let id = match before {
        Some(before) if hold(&before).await => before,
        _ => {
            let new = uuid::Uuid::now_v7().simple().to_string();
            hold(&new).await;
            new
        }
    };
    if let Some(storage) = storage {
        let _ = storage.set_item(KEY, &id);
    }
    OWN.with_borrow_mut(|own| own.get_or_insert(id).clone())
}

/// The ids of all open tabs, this one too; `None` when the browser does not tell.
pub async fn open() -> Option<Vec<String>> {
    let query = function("query")?.call0(&locks()).ok()?.dyn_into::<Promise>().ok()?;
    let held = Reflect::get(&JsFuture::from(query).await.ok()?, &"held".into()).ok()?;
    let held = Array::from(&held);
    let names = held.iter().filter_map(|lock| Reflect::get(&lock, &"name".into()).ok()?.as_string());
    Some(names.filter_map(|name| name.strip_prefix(LOCK).map(str::to_owned)).collect())
}

/// Takes the lock of an id for as long as the tab is open. Answers whether it could; without Web Locks nobody else has it.
async fn hold(id: &str) -> bool {
    let (Some(request), Ok(abort)) = (function("request"), web_sys::AbortController::new()) else {
        return true;
    };
    let options = Object::new();
    let _ = Reflect::set(&options, &"signal".into(), &abort.signal());
    let name = JsValue::from_str(&format!("{LOCK}{id}"));
    let granted = Promise::new(&mut |resolve, _| {
        let keep = Closure::once_into_js(move || {
            let _ = resolve.call1(&JsValue::UNDEFINED, &JsValue::TRUE);
            Promise::new(&mut |_, _| {})
        });
        let asked = request.apply(&locks(), &Array::of3(&name, &options, &keep));
        if let Some(asked) = asked.ok().and_then(|asked| asked.dyn_into::<Promise>().ok()) {
            // The wait ends by being called off; nobody needs to hear of it.
            leptos::task::spawn_local(async move { drop(JsFuture::from(asked).await) });
        }
    });
    let waited = Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, WAIT_MS);
    });
    let first = JsFuture::from(Promise::race(&Array::of2(&granted, &waited))).await;
    let is_held = first.is_ok_and(|first| first.is_truthy());
    if !is_held {
        abort.abort();
    }
    is_held
}

fn locks() -> JsValue {
    Reflect::get(&window().navigator(), &"locks".into()).unwrap_or_default()
}

fn function(name: &str) -> Option<Function> {
    Reflect::get(&locks(), &name.into()).ok()?.dyn_into().ok()
}
