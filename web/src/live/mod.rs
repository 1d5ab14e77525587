//! Live updates of a workspace: one stream of server-sent events per browser. One tab leads (a Web Lock elects it) and feeds the
//! others over a BroadcastChannel; when it goes, another one takes over from the last event seen.
//!
//! Events say what changed, never what it holds: a page refetches. After a gap that the server cannot fill comes `Reset`.

mod connection;
mod event;
mod sse;

use leptos::prelude::*;
use shared::WorkspaceId;
use shared::live::LiveEvent;

use crate::resource::Resource;
use connection::Connection;

/// How the stream stands, as the pill says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiveStatus {
    /// Events arrive.
    Live,
    /// The first connection, or one after a break, is being made.
    Connecting,
    /// The browser has no network.
    Offline,
}

/// Who wants to hear of events.
type Listener = (u32, Callback<LiveEvent>);

/// The live updates of the page's workspace.
#[derive(Clone, Copy)]
pub struct Live {
    status: RwSignal<LiveStatus>,
    listeners: StoredValue<Vec<Listener>>,
    next_id: StoredValue<u32>,
}

impl Live {
    /// How the stream stands.
    #[must_use]
    pub fn status(&self) -> LiveStatus {
        self.status.get()
    }

    /// Calls `hear` with each event while the calling component lives.
    pub fn on(&self, hear: impl Fn(LiveEvent) + Send + Sync + 'static) {
        let (listeners, id) = (self.listeners, self.next_id.get_value());
        self.next_id.set_value(id.wrapping_add(1));
        listeners.update_value(|all| all.push((id, Callback::new(hear))));
        on_cleanup(move || {
            let _ = listeners.try_update_value(|all| all.retain(|(other, _)| *other != id));
        });
    }

    /// Refetches `resource` when `concerns` says that an event concerns it, and after every gap.
    pub fn refetch<T: 'static>(
        &self,
        resource: Resource<T>,
        concerns: impl Fn(&LiveEvent) -> bool + Send + Sync + 'static,
    ) {
        let resource = resource.of_any();
        self.on(move |event| {
            if event == (LiveEvent::Reset {}) || concerns(&event) {
                resource.refetch();
            }
        });
    }

    fn set_status(&self, status: LiveStatus) {
        let _ = self.status.try_set(status);
    }

    /// Hands an event to every listener; one that hears it may add or remove listeners.
    fn publish(&self, event: &LiveEvent) {
        let listeners = self.listeners.try_get_value().unwrap_or_default();
        for (_, hear) in listeners {
            hear.run(event.clone());
        }
    }
}

/// Opens the live updates of a workspace for the component and everything below it.
pub fn provide_live(workspace: WorkspaceId) -> Live {
    let live = Live {
        status: RwSignal::new(LiveStatus::Connecting),
        listeners: StoredValue::new(Vec::new()),
        next_id: StoredValue::new(0),
    };
    let connection = StoredValue::new_local(Connection::open(workspace, live));
    on_cleanup(move || {
        let _ = connection.try_with_value(|connection| connection.close());
    });
    provide_context(live);
    live
}

/// The live updates of the page's workspace.
///
/// # Panics
/// Never below the workspace's route, which provides them.
#[must_use]
pub fn use_live() -> Live {
    expect_context()
}
