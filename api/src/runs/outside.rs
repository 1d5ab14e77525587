//! Runs that end from outside: a person takes over, the conversation is closed, the bot is paused or deleted.

use std::collections::HashMap;

use flow::{RunEvent, State, StopReason};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, DbErr, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use shared::live::LiveEvent;
use shared::{BotId, ConversationId, RunId};
use uuid::Uuid;

use crate::entities::run::{self, RunState};
use crate::entities::{conversation, run_event};
use crate::platform::scope::Tx;

/// Which runs.
#[derive(Debug, Clone, Copy)]
pub enum Which {
    /// Those of a bot.
    OfBot(BotId),
    /// Those in a conversation.
    In(ConversationId),
    /// This one.
    One(RunId),
}

/// Stops the runs that wait for their contact; how many. Their conversations are free for the next run.
///
/// # Errors
/// When the database fails.
pub async fn stop(tx: &Tx, which: Which, reason: StopReason) -> Result<usize, DbErr> {
    use run::Column;
    let now = tx.now();
    let of = match which {
        Which::OfBot(bot) => Column::BotId.eq(bot.uuid()),
        Which::In(conversation) => Column::ConversationId.eq(conversation.uuid()),
        Which::One(run) => Column::Id.eq(run.uuid()),
    };
    let waiting = tx.find::<run::Entity>().filter(of).filter(Column::State.eq(RunState::Waiting));
    let runs = waiting.order_by_asc(Column::Id).all().await?;
    if runs.is_empty() {
        return Ok(0);
    }
    let ids: Vec<Uuid> = runs.iter().map(|run| run.id).collect();
    // The conversations first: that holds off the runner, which locks them before it looks at their runs.
    tx.change::<conversation::Entity>()
        .set(conversation::Column::ActiveRunId, None::<Uuid>)
        .add(conversation::Column::Revision, 1_i64)
        .filter(conversation::Column::ActiveRunId.is_in(ids.iter().copied()))
        .run()
        .await?;
    let stopped = tx
        .change::<run::Entity>()
        .set(Column::State, RunState::Stopped)
        .set(Column::EndedAt, now)
        .set(Column::UpdatedAt, now)
        .filter(Column::Id.is_in(ids))
        .filter(Column::State.eq(RunState::Waiting))
        .returning()
        .await?;
    let mut next = next_positions(tx, &stopped).await?;
    let events = stopped.iter().map(|run| {
        let state: State = serde_json::from_value(run.engine_state.clone()).unwrap_or_default();
        let event = RunEvent::Stopped { step: state.step, reason };
        run_event::ActiveModel {
            id: Set(Uuid::now_v7()),
            run_id: Set(run.id),
            position: Set(next.remove(&run.id).unwrap_or_default()),
            at: Set(now),
            event: Set(serde_json::to_value(event).unwrap_or_default()),
            ..Default::default()
        }
    });
    tx.insert_many(events.collect()).await?;
    for run in &stopped {
        tx.publish(LiveEvent::RunChanged { run_id: run.id.into(), bot_id: run.bot_id.into() });
    }
    Ok(stopped.len())
}

#[derive(Debug, FromQueryResult)]
struct LastEvent {
    run_id: Uuid,
    position: Option<i32>,
}

async fn next_positions(tx: &Tx, runs: &[run::Model]) -> Result<HashMap<Uuid, i32>, DbErr> {
    let last = tx
        .find::<run_event::Entity>()
        .select_only()
        .column(run_event::Column::RunId)
        .column_as(run_event::Column::Position.max(), "position")
        .filter(run_event::Column::RunId.is_in(runs.iter().map(|run| run.id)))
        .group_by(run_event::Column::RunId)
        .all_as::<LastEvent>()
        .await?;
    Ok(last.into_iter().map(|row| (row.run_id, row.position.map_or(0, |last| last + 1))).collect())
}
