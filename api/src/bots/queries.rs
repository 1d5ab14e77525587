//! Every statement about bots and their versions.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use shared::{BotId, Time, UserId, VersionId};
use uuid::Uuid;

use crate::entities::bot::{self, BotState};
use crate::entities::run::{self, RunState};
use crate::entities::{bot_version, user};
use crate::platform::cursor::Wanted;
use crate::platform::scope::{Change, Find, Global, Scope, Tx};

/// Runs of a bot since a moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct RunCounts {
    /// All that started.
    pub(super) started: u64,
    /// Of those, finished or handed over.
    pub(super) finished: u64,
}

/// A bot without its draft, which is large.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct Listed {
    pub(super) id: Uuid,
    pub(super) name: String,
    pub(super) state: BotState,
    pub(super) live_version_id: Option<Uuid>,
    pub(super) draft_revision: i64,
    pub(super) draft_summary: Option<serde_json::Value>,
    pub(super) live_summary: Option<serde_json::Value>,
    pub(super) draft_updated_by: Option<Uuid>,
    pub(super) created_at: Time,
    pub(super) updated_at: Time,
}

impl From<bot::Model> for Listed {
    fn from(row: bot::Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            state: row.state,
            live_version_id: row.live_version_id,
            draft_revision: row.draft_revision,
            draft_summary: row.draft_summary,
            live_summary: row.live_summary,
            draft_updated_by: row.draft_updated_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// A version without its flow.
#[derive(Debug, FromQueryResult)]
pub(super) struct VersionRow {
    pub(super) id: Uuid,
    pub(super) number: i32,
    pub(super) content_hash: String,
}

/// A version about to be inserted.
pub(super) struct NewVersion {
    pub(super) bot_id: BotId,
    pub(super) number: i32,
    pub(super) flow: serde_json::Value,
    pub(super) content_hash: String,
    pub(super) note: String,
    pub(super) published_by: UserId,
}

fn existing(scope: &Scope) -> Find<'_, bot::Entity> {
    scope.find::<bot::Entity>().filter(bot::Column::DeletedAt.is_null())
}

fn one(tx: &Tx, id: BotId) -> Change<'_, bot::Entity> {
    tx.change::<bot::Entity>()
        .filter(bot::Column::Id.eq(id.uuid()))
        .filter(bot::Column::DeletedAt.is_null())
        .set(bot::Column::UpdatedAt, tx.now())
}

fn listed(find: Find<'_, bot::Entity>) -> Find<'_, bot::Entity> {
    use bot::Column;
    find.select_only().columns([
        Column::Id,
        Column::Name,
        Column::State,
        Column::LiveVersionId,
        Column::DraftRevision,
        Column::DraftSummary,
        Column::LiveSummary,
        Column::DraftUpdatedBy,
        Column::CreatedAt,
        Column::UpdatedAt,
    ])
}

/// A bot that is not deleted, without its draft.
pub(super) async fn listed_bot(scope: &Scope, id: BotId) -> Result<Option<Listed>, DbErr> {
    let found = listed(existing(scope).with_id(id.uuid())).all_as().await?;
    Ok(found.into_iter().next())
}

/// How many bots there are.
pub(super) async fn count_bots(scope: &Scope) -> Result<u64, DbErr> {
    existing(scope).count().await
}

/// A bot that is not deleted, with its draft.
pub(super) async fn bot(scope: &Scope, id: BotId) -> Result<Option<bot::Model>, DbErr> {
    existing(scope).with_id(id.uuid()).one().await
}

/// A bot that is not deleted, with its draft, held until the transaction ends.
pub(super) async fn locked_bot(tx: &Tx, id: BotId) -> Result<Option<bot::Model>, DbErr> {
    existing(tx).with_id(id.uuid()).locked().one().await
}

/// Bots, the newest first, one more than the limit.
pub(super) async fn bots(scope: &Scope, wanted: &Wanted<Uuid>) -> Result<Vec<Listed>, DbErr> {
    let mut find = existing(scope);
    if let Some(after) = wanted.after {
        find = find.filter(bot::Column::Id.lt(after));
    }
    listed(find).order_by_desc(bot::Column::Id).limit(wanted.rows()).all_as().await
}

/// Bots that answer, the oldest first: in that order they are asked.
pub(super) async fn live_bots(scope: &Scope) -> Result<Vec<Listed>, DbErr> {
    let live = existing(scope).filter(bot::Column::State.eq(BotState::Live));
    listed(live).order_by_asc(bot::Column::Id).all_as().await
}

/// Puts a new bot in.
pub(super) async fn insert_bot(
    tx: &Tx,
    name: String,
    draft: serde_json::Value,
    summary: serde_json::Value,
    author: UserId,
) -> Result<bot::Model, DbErr> {
    let now = tx.now();
    tx.insert(bot::ActiveModel {
        id: Set(BotId::new().uuid()),
        name: Set(name),
        state: Set(BotState::NeverPublished),
        live_version_id: Set(None),
        draft: Set(draft),
        draft_revision: Set(1),
        draft_summary: Set(Some(summary)),
        live_summary: Set(None),
        draft_updated_at: Set(now),
        draft_updated_by: Set(Some(author.uuid())),
        created_at: Set(now),
        updated_at: Set(now),
        deleted_at: Set(None),
        ..Default::default()
    })
    .await
}

/// Saves a draft made from revision `base`; `None` when that is not the present one any more.
pub(super) async fn save_draft(
    tx: &Tx,
    id: BotId,
    base: i64,
    draft: serde_json::Value,
    summary: serde_json::Value,
    author: UserId,
) -> Result<Option<bot::Model>, DbErr> {
    let saved = one(tx, id)
        .filter(bot::Column::DraftRevision.eq(base))
        .set(bot::Column::Draft, draft)
        .set(bot::Column::DraftSummary, summary)
        .add(bot::Column::DraftRevision, 1_i64)
        .set(bot::Column::DraftUpdatedAt, tx.now())
        .set(bot::Column::DraftUpdatedBy, author.uuid())
        .returning()
        .await?;
    Ok(saved.into_iter().next())
}

/// Gives a bot another name; the bot as it is then.
pub(super) async fn rename_bot(tx: &Tx, id: BotId, name: &str) -> Result<Option<bot::Model>, DbErr> {
    Ok(one(tx, id).set(bot::Column::Name, name).returning().await?.into_iter().next())
}

/// Says what customers get from a bot.
pub(super) async fn set_state(tx: &Tx, id: BotId, state: BotState) -> Result<u64, DbErr> {
    one(tx, id).set(bot::Column::State, state).run().await
}

/// Makes a version the live one.
pub(super) async fn go_live(
    tx: &Tx,
    id: BotId,
    version: VersionId,
    summary: serde_json::Value,
) -> Result<u64, DbErr> {
    one(tx, id)
        .set(bot::Column::State, BotState::Live)
        .set(bot::Column::LiveVersionId, version.uuid())
        .set(bot::Column::LiveSummary, summary)
        .run()
        .await
}

/// Marks a bot as deleted; its rows stay for the runs and conversations that name it.
pub(super) async fn delete_bot(tx: &Tx, id: BotId) -> Result<u64, DbErr> {
    one(tx, id).set(bot::Column::State, BotState::Paused).set(bot::Column::DeletedAt, tx.now()).run().await
}

/// Puts a version in.
pub(super) async fn insert_version(tx: &Tx, new: NewVersion) -> Result<bot_version::Model, DbErr> {
    tx.insert(bot_version::ActiveModel {
        id: Set(VersionId::new().uuid()),
        bot_id: Set(new.bot_id.uuid()),
        number: Set(new.number),
        flow: Set(new.flow),
        content_hash: Set(new.content_hash),
        note: Set(new.note),
        published_by: Set(new.published_by.uuid()),
        created_at: Set(tx.now()),
        ..Default::default()
    })
    .await
}

/// The version of a bot with this number.
pub(super) async fn version(
    scope: &Scope,
    bot: BotId,
    number: i32,
) -> Result<Option<bot_version::Model>, DbErr> {
    versions_of(scope, bot).filter(bot_version::Column::Number.eq(number)).one().await
}

/// The newest version of a bot.
pub(super) async fn newest_version(scope: &Scope, bot: BotId) -> Result<Option<VersionRow>, DbErr> {
    use bot_version::Column::{ContentHash, Id, Number};
    let versions = versions_of(scope, bot).select_only().columns([Id, Number, ContentHash]);
    let found = versions.order_by_desc(Number).limit(1).all_as().await?;
    Ok(found.into_iter().next())
}

/// The numbers of versions by their ids.
pub(super) async fn version_numbers(
    scope: &Scope,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, u32>, DbErr> {
    use bot_version::Column::{ContentHash, Id, Number};
    let find = scope.find::<bot_version::Entity>().filter(Id.is_in(ids));
    let rows = find.select_only().columns([Id, Number, ContentHash]).all_as::<VersionRow>().await?;
    Ok(rows.into_iter().map(|row| (row.id, u32::try_from(row.number).unwrap_or_default())).collect())
}

/// Versions of a bot, the newest first, one more than the limit.
pub(super) async fn versions(
    scope: &Scope,
    bot: BotId,
    wanted: &Wanted<i32>,
) -> Result<Vec<bot_version::Model>, DbErr> {
    let mut find = versions_of(scope, bot);
    if let Some(after) = wanted.after {
        find = find.filter(bot_version::Column::Number.lt(after));
    }
    find.order_by_desc(bot_version::Column::Number).limit(wanted.rows()).all().await
}

/// Versions by their ids.
pub(super) async fn versions_by_id(
    scope: &Scope,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, bot_version::Model>, DbErr> {
    let find = scope.find::<bot_version::Entity>().filter(bot_version::Column::Id.is_in(ids));
    Ok(find.all().await?.into_iter().map(|version| (version.id, version)).collect())
}

/// How many runs of each bot started since a moment, and how many of them came to an end of their own.
pub(super) async fn run_counts(
    scope: &Scope,
    bots: impl IntoIterator<Item = Uuid>,
    since: Time,
) -> Result<HashMap<Uuid, RunCounts>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        bot_id: Uuid,
        state: RunState,
        n: i64,
    }
    let rows = scope
        .find::<run::Entity>()
        .select_only()
        .column(run::Column::BotId)
        .column(run::Column::State)
        .column_as(Expr::col(run::Column::Id).count(), "n")
        .filter(run::Column::BotId.is_in(bots))
        .filter(run::Column::StartedAt.gte(since))
        .group_by(run::Column::BotId)
        .group_by(run::Column::State)
        .all_as::<Row>()
        .await?;
    let mut counts = HashMap::<Uuid, RunCounts>::new();
    for row in rows {
        let n = u64::try_from(row.n).unwrap_or_default();
        let count = counts.entry(row.bot_id).or_default();
        count.started += n;
        if matches!(row.state, RunState::Finished | RunState::HandedOver) {
            count.finished += n;
        }
    }
    Ok(counts)
}

/// The names of people, also of those who are no members any more.
pub(super) async fn names(
    accounts: &Global,
    users: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>, DbErr> {
    let users = accounts.find::<user::Entity>().filter(user::Column::Id.is_in(users)).all().await?;
    Ok(users.into_iter().map(|user| (user.id, user.name)).collect())
}

fn versions_of(scope: &Scope, bot: BotId) -> Find<'_, bot_version::Entity> {
    scope.find::<bot_version::Entity>().filter(bot_version::Column::BotId.eq(bot.uuid()))
}
