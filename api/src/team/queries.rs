//! Every statement on members and invitations.

use std::collections::HashMap;

use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition, DbErr, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use shared::{InvitationId, MemberId, Role, Time, UserId};
use uuid::Uuid;

use super::rules::{Link, Mailed};
use crate::entities::{api_key, invitation, member, user, workspace};
use crate::platform::cursor::Wanted;
use crate::platform::scope::{Global, Scope, Tx};

/// Where a page goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct AgeKey {
    /// When the last row was made.
    pub(super) at: Time,
    /// Its id, for those of the same moment.
    pub(super) id: Uuid,
}

/// An invitation about to be made.
pub(super) struct NewRow {
    pub(super) id: InvitationId,
    pub(super) email: String,
    pub(super) email_key: String,
    pub(super) role: Role,
    pub(super) invited_by: UserId,
    pub(super) expires_at: Time,
}

/// A member.
pub(super) async fn member(db: &Scope, id: MemberId) -> Result<Option<member::Model>, DbErr> {
    db.by_id::<member::Entity>(id.uuid()).await
}

/// Members, the oldest first, one more than the limit.
pub(super) async fn members(db: &Scope, wanted: &Wanted<AgeKey>) -> Result<Vec<member::Model>, DbErr> {
    use member::Column::{CreatedAt, Id};
    let mut find = db.find::<member::Entity>();
    if let Some(after) = &wanted.after {
        let same = Condition::all().add(CreatedAt.eq(after.at)).add(Id.gt(after.id));
        find = find.filter(Condition::any().add(CreatedAt.gt(after.at)).add(same));
    }
    find.order_by_asc(CreatedAt).order_by_asc(Id).limit(wanted.rows()).all().await
}

/// Whether somebody with an address is a member.
pub(super) async fn has_member(db: &Scope, email_key: &str) -> Result<bool, DbErr> {
    let with_address = Query::select()
        .column(user::Column::Id)
        .from(user::Entity)
        .and_where(user::Column::EmailKey.eq(email_key))
        .take();
    let found = db.find::<member::Entity>().filter(member::Column::UserId.in_subquery(with_address));
    Ok(found.limit(1).one().await?.is_some())
}

/// How many members are owners.
pub(super) async fn n_owners(db: &Scope) -> Result<u64, DbErr> {
    db.find::<member::Entity>().filter(member::Column::Role.eq(Role::Owner.as_str())).count().await
}

/// How many invitations the workspace has mailed.
pub(super) async fn mailed(db: &Scope) -> Result<Mailed, DbErr> {
    let row = db.this_workspace().await?;
    Ok(row.map_or(Mailed { since: None, n: 0 }, |row| Mailed {
        since: row.invitations_since,
        n: row.invitations_sent,
    }))
}

/// Remembers how many.
pub(super) async fn set_mailed(tx: &Tx, mailed: Mailed) -> Result<(), DbErr> {
    let row = workspace::ActiveModel {
        invitations_since: Set(mailed.since),
        invitations_sent: Set(mailed.n),
        ..Default::default()
    };
    tx.update_this_workspace(row).await.map(drop)
}

/// Gives a member a role.
pub(super) async fn set_role(tx: &Tx, id: MemberId, role: Role) -> Result<member::Model, DbErr> {
    let role = Set(role.as_str().to_owned());
    tx.update(member::ActiveModel { id: Unchanged(id.uuid()), role, ..Default::default() }).await
}

/// Removes a member.
pub(super) async fn remove_member(tx: &Tx, id: MemberId) -> Result<(), DbErr> {
    tx.remove::<member::Entity>().filter(member::Column::Id.eq(id.uuid())).run().await.map(drop)
}

/// Makes a user a member unless they are one; says whether it did.
pub(super) async fn insert_member(tx: &Tx, id: MemberId, user: UserId, role: Role) -> Result<bool, DbErr> {
    let row = member::ActiveModel {
        id: Set(id.uuid()),
        user_id: Set(user.uuid()),
        role: Set(role.as_str().to_owned()),
        created_at: Set(tx.now()),
        ..Default::default()
    };
    tx.insert_new(row, [member::Column::WorkspaceId, member::Column::UserId]).await
}

/// Users by their ids.
pub(super) async fn users(
    db: &Global,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, user::Model>, DbErr> {
    let rows = db.find::<user::Entity>().filter(user::Column::Id.is_in(ids)).all().await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// A user.
pub(super) async fn user(db: &Global, id: UserId) -> Result<Option<user::Model>, DbErr> {
    db.find::<user::Entity>().with_id(id.uuid()).one().await
}

/// An invitation.
pub(super) async fn invitation(db: &Scope, id: InvitationId) -> Result<Option<invitation::Model>, DbErr> {
    db.by_id::<invitation::Entity>(id.uuid()).await
}

/// Invitations, the newest first, one more than the limit.
pub(super) async fn invitations(
    db: &Scope,
    wanted: &Wanted<AgeKey>,
) -> Result<Vec<invitation::Model>, DbErr> {
    use invitation::Column::{CreatedAt, Id};
    let mut find = db.find::<invitation::Entity>();
    if let Some(after) = &wanted.after {
        let same = Condition::all().add(CreatedAt.eq(after.at)).add(Id.lt(after.id));
        find = find.filter(Condition::any().add(CreatedAt.lt(after.at)).add(same));
    }
    find.order_by_desc(CreatedAt).order_by_desc(Id).limit(wanted.rows()).all().await
}

/// How many invitations there are, also those that have expired.
pub(super) async fn n_invitations(db: &Scope) -> Result<u64, DbErr> {
    db.find::<invitation::Entity>().count().await
}

/// The invitation of an address.
pub(super) async fn invitation_to(db: &Scope, email_key: &str) -> Result<Option<invitation::Model>, DbErr> {
    db.find::<invitation::Entity>().filter(invitation::Column::EmailKey.eq(email_key)).one().await
}

/// Inserts an invitation unless the address has one; says whether it did.
pub(super) async fn insert_invitation(tx: &Tx, new: NewRow) -> Result<bool, DbErr> {
    let now = tx.now();
    let row = invitation::ActiveModel {
        id: Set(new.id.uuid()),
        email: Set(new.email),
        email_key: Set(new.email_key),
        role: Set(new.role.as_str().to_owned()),
        invited_by: Set(new.invited_by.uuid()),
        secret_hash: Set(None),
        sent_at: Set(now),
        expires_at: Set(new.expires_at),
        created_at: Set(now),
        ..Default::default()
    };
    tx.insert_new(row, [invitation::Column::WorkspaceId, invitation::Column::EmailKey]).await
}

/// Moves the end of an invitation and makes its link void: a new one is made with the mail.
pub(super) async fn renew(tx: &Tx, id: InvitationId, expires_at: Time) -> Result<invitation::Model, DbErr> {
    let row = invitation::ActiveModel {
        id: Unchanged(id.uuid()),
        secret_hash: Set(None),
        sent_at: Set(tx.now()),
        expires_at: Set(expires_at),
        ..Default::default()
    };
    tx.update(row).await
}

/// Gives an invitation the link of the mail about to be sent; says whether the invitation is there still.
pub(super) async fn set_link(tx: &Tx, id: InvitationId, hash: [u8; 32]) -> Result<bool, DbErr> {
    let row = tx
        .change::<invitation::Entity>()
        .set(invitation::Column::SecretHash, hash.to_vec())
        .filter(invitation::Column::Id.eq(id.uuid()));
    Ok(row.run().await? > 0)
}

/// Deletes an invitation; says whether it was there.
pub(super) async fn remove_invitation(tx: &Tx, id: InvitationId) -> Result<bool, DbErr> {
    let gone = tx.remove::<invitation::Entity>().filter(invitation::Column::Id.eq(id.uuid()));
    Ok(gone.run().await? > 0)
}

/// Uses a link up; says whether this was the first to do so.
pub(super) async fn take_invitation(tx: &Tx, link: &Link) -> Result<bool, DbErr> {
    let taken = tx
        .remove::<invitation::Entity>()
        .filter(invitation::Column::Id.eq(link.invitation.uuid()))
        .filter(invitation::Column::SecretHash.eq(link.secret_hash.to_vec()));
    Ok(taken.run().await? > 0)
}

/// Deletes what a user invited into some roles.
pub(super) async fn remove_invitations_of(tx: &Tx, user: UserId, roles: &[Role]) -> Result<u64, DbErr> {
    let gone = tx
        .remove::<invitation::Entity>()
        .filter(invitation::Column::InvitedBy.eq(user.uuid()))
        .filter(invitation::Column::Role.is_in(roles.iter().map(|role| role.as_str())));
    gone.run().await
}

/// Revokes the API keys that a user made in the workspace.
pub(super) async fn revoke_keys_of(tx: &Tx, user: UserId) -> Result<(), DbErr> {
    let keys = tx.change::<api_key::Entity>().set(api_key::Column::RevokedAt, tx.now());
    let keys = keys.set(api_key::Column::PreviousHash, None::<Vec<u8>>);
    let live = api_key::Column::RevokedAt.is_null();
    keys.filter(api_key::Column::UserId.eq(user.uuid())).filter(live).run().await.map(drop)
}
