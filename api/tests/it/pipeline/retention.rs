//! What has taken effect is kept for a while only; what waits is kept until it has.

use api::entities::job::JobState;
use api::entities::{audit_event, inbound_event, inbound_item, job, message, outbox};
use api::retention::{self, Swept};
use chrono::TimeDelta;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;

use super::bench::Bench;
use crate::support::{Kind, on_both};

async fn sweep(bench: &Bench) -> (u64, u64, u64) {
    let Swept { n_webhooks, n_sends, n_jobs } = retention::sweep(bench.state()).await.unwrap();
    (n_webhooks, n_sends, n_jobs)
}

on_both! {
    async fn what_has_taken_effect_is_deleted_when_its_time_is_over(kind: Kind) {
        let bench = Bench::quiet(kind).await;
        bench.echo_bot().await;
        bench.phone(1).await;
        assert_eq!(bench.post_value(bench.text("wamid.1", 1, "hi")).await, 200);
        bench.run_pending().await;
        bench.send_due().await;
        // Put aside: a number that is none of ours, and a body that cannot be read.
        let stray = json!({"entry": [{"id": "waba", "changes": [{"field": "messages", "value": {
            "metadata": {"phone_number_id": "1"}, "messages": [{"id": "x", "from": "1", "type": "text"}]}}]}]});
        assert_eq!(bench.post(stray.to_string()).await, 200);
        assert_eq!(bench.post("[").await, 200);
        // Not yet taken up.
        assert_eq!(bench.post_value(bench.text("wamid.2", 1, "later")).await, 200);
        let tx = bench.db().across_workspaces("test").begin().await.unwrap();
        tx.enqueue(api::platform::jobs::NewJob::new("dead", json!({}))).await.unwrap();
        let dead = tx.change_any::<job::Entity>().set(job::Column::State, JobState::Dead);
        dead.set(job::Column::DoneAt, tx.now()).run().await.unwrap();
        tx.commit_pipeline().await.unwrap();

        bench.clock.advance(TimeDelta::days(29));
        assert_eq!(sweep(&bench).await, (0, 0, 0), "its time is not over");
        bench.clock.advance(TimeDelta::days(2));
        assert_eq!(sweep(&bench).await, (1, 1, 0), "what was put aside stays for people to look at");
        bench.clock.advance(TimeDelta::days(60));
        assert_eq!(sweep(&bench).await, (2, 0, 1));

        let events = bench.all::<inbound_event::Entity>().await;
        let items = bench.all::<inbound_item::Entity>().await;
        assert_eq!((events.len(), items.len()), (1, 1), "what waits is never deleted");
        assert_eq!(items[0].event_seq, events[0].seq);
        assert!(bench.all::<outbox::Entity>().await.is_empty());
        assert!(bench.all::<job::Entity>().await.is_empty());
        assert_eq!(bench.all::<message::Entity>().await.len(), 2, "messages are the workspace's");
        let swept = audit_event::Entity::find().filter(audit_event::Column::Event.eq("retention.swept"));
        assert_eq!(swept.count(bench.database.peek().await).await.unwrap(), 2);
    }

    async fn more_than_one_batch_is_deleted_and_the_young_ones_stay(kind: Kind) {
        let bench = Bench::still(kind).await;
        for n in 0..510 {
            assert_eq!(bench.post_value(json!({"messages": [], "n": n})).await, 200);
        }
        bench.clock.advance(TimeDelta::days(20));
        assert_eq!(bench.post_value(json!({"messages": [], "young": true})).await, 200);
        bench.clock.advance(TimeDelta::days(11));
        assert_eq!(sweep(&bench).await.0, 510);
        assert_eq!(bench.events().await.len(), 1);
    }
}
