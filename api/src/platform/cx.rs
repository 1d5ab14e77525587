//! Who calls, and what they may: the extractors every handler begins with.
//!
//! [`Anyone`]: nobody need be signed in. [`Me`]: somebody is. [`Cx<P>`]: they belong to the workspace in the path and
//! their role grants `P`; the only way to a scope in a handler. [`Webhook`]: a machine that signs its bodies. Any error
//! while deciding is a refusal.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use sea_orm::{ColumnTrait, DbErr, QueryFilter};
use shared::{ErrorCode, MemberId, Role, SessionId, UserId, WorkspaceId};

use super::auth::{access_cookie, check_origin};
use super::extract;
use super::http::{client_address, is_secure};
use super::permission::Requires;
use super::scope::{Actor, Scope, Tx};
use super::state::State;
use crate::config::Environment;
use crate::entities::member;
use crate::error::ApiError;

type Extracting<T> = Pin<Box<dyn Future<Output = Result<T, ApiError>>>>;

/// Nobody need be signed in.
pub struct Anyone {
    state: State,
    request: HttpRequest,
}

impl Anyone {
    /// The process.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// The request, for its cookies.
    #[must_use]
    pub const fn request(&self) -> &HttpRequest {
        &self.request
    }

    /// What is kept of where the request came from: a network, not an address.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::of(&self.request, &self.state)
    }
}

impl FromRequest for Anyone {
    type Error = ApiError;
    type Future = std::future::Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let key = extract::shut(request);
        let result = state(request).and_then(|state| {
            check_request(request, &state)?;
            key.open();
            Ok(Self { state, request: request.clone() })
        });
        std::future::ready(result)
    }
}

/// A machine that signs what it sends (Meta); the handler checks the signature over the raw body.
pub struct Webhook {
    state: State,
}

impl Webhook {
    /// The process.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }
}

impl FromRequest for Webhook {
    type Error = ApiError;
    type Future = std::future::Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(state(request).map(|state| Self { state }))
    }
}

/// Somebody is signed in.
pub struct Me {
    state: State,
    request: HttpRequest,
    user: UserId,
    session: SessionId,
}

impl Me {
    /// The process.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// The request.
    #[must_use]
    pub const fn request(&self) -> &HttpRequest {
        &self.request
    }

    /// Who.
    #[must_use]
    pub const fn user(&self) -> UserId {
        self.user
    }

    /// In which browser.
    #[must_use]
    pub const fn session(&self) -> SessionId {
        self.session
    }

    /// Who acts, for a transaction.
    #[must_use]
    pub const fn actor(&self) -> Actor {
        Actor::User(self.user)
    }

    async fn authenticate(request: HttpRequest) -> Result<Self, ApiError> {
        let state = state(&request)?;
        check_request(&request, &state)?;
        let unauthenticated = || ApiError::new(ErrorCode::Unauthenticated, "sign in first");
        let token = access_cookie(&request).ok_or_else(unauthenticated)?;
        let claims = state.access.verify(&token, state.clock.now()).ok_or_else(unauthenticated)?;
        let user = state.sessions.user_of(&state.db, claims.session).await?.ok_or_else(unauthenticated)?;
        if user != claims.user {
            return Err(unauthenticated());
        }
        Ok(Self { state, request, user, session: claims.session })
    }
}

impl FromRequest for Me {
    type Error = ApiError;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let (key, request) = (extract::shut(request), request.clone());
        Box::pin(async move {
            let me = Self::authenticate(request).await?;
            key.open();
            Ok(me)
        })
    }
}

/// Somebody is signed in, belongs to the workspace of the path, and has the permission `P` there.
pub struct Cx<P> {
    me: Me,
    workspace: WorkspaceId,
    member: MemberId,
    role: Role,
    permission: PhantomData<fn() -> P>,
}

impl<P: Requires> Cx<P> {
    /// Who.
    #[must_use]
    pub const fn me(&self) -> &Me {
        &self.me
    }

    /// Who, as a user.
    #[must_use]
    pub const fn user(&self) -> UserId {
        self.me.user
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
        &self.me.state
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> shared::Time {
        self.me.state.clock.now()
    }

    /// Reads of the workspace.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.me.state.db.scope(self.workspace)
    }

    /// Begins to write in the workspace, as this user.
    ///
    /// # Errors
    /// When no connection can be had in time.
    pub async fn begin(&self) -> Result<Tx, DbErr> {
        self.me.state.db.begin(self.me.actor(), self.workspace).await
    }

    async fn authorize(request: HttpRequest) -> Result<Self, ApiError> {
        let me = Me::authenticate(request).await?;
        let text = me.request.match_info().get("workspace_id").unwrap_or_default();
        let workspace: WorkspaceId = text.parse().map_err(|_| ApiError::not_found())?;
        let scope = me.state.db.scope(workspace);
        let row = scope
            .find::<member::Entity>()
            .filter(member::Column::UserId.eq(me.user.uuid()))
            .one()
            .await?
            .ok_or_else(ApiError::not_found)?;
        let role: Role = row.role.parse().map_err(|_| ApiError::internal("a member has an unknown role"))?;
        if !role.grants(P::PERMISSION) {
            return Err(ApiError::forbidden(P::PERMISSION));
        }
        Ok(Self { me, workspace, member: row.id.into(), role, permission: PhantomData })
    }
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

/// What is kept of where a session was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// What the browser calls itself, at most 200 characters.
    pub user_agent: String,
    /// The network, `203.0.113.0/24` or `2001:db8:1::/48`.
    pub ip_prefix: String,
}

impl Client {
    fn of(request: &HttpRequest, state: &State) -> Self {
        let user_agent = request.headers().get("user-agent").and_then(|value| value.to_str().ok());
        let address = client_address(request, &state.config.trusted_proxies);
        Self {
            user_agent: user_agent.unwrap_or_default().chars().take(200).collect(),
            ip_prefix: address.map(network).unwrap_or_default(),
        }
    }
}

fn network(address: std::net::IpAddr) -> String {
    match address.to_canonical() {
        std::net::IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        std::net::IpAddr::V6(v6) => {
            let [a, b, c, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
    }
}

fn state(request: &HttpRequest) -> Result<State, ApiError> {
    let state = request.app_data::<web::Data<State>>();
    state.map(|state| state.get_ref().clone()).ok_or_else(|| ApiError::internal("the app has no state"))
}

fn check_request(request: &HttpRequest, state: &State) -> Result<(), ApiError> {
    let is_production = state.config.env == Environment::Production;
    if is_production && !is_secure(request, &state.config.trusted_proxies) {
        return Err(ApiError::new(ErrorCode::CrossSite, "the API is served over https only"));
    }
    check_origin(request, |origin| state.is_our_origin(origin))
}
