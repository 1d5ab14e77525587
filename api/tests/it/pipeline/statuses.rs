//! Statuses: in any order, doubled, early, and of attempts nobody heard back from.

use api::entities::inbound_item::ItemState;
use api::entities::message::{self, MessageStatus};
use api::entities::outbox::{self, OutboxState};
use api::outbox::Sender;
use chrono::TimeDelta;
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::{Value, json};
use whatsapp::simulator::admin::Faults;

use super::bench::Bench;
use crate::support::{Kind, on_both};

fn status(wamid: &str, word: &str, at: i64) -> Value {
    json!({"statuses": [{"id": wamid, "status": word, "timestamp": at.to_string(), "recipient_user_id": "US.1"}]})
}

/// A reply that Graph has accepted, and its wamid.
async fn accepted(bench: &Bench) -> String {
    bench.echo_bot().await;
    assert_eq!(bench.post_value(bench.text("wamid.1", 1, "hi")).await, 200);
    bench.run_pending().await;
    bench.send_due().await;
    let sent = bench.sent().await.remove(0);
    assert_eq!(sent.status, MessageStatus::Accepted);
    sent.wamid.unwrap()
}

/// Sends what is to be sent; so many items are there when Meta has told its statuses.
async fn sent_at_meta(bench: &Bench, n_items: usize) -> Sender {
    bench.run_pending().await;
    let mut sender = bench.sender();
    sender.recover().await.unwrap();
    sender.turn(true).await.unwrap();
    sender.settle().await;
    bench.until("the statuses are in", || async { bench.items().await.len() == n_items }).await;
    sender
}

on_both! {
    async fn any_order_of_statuses_shows_the_same(kind: Kind) {
        let bench = Bench::quiet(kind).await;
        let wamid = accepted(&bench).await;
        for (word, at) in [("read", 3), ("sent", 1), ("delivered", 2), ("sent", 1), ("warning", 4)] {
            assert_eq!(bench.post_value(status(&wamid, word, at)).await, 200);
            bench.run_pending().await;
        }
        assert_eq!(bench.sent().await[0].status, MessageStatus::Read);
        let mut kept: Vec<_> = bench.statuses().await.into_iter().map(|status| status.status).collect();
        kept.sort();
        assert_eq!(kept, ["delivered", "read", "sent", "warning"], "each once, also what we do not know");
    }

    async fn a_failure_after_sending_wins_and_keeps_its_reason(kind: Kind) {
        let bench = Bench::quiet(kind).await;
        let wamid = accepted(&bench).await;
        let mut failed = status(&wamid, "failed", 2);
        failed["statuses"][0]["errors"] = json!([{"code": 131026, "title": "Undeliverable"}]);
        bench.post_value(failed).await;
        bench.post_value(status(&wamid, "sent", 1)).await;
        bench.run_pending().await;
        let message = bench.sent().await.remove(0);
        assert_eq!((message.status, message.error_code.as_deref()), (MessageStatus::Failed, Some("131026")));
    }

    async fn a_status_waits_for_its_message_and_is_put_aside_when_none_comes(kind: Kind) {
        let bench = Bench::quiet(kind).await;
        bench.post_value(status("wamid.nobody", "sent", 1)).await;
        bench.run_pending().await;
        assert_eq!(bench.items().await[0].state, ItemState::Waiting);
        assert_eq!(bench.runner().settle_waited().await.unwrap(), 0, "it has 15 minutes");
        bench.clock.advance(TimeDelta::minutes(16));
        assert_eq!(bench.runner().settle_waited().await.unwrap(), 1);
        let item = bench.items().await.remove(0);
        assert_eq!((item.state, item.reason.as_deref()), (ItemState::Quarantined, Some("unknown_message")));
        assert_eq!(bench.statuses().await.len(), 1, "what it said is kept");
    }

    async fn an_attempt_without_an_answer_is_unknown_and_told_by_its_status(kind: Kind) {
        let bench = Bench::still(kind).await;
        bench.echo_bot().await;
        let faults = Faults { drop_answers: 1, ..Faults::default() };
        bench.admin().put_faults(&faults).await.unwrap();
        bench.says(1, "hi").await;
        bench.run_pending().await;
        bench.send_due().await;
        let message = bench.sent().await.remove(0);
        assert_eq!((message.status, message.wamid), (MessageStatus::Unknown, None));
        bench.send_due().await;
        assert_eq!(bench.accepted().await, [("echo: hi".to_owned(), 1)], "it is never sent again");
        bench.until("its statuses are in", || async { bench.items().await.len() == 3 }).await;
        bench.run_pending().await;
        let message = bench.sent().await.remove(0);
        assert_eq!(message.status, MessageStatus::Delivered);
        assert!(message.wamid.is_some());
        assert_eq!(bench.outbox().await[0].state, OutboxState::Done);
    }

    async fn a_status_may_come_before_the_answer_is_written(kind: Kind) {
        let bench = Bench::still(kind).await;
        bench.echo_bot().await;
        bench.says(1, "hi").await;
        bench.run_pending().await;
        let mut sender = bench.sender();
        sender.recover().await.unwrap();
        assert_eq!(sender.turn(true).await.unwrap(), 1);
        sender.settle().await;
        bench.until("its statuses are in", || async { bench.items().await.len() == 3 }).await;
        bench.run_pending().await;
        assert_eq!(bench.sent().await[0].status, MessageStatus::Delivered);
        sender.turn(true).await.unwrap();
        let message = bench.sent().await.remove(0);
        assert_eq!(message.status, MessageStatus::Delivered, "the late answer takes nothing back");
        assert!(bench.items().await.iter().all(|item| item.state == ItemState::Done));
    }

    async fn a_status_and_the_answer_to_its_own_message_never_wait_for_each_other(kind: Kind) {
        let bench = Bench::still(kind).await;
        bench.echo_bot().await;
        bench.says(1, "hi").await;
        sent_at_meta(&bench, 3).await;
        // As the sender writes an answer: the outbox, then the message.
        let answer = bench.db().across_workspaces("test").begin().await.unwrap();
        let held = answer.find_any::<outbox::Entity>().locked().one().await.unwrap().unwrap();
        let runner = bench.runner();
        let running = tokio::spawn(async move { runner.turn().await });
        if kind == Kind::Postgres {
            bench.until("the runner waits", || async { bench.n_waiting_for_locks().await > 0 }).await;
        }
        let change = answer.change_any::<message::Entity>().set(message::Column::Status, MessageStatus::Accepted);
        assert_eq!(change.filter(message::Column::Id.eq(held.message_id)).run().await.unwrap(), 1);
        answer.commit_pipeline().await.unwrap();
        assert_eq!(running.await.unwrap().unwrap(), 2);
        assert_eq!(bench.sent().await[0].status, MessageStatus::Delivered);
    }

    async fn an_early_failure_keeps_its_reason(kind: Kind) {
        let bench = Bench::still(kind).await;
        bench.echo_bot().await;
        // Nobody has this phone, so the simulator accepts the reply and then says that it failed.
        assert_eq!(bench.post_value(bench.text("wamid.1", 1, "hi")).await, 200);
        let mut sender = sent_at_meta(&bench, 2).await;
        bench.forget_attempts().await;
        bench.run_pending().await;
        assert_eq!(bench.sent().await[0].status, MessageStatus::Sending);
        sender.turn(true).await.unwrap();
        let message = bench.sent().await.remove(0);
        assert_eq!((message.status, message.error_code.as_deref()), (MessageStatus::Failed, Some("131026")));
        assert!(message.error_detail.is_some_and(|detail| !detail.is_empty()));
    }

    async fn a_status_of_a_wamid_that_is_told_later_is_applied_then(kind: Kind) {
        let bench = Bench::still(kind).await;
        bench.echo_bot().await;
        bench.says(1, "hi").await;
        let mut sender = sent_at_meta(&bench, 3).await;
        bench.forget_attempts().await;
        bench.run_pending().await;
        assert_eq!(bench.sent().await[0].status, MessageStatus::Sending);
        sender.turn(true).await.unwrap();
        assert_eq!(bench.sent().await[0].status, MessageStatus::Delivered);
        assert!(bench.statuses().await.iter().all(|status| status.message_id.is_some()));
        bench.clock.advance(TimeDelta::minutes(16));
        bench.runner().settle_waited().await.unwrap();
        assert!(bench.items().await.iter().all(|item| item.state == ItemState::Done));
    }
}
