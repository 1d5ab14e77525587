//! Work on numbers that nobody waits for.

use shared::WorkspaceId;

use super::{Error, queries, sandbox};
use crate::platform::jobs::JobError;
use crate::platform::state::State;

/// Tells the simulator where this server takes webhooks, for every sandbox number: the port may be another one than before.
///
/// # Errors
/// When the simulator or the database does not answer; it is tried again.
pub async fn refresh_sandbox(state: &State) -> Result<(), JobError> {
    if state.egress.sandbox().is_none() {
        return Ok(());
    }
    let across = state.db.across_workspaces("every sandbox number learns the server's address");
    for number in queries::all_sandbox_numbers(&across).await? {
        let scope = state.db.scope(WorkspaceId(number.workspace_id));
        match sandbox::ensure_stored(state, &scope, &number).await {
            Ok(()) => {}
            Err(error @ (Error::Sandbox(_) | Error::Database(_))) => {
                return Err(JobError::Retry(error.to_string()));
            }
            Err(error) => return Err(JobError::Dead(error.to_string())),
        }
    }
    Ok(())
}
