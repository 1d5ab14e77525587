//! Who is who: identities of contacts, and contacts that turn out to be one.

use api::entities::contact_identity::{self, IdentityKind};
use api::entities::run::RunState;
use api::entities::{contact, conversation, run, run_event};
use api::platform::clock::Clock;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::bench::Bench;
use super::talk::ask_for_a_name;
use crate::support::{Kind, on_both};

fn without_phone(mut text: Value) -> Value {
    text["contacts"][0].as_object_mut().unwrap().remove("wa_id");
    text["messages"][0].as_object_mut().unwrap().remove("from");
    text
}

fn without_user_id(mut text: Value) -> Value {
    text["contacts"][0].as_object_mut().unwrap().remove("user_id");
    text["messages"][0].as_object_mut().unwrap().remove("from_user_id");
    text
}

on_both! {
    async fn a_contact_has_several_identities(kind: Kind) {
        let bench = Bench::still(kind).await;
        bench.post_value(bench.text("a", 1, "hi")).await;
        bench.run_pending().await;
        let contacts = bench.all::<contact::Entity>().await;
        assert_eq!(contacts.len(), 1);
        assert_eq!((contacts[0].name.as_str(), contacts[0].phone.as_deref()), ("Person 1", Some("+16505550001")));
        let mut kinds: Vec<_> = bench.all::<contact_identity::Entity>().await.iter().map(|i| i.kind).collect();
        kinds.sort();
        assert_eq!(kinds, [IdentityKind::Bsuid, IdentityKind::WaId]);
    }

    async fn contacts_that_turn_out_to_be_one_are_merged_with_their_conversations(kind: Kind) {
        let bench = Bench::still(kind).await;
        bench.echo_bot().await;
        bench.post_value(without_user_id(bench.text("a", 1, "by phone"))).await;
        bench.run_pending().await;
        bench.clock.advance(TimeDelta::seconds(1));
        bench.post_value(without_phone(bench.text("b", 1, "by user id"))).await;
        bench.run_pending().await;
        assert_eq!(bench.all::<contact::Entity>().await.len(), 2);
        bench.post_value(bench.text("c", 1, "by both")).await;
        bench.run_pending().await;
        assert_eq!(bench.all::<contact::Entity>().await.len(), 1);
        assert_eq!(bench.all::<conversation::Entity>().await.len(), 1);
        let messages = bench.messages().await;
        let bodies: Vec<_> = messages.iter().map(|message| message.body.as_str()).collect();
        let wanted = ["by phone", "echo: by phone", "by user id", "echo: by user id", "by both", "echo: by both"];
        assert_eq!(bodies, wanted);
        let positions: Vec<_> = messages.iter().map(|message| message.position).collect();
        assert_eq!(positions, [1, 2, 3, 4, 5, 6]);
        let runs = bench.all::<run::Entity>().await;
        assert!(runs.iter().all(|run| run.conversation_id == messages[0].conversation_id));
        bench.phone(1).await;
        for _ in 0..3 {
            bench.send_due().await;
        }
        assert_eq!(bench.accepted().await.len(), 3);
    }

    async fn of_two_runs_that_wait_for_one_contact_the_latest_goes_on(kind: Kind) {
        let bench = Bench::still(kind).await;
        bench.publish(ask_for_a_name()).await;
        let first_met = bench.clock.now();
        bench.post_value(without_phone(bench.text("a", 1, "by user id"))).await;
        bench.run_pending().await;
        bench.clock.advance(TimeDelta::seconds(5));
        bench.post_value(without_user_id(bench.text("b", 1, "by phone"))).await;
        bench.run_pending().await;
        let waiting = bench.all::<run::Entity>().await;
        assert_eq!(waiting.iter().filter(|run| run.state == RunState::Waiting).count(), 2);
        bench.post_value(bench.text("c", 1, "Ana")).await;
        bench.run_pending().await;

        let thread = bench.all::<conversation::Entity>().await.remove(0);
        let mut runs = bench.all::<run::Entity>().await;
        runs.sort_by_key(|run| run.started_at);
        assert_eq!((runs[0].state, runs[1].state), (RunState::Stopped, RunState::HandedOver));
        assert_eq!(thread.active_run_id, Some(runs[1].id));
        assert_eq!(bench.sent().await.last().unwrap().body, "Thanks, Ana");
        let events = bench.all::<run_event::Entity>().await;
        let end = events.iter().filter(|event| event.run_id == runs[0].id).max_by_key(|event| event.position).unwrap();
        assert_eq!(end.event, json!({"kind": "stopped", "step": "s1", "reason": "replaced"}));
        assert_eq!(bench.all::<contact::Entity>().await[0].created_at, first_met, "when the first of them was met");
    }

    async fn contacts_of_one_batch_are_merged_too(kind: Kind) {
        let bench = Bench::still(kind).await;
        bench.post_value(without_user_id(bench.text("a", 1, "x"))).await;
        bench.post_value(without_phone(bench.text("b", 1, "y"))).await;
        bench.post_value(bench.text("c", 1, "z")).await;
        bench.run_pending().await;
        assert_eq!(bench.all::<contact::Entity>().await.len(), 1);
        assert_eq!(bench.messages().await.len(), 3);
    }
}
