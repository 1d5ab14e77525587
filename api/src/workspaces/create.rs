//! Making a workspace: at sign-up, and further ones.

use shared::account::{Membership, SignUpPolicy};
use shared::workspace::{NewWorkspace, OWNED_MAX, Workspace};
use shared::{Page, PageQuery, Role, UserId, WorkspaceId};

use super::queries::{self, NameKey};
use super::{Error, routes, rules};
use crate::error::{ApiError, ApiResult};
use crate::platform::cursor::List;
use crate::platform::cx::Me;
use crate::platform::scope::{AuditEvent, GlobalTx, OwnTx};
use crate::platform::state::State;

/// Makes a workspace with its owner and its data key, in a transaction that the caller commits.
///
/// # Errors
/// When the system has no random bytes or the database fails.
pub(crate) async fn create(
    state: &State,
    tx: &GlobalTx,
    owner: UserId,
    new: NewWorkspace,
) -> Result<WorkspaceId, ApiError> {
    let id = WorkspaceId::new();
    let data_key = state.seal.new_data_key(id)?;
    queries::insert_workspace(tx, id, new, owner, data_key).await?;
    Ok(id)
}

/// Makes a further workspace for somebody who is signed in.
pub(super) async fn further(tx: OwnTx, me: &Me, new: NewWorkspace) -> ApiResult<Workspace> {
    let (new, state) = (rules::checked_new(new)?, me.state());
    queries::lock_user(&tx, me.user()).await?;
    let members = tx.memberships(me.user()).await?;
    let n_owned = members.iter().filter(|member| member.role == Role::Owner.as_str()).count();
    if state.config.sign_up != SignUpPolicy::Open && n_owned == 0 {
        return Err(Error::Closed.into());
    }
    if n_owned >= OWNED_MAX {
        return Err(Error::TooMany.into());
    }
    let id = create(state, &tx, me.user(), new).await?;
    let row = tx.within(id).this_workspace().await?.ok_or(Error::Gone)?;
    let workspace = routes::shown(row, Role::Owner);
    let event = AuditEvent::new("workspace.created").about("workspace", id).in_workspace(id);
    tx.commit_answer(event, 201, &workspace).await?;
    Ok(workspace)
}

/// A page of the workspaces somebody belongs to.
pub(super) async fn mine(me: &Me, query: &PageQuery) -> ApiResult<Page<Membership>> {
    let (cursors, list) = (&me.state().cursors, List::of_user(me.user(), "workspaces"));
    let wanted = cursors.wanted(list, query)?;
    let reads = me.state().db.accounts();
    let members = reads.memberships(me.user()).await?;
    let rows = queries::workspaces_of(&reads, me.user(), &wanted).await?;
    let page = cursors.page(list, &wanted, rows, |row| NameKey { name: row.name.clone(), id: row.id });
    let mut items = Vec::new();
    for row in page.items {
        let Some(member) = members.iter().find(|member| member.workspace_id == row.id) else { continue };
        items.push(Membership {
            workspace_id: row.id.into(),
            workspace_name: row.name,
            member_id: member.id.into(),
            role: member.role.parse().map_err(|_| ApiError::internal("a member has an unknown role"))?,
        });
    }
    Ok(Page { items, next_cursor: page.next_cursor })
}
