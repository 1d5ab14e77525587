//! The two cookies of a session. `__Host-` binds them to this host, https and the whole site; browsers take them over
//! plain http on `localhost` alone.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use chrono::TimeDelta;

use super::ACCESS_LIFETIME;

const ACCESS: &str = "__Host-mgs_access";
const REFRESH: &str = "__Host-mgs_refresh";

/// The access token a request carries.
#[must_use]
pub fn access_cookie(request: &HttpRequest) -> Option<String> {
    request.cookie(ACCESS).map(|cookie| cookie.value().to_owned())
}

/// The refresh token a request carries.
#[must_use]
pub fn refresh_cookie(request: &HttpRequest) -> Option<String> {
    request.cookie(REFRESH).map(|cookie| cookie.value().to_owned())
}

/// Both cookies of a session that ends after `rest` at the latest.
#[must_use]
pub fn session_cookies(access: String, refresh: String, rest: TimeDelta) -> [Cookie<'static>; 2] {
    [cookie(ACCESS, access, ACCESS_LIFETIME), cookie(REFRESH, refresh, rest)]
}

/// Takes both cookies back.
#[must_use]
pub fn clear_cookies() -> [Cookie<'static>; 2] {
    [ACCESS, REFRESH].map(|name| cookie(name, String::new(), TimeDelta::zero()))
}

fn cookie(name: &'static str, value: String, age: TimeDelta) -> Cookie<'static> {
    Cookie::build(name, value)
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(Duration::seconds(age.num_seconds()))
        .finish()
}
