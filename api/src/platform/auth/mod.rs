//! Sessions of browsers: cookies, access tokens, refresh secrets, passwords, and the rules against forged requests.
//!
//! The access token lives 10 minutes and says who and which session; every request looks the session up as well, at
//! most 5 s old. The refresh token turns with each use. Which pages sign somebody in is a matter of `accounts`.

mod access;
mod api_key;
mod cookies;
mod guess;
mod hs256;
mod origin;
mod password;
mod refresh;
mod sessions;

pub use access::{AccessTokens, Claims, LIFETIME as ACCESS_LIFETIME};
pub use api_key::{IssuedKey, PresentedKey, issue_key, looks_like_key};
pub use cookies::{access_cookie, clear_cookies, refresh_cookie, session_cookies};
pub use guess::{AccountGuesses, AddressGuesses, GuessKeys};
pub use origin::check_origin;
pub use password::{PasswordError, Passwords, Slot};
pub use refresh::{RefreshSecrets, RefreshToken, hash_secret};
pub use sessions::{Sessions, live_session};
