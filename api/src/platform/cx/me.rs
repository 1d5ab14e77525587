//! Somebody is signed in, in a browser.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use shared::{ErrorCode, SessionId, UserId};

use super::{Client, Extracting, check_own_page, check_transport, key, source, state};
use crate::entities::user;
use crate::error::ApiError;
use crate::platform::auth::{access_cookie, live_session};
use crate::platform::extract;
use crate::platform::limit::{self, Who};
use crate::platform::once;
use crate::platform::scope::{Actor, GlobalTx, OwnTx};
use crate::platform::state::State;

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

    /// Where the request came from.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::of(&self.request, &self.state)
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

    /// Begins to write what is the person's own. Their row stays as it is until the end of the transaction.
    ///
    /// # Errors
    /// When the session has ended; when no connection can be had in time.
    pub async fn begin(&self) -> Result<GlobalTx, ApiError> {
        let tx = self.state.db.begin_global(self.actor()).await?;
        tx.find::<user::Entity>().with_id(self.user.uuid()).locked().one().await?;
        self.check_still(&tx).await?;
        Ok(tx)
    }

    /// Begins to write something that must not happen twice: a request that names an `Idempotency-Key` it has named before
    /// is answered as it was then.
    ///
    /// # Errors
    /// With the earlier answer; when the key was used for another request; when the session has ended; when no connection
    /// can be had in time.
    pub async fn begin_once(&self) -> Result<OwnTx, ApiError> {
        let request = once::read(&self.request)?;
        let mut tx = self.state.db.begin_own(self.user).await?;
        self.check_still(&tx).await?;
        if let Some(request) = request {
            once::go_on(tx.take_key(request.by(self.actor())).await?)?;
        }
        Ok(tx)
    }

    /// Refuses somebody whose session has ended, as the transaction sees it: since the head of the request was read, its body
    /// may have taken seconds, in which they signed out, or a reset of the password ended the session.
    ///
    /// # Errors
    /// When the session has ended; when the database fails.
    pub async fn check_still(&self, tx: &GlobalTx) -> Result<(), ApiError> {
        if live_session(tx, self.session, tx.now()).await? == Some(self.user) {
            Ok(())
        } else {
            Err(ApiError::new(ErrorCode::Unauthenticated, "the session has ended"))
        }
    }

    /// By the cookies of the request; a key is no session.
    pub(super) async fn authenticate(request: HttpRequest) -> Result<Self, ApiError> {
        let state = state(&request)?;
        check_transport(&request, &state)?;
        key::refused(&request)?;
        check_own_page(&request, &state)?;
        let Some((user, session)) = Self::of_cookies(&request, &state).await? else {
            limit::take(&request, &state, Who::Address(source(&request, &state)))?;
            return Err(ApiError::new(ErrorCode::Unauthenticated, "sign in first"));
        };
        limit::take(&request, &state, Who::Session(session))?;
        Ok(Self { state, request, user, session })
    }

    async fn of_cookies(
        request: &HttpRequest,
        state: &State,
    ) -> Result<Option<(UserId, SessionId)>, ApiError> {
        let claims = access_cookie(request).and_then(|token| state.access.verify(&token, state.clock.now()));
        let Some(claims) = claims else { return Ok(None) };
        let user = state.sessions.user_of(&state.db, claims.session).await?;
        Ok(user.filter(|user| *user == claims.user).map(|user| (user, claims.session)))
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
