//! What messages show: the furthest status that was reported, and how a status tells a message we had lost sight of.

use std::collections::HashMap;

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, QueryFilter, QueryOrder};
use shared::Time;
use uuid::Uuid;
use whatsapp::webhook::{ErrorInfo, Status};

use super::rules;
use crate::entities::message::{self, MessageStatus};
use crate::entities::outbox::{self, OutboxState};
use crate::platform::scope::AcrossTx;

/// What a message shows, while statuses are added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    before: MessageStatus,
    now: MessageStatus,
    /// Code and detail of the failure.
    error: Option<(String, String)>,
}

impl Shown {
    pub(crate) const fn new(status: MessageStatus) -> Self {
        Self { before: status, now: status, error: None }
    }

    /// Adds a status of a webhook.
    pub(crate) fn report(&mut self, status: &Status) {
        // A payment that failed is no message that failed.
        let reported = rules::reported(&status.state).filter(|_| status.is_of_message());
        let Some(reported) = reported else { return };
        self.add(reported);
        if reported == MessageStatus::Failed {
            self.error = status.errors.first().map(error);
        }
    }

    pub(super) fn add(&mut self, reported: MessageStatus) {
        self.now = rules::fold(self.now, reported);
    }
}

fn error(error: &ErrorInfo) -> (String, String) {
    let detail = error.details().or(error.message.as_deref()).or(error.title.as_deref());
    (error.code().to_string(), detail.unwrap_or_default().to_owned())
}

/// Writes what has changed: one statement per status, and one per failure.
pub(crate) async fn show(tx: &AcrossTx, shown: &HashMap<Uuid, Shown>, now: Time) -> Result<(), DbErr> {
    use message::Column;
    let mut by_status: HashMap<MessageStatus, Vec<Uuid>> = HashMap::new();
    for (id, shown) in shown.iter().filter(|(_, shown)| shown.now != shown.before) {
        match &shown.error {
            Some((code, detail)) if shown.now == MessageStatus::Failed => {
                tx.change_any::<message::Entity>()
                    .set(Column::Status, MessageStatus::Failed)
                    .set(Column::ErrorCode, code.clone())
                    .set(Column::ErrorDetail, detail.clone())
                    .set(Column::UpdatedAt, now)
                    .filter(Column::Id.eq(*id))
                    .run()
                    .await?;
            }
            _ => by_status.entry(shown.now).or_default().push(*id),
        }
    }
    for (status, ids) in by_status {
        let change = tx.change_any::<message::Entity>().set(Column::Status, status);
        change.set(Column::UpdatedAt, now).filter(Column::Id.is_in(ids)).run().await?;
    }
    Ok(())
}

/// Those of the attempts whose end is not written yet, held until the transaction ends.
///
/// To be called before anything locks a message: the sender, too, holds the outbox first, and a status often meets the
/// answer to its own message.
pub(crate) async fn open_attempts(tx: &AcrossTx, attempts: Vec<Uuid>) -> Result<Vec<outbox::Model>, DbErr> {
    if attempts.is_empty() {
        return Ok(Vec::new());
    }
    tx.find_any::<outbox::Entity>()
        .filter(outbox::Column::AttemptId.is_in(attempts))
        // Written out, so that the index of open attempts serves it.
        .filter(Expr::cust("outbox.state IN ('sending', 'unknown')"))
        .order_by_asc(outbox::Column::Seq)
        .locked()
        .all()
        .await
}

/// Gives messages whose answer never came the wamid that a status names with their attempt; `open` are the attempts
/// without an end.
pub(crate) async fn reconcile(
    tx: &AcrossTx,
    open: &[outbox::Model],
    attempts: &HashMap<Uuid, (Uuid, String)>,
    now: Time,
) -> Result<(), DbErr> {
    use message::Column;
    for row in open {
        let attempt = row.attempt_id.and_then(|attempt| attempts.get(&attempt));
        let Some((_, wamid)) = attempt.filter(|(number_id, _)| *number_id == row.number_id) else { continue };
        tx.change_any::<message::Entity>()
            .set(Column::Wamid, wamid.clone())
            .set(Column::Status, MessageStatus::Accepted)
            .set(Column::UpdatedAt, now)
            .filter(Column::Id.eq(row.message_id))
            .filter(Column::Wamid.is_null())
            .run()
            .await?;
        tx.change_any::<outbox::Entity>()
            .set(outbox::Column::State, OutboxState::Done)
            .filter(outbox::Column::Seq.eq(row.seq))
            .run()
            .await?;
        metrics::counter!("mgs_sends_reconciled_total").increment(1);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(json: &str) -> Status {
        let body = format!(
            r#"{{"entry":[{{"changes":[{{"field":"messages","value":{{"statuses":[{json}]}}}}]}}]}}"#
        );
        match whatsapp::webhook::parse(body.as_bytes()).unwrap().remove(0).item {
            whatsapp::webhook::Item::Status(status) => *status,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_failure_keeps_its_code_and_words() {
        let mut shown = Shown::new(MessageStatus::Accepted);
        shown.report(&status(r#"{"id":"a","status":"sent"}"#));
        shown.report(&status(
            r#"{"id":"a","status":"failed","errors":[{"code":131047,"title":"T","error_data":{"details":"D"}}]}"#,
        ));
        assert_eq!(shown.now, MessageStatus::Failed);
        assert_eq!(shown.error, Some(("131047".into(), "D".into())));
    }

    #[test]
    fn a_payment_that_failed_is_no_message_that_failed() {
        let mut shown = Shown::new(MessageStatus::Sent);
        shown.report(&status(
            r#"{"id":"a","status":"failed","type":"payment","payment":{"reference_id":"r"}}"#,
        ));
        shown.report(&status(r#"{"id":"a","status":"captured","type":"payment"}"#));
        assert_eq!(shown, Shown::new(MessageStatus::Sent));
    }

    #[test]
    fn a_word_that_is_not_known_changes_nothing() {
        let mut shown = Shown::new(MessageStatus::Sent);
        shown.report(&status(r#"{"id":"a","status":"warning"}"#));
        assert_eq!(shown, Shown::new(MessageStatus::Sent));
    }
}
