//! Somebody belongs to the workspace of the path and may do what the operation needs.

use std::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use sea_orm::{ColumnTrait, DbErr, QueryFilter};
use shared::{ApiKeyId, ErrorCode, MemberId, Permission, Role, SessionId, UserId, WorkspaceId};

use super::key::Used;
use super::{Extracting, Me, Standing, key};
use crate::entities::{api_key, member};
use crate::error::ApiError;
use crate::platform::auth::live_session;
use crate::platform::once;
use crate::platform::permission::Requires;
use crate::platform::scope::{Actor, Scope, Tx};
use crate::platform::state::State;
use crate::platform::{etag, extract};

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// A person in a browser.
    Session {
        /// Who.
        user: UserId,
        /// In which browser.
        session: SessionId,
    },
    /// A program with a key.
    Key {
        /// The key.
        key: ApiKeyId,
        /// Who made it; it acts in their name and never has more than they do.
        user: UserId,
    },
}

impl Caller {
    /// Who, or in whose name.
    #[must_use]
    pub const fn user(self) -> UserId {
        match self {
            Self::Session { user, .. } | Self::Key { user, .. } => user,
        }
    }

    /// Who acts, for a transaction.
    #[must_use]
    pub const fn actor(self) -> Actor {
        match self {
            Self::Session { user, .. } => Actor::User(user),
            Self::Key { key, .. } => Actor::ApiKey(key),
        }
    }
}

/// Somebody belongs to the workspace of the path, and has the permission `P` there.
pub struct Cx<P> {
    state: State,
    request: HttpRequest,
    caller: Caller,
    workspace: WorkspaceId,
    member: MemberId,
    role: Role,
    /// A program's key, and what it may do; `None` for a person.
    key: Option<(Used, Vec<Permission>)>,
    permission: PhantomData<fn() -> P>,
}

impl<P: Requires> Cx<P> {
    /// Who calls.
    #[must_use]
    pub const fn caller(&self) -> Caller {
        self.caller
    }

    /// Who, as a user; for a key whoever made it.
    #[must_use]
    pub const fn user(&self) -> UserId {
        self.caller.user()
    }

    /// Who, as a member.
    #[must_use]
    pub const fn member(&self) -> MemberId {
        self.member
    }

    /// Their role, to be shown; what they may is decided by now.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// The workspace.
    #[must_use]
    pub const fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    /// The process.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> shared::Time {
        self.state.clock.now()
    }

    /// Reads of the workspace.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.state.db.scope(self.workspace)
    }

    /// What to ask again while an answer lasts, such as a stream.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let used = self.key.as_ref().map(|(used, _)| *used);
        Standing::new(self.state.clone(), self.caller, used, self.workspace, P::PERMISSION)
    }

    /// Whether the caller also has another permission in the workspace.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        let has_scope = self.key.as_ref().is_none_or(|(_, scopes)| scopes.contains(&permission));
        has_scope && self.role.grants(permission)
    }

    /// Begins to write in the workspace, as this caller, who is looked at again in the transaction: since the head of the
    /// request was read, its body may have taken seconds, in which their session ended or they were removed.
    ///
    /// # Errors
    /// When they may not any more; when no connection can be had in time.
    pub async fn begin(&self) -> Result<Tx, ApiError> {
        let tx = self.state.db.begin(self.caller.actor(), self.workspace).await?;
        let now = self.now();
        let lives = match (self.caller, &self.key) {
            (Caller::Session { user, session }, _) => {
                live_session(&tx.accounts(), session, now).await? == Some(user)
            }
            (Caller::Key { key, .. }, Some((used, _))) => {
                let row = tx.by_id::<api_key::Entity>(key.uuid()).await?;
                used.lives(row.as_ref(), P::PERMISSION, now)
            }
            (Caller::Key { .. }, None) => false,
        };
        if !lives {
            return Err(ApiError::new(ErrorCode::Unauthenticated, "the session or the API key has ended"));
        }
        let row = row(&tx, self.user()).await?.ok_or_else(|| no_member(self.caller))?;
        check_role(role(&row)?, P::PERMISSION)?;
        Ok(tx)
    }

    /// Begins to write something that must not happen twice: a request that names an `Idempotency-Key` it has named before
    /// is answered as it was then. Ends with [`Tx::commit_answer`], which keeps the answer.
    ///
    /// # Errors
    /// With the earlier answer; when the key was used for another request; when no connection can be had in time.
    pub async fn begin_once(&self) -> Result<Tx, ApiError> {
        let request = once::read(&self.request)?;
        let mut tx = self.begin().await?;
        if let Some(request) = request {
            once::go_on(tx.take_key(request.by(self.caller.actor())).await?)?;
        }
        Ok(tx)
    }

    /// Answers a request that was carried out before, ahead of what is done outside the transaction of [`Cx::begin_once`].
    ///
    /// # Errors
    /// As [`Cx::begin_once`].
    pub async fn answer_again(&self) -> Result<(), ApiError> {
        if once::read(&self.request)?.is_some() {
            drop(self.begin_once().await?);
        }
        Ok(())
    }

    /// Refuses a change unless the document is in the state that the caller names by `If-Match`; `current` reads it as it
    /// is answered, in the transaction of the change, and holds its row. Nothing is read when no state is named.
    ///
    /// # Errors
    /// `precondition_failed`, with the document as it stands for whoever has the permission `read`; what `current` fails with.
    pub async fn if_match<T: serde::Serialize, E: Into<ApiError>>(
        &self,
        read: Permission,
        current: impl AsyncFnOnce() -> Result<T, E>,
    ) -> Result<(), ApiError> {
        if !etag::is_conditional(&self.request) {
            return Ok(());
        }
        etag::check(&self.request, &current().await.map_err(Into::into)?, self.may(read))
    }

    async fn authorize(request: HttpRequest) -> Result<Self, ApiError> {
        let (state, caller, workspace, key) = if key::is_given(&request) {
            let found = key::authenticate(&request, P::PERMISSION).await?;
            let caller = Caller::Key { key: found.used.key.id, user: found.user };
            (found.state, caller, found.workspace, Some((found.used, found.scopes)))
        } else {
            let me = Me::authenticate(request.clone()).await?;
            let caller = Caller::Session { user: me.user(), session: me.session() };
            (me.state().clone(), caller, workspace_of(&request)?, None)
        };
        let row = row(&state.db.scope(workspace), caller.user()).await?.ok_or_else(|| no_member(caller))?;
        let (member, role) = (row.id.into(), role(&row)?);
        check_role(role, P::PERMISSION)?;
        Ok(Self { state, request, caller, workspace, member, role, key, permission: PhantomData })
    }
}

/// The answer to whoever does not belong to the workspace: to a person it does not exist.
fn no_member(caller: Caller) -> ApiError {
    match caller {
        Caller::Session { .. } => ApiError::not_found(),
        Caller::Key { .. } => {
            let detail = "whoever made the API key has left the workspace";
            ApiError::new(ErrorCode::Unauthenticated, detail)
        }
    }
}

/// The workspace that the path names.
pub(super) fn workspace_of(request: &HttpRequest) -> Result<WorkspaceId, ApiError> {
    let text = request.match_info().get("workspace_id").unwrap_or_default();
    text.parse().map_err(|_| ApiError::not_found())
}

/// A user as a member of a workspace; `None` for a stranger.
pub(super) async fn row(scope: &Scope, user: UserId) -> Result<Option<member::Model>, DbErr> {
    scope.find::<member::Entity>().filter(member::Column::UserId.eq(user.uuid())).one().await
}

/// The role of a member.
pub(super) fn role(row: &member::Model) -> Result<Role, ApiError> {
    row.role.parse().map_err(|_| ApiError::internal("a member has an unknown role"))
}

pub(super) fn check_role(role: Role, permission: Permission) -> Result<(), ApiError> {
    if role.grants(permission) { Ok(()) } else { Err(ApiError::forbidden(permission)) }
}

impl<P: Requires> FromRequest for Cx<P> {
    type Error = ApiError;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let (key, request) = (extract::shut(request), request.clone());
        Box::pin(async move {
            let cx = Self::authorize(request).await?;
            key.open();
            Ok(cx)
        })
    }
}
