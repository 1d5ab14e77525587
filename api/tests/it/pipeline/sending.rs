//! Sending: in order, again only when it is certain that nothing was sent, never twice.

use api::entities::conversation;
use api::entities::message::MessageStatus;
use api::entities::outbox::OutboxState;
use api::outbox;
use api::platform::scope::Actor;
use chrono::TimeDelta;
use sea_orm::{ColumnTrait, QueryFilter};
use shared::inbox::MessageContent;
use whatsapp::simulator::admin::{ErrorFault, Faults};

use super::bench::Bench;
use crate::support::{Kind, on_both};

fn error(code: i64, http_status: u16, n_sends: u32) -> Faults {
    Faults { error: Some(ErrorFault { code, http_status, n_sends }), ..Faults::default() }
}

/// A bench with replies that wait to be sent, one to each person.
async fn waiting(kind: Kind, people: &[u32]) -> Bench {
    let bench = Bench::still(kind).await;
    bench.echo_bot().await;
    for (n, person) in people.iter().enumerate() {
        bench.phone(*person).await;
        let text = bench.text(&format!("wamid.{n}"), *person, &format!("hi {n}"));
        assert_eq!(bench.post_value(text).await, 200);
    }
    bench.run_pending().await;
    bench
}

async fn statuses(bench: &Bench) -> Vec<MessageStatus> {
    bench.sent().await.into_iter().map(|message| message.status).collect()
}

on_both! {
    async fn a_throttled_message_is_sent_again_later_and_what_follows_waits(kind: Kind) {
        let bench = waiting(kind, &[1, 1]).await;
        bench.admin().put_faults(&error(130_429, 400, 1)).await.unwrap();
        bench.send_due().await;
        assert_eq!(statuses(&bench).await, [MessageStatus::Queued, MessageStatus::Queued]);
        assert!(bench.accepted().await.is_empty());
        bench.clock.advance(TimeDelta::seconds(5));
        bench.send_due().await;
        bench.send_due().await;
        assert_eq!(statuses(&bench).await, [MessageStatus::Accepted, MessageStatus::Accepted]);
        assert!(bench.accepted().await.iter().all(|(_, n)| *n == 1));
    }

    async fn a_permanent_error_fails_the_message_and_the_next_one_goes_on(kind: Kind) {
        let bench = waiting(kind, &[1, 1]).await;
        bench.admin().put_faults(&error(131_047, 400, 1)).await.unwrap();
        bench.send_due().await;
        bench.send_due().await;
        let sent = bench.sent().await;
        assert_eq!((sent[0].status, sent[0].error_code.as_deref()), (MessageStatus::Failed, Some("131047")));
        assert_eq!(sent[1].status, MessageStatus::Accepted);
    }

    async fn a_refused_token_keeps_everything_for_later(kind: Kind) {
        let bench = waiting(kind, &[1, 2, 3]).await;
        bench.admin().put_faults(&error(190, 401, 100)).await.unwrap();
        bench.send_due().await;
        for _ in 0..12 {
            bench.clock.advance(TimeDelta::minutes(2));
            bench.send_due().await;
        }
        assert!(statuses(&bench).await.iter().all(|status| *status == MessageStatus::Queued));
        bench.admin().clear_faults().await.unwrap();
        bench.clock.advance(TimeDelta::minutes(10));
        bench.send_due().await;
        assert!(statuses(&bench).await.iter().all(|status| *status == MessageStatus::Accepted));
    }

    async fn attempts_of_a_process_that_died_are_unknown_and_not_repeated(kind: Kind) {
        let bench = waiting(kind, &[1, 1]).await;
        let mut dying = bench.sender();
        dying.recover().await.unwrap();
        assert_eq!(dying.turn(true).await.unwrap(), 1, "one of a conversation at a time");
        drop(dying);
        bench.clock.advance(TimeDelta::minutes(2));
        bench.send_due().await;
        assert_eq!(statuses(&bench).await, [MessageStatus::Unknown, MessageStatus::Accepted]);
        let states: Vec<_> = bench.outbox().await.into_iter().map(|row| row.state).collect();
        assert!(states.contains(&OutboxState::Unknown));
        bench.send_due().await;
        assert!(bench.accepted().await.iter().all(|(_, n)| *n == 1));
    }

    async fn a_person_known_by_user_id_alone_gets_a_reply(kind: Kind) {
        let bench = Bench::still(kind).await;
        bench.echo_bot().await;
        let hidden = whatsapp::simulator::admin::NewPhone {
            name: "Ana".into(),
            user_id: Some("US.77".into()),
            is_number_hidden: true,
            ..Default::default()
        };
        bench.admin().put_phone(&hidden).await.unwrap();
        let mut text = bench.text("wamid.1", 77, "hi");
        text["contacts"][0].as_object_mut().unwrap().remove("wa_id");
        text["messages"][0].as_object_mut().unwrap().remove("from");
        assert_eq!(bench.post_value(text).await, 200);
        bench.run_pending().await;
        bench.send_due().await;
        let stats = bench.admin().stats().await.unwrap();
        assert_eq!(stats.accepted[0].to, "US.77");
    }

    async fn what_a_member_writes_goes_out_behind_what_the_bot_said(kind: Kind) {
        let bench = waiting(kind, &[1]).await;
        let thread = bench.sent().await[0].conversation_id;
        let tx = bench.db().begin(Actor::System, bench.workspace).await.unwrap();
        let content = MessageContent::Text { text: "from a person".into() };
        let change = tx.change::<conversation::Entity>().filter(conversation::Column::Id.eq(thread));
        outbox::enqueue(&tx, change, &content, "from a person".into()).await.unwrap();
        tx.commit_pipeline().await.unwrap();
        bench.send_due().await;
        bench.send_due().await;
        let sent = bench.sent().await;
        let told: Vec<_> = sent.iter().map(|m| (m.position, m.body.as_str(), m.status)).collect();
        let accepted = MessageStatus::Accepted;
        assert_eq!(told, [(2, "echo: hi 0", accepted), (3, "from a person", accepted)]);
    }
}
