//! Writes what became of attempts: many in one transaction, each only when it still is the attempt that counts.

use std::collections::HashMap;

use chrono::TimeDelta;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait};
use sea_orm::{ColumnTrait, DbErr, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use shared::Time;
use shared::live::LiveEvent;
use uuid::Uuid;
use whatsapp::webhook::Status;

use super::channel::Finished;
use super::claim::Attempt;
use super::rules::Verdict;
use super::shown::{Shown, show};
use crate::entities::message::{self, MessageStatus};
use crate::entities::message_status;
use crate::entities::outbox::{self, OutboxState};
use crate::platform::scope::AcrossTx;

/// Writes verdicts.
pub(super) async fn write(tx: &AcrossTx, finished: &[Finished], now: Time) -> Result<(), DbErr> {
    let states = states(tx, finished).await?;
    // Whoever declared an attempt unknown, or read its end out of a status, has decided; only an acceptance is news then.
    let counts = |finished: &&Finished| match states.get(&finished.attempt.id) {
        Some(OutboxState::Sending) => true,
        Some(OutboxState::Unknown) => matches!(finished.verdict, Verdict::Accepted { .. }),
        Some(OutboxState::Queued | OutboxState::Done | OutboxState::Failed) | None => false,
    };
    let finished: Vec<&Finished> = finished.iter().filter(counts).collect();
    accepted(tx, &finished, now).await?;
    for one in &finished {
        let attempt = &one.attempt;
        match &one.verdict {
            Verdict::Accepted { .. } => {}
            Verdict::Retry { after } => {
                let due_at = now + TimeDelta::from_std(*after).unwrap_or_default();
                again(tx, attempt, due_at).await?;
            }
            Verdict::Failed { code, detail } => failed(tx, attempt, *code, detail, now).await?,
            Verdict::Unknown => unknown(tx, &[attempt.seq], &[attempt.message_id], now).await?,
        }
        let (conversation_id, number_id) = (attempt.conversation_id.into(), attempt.number_id.into());
        let changed = LiveEvent::ConversationChanged { conversation_id, number_id };
        tx.within(attempt.workspace_id.into()).publish(changed);
    }
    Ok(())
}

async fn states(tx: &AcrossTx, finished: &[Finished]) -> Result<HashMap<Uuid, OutboxState>, DbErr> {
    use outbox::Column;
    let rows = tx
        .find_any::<outbox::Entity>()
        .filter(Column::Seq.is_in(finished.iter().map(|finished| finished.attempt.seq)))
        .order_by_asc(Column::Seq)
        .locked()
        .all()
        .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.attempt_id?, row.state))).collect())
}

async fn accepted(tx: &AcrossTx, finished: &[&Finished], now: Time) -> Result<(), DbErr> {
    use message::Column;
    let accepted: Vec<(&Attempt, &str)> = finished
        .iter()
        .filter_map(|finished| match &finished.verdict {
            Verdict::Accepted { wamid } => Some((&finished.attempt, wamid.as_str())),
            Verdict::Retry { .. } | Verdict::Failed { .. } | Verdict::Unknown => None,
        })
        .collect();
    if accepted.is_empty() {
        return Ok(());
    }
    let done = tx.change_any::<outbox::Entity>().set(outbox::Column::State, OutboxState::Done);
    let seqs = accepted.iter().map(|(attempt, _)| attempt.seq);
    done.filter(outbox::Column::Seq.is_in(seqs)).run().await?;
    let (mut shown, taken) = before(tx, &accepted).await?;
    let mut wamids = CaseStatement::new();
    let mut ids = Vec::new();
    for (attempt, wamid) in &accepted {
        if let Some(shown) = shown.get_mut(&attempt.message_id) {
            shown.add(MessageStatus::Accepted);
        }
        if taken.contains(&(attempt.number_id, (*wamid).to_owned())) {
            tracing::error!(message = %attempt.message_id, "graph gave an id that another message has");
            continue;
        }
        wamids = wamids.case(Expr::col(Column::Id).eq(attempt.message_id), Expr::value(*wamid));
        ids.push(attempt.message_id);
    }
    if !ids.is_empty() {
        let change = tx.change_any::<message::Entity>().set_expr(Column::Wamid, wamids.into());
        change.filter(Column::Id.is_in(ids)).filter(Column::Wamid.is_null()).run().await?;
    }
    early_statuses(tx, &accepted, &mut shown).await?;
    metrics::counter!("mgs_messages_out_total").increment(accepted.len().try_into().unwrap_or_default());
    show(tx, &shown, now).await
}

#[derive(Debug, FromQueryResult)]
struct Before {
    id: Uuid,
    number_id: Uuid,
    wamid: Option<String>,
    status: MessageStatus,
}

/// What the messages show now, and the accepted ids that other messages have.
async fn before(
    tx: &AcrossTx,
    accepted: &[(&Attempt, &str)],
) -> Result<(HashMap<Uuid, Shown>, Vec<(Uuid, String)>), DbErr> {
    use message::Column;
    let is_own = Column::Id.is_in(accepted.iter().map(|(attempt, _)| attempt.message_id));
    let has_wamid = Column::NumberId
        .is_in(accepted.iter().map(|(attempt, _)| attempt.number_id))
        .and(Column::Wamid.is_in(accepted.iter().map(|(_, wamid)| *wamid)));
    let rows = tx
        .find_any::<message::Entity>()
        .select_only()
        .columns([Column::Id, Column::NumberId, Column::Wamid, Column::Status])
        .filter(is_own.or(has_wamid))
        .order_by_asc(Column::Id)
        .locked()
        .all_as::<Before>()
        .await?;
    let is_accepted = |id: Uuid| accepted.iter().any(|(attempt, _)| attempt.message_id == id);
    let (own, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| is_accepted(row.id));
    let shown = own.into_iter().map(|row| (row.id, Shown::new(row.status)));
    let taken = others.into_iter().filter_map(|row| Some((row.number_id, row.wamid?)));
    Ok((shown.collect(), taken.collect()))
}

/// Statuses that came before the id of their message was known (W13).
async fn early_statuses(
    tx: &AcrossTx,
    accepted: &[(&Attempt, &str)],
    shown: &mut HashMap<Uuid, Shown>,
) -> Result<(), DbErr> {
    use message_status::Column;
    let early = tx
        .find_any::<message_status::Entity>()
        .filter(Column::NumberId.is_in(accepted.iter().map(|(attempt, _)| attempt.number_id)))
        .filter(Column::Wamid.is_in(accepted.iter().map(|(_, wamid)| *wamid)))
        .filter(Column::MessageId.is_null())
        .all()
        .await?;
    for row in early {
        let own = accepted
            .iter()
            .find(|(attempt, wamid)| attempt.number_id == row.number_id && *wamid == row.wamid);
        let Some((attempt, _)) = own else { continue };
        let change = tx.change_any::<message_status::Entity>().set(Column::MessageId, attempt.message_id);
        change.filter(Column::Id.eq(row.id)).run().await?;
        if let (Some(shown), Some(status)) = (shown.get_mut(&attempt.message_id), Status::from_raw(&row.raw))
        {
            shown.report(&status);
        }
    }
    Ok(())
}

async fn again(tx: &AcrossTx, attempt: &Attempt, due_at: Time) -> Result<(), DbErr> {
    use outbox::Column;
    metrics::counter!("mgs_sends_retried_total").increment(1);
    tx.change_any::<outbox::Entity>()
        .set(Column::State, OutboxState::Queued)
        .set(Column::DueAt, due_at)
        .filter(Column::Seq.eq(attempt.seq))
        .run()
        .await?;
    let change = tx.change_any::<message::Entity>().set(message::Column::Status, MessageStatus::Queued);
    change.filter(message::Column::Id.eq(attempt.message_id)).run().await.map(drop)
}

async fn failed(
    tx: &AcrossTx,
    attempt: &Attempt,
    code: Option<i64>,
    detail: &str,
    now: Time,
) -> Result<(), DbErr> {
    use message::Column;
    metrics::counter!("mgs_sends_failed_total").increment(1);
    let change = tx.change_any::<outbox::Entity>().set(outbox::Column::State, OutboxState::Failed);
    change.filter(outbox::Column::Seq.eq(attempt.seq)).run().await?;
    tx.change_any::<message::Entity>()
        .set(Column::Status, MessageStatus::Failed)
        .set(Column::ErrorCode, code.map(|code| code.to_string()))
        .set(Column::ErrorDetail, detail)
        .set(Column::UpdatedAt, now)
        .filter(Column::Id.eq(attempt.message_id))
        .run()
        .await
        .map(drop)
}

/// Nobody knows whether these were sent: they are not sent again, statuses may tell.
pub(super) async fn unknown(tx: &AcrossTx, seqs: &[i64], messages: &[Uuid], now: Time) -> Result<(), DbErr> {
    use message::Column;
    metrics::counter!("mgs_sends_unknown_total").increment(seqs.len().try_into().unwrap_or_default());
    let change = tx.change_any::<outbox::Entity>().set(outbox::Column::State, OutboxState::Unknown);
    change.filter(outbox::Column::Seq.is_in(seqs.iter().copied())).run().await?;
    tx.change_any::<message::Entity>()
        .set(Column::Status, MessageStatus::Unknown)
        .set(Column::UpdatedAt, now)
        .filter(Column::Id.is_in(messages.iter().copied()))
        .filter(Column::Status.eq(MessageStatus::Sending))
        .run()
        .await
        .map(drop)
}
