//! The only place that knows URLs. One typed function per operation of the API, named as the operation.
//!
//! Every call sends `X-MGS-Request: 1` and JSON. A 401 renews the session once for the whole browser and repeats the call; when
//! the session cannot be renewed the sign-in dialog opens over the page and the call waits for it, so that nothing typed is lost.
//! The same goes for a call that asks for the password again.

mod accounts;
mod bots;
mod client;
mod error;
mod inbox;
mod keys;
mod numbers;
mod phone;
mod proof;
mod release;
mod renew;
mod runs;
mod team;
mod workspaces;

pub use accounts::*;
pub use bots::*;
pub use error::ApiError;
pub(crate) use error::permission_name;
pub use inbox::*;
pub use keys::*;
pub use numbers::*;
pub use phone::*;
pub use proof::{on_proof_wanted, proof_answered};
pub use release::is_newest_release;
pub use renew::{on_session_end, renew_session, session_is_back};
pub use runs::*;
pub use team::*;
pub use workspaces::*;

/// What a call answers.
pub type ApiResult<T> = Result<T, ApiError>;

/// Pages that [`all`] fetches at most.
const PAGES: usize = 20;

/// Everything of a list that is short by nature, such as a team: `page` fetches the page after a cursor.
///
/// # Errors
/// When a page cannot be fetched.
pub async fn all<T>(page: impl AsyncFn(Option<&str>) -> ApiResult<shared::Page<T>>) -> ApiResult<Vec<T>> {
    let (mut all, mut cursor) = (Vec::new(), None::<String>);
    for _ in 0..PAGES {
        let next = page(cursor.as_deref()).await?;
        all.extend(next.items);
        cursor = next.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    Ok(all)
}

/// Where the live events of a workspace stream from.
#[must_use]
pub fn events_url(workspace: shared::WorkspaceId) -> String {
    format!("{}/workspaces/{workspace}/events", client::BASE)
}
