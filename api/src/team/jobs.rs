//! Mails to people about a team. The link of an invitation is made when its mail is: the database never keeps its
//! secret, and a job that runs twice makes the first link void.

use serde::{Deserialize, Serialize};
use shared::team::INVITATION_HOURS;
use shared::{InvitationId, Role, UserId, WorkspaceId};

use super::queries;
use super::rules::Link;
use crate::entities::workspace;
use crate::platform::auth::hash_secret;
use crate::platform::jobs::JobError;
use crate::platform::random;
use crate::platform::scope::{Actor, AuditEvent};
use crate::platform::state::State;

/// A mail about a workspace's team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMail {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// What the mail is about, and to whom.
    pub about: About,
}

/// What a mail is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum About {
    /// The link of an invitation; nothing when it was revoked meanwhile.
    Invitation {
        /// Which.
        invitation: InvitationId,
    },
    /// Somebody was removed.
    Removed {
        /// Who.
        user: UserId,
    },
    /// Somebody was signed out on every device.
    SignedOut {
        /// Who.
        user: UserId,
        /// By whom.
        by: UserId,
    },
    /// Somebody was given the workspace.
    Owner {
        /// Who.
        user: UserId,
        /// By whom.
        by: UserId,
    },
}

/// Sends a mail.
///
/// # Errors
/// When the mail could not be handed over.
pub async fn send(state: &State, mail: TeamMail) -> Result<(), JobError> {
    let scope = state.db.scope(mail.workspace);
    let Some(workspace) = scope.this_workspace().await? else { return Ok(()) };
    match mail.about {
        About::Invitation { invitation } => invite(state, &workspace, invitation).await,
        About::Removed { user } => {
            let text = format!("You are no longer a member of {}.", workspace.name);
            to_user(state, user, "You were removed from a workspace", text).await
        }
        About::SignedOut { user, by } => {
            let (name, link) = (name(state, by).await?, state.link("/sign-in"));
            let text = format!(
                "{name}, who manages the team of {}, signed you out on every device, of your other workspaces too. Sign \
                 in again with your password: {link}\n\nIf you do not know why, ask {name}. What they decide counts in \
                 their workspace alone: you can leave it under Settings, Team.",
                workspace.name
            );
            to_user(state, user, "You were signed out on every device", text).await
        }
        About::Owner { user, by } => {
            let name = name(state, by).await?;
            let link = state.link(&format!("/w/{}", mail.workspace));
            let text = format!("{name} made you an owner of {}: {link}", workspace.name);
            to_user(state, user, "A workspace is yours now", text).await
        }
    }
}

async fn invite(state: &State, workspace: &workspace::Model, id: InvitationId) -> Result<(), JobError> {
    let scope = state.db.scope(workspace.id.into());
    let Some(row) = queries::invitation(&scope, id).await? else { return Ok(()) };
    let role = row.role.parse().map_err(|_| JobError::Dead("an invitation has an unknown role".into()))?;
    let secret = random::secret::<32>().map_err(|error| JobError::Retry(error.to_string()))?;
    let tx = state.db.begin(Actor::System, workspace.id.into()).await?;
    if !queries::set_link(&tx, id, hash_secret(&secret)).await? {
        return Ok(());
    }
    tx.commit(AuditEvent::new("invitation.link_made").about("invitation", id)).await?;
    let link = state.link(&format!("/invitation#{}", Link::write(workspace.id.into(), id, &secret)));
    let (inviter, name, what) = (name(state, row.invited_by.into()).await?, &workspace.name, may(role));
    let text = format!(
        "Hello,\n\n{inviter} invites you to work with them in {name} on MGS WA, {what}. Open this link to accept. It is \
         good for {INVITATION_HOURS} hours, once, and for this address alone:\n\n{link}\n\nIf you do not know \
         {inviter}, ignore this mail: nothing happens without the link.\n\nMGS WA\n"
    );
    state.mailer.send(&row.email, "You are invited to a workspace", text).await
}

/// A role in plain words, after a comma.
const fn may(role: Role) -> &'static str {
    match role {
        Role::Owner => "as an owner: you may do everything, also hand the workspace over",
        Role::Admin => "as an admin: you run the workspace, its numbers and its team",
        Role::Builder => "as a builder: you make and publish its bots",
        Role::Agent => "as an agent: you answer the people who write",
        Role::Viewer => "as a viewer: you see what the workspace does and change nothing",
    }
}

async fn name(state: &State, user: UserId) -> Result<String, JobError> {
    let row = queries::user(&state.db.accounts(), user).await?;
    Ok(row.map_or_else(|| "Somebody".into(), |row| row.name))
}

async fn to_user(state: &State, user: UserId, subject: &str, text: String) -> Result<(), JobError> {
    let Some(row) = queries::user(&state.db.accounts(), user).await? else { return Ok(()) };
    let text = format!("Hello {},\n\n{text}\n\nMGS WA\n", row.name);
    state.mailer.send(&row.email, subject, text).await
}
