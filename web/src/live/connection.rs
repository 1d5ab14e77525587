//! The stream itself: elects the leading tab, reads, reconnects, and passes events on to the other tabs.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::futures::{JsFuture, future_to_promise};
use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::{GetUntracked, window};
use shared::WorkspaceId;
use shared::live::LiveEvent;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::sse::{Frame, Reader};
use super::{Live, LiveStatus, event};
use crate::api;

/// Milliseconds without a heartbeat (one every 15 s) after which a connection counts as dead.
const SILENCE_MS: i32 = 40_000;
/// Milliseconds before the first and before each later try to reconnect.
const FIRST_WAIT_MS: i32 = 500;
const LONGEST_WAIT_MS: i32 = 15_000;

/// Said to the other tabs when the workspace is no longer the person's.
const GONE: &str = "gone";

/// What hears the other tabs.
type Hear = Closure<dyn FnMut(web_sys::MessageEvent)>;

/// How a stream ended.
enum Ended {
    /// The access token or the session is over.
    Refused,
    /// The network, the server or silence.
    Broken,
}

/// A tab's part in the stream of a workspace.
pub(super) struct Connection(Rc<Inner>);

struct Inner {
    url: String,
    lock: String,
    live: Live,
    channel: Option<web_sys::BroadcastChannel>,
    last_id: RefCell<Option<String>>,
    is_leading: Cell<bool>,
    was_live: Cell<bool>,
    is_closed: Cell<bool>,
    /// Ends the stream, or the wait for the lock.
    abort: RefCell<Option<web_sys::AbortController>>,
    on_message: RefCell<Option<Hear>>,
}

impl Connection {
    /// Takes part: leads when no other tab does.
    pub(super) fn open(workspace: WorkspaceId, live: Live) -> Self {
        let name = format!("mgs.live.{workspace}");
        let inner = Rc::new(Inner {
            url: api::events_url(workspace),
            channel: web_sys::BroadcastChannel::new(&name).ok(),
            lock: name,
            live,
            last_id: RefCell::new(None),
            is_leading: Cell::new(false),
            was_live: Cell::new(false),
            is_closed: Cell::new(false),
            abort: RefCell::new(web_sys::AbortController::new().ok()),
            on_message: RefCell::new(None),
        });
        Inner::listen(&inner);
        inner.post("hello");
        Inner::stand(&inner);
        Self(inner)
    }

    /// Ends this tab's part.
    pub(super) fn close(&self) {
        self.0.is_closed.set(true);
        if let Some(abort) = self.0.abort.take() {
            abort.abort();
        }
        if let Some(channel) = &self.0.channel {
            channel.set_onmessage(None);
            channel.close();
        }
        self.0.on_message.take();
    }
}

impl Inner {
    /// Hears the leading tab.
    fn listen(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let hear = Hear::new(move |event: web_sys::MessageEvent| {
            let (Some(inner), Some(text)) = (weak.upgrade(), event.data().as_string()) else { return };
            inner.heard(&text);
        });
        if let Some(channel) = &self.channel {
            channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        }
        self.on_message.replace(Some(hear));
    }

    /// A message between tabs: `hello`, `live`, `connecting`, `offline`, `gone`, or an event as id, line break, data.
    fn heard(&self, text: &str) {
        match text {
            "hello" if self.is_leading.get() => self.tell_status(self.live.status.try_get_untracked()),
            "hello" => {}
            "live" => self.live.set_status(LiveStatus::Live),
            "connecting" => self.live.set_status(LiveStatus::Connecting),
            "offline" => self.live.set_status(LiveStatus::Offline),
            GONE => self.live.publish(&LiveEvent::TeamChanged {}),
            event => {
                let (id, data) = event.split_once('\n').unwrap_or(("", event));
                self.take(&Frame { id: (!id.is_empty()).then(|| id.to_owned()), data: data.to_owned() });
            }
        }
    }

    fn post(&self, text: &str) {
        if let Some(channel) = &self.channel {
            let _ = channel.post_message(&JsValue::from_str(text));
        }
    }

    fn tell_status(&self, status: Option<LiveStatus>) {
        match status {
            Some(LiveStatus::Live) => self.post("live"),
            Some(LiveStatus::Connecting) => self.post("connecting"),
            Some(LiveStatus::Offline) => self.post("offline"),
            None => {}
        }
    }

    fn set_status(&self, status: LiveStatus) {
        self.live.set_status(status);
        self.tell_status(Some(status));
    }

    /// Publishes an event in this tab and keeps its cursor.
    fn take(&self, frame: &Frame) {
        if frame.id.is_some() {
            self.last_id.replace(frame.id.clone());
        }
        // A kind of event that this version of the page does not know may concern anything.
        self.live.publish(&event::read(&frame.data).unwrap_or(LiveEvent::Reset {}));
    }

    /// Asks for the lock; holding it, this tab streams until it closes. Without Web Locks every tab streams.
    fn stand(self: &Rc<Self>) {
        let inner = Rc::clone(self);
        let lead = Closure::once_into_js(move || {
            future_to_promise(async move {
                inner.lead().await;
                Ok(JsValue::UNDEFINED)
            })
        });
        let lead: Function = lead.unchecked_into();
        let locks = Reflect::get(&window().navigator(), &JsValue::from_str("locks")).unwrap_or_default();
        let request = Reflect::get(&locks, &JsValue::from_str("request"))
            .ok()
            .and_then(|f| f.dyn_into::<Function>().ok());
        let promise = match request {
            Some(request) => request
                .apply(&locks, &Array::of3(&JsValue::from_str(&self.lock), &self.lock_options(), &lead)),
            None => lead.call0(&JsValue::UNDEFINED),
        };
        if let Some(promise) = promise.ok().and_then(|p| p.dyn_into::<Promise>().ok()) {
            // The wait for the lock is rejected when the tab closes; nobody needs to hear of it.
            leptos::task::spawn_local(async move { drop(JsFuture::from(promise).await) });
        }
    }

    fn lock_options(&self) -> Object {
        let options = Object::new();
        if let Some(abort) = self.abort.borrow().as_ref() {
            let _ = Reflect::set(&options, &JsValue::from_str("signal"), &abort.signal());
        }
        options
    }

    async fn lead(self: Rc<Self>) {
        self.is_leading.set(true);
        let mut wait_ms = FIRST_WAIT_MS;
        while !self.is_closed.get() {
            let began_ms = js_sys::Date::now();
            let ended = self.stream().await;
            if self.is_closed.get() {
                return;
            }
            let is_offline = !window().navigator().on_line();
            self.set_status(if is_offline { LiveStatus::Offline } else { LiveStatus::Connecting });
            match ended {
                // Any call renews the session, or asks to sign in again and waits for it.
                Some(Ended::Refused) => drop(api::me().await),
                Some(Ended::Broken) | None => {}
            }
            let was_short = js_sys::Date::now() - began_ms < f64::from(LONGEST_WAIT_MS);
            wait_ms = if was_short { (wait_ms * 2).min(LONGEST_WAIT_MS) } else { FIRST_WAIT_MS };
            let _ = JsFuture::from(after(wait_ms)).await;
        }
    }

    /// Reads one connection to its end; `None` when it could not be made.
    async fn stream(&self) -> Option<Ended> {
        let response = self.connect().await?;
        if response.status() == 401 {
            return Some(Ended::Refused);
        }
        if response.status() == 404 {
            // Who was removed from the team hears it so: every tab asks again where they belong.
            self.post(GONE);
            self.live.publish(&LiveEvent::TeamChanged {});
        }
        let body = response.body().filter(|_| response.ok())?;
        let reader: web_sys::ReadableStreamDefaultReader = body.get_reader().dyn_into().ok()?;
        self.set_status(LiveStatus::Live);
        if self.was_live.replace(true) && self.last_id.borrow().is_none() {
            self.live.publish(&LiveEvent::Reset {});
        }
        let decoder = web_sys::TextDecoder::new().ok()?;
        let options = web_sys::TextDecodeOptions::new();
        options.set_stream(true);
        let mut frames = Reader::default();
        loop {
            let read = Promise::race(&Array::of2(&reader.read(), &after(SILENCE_MS)));
            let chunk = JsFuture::from(read).await.ok().and_then(|chunk| value_of(&chunk));
            let Some(chunk) = chunk.filter(|_| !self.is_closed.get()) else {
                // Cancelling a stream that broke is refused; nobody needs to hear of it.
                drop(JsFuture::from(reader.cancel()).await);
                return Some(Ended::Broken);
            };
            let text = decoder.decode_with_js_u8_array_and_options(&chunk, &options).ok()?;
            for frame in frames.push(&text) {
                self.post(&format!("{}\n{}", frame.id.as_deref().unwrap_or_default(), frame.data));
                self.take(&frame);
            }
        }
    }

    async fn connect(&self) -> Option<web_sys::Response> {
        let headers = web_sys::Headers::new().ok()?;
        headers.append("Accept", "text/event-stream").ok()?;
        headers.append("X-MGS-Request", "1").ok()?;
        if let Some(id) = self.last_id.borrow().as_deref() {
            headers.append("Last-Event-ID", id).ok()?;
        }
        let init = web_sys::RequestInit::new();
        init.set_headers(&headers);
        init.set_signal(self.abort.borrow().as_ref().map(web_sys::AbortController::signal).as_ref());
        let response = JsFuture::from(window().fetch_with_str_and_init(&self.url, &init)).await.ok()?;
        response.dyn_into().ok()
    }
}

/// The bytes of a chunk; `None` at the end and after silence.
fn value_of(chunk: &JsValue) -> Option<js_sys::Uint8Array> {
    Reflect::get(chunk, &JsValue::from_str("value")).ok()?.dyn_into().ok()
}

/// Resolves with nothing after this many milliseconds.
fn after(ms: i32) -> Promise {
    Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
    })
}
