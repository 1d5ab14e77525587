//! Whether a caller may still: asked again while a stream lasts, past every cache.

use shared::{Permission, UserId, WorkspaceId};
use tokio::sync::broadcast;

use super::Caller;
use super::key::Used;
use super::member::{role, row};
use crate::entities::member;
use crate::platform::state::State;

/// A caller's permission in a workspace, to be looked at again.
pub struct Standing {
    state: State,
    caller: Caller,
    used: Option<Used>,
    workspace: WorkspaceId,
    permission: Permission,
    ended: broadcast::Receiver<UserId>,
}

impl Standing {
    pub(super) fn new(
        state: State,
        caller: Caller,
        used: Option<Used>,
        workspace: WorkspaceId,
        permission: Permission,
    ) -> Self {
        let ended = state.sessions.watch();
        Self { state, caller, used, workspace, permission, ended }
    }

    /// Returns when something of the caller changed in this process: a session that ended, a role.
    pub async fn shaken(&mut self) {
        loop {
            match self.ended.recv().await {
                Ok(user) if user != self.caller.user() => {}
                // Too many at once, or theirs: look.
                Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => return,
                Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
            }
        }
    }

    /// The member that the caller is, or acts for; `None` when they may not any more. An error is a refusal.
    pub async fn member(&self) -> Option<member::Model> {
        let state = &self.state;
        let lives = match self.caller {
            Caller::Session { user, session } => {
                matches!(state.sessions.look_up(&state.db, session).await, Ok(Some(found)) if found == user)
            }
            Caller::Key { key, .. } => {
                let row = state.db.accounts().api_key(key).await.ok().flatten();
                self.used.is_some_and(|used| used.lives(row.as_ref(), self.permission, state.clock.now()))
            }
        };
        let row = row(&state.db.scope(self.workspace), self.caller.user()).await;
        let row = row.ok().flatten().filter(|_| lives)?;
        let may = role(&row).is_ok_and(|role| role.grants(self.permission));
        may.then_some(row)
    }

    /// Whether it is a person in a browser, not a program.
    #[must_use]
    pub const fn is_person(&self) -> bool {
        matches!(self.caller, Caller::Session { .. })
    }
}
