//! Every statement that reads runs for people. The pipeline writes them.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, Condition, DbErr, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use shared::{BotId, RunId, Time};
use uuid::Uuid;

use crate::entities::{bot, contact, run, run_event};
use crate::platform::cursor::Wanted;
use crate::platform::scope::Scope;

/// Events of a run that are shown; a run that has more is cut by the engine long before.
const EVENTS: u64 = 10_000;

/// Where a page of runs goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RunKey {
    /// When it began.
    pub(super) at: Time,
    /// Its id, for those of the same moment.
    pub(super) id: Uuid,
}

/// Whether there is such a bot, a deleted one included.
pub(super) async fn has_bot(scope: &Scope, id: BotId) -> Result<bool, DbErr> {
    Ok(scope.by_id::<bot::Entity>(id.uuid()).await?.is_some())
}

/// A run.
pub(super) async fn run(scope: &Scope, id: RunId) -> Result<Option<run::Model>, DbErr> {
    scope.by_id::<run::Entity>(id.uuid()).await
}

/// Runs of a bot, the latest first, one more than the limit.
pub(super) async fn runs(
    scope: &Scope,
    bot: BotId,
    wanted: &Wanted<RunKey>,
) -> Result<Vec<run::Model>, DbErr> {
    use run::Column::{BotId, Id, StartedAt};
    let mut find = scope.find::<run::Entity>().filter(BotId.eq(bot.uuid()));
    if let Some(after) = &wanted.after {
        find = find.filter(
            Condition::any()
                .add(StartedAt.lt(after.at))
                .add(Condition::all().add(StartedAt.eq(after.at)).add(Id.lt(after.id))),
        );
    }
    find.order_by_desc(StartedAt).order_by_desc(Id).limit(wanted.rows()).all().await
}

/// The events of a run, in order.
pub(super) async fn events(scope: &Scope, run: RunId) -> Result<Vec<run_event::Model>, DbErr> {
    scope
        .find::<run_event::Entity>()
        .filter(run_event::Column::RunId.eq(run.uuid()))
        .order_by_asc(run_event::Column::Position)
        .limit(EVENTS)
        .all()
        .await
}

/// Contacts by their ids.
pub(super) async fn contacts(
    scope: &Scope,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, contact::Model>, DbErr> {
    let rows = scope.find::<contact::Entity>().filter(contact::Column::Id.is_in(ids)).all().await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}
