//! Sensitive acts: whoever is signed in proved their password a moment ago; and acts that no program does for anybody.

use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use chrono::TimeDelta;
use shared::{ErrorCode, SessionId};

use super::{Caller, Cx, Extracting, Me, key};
use crate::entities::session;
use crate::error::ApiError;
use crate::platform::extract;
use crate::platform::permission::Requires;
use crate::platform::state::State;

/// How long a proof of the password opens sensitive acts to its session.
pub const FRESH: TimeDelta = TimeDelta::minutes(5);

/// A [`Me`] or [`Cx`] of a browser in which the password was proved within [`FRESH`].
pub struct Fresh<T>(T);

impl<T> Deref for Fresh<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

/// What may be asked for its session.
pub trait SignedIn: FromRequest<Error = ApiError> + 'static {
    /// The session and the process; `None` for a key.
    fn session(&self) -> Option<(SessionId, &State)>;
}

impl SignedIn for Me {
    fn session(&self) -> Option<(SessionId, &State)> {
        Some((self.session(), self.state()))
    }
}

impl<P: Requires> SignedIn for Cx<P> {
    fn session(&self) -> Option<(SessionId, &State)> {
        match self.caller() {
            Caller::Session { session, .. } => Some((session, self.state())),
            Caller::Key { .. } => None,
        }
    }
}

/// A [`Cx`] of a browser: what a permission lets keys do, but not this.
pub struct InPerson<T>(T);

impl<T> Deref for InPerson<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: SignedIn> FromRequest for Fresh<T> {
    type Error = ApiError;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let inner = T::from_request(request, payload);
        // In the place of the inner one's: what was sent is read when this is decided too.
        let key = extract::shut(request);
        Box::pin(async move {
            let inner = inner.await?;
            check_fresh(&inner).await?;
            key.open();
            Ok(Self(inner))
        })
    }
}

impl<T: SignedIn> FromRequest for InPerson<T> {
    type Error = ApiError;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let refused = key::refused(request);
        let inner = T::from_request(request, payload);
        Box::pin(async move {
            refused?;
            Ok(Self(inner.await?))
        })
    }
}

/// Refuses when the password was proved too long ago: for acts whose body says whether they are sensitive.
///
/// # Errors
/// [`ErrorCode::ReauthenticationRequired`]; when the database fails.
pub async fn check_fresh<T: SignedIn>(caller: &T) -> Result<(), ApiError> {
    let (session, state) = caller.session().ok_or_else(required)?;
    // From the table itself: the proof may have been given to another process a moment ago.
    let row = state.db.accounts().find::<session::Entity>().with_id(session.uuid()).one().await?;
    let proved_at = row.and_then(|row| row.reauthenticated_at).ok_or_else(required)?;
    if state.clock.now() - proved_at >= FRESH { Err(required()) } else { Ok(()) }
}

fn required() -> ApiError {
    let detail = "prove the password again (POST /api/v1/me/reauthentication), then repeat the request";
    ApiError::new(ErrorCode::ReauthenticationRequired, detail)
}
