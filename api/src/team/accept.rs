//! Accepting an invitation: by the account of its address, or by making one.
//!
//! The link says which workspace it leads to, so everything is read within that one. Deleting the row is what accepts:
//! of two who try at once one finds it gone.

use actix_web::HttpResponse;
use serde_json::json;
use shared::account::Membership;
use shared::live::LiveEvent;
use shared::team::{InvitationSignUp, InvitationView};
use shared::workspace::JOINED_MAX;
use shared::{MemberId, Role, Time, UserId};

use super::rules::Link;
use super::{Error, invite, queries};
use crate::accounts;
use crate::entities::invitation;
use crate::error::{ApiError, ApiResult};
use crate::platform::cx::{Client, Me};
use crate::platform::scope::{Actor, AuditEvent, GlobalTx, OwnTx, Scope};
use crate::platform::state::State;

/// Who became what.
struct Joined {
    member: MemberId,
    role: Role,
}

impl Joined {
    fn event(&self, link: &Link, user: UserId, is_new: bool) -> AuditEvent {
        let detail = json!({"member": self.member, "role": self.role, "user": user, "new_account": is_new});
        AuditEvent::new("invitation.accepted")
            .about("invitation", link.invitation)
            .in_workspace(link.workspace)
            .detail(detail)
    }
}

/// What a link leads to.
pub(super) async fn view(state: &State, token: &str) -> ApiResult<InvitationView> {
    let link = Link::read(token).ok_or(Error::LinkInvalid)?;
    let scope = state.db.scope(link.workspace);
    let row = open(&scope, &link, state.clock.now()).await?;
    let workspace = scope.this_workspace().await?.ok_or(Error::LinkInvalid)?;
    let accounts = state.db.accounts();
    let by = queries::user(&accounts, row.invited_by.into()).await?;
    Ok(InvitationView {
        workspace_name: workspace.name,
        invited_by: by.map(|user| user.name).unwrap_or_default(),
        role: invite::role(&row)?,
        expires_at: row.expires_at,
        has_account: accounts::has_account(&accounts, &row.email_key).await?,
        email: row.email,
    })
}

/// Makes who is signed in a member.
pub(super) async fn accept(tx: OwnTx, me: &Me, token: &str) -> ApiResult<Membership> {
    let link = Link::read(token).ok_or(Error::LinkInvalid)?;
    let row = open_locked(&tx, &link).await?;
    let user = queries::user(&tx, me.user()).await?.ok_or(Error::NotFound)?;
    if user.email_key != row.email_key {
        return Err(Error::WrongAccount.into());
    }
    let joined = join(&tx, &link, &row, me.user()).await?;
    let workspace = tx.within(link.workspace).this_workspace().await?.ok_or(Error::LinkInvalid)?;
    let membership = Membership {
        workspace_id: link.workspace,
        workspace_name: workspace.name,
        member_id: joined.member,
        role: joined.role,
    };
    tx.commit_answer(joined.event(&link, me.user(), false), 200, &membership).await?;
    Ok(membership)
}

/// Makes an account for the address, a member of it, and opens the first session.
pub(super) async fn sign_up(
    state: &State,
    input: InvitationSignUp,
    client: Client,
) -> ApiResult<HttpResponse> {
    let link = Link::read(&input.token).ok_or(Error::LinkInvalid)?;
    // A bad link is told before the password is, and costs no hash.
    let row = open(&state.db.scope(link.workspace), &link, state.clock.now()).await?;
    let newcomer = accounts::prepare_newcomer(state, &row.email, &input.name, input.password).await?;
    let tx = state.db.begin_global(Actor::System).await?;
    let row = open_locked(&tx, &link).await?;
    let user = accounts::settle_newcomer(&tx, newcomer).await?;
    let joined = join(&tx, &link, &row, user).await?;
    let opened = accounts::open_session(state, &tx, user, client, Some(tx.now())).await?;
    tx.commit(joined.event(&link, user, true)).await?;
    accounts::signed_in(state, opened).await
}

async fn open(scope: &Scope, link: &Link, now: Time) -> ApiResult<invitation::Model> {
    let row = queries::invitation(scope, link.invitation).await?.ok_or(Error::LinkInvalid)?;
    if link.opens(row.secret_hash.as_deref(), row.expires_at, now) {
        Ok(row)
    } else {
        Err(Error::LinkInvalid.into())
    }
}

/// The same, in a transaction: whoever changes the team, or follows the same link, waits or is waited for.
async fn open_locked(tx: &GlobalTx, link: &Link) -> ApiResult<invitation::Model> {
    let within = tx.within(link.workspace);
    within.lock_workspace().await?;
    open(&within, link, tx.now()).await
}

async fn join(tx: &GlobalTx, link: &Link, row: &invitation::Model, user: UserId) -> Result<Joined, ApiError> {
    if tx.memberships(user).await?.len() >= JOINED_MAX {
        return Err(Error::TooManyWorkspaces.into());
    }
    let within = tx.within(link.workspace);
    let joined = Joined { member: MemberId::new(), role: invite::role(row)? };
    if !queries::take_invitation(&within, link).await? {
        return Err(Error::LinkInvalid.into());
    }
    if !queries::insert_member(&within, joined.member, user, joined.role).await? {
        return Err(Error::AlreadyMember.into());
    }
    // Those of an earlier membership, which ended with it.
    queries::revoke_keys_of(&within, user).await?;
    within.publish(LiveEvent::TeamChanged {});
    Ok(joined)
}
