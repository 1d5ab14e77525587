//! From a message to its reply: once, in order, whatever else happens.

use std::collections::BTreeMap;
use std::time::Duration;

use api::entities::bot::BotState;
use api::entities::conversation::{self, ConversationState};
use api::entities::inbound_item::ItemState;
use api::entities::message::{Direction, MessageStatus};
use api::entities::run::{self, RunState};
use api::entities::{contact, run_event};
use api::platform::scope::{Actor, AuditEvent};
use api::runs::{self, Which};
use chrono::TimeDelta;
use flow::StopReason;
use serde_json::{Value, json};

use super::bench::Bench;
use crate::support::{Kind, on_both};

on_both! {
    async fn a_text_gets_one_reply_and_its_statuses(kind: Kind) {
        let bench = Bench::running(kind).await;
        bench.echo_bot().await;
        bench.says(1, "hi").await;
        bench.until("the reply is delivered", || async {
            bench.sent().await.iter().any(|message| message.status == MessageStatus::Delivered)
        })
        .await;
        let messages = bench.messages().await;
        let told: Vec<_> = messages.iter().map(|m| (m.position, m.direction, m.body.as_str())).collect();
        assert_eq!(told, [(1, Direction::In, "hi"), (2, Direction::Out, "echo: hi")]);
        assert_eq!(bench.accepted().await, [("echo: hi".to_owned(), 1)]);
    }

    async fn the_same_message_has_its_effects_once(kind: Kind) {
        let bench = Bench::still(kind).await;
        bench.echo_bot().await;
        let text = bench.text("wamid.1", 1, "hi");
        let mut twice = text.clone();
        twice["messages"] = json!([text["messages"][0], text["messages"][0]]);
        assert_eq!(bench.post_value(twice).await, 200);
        bench.run_pending().await;
        assert_eq!(bench.post_value(text).await, 200);
        bench.run_pending().await;
        assert_eq!(bench.messages().await.len(), 2);
        assert!(bench.items().await.iter().all(|item| item.state == ItemState::Done));
    }

    async fn replies_stand_in_order_within_each_conversation(kind: Kind) {
        let bench = Bench::running(kind).await;
        bench.echo_bot().await;
        for person in 0..8 {
            bench.phone(person).await;
        }
        let writers = (0..8).map(|person| {
            let bench = &bench;
            async move {
                for n in 0..10 {
                    let body = bench.text(&format!("wamid.{person}.{n}"), person, &format!("{person} {n}"));
                    assert_eq!(bench.post_value(body).await, 200);
                }
            }
        });
        futures_util::future::join_all(writers).await;
        bench.until("every text has its reply", || async {
            let sent = bench.sent().await;
            sent.len() == 80 && sent.iter().all(|message| message.wamid.is_some())
        })
        .await;
        let mut threads: BTreeMap<_, Vec<String>> = BTreeMap::new();
        for message in bench.sent().await {
            threads.entry(message.conversation_id).or_default().push(message.body);
        }
        assert_eq!(threads.len(), 8);
        for replies in threads.values() {
            let person = replies[0].split(' ').nth(1).unwrap().to_owned();
            let wanted: Vec<_> = (0..10).map(|n| format!("echo: {person} {n}")).collect();
            assert_eq!(replies, &wanted);
        }
        assert!(bench.accepted().await.iter().all(|(_, n)| *n == 1));
    }

    async fn every_message_of_every_change_of_a_body_is_handled(kind: Kind) {
        let bench = Bench::still(kind).await;
        let message = |wamid: &str, person: u32| bench.text(wamid, person, "x")["messages"][0].clone();
        let place = json!({ "phone_number_id": bench.phone_number_id });
        let change = |messages: Value| json!({"field": "messages", "value": {"metadata": place, "messages": messages}});
        let body = json!({"entry": [
            {"id": "w", "changes": [change(json!([message("a", 1), {"id": 7}, message("b", 1)])), change(json!([message("c", 2)]))]},
            {"id": "w", "changes": [change(json!([message("d", 3)]))]},
        ]});
        assert_eq!(bench.post(body.to_string()).await, 200);
        bench.run_pending().await;
        let mut wamids: Vec<_> = bench.messages().await.into_iter().filter_map(|m| m.wamid).collect();
        wamids.sort();
        assert_eq!(wamids, ["a", "b", "c", "d"]);
    }

    async fn a_poisonous_item_is_put_aside_and_its_neighbours_go_on(kind: Kind) {
        let bench = Bench::still(kind).await;
        bench.echo_bot().await;
        for (wamid, person) in [("a", 1), ("poison", 2), ("after", 2), ("b", 3)] {
            assert_eq!(bench.post_value(bench.text(wamid, person, "hi")).await, 200);
        }
        bench.poison(2).await;
        for _ in 0..3 {
            bench.run_pending().await;
            bench.clock.advance(TimeDelta::minutes(1));
        }
        let items = bench.items().await;
        let states: Vec<_> = items.iter().map(|item| item.state).collect();
        use ItemState::{Done, Quarantined};
        assert_eq!(states, [Done, Quarantined, Done, Done]);
        assert_eq!(items[1].reason.as_deref(), Some("failed: the stored item cannot be read"));
        assert_eq!(bench.sent().await.len(), 3);
    }

    async fn a_full_disk_puts_nothing_aside(kind: Kind) {
        if kind == Kind::Postgres {
            return;
        }
        let bench = Bench::still(kind).await;
        bench.echo_bot().await;
        for n in 0..40 {
            let text = bench.text(&format!("wamid.{n}"), n, &"long ".repeat(400));
            assert_eq!(bench.post_value(text).await, 200);
        }
        bench.limit_pages("PRAGMA max_page_count = 1").await;
        for _ in 0..4 {
            assert!(bench.runner().turn().await.is_err());
        }
        bench.limit_pages("PRAGMA max_page_count = 1000000").await;
        bench.run_pending().await;
        assert_eq!(bench.sent().await.len(), 40);
        assert!(bench.items().await.iter().all(|item| item.attempts == 0 && item.state == ItemState::Done));
    }

    async fn a_failed_item_holds_its_thread_until_it_is_settled(kind: Kind) {
        let bench = Bench::still(kind).await;
        for (wamid, person) in [("poison", 2), ("after", 2)] {
            assert_eq!(bench.post_value(bench.text(wamid, person, "hi")).await, 200);
        }
        bench.poison(1).await;
        bench.run_pending().await;
        assert_eq!(bench.post_value(bench.text("later", 2, "hi")).await, 200);
        bench.run_pending().await;
        assert!(bench.messages().await.is_empty(), "nothing overtakes");
        for _ in 0..2 {
            bench.clock.advance(TimeDelta::minutes(1));
            bench.run_pending().await;
        }
        let wamids: Vec<_> = bench.messages().await.into_iter().filter_map(|message| message.wamid).collect();
        assert_eq!(wamids, ["after", "later"], "once it is settled, the others follow in order");
    }

    async fn an_idle_server_keeps_nobody_from_writing(kind: Kind) {
        let bench = Bench::still(kind).await;
        let (runner, mut sender) = (bench.runner(), bench.sender());
        let writer = bench.db().begin(Actor::System, bench.workspace).await.unwrap();
        let idle = async {
            assert_eq!(runner.turn().await.unwrap(), 0);
            assert_eq!(runner.settle_waited().await.unwrap(), 0);
            assert_eq!(sender.turn(true).await.unwrap(), 0);
        };
        let ended = tokio::time::timeout(Duration::from_secs(30), idle).await;
        writer.commit(AuditEvent::new("test")).await.unwrap();
        assert!(ended.is_ok(), "it waits for the writer's lock");
    }

    async fn old_messages_are_kept_and_start_nothing(kind: Kind) {
        let bench = Bench::still(kind).await;
        bench.echo_bot().await;
        let text = bench.text("wamid.1", 1, "hi");
        bench.clock.advance(TimeDelta::hours(25));
        assert_eq!(bench.post_value(text).await, 200);
        bench.run_pending().await;
        assert_eq!(bench.messages().await.len(), 1);
        assert!(bench.all::<run::Entity>().await.is_empty());
        let threads = bench.all::<conversation::Entity>().await;
        assert_eq!(threads[0].state, ConversationState::Waiting, "a person should look");
    }

    async fn types_we_do_not_know_are_kept_as_unsupported_with_all_they_hold(kind: Kind) {
        let bench = Bench::still(kind).await;
        let mut poll = bench.text("wamid.1", 1, "");
        poll["messages"][0] = json!({"id": "wamid.1", "from": "16505550001", "type": "poll", "poll": {"q": [1, 2]}});
        assert_eq!(bench.post_value(poll).await, 200);
        bench.run_pending().await;
        let message = bench.messages().await.remove(0);
        assert_eq!(message.kind, "unsupported");
        assert_eq!(message.content, json!({"kind": "unsupported", "type_name": "poll"}));
        assert_eq!(message.raw.unwrap()["poll"], json!({"q": [1, 2]}));
    }

    async fn a_run_waits_for_its_answer_and_stays_on_its_version(kind: Kind) {
        let bench = Bench::still(kind).await;
        let bot = bench.publish(ask_for_a_name()).await;
        bench.post_value(bench.text("wamid.1", 1, "hi")).await;
        bench.run_pending().await;
        let runs = bench.all::<run::Entity>().await;
        assert_eq!((runs.len(), runs[0].state), (1, RunState::Waiting));
        bench.post_value(bench.text("wamid.2", 1, "Ana")).await;
        bench.run_pending().await;
        let bodies: Vec<_> = bench.sent().await.into_iter().map(|message| message.body).collect();
        assert_eq!(bodies, ["Your name?", "Thanks, Ana"]);
        let runs = bench.all::<run::Entity>().await;
        assert_eq!((runs[0].bot_id, runs[0].state), (bot, RunState::HandedOver));
        let contact = bench.all::<contact::Entity>().await.remove(0);
        assert_eq!(contact.fields, json!({"nickname": "Ana"}));
        let thread = bench.all::<conversation::Entity>().await.remove(0);
        assert_eq!((thread.state, thread.unread_count), (ConversationState::Waiting, 2));
        assert_eq!(thread.hand_over_reason.as_deref(), Some("Ana wants a word"));
        bench.post_value(bench.text("wamid.3", 1, "hello?")).await;
        bench.run_pending().await;
        assert_eq!(bench.sent().await.len(), 2, "a person has the word now");
        let mut events = bench.all::<run_event::Entity>().await;
        events.sort_by_key(|event| event.position);
        let positions: Vec<_> = events.iter().map(|event| event.position).collect();
        assert_eq!(positions, (0..i32::try_from(events.len()).unwrap()).collect::<Vec<_>>());
        assert_eq!(events.last().unwrap().event["kind"], "handed_over");
    }

    async fn a_person_who_takes_over_stops_the_run(kind: Kind) {
        let bench = Bench::still(kind).await;
        bench.publish(ask_for_a_name()).await;
        bench.post_value(bench.text("wamid.1", 1, "hi")).await;
        bench.run_pending().await;
        let run = bench.all::<run::Entity>().await.remove(0);
        let tx = bench.db().begin(Actor::System, bench.workspace).await.unwrap();
        let stopped = runs::stop(&tx, Which::In(run.conversation_id.into()), StopReason::TakenOver).await.unwrap();
        assert_eq!(stopped, 1);
        tx.commit_pipeline().await.unwrap();
        assert_eq!(bench.all::<run::Entity>().await[0].state, RunState::Stopped);
        let mut events = bench.all::<run_event::Entity>().await;
        events.sort_by_key(|event| event.position);
        let last = &events.last().unwrap().event;
        assert_eq!(last, &json!({"kind": "stopped", "step": "s1", "reason": "taken_over"}));
        assert_eq!(bench.all::<conversation::Entity>().await[0].active_run_id, None);
    }

    async fn a_paused_bot_says_nothing_more(kind: Kind) {
        let bench = Bench::still(kind).await;
        let bot = bench.publish(ask_for_a_name()).await;
        bench.post_value(bench.text("wamid.1", 1, "hi")).await;
        bench.run_pending().await;
        bench.set_bot_state(bot, BotState::Paused).await;
        bench.post_value(bench.text("wamid.2", 1, "Ana")).await;
        bench.run_pending().await;
        assert_eq!(bench.sent().await.len(), 1);
        assert_eq!(bench.all::<run::Entity>().await[0].state, RunState::Stopped);
    }
}

/// A bot that asks for a name, thanks, and hands over.
pub fn ask_for_a_name() -> Value {
    json!({
        "spec_version": 1, "languages": ["en"], "triggers": [{"kind": "any_message"}], "start": "s1",
        "steps": [
            {"id": "s1", "name": "Ask", "ending": {
                "kind": "ask", "text": {"en": "Your name?"}, "answer": {"kind": "text"}, "variable": "name",
                "answered": "s2"}},
            {"id": "s2", "name": "Thank", "items": [
                {"kind": "set_contact_field", "field": "nickname", "value": "{{ name }}"},
                {"kind": "send_text", "text": {"en": "Thanks, {{ name }}"}}],
             "ending": {"kind": "hand_over", "reason": "{{ name }} wants a word"}}],
    })
}
