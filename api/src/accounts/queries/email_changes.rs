//! Every statement on changes of address.

use chrono::TimeDelta;
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ColumnTrait, DbErr, QueryFilter, QueryOrder};
use shared::{EmailChangeId, Time, UserId};

use super::super::rules::{Sent, Side};
use crate::entities::email_change::{ActiveModel, ChangeState, Column, Entity, Model};
use crate::entities::mail_token::{self, Purpose};
use crate::platform::scope::{Global, GlobalTx};

/// A change by its id.
pub(in crate::accounts) async fn email_change(
    db: &Global,
    id: EmailChangeId,
) -> Result<Option<Model>, DbErr> {
    db.find::<Entity>().with_id(id.uuid()).one().await
}

/// The change of a user that waits.
pub(in crate::accounts) async fn waiting_change(
    db: &Global,
    user: UserId,
    now: Time,
) -> Result<Option<Model>, DbErr> {
    let waiting = db
        .find::<Entity>()
        .filter(Column::UserId.eq(user.uuid()))
        .filter(Column::State.eq(ChangeState::Waiting))
        .filter(Column::ExpiresAt.gt(now))
        .order_by_desc(Column::CreatedAt);
    waiting.one().await
}

/// How many changes a user asked for since.
pub(in crate::accounts) async fn n_changes(db: &Global, user: UserId, since: Time) -> Result<u64, DbErr> {
    let all = db.find::<Entity>().filter(Column::UserId.eq(user.uuid()));
    all.filter(Column::CreatedAt.gt(since)).count().await
}

/// Inserts a change that waits.
pub(in crate::accounts) async fn insert_change(
    tx: &GlobalTx,
    id: EmailChangeId,
    user: UserId,
    old_email: String,
    (new_email, new_email_key): (String, String),
    lifetime: TimeDelta,
) -> Result<(), DbErr> {
    let now = tx.now();
    let row = ActiveModel {
        id: Set(id.uuid()),
        user_id: Set(user.uuid()),
        old_email: Set(old_email),
        new_email: Set(new_email),
        new_email_key: Set(new_email_key),
        state: Set(ChangeState::Waiting),
        expires_at: Set(now + lifetime),
        created_at: Set(now),
        confirmed_at: Set(None),
        old_confirmed_at: Set(None),
        new_confirmed_at: Set(None),
        sent_at: Set(Some(now)),
        n_sent: Set(1),
    };
    tx.insert(row).await.map(drop)
}

/// Remembers that the mails of a change were sent again.
pub(in crate::accounts) async fn set_sent(tx: &GlobalTx, id: EmailChangeId, sent: Sent) -> Result<(), DbErr> {
    let row = ActiveModel {
        id: Unchanged(id.uuid()),
        sent_at: Set(Some(sent.at)),
        n_sent: Set(sent.n),
        ..Default::default()
    };
    tx.update(row).await.map(drop)
}

/// Remembers that one of the addresses has confirmed a change, and makes the links sent there void.
pub(in crate::accounts) async fn confirm_side(
    tx: &GlobalTx,
    id: EmailChangeId,
    side: Side,
) -> Result<(), DbErr> {
    let column = match side {
        Side::Old => Column::OldConfirmedAt,
        Side::New => Column::NewConfirmedAt,
    };
    let change = tx.change::<Entity>().set(column, tx.now()).filter(Column::Id.eq(id.uuid()));
    change.run().await?;
    let links = tx
        .change::<mail_token::Entity>()
        .set(mail_token::Column::UsedAt, tx.now())
        .filter(mail_token::Column::EmailChangeId.eq(id.uuid()))
        .filter(mail_token::Column::Purpose.eq(side.purpose()))
        .filter(mail_token::Column::UsedAt.is_null());
    links.run().await.map(drop)
}

/// Says how a change ended.
pub(in crate::accounts) async fn end_change(
    tx: &GlobalTx,
    id: EmailChangeId,
    state: ChangeState,
) -> Result<(), DbErr> {
    let confirmed_at = (state == ChangeState::Confirmed).then(|| tx.now());
    let row = ActiveModel {
        id: Unchanged(id.uuid()),
        state: Set(state),
        confirmed_at: Set(confirmed_at),
        ..Default::default()
    };
    tx.update(row).await.map(drop)
}

/// Ends the changes of a user that wait, with their links to confirm; says how many there were.
pub(in crate::accounts) async fn end_waiting_changes(
    tx: &GlobalTx,
    user: UserId,
    state: ChangeState,
) -> Result<u64, DbErr> {
    let links = tx
        .change::<mail_token::Entity>()
        .set(mail_token::Column::UsedAt, tx.now())
        .filter(mail_token::Column::UserId.eq(user.uuid()))
        .filter(mail_token::Column::Purpose.is_in([Purpose::ConfirmEmail, Purpose::ConfirmOldEmail]))
        .filter(mail_token::Column::UsedAt.is_null());
    links.run().await?;
    let waiting = tx
        .change::<Entity>()
        .set(Column::State, state)
        .filter(Column::UserId.eq(user.uuid()))
        .filter(Column::State.eq(ChangeState::Waiting));
    waiting.run().await
}
