//! Every statement about numbers and their apps.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use shared::{AppId, NumberId, Time, UserId};
use uuid::Uuid;

use super::rules::SandboxIds;

use crate::entities::app::{self, AppKind};
use crate::entities::number::{self, NumberKind, NumberState};
use crate::entities::{conversation, user};
use crate::platform::cursor::Wanted;
use crate::platform::scope::{Across, Change, Global, Scope, Tx};

/// The sealed secrets of a sandbox number and its app.
pub(super) struct Sealed {
    pub(super) secret: Vec<u8>,
    pub(super) verify_token: Vec<u8>,
    pub(super) token: Vec<u8>,
}

/// A number.
pub(super) async fn number(scope: &Scope, id: NumberId) -> Result<Option<number::Model>, DbErr> {
    scope.by_id::<number::Entity>(id.uuid()).await
}

/// A number, held until the transaction ends.
pub(super) async fn locked_number(tx: &Tx, id: NumberId) -> Result<Option<number::Model>, DbErr> {
    tx.find::<number::Entity>().with_id(id.uuid()).locked().one().await
}

/// The app of a number.
pub(super) async fn app(scope: &Scope, number: &number::Model) -> Result<Option<app::Model>, DbErr> {
    scope.by_id::<app::Entity>(number.app_id).await
}

/// Numbers, the oldest first, one more than the limit.
pub(super) async fn numbers(scope: &Scope, wanted: &Wanted<Uuid>) -> Result<Vec<number::Model>, DbErr> {
    let mut find = scope.find::<number::Entity>();
    if let Some(after) = wanted.after {
        find = find.filter(number::Column::Id.gt(after));
    }
    find.order_by_asc(number::Column::Id).limit(wanted.rows()).all().await
}

/// How many sandbox numbers are connected.
pub(super) async fn n_sandbox_numbers(scope: &Scope) -> Result<u64, DbErr> {
    scope
        .find::<number::Entity>()
        .filter(number::Column::Kind.eq(NumberKind::Sandbox))
        .filter(number::Column::State.eq(NumberState::Connected))
        .count()
        .await
}

/// When somebody last wrote to each number.
pub(super) async fn last_written_at(
    scope: &Scope,
    numbers: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Time>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        number_id: Uuid,
        last: Option<Time>,
    }
    let rows = scope
        .find::<conversation::Entity>()
        .select_only()
        .column(conversation::Column::NumberId)
        .column_as(Expr::col(conversation::Column::LastInboundAt).max(), "last")
        .filter(conversation::Column::NumberId.is_in(numbers))
        .group_by(conversation::Column::NumberId)
        .all_as::<Row>()
        .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.number_id, row.last?))).collect())
}

/// Puts a sandbox app and its number in.
pub(super) async fn insert_sandbox(
    tx: &Tx,
    (app_id, number_id): (AppId, NumberId),
    name: String,
    ids: SandboxIds,
    sealed: Sealed,
) -> Result<number::Model, DbErr> {
    let now = tx.now();
    tx.insert(app::ActiveModel {
        id: Set(app_id.uuid()),
        meta_app_id: Set(ids.meta_app_id),
        kind: Set(AppKind::Sandbox),
        secret: Set(sealed.secret),
        previous_secret: Set(None),
        verify_token: Set(sealed.verify_token),
        created_at: Set(now),
        ..Default::default()
    })
    .await?;
    tx.insert(number::ActiveModel {
        id: Set(number_id.uuid()),
        app_id: Set(app_id.uuid()),
        kind: Set(NumberKind::Sandbox),
        waba_id: Set(ids.waba_id),
        phone_number_id: Set(ids.phone_number_id),
        display_phone: Set(ids.display_phone),
        name: Set(name),
        token: Set(sealed.token),
        state: Set(NumberState::Connected),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    })
    .await
}

/// Begins to change a number.
pub(super) fn change_number(tx: &Tx, id: NumberId) -> Change<'_, number::Entity> {
    tx.change::<number::Entity>()
        .filter(number::Column::Id.eq(id.uuid()))
        .set(number::Column::UpdatedAt, tx.now())
}

/// Every connected sandbox number.
pub(super) async fn all_sandbox_numbers(across: &Across) -> Result<Vec<number::Model>, DbErr> {
    across
        .find::<number::Entity>()
        .filter(number::Column::Kind.eq(NumberKind::Sandbox))
        .filter(number::Column::State.eq(NumberState::Connected))
        .order_by_asc(number::Column::Id)
        .all()
        .await
}

/// The name of a user.
pub(super) async fn user_name(accounts: &Global, id: UserId) -> Result<Option<String>, DbErr> {
    Ok(accounts.find::<user::Entity>().with_id(id.uuid()).one().await?.map(|user| user.name))
}
