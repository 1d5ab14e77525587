//! Every statement on the workspace itself.

use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, DbErr, QueryFilter};
use shared::workspace::WorkspacePatch;
use shared::{Time, UserId};

use crate::entities::{member, workspace};
use crate::platform::scope::{Scope, Tx};

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

/// Whether a user belongs to the workspace.
pub(super) async fn is_member(db: &Scope, user: UserId) -> Result<bool, DbErr> {
    let members = db.find::<member::Entity>().filter(member::Column::UserId.eq(user.uuid()));
    Ok(members.one().await?.is_some())
}
