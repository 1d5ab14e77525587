//! Every statement on the workspace itself.

use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, Condition, DbErr, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use shared::workspace::{NewWorkspace, WorkspacePatch};
use shared::{Role, Time, UserId, WorkspaceId};
use uuid::Uuid;

use crate::entities::{member, user, workspace};
use crate::platform::cursor::Wanted;
use crate::platform::scope::{Global, GlobalTx, Scope, Tx};

/// Where a page of workspaces goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct NameKey {
    /// The name of the last one.
    pub(super) name: String,
    /// Its id, for those of the same name.
    pub(super) id: Uuid,
}

/// Inserts a workspace with its owner.
pub(super) async fn insert_workspace(
    tx: &GlobalTx,
    id: WorkspaceId,
    new: NewWorkspace,
    owner: UserId,
    data_key: Vec<u8>,
) -> Result<workspace::Model, DbErr> {
    let now = tx.now();
    let within = tx.within(id);
    let row = within.insert_this_workspace(workspace::ActiveModel {
        id: Set(id.uuid()),
        name: Set(new.name),
        time_zone: Set(new.time_zone.unwrap_or_else(|| "UTC".into())),
        language: Set(new.language.unwrap_or_else(|| "en".into())),
        data_key: Set(data_key),
        setup_dismissed_at: Set(None),
        invitations_since: Set(None),
        invitations_sent: Set(0),
        created_at: Set(now),
        updated_at: Set(now),
    });
    let row = row.await?;
    let member = member::ActiveModel {
        id: Set(Uuid::now_v7()),
        user_id: Set(owner.uuid()),
        role: Set(Role::Owner.as_str().into()),
        created_at: Set(now),
        ..Default::default()
    };
    within.insert(member).await?;
    Ok(row)
}

/// Waits for its turn among those who do this for the same user, until the transaction ends.
pub(super) async fn lock_user(tx: &GlobalTx, user: UserId) -> Result<(), DbErr> {
    tx.find::<user::Entity>().with_id(user.uuid()).locked().one().await.map(drop)
}

/// The workspaces a user belongs to, by name, one more than the limit.
pub(super) async fn workspaces_of(
    db: &Global,
    user: UserId,
    wanted: &Wanted<NameKey>,
) -> Result<Vec<workspace::Model>, DbErr> {
    use workspace::Column::{Id, Name};
    let mut find = db.workspaces_of(user);
    if let Some(after) = &wanted.after {
        let same_name = Condition::all().add(Name.eq(&after.name)).add(Id.gt(after.id));
        find = find.filter(Condition::any().add(Name.gt(&after.name)).add(same_name));
    }
    find.order_by_asc(Name).order_by_asc(Id).limit(wanted.rows()).all().await
}

/// Notes that a member is here.
pub(super) async fn touch_member(tx: &Tx, user: UserId, now: Time) -> Result<(), DbErr> {
    let member = tx.change::<member::Entity>().filter(member::Column::UserId.eq(user.uuid()));
    member.set(member::Column::LastSeenAt, now).run().await.map(drop)
}

/// The workspace's row.
pub(super) async fn workspace(db: &Scope) -> Result<Option<workspace::Model>, DbErr> {
    db.this_workspace().await
}

/// Writes what the patch names.
pub(super) async fn update_workspace(tx: &Tx, patch: WorkspacePatch) -> Result<workspace::Model, DbErr> {
    let mut row = workspace::ActiveModel { updated_at: Set(tx.now()), ..Default::default() };
    if let Some(name) = patch.name {
        row.name = Set(name);
    }
    if let Some(time_zone) = patch.time_zone {
        row.time_zone = Set(time_zone);
    }
    if let Some(language) = patch.language {
        row.language = Set(language);
    }
    tx.update_this_workspace(row).await
}

/// Notes when the set-up checklist was put aside; `None`: it was not.
pub(super) async fn set_setup_dismissed_at(tx: &Tx, at: Option<Time>) -> Result<(), DbErr> {
    let row = workspace::ActiveModel {
        setup_dismissed_at: Set(at),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    tx.update_this_workspace(row).await.map(drop)
}
