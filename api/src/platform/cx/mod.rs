//! Who calls, and what they may: the extractors every handler begins with.
//!
//! [`Anyone`]: nobody need be signed in. [`Me`]: somebody is, in a browser. [`Cx<P>`]: a member of the workspace in the
//! path whose role grants `P`, in a browser or by an API key; the only way to a scope in a handler. [`Fresh`]: the same
//! in a browser, and the password was proved within five minutes. [`InPerson`]: never by a key. [`Webhook`]: a machine that signs its bodies. Any error
//! while deciding is a refusal.

mod fresh;
mod key;
mod me;
mod member;
mod standing;

use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use shared::ErrorCode;

pub use fresh::{FRESH, Fresh, InPerson, SignedIn, check_fresh};
pub use me::Me;
pub use member::{Caller, Cx};
pub use standing::Standing;

use super::auth::check_origin;
use super::extract;
use super::http::{client_address, is_secure};
use super::limit::{self, Who};
use super::network::Network;
use super::state::State;
use crate::config::Environment;
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

    /// Where the request came from.
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
            check_transport(request, &state)?;
            check_own_page(request, &state)?;
            limit::take(request, &state, Who::Address(source(request, &state)))?;
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

/// Where a request came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// What the browser calls itself, at most 200 characters.
    pub user_agent: String,
    /// The network, `203.0.113.0/24` or `2001:db8:1::/48`: what is kept.
    pub ip_prefix: String,
    /// What is counted as one source, `203.0.113.7/32` or `2001:db8:1:2::/64`: never kept in the clear.
    pub source: String,
}

impl Client {
    fn of(request: &HttpRequest, state: &State) -> Self {
        let address = address(request, state);
        let shortened =
            |v4, v6| address.map(|ip| Network::around(ip, v4, v6).to_string()).unwrap_or_default();
        Self { user_agent: user_agent(request), ip_prefix: shortened(24, 48), source: shortened(32, 64) }
    }
}

/// What the caller calls itself, at most 200 characters.
fn user_agent(request: &HttpRequest) -> String {
    let user_agent = request.headers().get("user-agent").and_then(|value| value.to_str().ok());
    user_agent.unwrap_or_default().chars().take(200).collect()
}

fn address(request: &HttpRequest, state: &State) -> Option<IpAddr> {
    client_address(request, &state.config.trusted_proxies)
}

/// One source of requests: an IPv4 address, or the network of an IPv6 one that a customer is given.
fn source(request: &HttpRequest, state: &State) -> Option<Network> {
    address(request, state).map(|ip| Network::around(ip, 32, 64))
}

fn state(request: &HttpRequest) -> Result<State, ApiError> {
    let state = request.app_data::<web::Data<State>>();
    state.map(|state| state.get_ref().clone()).ok_or_else(|| ApiError::internal("the app has no state"))
}

/// Refuses what must not have come this way: over plain http in production, or with a key in its address.
fn check_transport(request: &HttpRequest, state: &State) -> Result<(), ApiError> {
    let is_production = state.config.env == Environment::Production;
    if is_production && !is_secure(request, &state.config.trusted_proxies) {
        return Err(ApiError::new(ErrorCode::CrossSite, "the API is served over https only"));
    }
    if key::is_in_address(request) {
        let detail = "an API key goes into the Authorization header; this one stood in an address, which is logged on \
                      the way: revoke it";
        return Err(ApiError::new(ErrorCode::BadRequest, detail));
    }
    Ok(())
}

fn check_own_page(request: &HttpRequest, state: &State) -> Result<(), ApiError> {
    check_origin(request, |origin| state.is_our_origin(origin))
}
