//! Every statement on users, their sessions, their mail links and their workspaces.

mod email_changes;
mod guesses;

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, DbErr, QueryFilter, QueryOrder, QuerySelect};
use shared::{EmailChangeId, SessionId, Time, UserId};
use uuid::Uuid;

use super::jobs::Link;
use super::rules::NewAccount;
use crate::entities::mail_token::Purpose;
use crate::entities::{mail_token, member, session, user, workspace};
use crate::platform::cursor::Wanted;
use crate::platform::scope::{Global, GlobalTx};

pub(in crate::accounts) use email_changes::*;
pub(in crate::accounts) use guesses::*;

/// The user of an address.
pub(in crate::accounts) async fn user_by_email(
    db: &Global,
    email_key: &str,
) -> Result<Option<user::Model>, DbErr> {
    db.find::<user::Entity>().filter(user::Column::EmailKey.eq(email_key)).one().await
}

/// A user.
pub(in crate::accounts) async fn user(db: &Global, id: UserId) -> Result<Option<user::Model>, DbErr> {
    db.find::<user::Entity>().with_id(id.uuid()).one().await
}

/// A user, locked until the transaction ends.
pub(in crate::accounts) async fn locked_user(
    tx: &GlobalTx,
    id: UserId,
) -> Result<Option<user::Model>, DbErr> {
    tx.find::<user::Entity>().with_id(id.uuid()).locked().one().await
}

/// Inserts a user unless the address is taken; says whether it did.
pub(in crate::accounts) async fn insert_user(
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
        language: Set(None),
        wrong_passwords: Set(0),
    };
    tx.insert_new(row, [user::Column::EmailKey]).await
}

/// Counts a wrong password for whoever has the address; for nobody it costs the same statement.
pub(in crate::accounts) async fn count_wrong(tx: &GlobalTx, email_key: &str) -> Result<(), DbErr> {
    let counted = tx.change::<user::Entity>().add(user::Column::WrongPasswords, 1);
    counted.filter(user::Column::EmailKey.eq(email_key)).run().await.map(drop)
}

/// Begins to count a user's wrong passwords anew.
pub(in crate::accounts) async fn forget_wrong(tx: &GlobalTx, user: UserId) -> Result<(), DbErr> {
    let counted = tx.change::<user::Entity>().set(user::Column::WrongPasswords, 0);
    counted.filter(user::Column::Id.eq(user.uuid())).run().await.map(drop)
}

/// Writes a change of a user.
pub(in crate::accounts) async fn update_user(
    tx: &GlobalTx,
    row: user::ActiveModel,
) -> Result<user::Model, DbErr> {
    tx.update(user::ActiveModel { updated_at: Set(tx.now()), ..row }).await
}

/// A user's workspaces with the member row there, by name.
pub(in crate::accounts) async fn memberships(
    db: &Global,
    user: UserId,
) -> Result<Vec<(member::Model, workspace::Model)>, DbErr> {
    let members = db.memberships(user).await?;
    let workspaces = db
        .workspaces_of(user)
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
pub(in crate::accounts) async fn take_unverified(
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
pub(in crate::accounts) async fn insert_link(
    tx: &GlobalTx,
    id: Uuid,
    user: UserId,
    link: Link,
    hash: [u8; 32],
) -> Result<(), DbErr> {
    let row = mail_token::ActiveModel {
        id: Set(id),
        user_id: Set(user.uuid()),
        purpose: Set(link.purpose),
        secret_hash: Set(hash.to_vec()),
        expires_at: Set(tx.now() + link.lifetime),
        used_at: Set(None),
        created_at: Set(tx.now()),
        email_change_id: Set(link.change.map(EmailChangeId::uuid)),
    };
    tx.insert(row).await.map(drop)
}

/// A link.
pub(in crate::accounts) async fn link(db: &Global, id: Uuid) -> Result<Option<mail_token::Model>, DbErr> {
    db.find::<mail_token::Entity>().with_id(id).one().await
}

/// A link, locked until the transaction ends.
pub(in crate::accounts) async fn locked_link(
    tx: &GlobalTx,
    id: Uuid,
) -> Result<Option<mail_token::Model>, DbErr> {
    tx.find::<mail_token::Entity>().with_id(id).lock(LockType::Update).one().await
}

/// Makes every link of a user void; those of one purpose when it is given. A link that stops a change of address stays good:
/// whoever took over the account must not be able to make it void.
pub(in crate::accounts) async fn void_links(
    tx: &GlobalTx,
    user: UserId,
    purpose: Option<Purpose>,
) -> Result<(), DbErr> {
    let mut links = tx
        .change::<mail_token::Entity>()
        .set(mail_token::Column::UsedAt, tx.now())
        .filter(mail_token::Column::UserId.eq(user.uuid()))
        .filter(mail_token::Column::UsedAt.is_null());
    links = match purpose {
        Some(purpose) => links.filter(mail_token::Column::Purpose.eq(purpose)),
        None => links.filter(mail_token::Column::Purpose.ne(Purpose::StopEmailChange)),
    };
    links.run().await.map(drop)
}

/// Inserts a session.
pub(in crate::accounts) async fn insert_session(
    tx: &GlobalTx,
    row: session::ActiveModel,
) -> Result<(), DbErr> {
    tx.insert(row).await.map(drop)
}

/// A session, locked until the transaction ends.
pub(in crate::accounts) async fn session(
    tx: &GlobalTx,
    id: SessionId,
) -> Result<Option<session::Model>, DbErr> {
    tx.find::<session::Entity>().with_id(id.uuid()).lock(LockType::Update).one().await
}

/// A session, to be shown.
pub(in crate::accounts) async fn session_seen(
    db: &Global,
    id: SessionId,
) -> Result<Option<session::Model>, DbErr> {
    db.find::<session::Entity>().with_id(id.uuid()).one().await
}

/// Writes a change of a session.
pub(in crate::accounts) async fn update_session(
    tx: &GlobalTx,
    row: session::ActiveModel,
) -> Result<(), DbErr> {
    tx.update(row).await.map(drop)
}

/// Which sessions of a user end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::accounts) enum Which {
    All,
    One(SessionId),
    AllBut(SessionId),
}

/// Ends sessions of a user that live; says how many.
pub(in crate::accounts) async fn end_sessions(
    tx: &GlobalTx,
    user: UserId,
    which: Which,
    reason: &'static str,
) -> Result<u64, DbErr> {
    let mut sessions = tx
        .change::<session::Entity>()
        .set(session::Column::EndedAt, tx.now())
        .set(session::Column::EndReason, reason)
        .filter(session::Column::UserId.eq(user.uuid()))
        .filter(session::Column::EndedAt.is_null());
    sessions = match which {
        Which::All => sessions,
        Which::One(one) => sessions.filter(session::Column::Id.eq(one.uuid())),
        Which::AllBut(one) => sessions.filter(session::Column::Id.ne(one.uuid())),
    };
    sessions.run().await
}

/// The sessions of a user that live, the newest first.
pub(in crate::accounts) async fn sessions(
    db: &Global,
    user: UserId,
    now: Time,
    wanted: &Wanted<Uuid>,
) -> Result<Vec<session::Model>, DbErr> {
    let mut sessions = db
        .find::<session::Entity>()
        .filter(session::Column::UserId.eq(user.uuid()))
        .filter(session::Column::EndedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .filter(session::Column::IdleExpiresAt.gt(now))
        .order_by_desc(session::Column::Id);
    if let Some(after) = wanted.after {
        sessions = sessions.filter(session::Column::Id.lt(after));
    }
    sessions.limit(wanted.rows()).all().await
}

/// Whether a user has signed in from a network before.
pub(in crate::accounts) async fn has_session_from(
    db: &Global,
    user: UserId,
    ip_prefix: &str,
) -> Result<bool, DbErr> {
    let sessions = db.find::<session::Entity>().filter(session::Column::UserId.eq(user.uuid()));
    Ok(sessions.filter(session::Column::IpPrefix.eq(ip_prefix)).one().await?.is_some())
}

/// With what and from where a user signed in the last times.
pub(in crate::accounts) async fn last_sessions(
    db: &Global,
    user: UserId,
) -> Result<Vec<session::Model>, DbErr> {
    let sessions = db
        .find::<session::Entity>()
        .filter(session::Column::UserId.eq(user.uuid()))
        .order_by_desc(session::Column::Id);
    sessions.limit(100).all().await
}
