//! Every statement on users, their sessions, their mail links and their workspaces.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, DbErr, QueryFilter, QueryOrder, QuerySelect};
use shared::{SessionId, Time, UserId};
use uuid::Uuid;

use super::rules::NewAccount;
use crate::entities::mail_token::Purpose;
use crate::entities::{mail_token, member, session, user, workspace};
use crate::platform::scope::{Global, GlobalTx};

/// The user of an address.
pub(super) async fn user_by_email(db: &Global, email_key: &str) -> Result<Option<user::Model>, DbErr> {
    db.find::<user::Entity>().filter(user::Column::EmailKey.eq(email_key)).one().await
}

/// A user.
pub(super) async fn user(db: &Global, id: UserId) -> Result<Option<user::Model>, DbErr> {
    db.find::<user::Entity>().with_id(id.uuid()).one().await
}

/// Inserts a user unless the address is taken; says whether it did.
pub(super) async fn insert_user(
    tx: &GlobalTx,
    id: UserId,
    account: &NewAccount,
    password_hash: String,
    verified_at: Option<Time>,
) -> Result<bool, DbErr> {
    let now = tx.now();
    let row = user::ActiveModel {
        id: Set(id.uuid()),
        email: Set(account.email.clone()),
        email_key: Set(account.email_key.clone()),
        name: Set(account.name.clone()),
        phone: Set(account.phone.clone()),
        password_hash: Set(password_hash),
        verified_at: Set(verified_at),
        created_at: Set(now),
        updated_at: Set(now),
    };
    tx.insert_new(row, [user::Column::EmailKey]).await
}

/// Writes a change of a user.
pub(super) async fn update_user(tx: &GlobalTx, row: user::ActiveModel) -> Result<user::Model, DbErr> {
    tx.update(user::ActiveModel { updated_at: Set(tx.now()), ..row }).await
}

/// A user's workspaces with the member row there, by name.
pub(super) async fn memberships(
    db: &Global,
    user: UserId,
) -> Result<Vec<(member::Model, workspace::Model)>, DbErr> {
    let members = db.memberships(user).await?;
    let ids = members.iter().map(|member| member.workspace_id);
    let workspaces = db
        .find::<workspace::Entity>()
        .filter(workspace::Column::Id.is_in(ids))
        .order_by_asc(workspace::Column::Name)
        .order_by_asc(workspace::Column::Id)
        .all()
        .await?;
    let with_member = workspaces.into_iter().filter_map(|workspace| {
        let member = members.iter().find(|member| member.workspace_id == workspace.id)?;
        Some((member.clone(), workspace))
    });
    Ok(with_member.collect())
}

/// Gives an account that nobody has verified to whoever showed that the address is theirs; says whether it was one.
pub(super) async fn take_unverified(
    tx: &GlobalTx,
    id: UserId,
    account: &NewAccount,
    password_hash: String,
) -> Result<bool, DbErr> {
    let taken = tx
        .change::<user::Entity>()
        .set(user::Column::Name, account.name.as_str())
        .set(user::Column::Phone, account.phone.as_str())
        .set(user::Column::PasswordHash, password_hash)
        .set(user::Column::VerifiedAt, tx.now())
        .set(user::Column::UpdatedAt, tx.now())
        .filter(user::Column::Id.eq(id.uuid()))
        .filter(user::Column::VerifiedAt.is_null());
    Ok(taken.run().await? > 0)
}

/// Inserts a link of a purpose.
pub(super) async fn insert_link(
    tx: &GlobalTx,
    id: Uuid,
    user: UserId,
    purpose: Purpose,
    hash: [u8; 32],
    expires_at: Time,
) -> Result<(), DbErr> {
    let row = mail_token::ActiveModel {
        id: Set(id),
        user_id: Set(user.uuid()),
        purpose: Set(purpose),
        secret_hash: Set(hash.to_vec()),
        expires_at: Set(expires_at),
        used_at: Set(None),
        created_at: Set(tx.now()),
    };
    tx.insert(row).await.map(drop)
}

/// A link, locked until the transaction ends.
pub(super) async fn link(tx: &GlobalTx, id: Uuid) -> Result<Option<mail_token::Model>, DbErr> {
    tx.find::<mail_token::Entity>().with_id(id).lock(LockType::Update).one().await
}

/// When the latest link of a purpose was made that is still good.
pub(super) async fn latest_link(db: &Global, user: UserId, purpose: Purpose) -> Result<Option<Time>, DbErr> {
    let links = db
        .find::<mail_token::Entity>()
        .filter(mail_token::Column::UserId.eq(user.uuid()))
        .filter(mail_token::Column::Purpose.eq(purpose))
        .filter(mail_token::Column::UsedAt.is_null())
        .order_by_desc(mail_token::Column::CreatedAt);
    Ok(links.one().await?.map(|link| link.created_at))
}

/// Makes every link of a user void; those of one purpose when it is given.
pub(super) async fn void_links(tx: &GlobalTx, user: UserId, purpose: Option<Purpose>) -> Result<(), DbErr> {
    let mut links = tx
        .change::<mail_token::Entity>()
        .set(mail_token::Column::UsedAt, tx.now())
        .filter(mail_token::Column::UserId.eq(user.uuid()))
        .filter(mail_token::Column::UsedAt.is_null());
    if let Some(purpose) = purpose {
        links = links.filter(mail_token::Column::Purpose.eq(purpose));
    }
    links.run().await.map(drop)
}

/// Inserts a session.
pub(super) async fn insert_session(tx: &GlobalTx, row: session::ActiveModel) -> Result<(), DbErr> {
    tx.insert(row).await.map(drop)
}

/// A session, locked until the transaction ends.
pub(super) async fn session(tx: &GlobalTx, id: SessionId) -> Result<Option<session::Model>, DbErr> {
    tx.find::<session::Entity>().with_id(id.uuid()).lock(LockType::Update).one().await
}

/// Writes a change of a session.
pub(super) async fn update_session(tx: &GlobalTx, row: session::ActiveModel) -> Result<(), DbErr> {
    tx.update(row).await.map(drop)
}

/// Ends sessions of a user that live: one, or all.
pub(super) async fn end_sessions(
    tx: &GlobalTx,
    user: UserId,
    one: Option<SessionId>,
    reason: &'static str,
) -> Result<u64, DbErr> {
    let mut sessions = tx
        .change::<session::Entity>()
        .set(session::Column::EndedAt, tx.now())
        .set(session::Column::EndReason, reason)
        .filter(session::Column::UserId.eq(user.uuid()))
        .filter(session::Column::EndedAt.is_null());
    if let Some(one) = one {
        sessions = sessions.filter(session::Column::Id.eq(one.uuid()));
    }
    sessions.run().await
}
